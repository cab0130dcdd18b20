package dev.afterimage.core.source;

import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Optional;

/** The sources that were added while the service ran, to be watched again when it starts again. Safe for use by several threads. */
public interface AddedSources {

    /** In the order in which they were added. */
    List<SourceSettings> all();

    /** Keeps a source, or replaces the one of the same name; once this returns, no crash loses it. */
    void keep(SourceSettings settings);

    /** Forgets a source with its password; no effect on one that is not kept. */
    void forget(StreamId stream);

    /**
     * A source of the configuration as it was changed since, or else as it is configured. A configuration that says something else than
     * when it was changed holds.
     */
    default SourceSettings changed(SourceSettings configured) {
        return configured;
    }

    /** Keeps how a source of the configuration was changed. */
    default void keepChanged(SourceSettings configured, SourceSettings changed) { }

    /** One that was added, or a source of the configuration as it was changed. */
    default Optional<SourceSettings> of(StreamId stream) {
        return all().stream().filter(settings -> settings.stream().equals(stream)).findFirst();
    }

    /** Keeps how a source is now that is one {@link #of} these; one of the configuration goes on to be the configuration's. */
    default void change(SourceSettings settings) {
        keep(settings);
    }

    /** Keeps nothing. */
    static AddedSources none() {
        return new AddedSources() {
            @Override
            public List<SourceSettings> all() {
                return List.of();
            }

            @Override
            public void keep(SourceSettings settings) { }

            @Override
            public void forget(StreamId stream) { }
        };
    }
}
