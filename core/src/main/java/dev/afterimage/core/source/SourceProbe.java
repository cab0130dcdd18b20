package dev.afterimage.core.source;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.SourceSettings;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Asks whether a source answers, at far less cost than opening it, so that many lost cameras can be waited for. */
@FunctionalInterface
public interface SourceProbe {

    /**
     * May block for the look-up of a name only. The answer comes within a few seconds: the fault that keeps the source
     * from being opened, or empty when opening it is worth a try.
     */
    CompletionStage<Optional<AfterimageException>> ask(SourceSettings settings);
}
