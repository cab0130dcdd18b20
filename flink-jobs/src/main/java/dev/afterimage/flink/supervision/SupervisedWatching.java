package dev.afterimage.flink.supervision;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.Gaps;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import dev.afterimage.core.watch.Outage;
import dev.afterimage.core.watch.Watching;
import dev.afterimage.flink.supervision.SupervisedStream.Origin;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches for ever: a stream that was lost for a reason that may pass (a camera that cannot be reached, a full disk) is
 * tried again until it is back. Sources added by {@link #start} are kept, to be resumed when the service starts again,
 * once their first picture has come; a first try that fails refuses them.
 */
public final class SupervisedWatching implements Watching {

    private final Supervision parts;
    private final Map<StreamId, SupervisedStream> streams = new ConcurrentHashMap<>();
    /** What the configuration says, also of streams that are not watched now. */
    private final Map<StreamId, SourceSettings> configured = new ConcurrentHashMap<>();

    public SupervisedWatching(Supervision parts) {
        this.parts = parts;
        parts.frames().onPicture(stream -> Optional.ofNullable(streams.get(stream)).ifPresent(SupervisedStream::picture));
    }

    /** Adds a source; the future fails with the fault of the first try, or else ends when nothing more is tried. */
    @Override
    public CompletableFuture<WatchSummary> start(SourceSettings settings) {
        refusePaused(settings.stream());
        SupervisedStream stream = enrol(settings, Origin.ADDED);
        try {
            parts.kept().keep(settings);
        } catch (RuntimeException notKept) {
            streams.remove(settings.stream(), stream);
            throw notKept;
        }
        stream.begin();
        return stream.done();
    }

    private void refusePaused(StreamId stream) {
        if (paused(stream)) {
            throw state("the stream " + named(stream) + " is paused", "resume it with " + command("resume", stream) + ", or delete it");
        }
    }

    /** Watches a source of the configuration, which may be unreachable for now, as it was changed since. Returns at once. */
    public CompletableFuture<WatchSummary> watchConfigured(SourceSettings settings) {
        SupervisedStream stream = enrol(parts.kept().changed(settings), Origin.CONFIGURED);
        configured.put(settings.stream(), settings);
        return beginSoon(stream);
    }

    /** Watches a kept source again. Returns at once. */
    public CompletableFuture<WatchSummary> watchAgain(SourceSettings settings) {
        return beginSoon(enrol(settings, Origin.RESUMED));
    }

    /** A source of the configuration of a stream that stays paused. */
    public void leavePaused(SourceSettings settings) {
        configured.put(settings.stream(), settings);
    }

    /** Whether somebody paused a stream, in this run or an earlier one. */
    public boolean paused(StreamId stream) {
        return parts.store().stream(stream).filter(info -> info.status() == StreamInfo.Status.PAUSED).isPresent();
    }

    private static CompletableFuture<WatchSummary> beginSoon(SupervisedStream stream) {
        stream.beginSoon();
        return stream.done();
    }

    /** A stream that is lost for now keeps its place, or it could not come back. */
    private synchronized SupervisedStream enrol(SourceSettings settings, Origin origin) {
        if (streams.size() >= most() && !streams.containsKey(settings.stream())) {
            throw Watching.tooMany(settings.stream(), most());
        }
        SupervisedStream stream = new SupervisedStream(settings, origin, parts, ended -> streams.remove(ended.stream(), ended));
        if (streams.putIfAbsent(settings.stream(), stream) != null) {
            throw new AfterimageException(ErrorCode.USAGE_STREAM_EXISTS, "the stream " + named(settings.stream())
                    + " is being watched already", "choose another name, or delete it first with " + command("delete", settings.stream()));
        }
        return stream;
    }

    @Override
    public boolean watches(StreamId stream) {
        return streams.containsKey(stream);
    }

    @Override
    public int most() {
        return parts.watching().most();
    }

    /** A stream that the store takes for watched and nobody watches was left so by a disk that was full. */
    @Override
    public StreamInfo asOfNow(StreamInfo stored) {
        SupervisedStream stream = streams.get(stored.stream());
        if (stream != null) {
            return stream.asOfNow(stored);
        }
        return stored.status() == StreamInfo.Status.WATCHING ? stored.with(StreamInfo.Status.INTERRUPTED, "") : stored;
    }

    @Override
    public List<Outage> outages() {
        return streams.values().stream().map(SupervisedStream::outage).flatMap(Optional::stream)
                .sorted(Comparator.comparing(Outage::stream)).toList();
    }

    @Override
    public void stop(StreamId stream) {
        Optional.ofNullable(streams.get(stream)).ifPresent(SupervisedStream::stop);
    }

    @Override
    public boolean changes() {
        return true;
    }

    /** That it is paused is stored first: from then on a kill leaves it so. */
    @Override
    public void pause(StreamId stream) {
        StreamInfo info = known(stream);
        SupervisedStream running = streams.get(stream);
        if (info.status() == StreamInfo.Status.PAUSED && running == null) {
            return;
        }
        if (running == null && (source(stream).isEmpty() || info.status() == StreamInfo.Status.ENDED)) {
            throw state("the stream " + named(stream) + " is not being watched", "see its status with " + command("show", stream));
        }
        putPaused(stream);
        // From here on, a try under way that fails tells of no other reason.
        Optional.ofNullable(running).ifPresent(SupervisedStream::abandon);
        if (info.live()) {
            beginPause(info, Optional.ofNullable(running).map(SupervisedStream::settings));
        }
        stop(stream);
        putPaused(stream);
        parts.store().stream(stream).filter(paused -> paused.frames() > 0).ifPresent(paused -> Gaps.begin(parts.store(), paused));
        parts.feed().publish(new LiveFeed.StatusChanged(stream, StreamInfo.Status.PAUSED, ""));
    }

    /** It begins now. What was still to come, or to be looked at, since the newest picture is missing for another reason. */
    private void beginPause(StreamInfo info, Optional<SourceSettings> watched) {
        StreamId stream = info.stream();
        double now = info.secondsAt(parts.alarms().now());
        Duration behind = Duration.ofMillis(Math.round(1000 * (now - info.lastSeconds())));
        boolean open = Gaps.open(parts.store(), stream).isPresent();
        if (!open && info.frames() > 0) {
            watched.filter(settings -> Outages.tooLong(behind, settings)).ifPresent(settings ->
                    Gaps.begin(parts.store(), stream, info.lastSeconds(), Outages.tooLong(parts.frames().waiting(stream), settings)
                            ? Gap.Cause.STALLED : Gap.Cause.OVERLOADED));
        }
        if (open || info.frames() > 0) {
            Gaps.turn(parts.store(), stream, now, Gap.Cause.PAUSED);
        }
    }

    private void putPaused(StreamId stream) {
        parts.store().stream(stream).filter(info -> info.status() != StreamInfo.Status.PAUSED)
                .ifPresent(info -> parts.store().putStream(info.with(StreamInfo.Status.PAUSED, "")));
    }

    @Override
    public void resume(StreamId stream) {
        if (known(stream).status() != StreamInfo.Status.PAUSED) {
            throw state("the stream " + named(stream) + " is not paused", "see its status with " + command("show", stream));
        }
        again(stream);
    }

    @Override
    public void retry(StreamId stream) {
        StreamInfo info = known(stream);
        SupervisedStream running = streams.get(stream);
        if (running != null) {
            running.retry();
            return;
        }
        refusePaused(stream);
        if (info.status() == StreamInfo.Status.ENDED) {
            throw state("the stream " + named(stream) + " has ended: all of it was watched",
                    "add what is to be watched under another name");
        }
        again(stream);
    }

    /** Watches what is not watched now. From then on it is to be watched, also after a kill. */
    private void again(StreamId stream) {
        SourceSettings settings = source(stream).orElseThrow(() -> unknownSource(stream));
        SupervisedStream begun = enrol(settings, configured.containsKey(stream) ? Origin.CONFIGURED : Origin.RESUMED);
        try {
            parts.store().stream(stream).filter(info -> info.status() == StreamInfo.Status.PAUSED)
                    .ifPresent(info -> parts.store().putStream(info.with(StreamInfo.Status.INTERRUPTED, "")));
        } catch (RuntimeException staysPaused) {
            streams.remove(stream, begun);
            throw staysPaused;
        }
        begun.beginSoon();
    }

    @Override
    public Optional<SourceSettings> source(StreamId stream) {
        SupervisedStream running = streams.get(stream);
        return running != null ? Optional.of(running.settings())
                : Optional.ofNullable(configured.get(stream)).map(parts.kept()::changed)
                        .or(() -> parts.kept().all().stream().filter(settings -> settings.stream().equals(stream)).findFirst());
    }

    /** What is kept of the source comes first: a kill behind that leaves the stream to be watched as it was changed. */
    @Override
    public void change(SourceSettings settings) {
        StreamId stream = settings.stream();
        StreamInfo info = known(stream);
        requireChangeable(info, settings);
        requireReadable(settings);
        Optional.ofNullable(configured.get(stream)).ifPresentOrElse(from -> parts.kept().keepChanged(from, settings),
                () -> parts.kept().keep(settings));
        boolean rests = paused(stream);
        if (streams.containsKey(stream)) {
            stop(stream);
            Gaps.open(parts.store(), stream).filter(gap -> gap.cause() == Gap.Cause.NOT_RUNNING)
                    .ifPresent(gap -> parts.store().putGap(Gap.from(stream, gap.start(), Gap.Cause.CHANGED)));
        }
        parts.store().stream(stream).ifPresent(stored -> parts.store().putStream(stored.from(settings)));
        if (!rests) {
            again(stream);
        }
    }

    private void requireChangeable(StreamInfo info, SourceSettings settings) {
        SourceSettings before = source(info.stream()).orElseThrow(() -> unknownSource(info.stream()));
        if (info.frames() > 0 && !(before.network() && settings.network())) {
            throw state("'" + info.name() + "' is a file of which something was watched already: it is read in one way from its start "
                    + "to its end", "add it under another name, with the settings that you want");
        }
    }

    @Override
    public void requireReadable(SourceSettings settings) {
        parts.watching().requireReadable(settings);
    }

    private StreamInfo known(StreamId stream) {
        return parts.store().stream(stream).orElseThrow(() -> new AfterimageException(ErrorCode.STREAM_UNKNOWN,
                "there is no stream '" + stream + "'", "see 'afterimage streams list'"));
    }

    private AfterimageException unknownSource(StreamId stream) {
        return state("nothing is known of where the stream " + named(stream) + " comes from", "add its source again");
    }

    private String named(StreamId stream) {
        return "'" + StreamNames.shown(parts.store(), stream) + "'";
    }

    private String command(String what, StreamId stream) {
        return "'afterimage streams " + what + " " + StreamNames.argument(parts.store(), stream) + "'";
    }

    private static AfterimageException state(String message, String remedy) {
        return new AfterimageException(ErrorCode.USAGE_STREAM_STATE, message, remedy);
    }

    @Override
    public void forget(StreamId stream) {
        stop(stream);
        parts.kept().forget(stream);
        parts.watching().forget(stream);
    }

    @Override
    public void close() {
        streams.values().forEach(SupervisedStream::abandon);
        parts.alarms().close();
        parts.watching().close();
        List.copyOf(streams.values()).forEach(SupervisedStream::stop);
    }
}
