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
import dev.afterimage.core.watch.Watching.WatchSummary;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One stream that is to be watched until it is stopped: begun, and begun again whenever it was lost for a reason that may pass. While it is
 * lost it holds no thread, only an alarm.
 */
final class SupervisedStream {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedStream.class);
    private static final Duration LOOK_FOR_SPACE = Duration.ofSeconds(2);
    /** A stream whose pictures came for this long was well: its next outage begins with short waits again. */
    private static final Duration STEADY = Duration.ofSeconds(30);

    /** Where a source comes from. */
    enum Origin {
        /** By somebody who waits for an answer: a first try that fails refuses it. */
        ADDED,
        /** Added before the service was started again. */
        RESUMED,
        /** The command line or the configuration. */
        CONFIGURED
    }

    private final SourceSettings settings;
    private final Supervision parts;
    private final Origin origin;
    private final Consumer<SupervisedStream> ended;
    private final CompletableFuture<WatchSummary> done = new CompletableFuture<>();
    /** Held while the stream is begun, so that who stops it finds it either not begun or running. */
    private final ReentrantLock beginning = new ReentrantLock();
    private final boolean unknownBefore;
    private volatile boolean awaiting = true;
    private volatile boolean stopped;
    private volatile Instant lastPicture;
    private boolean accepted;
    private Instant pictureSince;
    private Outage outage;
    private int failures;
    /** Whether the next alarm is for a later time. */
    private boolean waiting;
    private long scheduled;
    private Alarms.Alarm next = () -> { };

    /** @param ended is told once nothing more will be tried */
    SupervisedStream(SourceSettings settings, Origin origin, Supervision parts, Consumer<SupervisedStream> ended) {
        this.settings = settings;
        this.origin = origin;
        this.parts = parts;
        this.ended = ended;
        // What an encoder publishes may begin at any time.
        this.accepted = origin != Origin.ADDED || settings.published();
        this.unknownBefore = parts.store().stream(settings.stream()).isEmpty();
    }

    StreamId stream() {
        return settings.stream();
    }

    SourceSettings settings() {
        return settings;
    }

    /** Ends when nothing more will be tried. */
    CompletableFuture<WatchSummary> done() {
        return done;
    }

    /** Begins on a worker. */
    void beginSoon() {
        schedule(Duration.ZERO, this::begin);
    }

    /** One try. */
    void begin() {
        beginning.lock();
        try {
            if (!stopped) {
                awaiting = true;
                noteOutage();
                takeOver();
                parts.watching().start(settings).whenComplete(this::over);
                tellBegun();
            }
        } catch (RuntimeException | Error failure) {
            failed(AfterimageException.of(failure));
        } finally {
            beginning.unlock();
        }
    }

    /** A camera that is watched from another address, or at another rate, than before goes on as the same stream. */
    private void takeOver() {
        if (origin != Origin.ADDED) {
            parts.store().stream(stream()).filter(info -> info.live() && settings.network() && info.frames() > 0)
                    .filter(info -> !info.equals(info.from(settings))).ifPresent(info -> parts.store().putStream(info.from(settings)));
        }
    }

    /** The job calls itself watching before it has seen anything. */
    private synchronized void tellBegun() {
        if (awaiting && !stopped) {
            StreamInfo.Status begun = parts.store().stream(stream()).filter(this::followed).isPresent() ? StreamInfo.Status.WATCHING
                    : StreamInfo.Status.STARTING;
            tell(outage == null ? begun : outage.status(), outage == null ? "" : outage.told(parts.alarms().now()));
        }
    }

    /** A folder whose recordings have all been watched is watched on, whenever the next one comes. */
    private boolean followed(StreamInfo info) {
        return settings.folder() && info.frames() > 0;
    }

    /** Now that the store can be written, it is told why nobody watched; a stream without a picture begins with its first one. */
    private void noteOutage() {
        Optional<Outage> before = outage();
        parts.store().stream(stream()).filter(info -> before.isPresent()).ifPresent(info -> {
            StreamInfo lost = info.with(StreamInfo.Status.FAILED, before.get().line());
            parts.store().putStream(info.frames() == 0 ? StreamInfo.begun(settings, parts.alarms().now()) : lost);
            if (info.frames() > 0) {
                noLongerPaused(before.get());
                Gaps.begin(parts.store(), lost);
            }
        });
    }

    /** The gap of a stream that was paused or changed, and then could not be reached, goes on for another reason. */
    private synchronized void noLongerPaused(Outage now) {
        if (stopped) {
            return;
        }
        Gaps.open(parts.store(), stream()).filter(gap -> Outages.wanted(gap.cause())).ifPresent(gap ->
                parts.store().stream(stream()).filter(StreamInfo::live).ifPresent(info -> Gaps.turn(parts.store(), stream(),
                        info.secondsAt(now.since()), Gap.Cause.of(info.with(StreamInfo.Status.FAILED, now.line())))));
    }

    private void over(WatchSummary summary, Throwable thrown) {
        if (thrown != null) {
            failed(AfterimageException.of(thrown));
        } else if (stopped || hasEnded()) {
            finish(() -> done.complete(summary), !stopped);
        } else {
            failed(new AfterimageException(ErrorCode.INTERNAL, "the job of stream '" + shown() + "' was cancelled", "see the log"));
        }
    }

    private boolean hasEnded() {
        return !settings.network() || parts.store().stream(stream()).filter(info -> info.status() == StreamInfo.Status.ENDED).isPresent();
    }

    private void failed(AfterimageException failure) {
        if (stopped) {
            finish(() -> stoppedWith(failure), false);
        } else if (!accepted() || !Outages.mayPass(failure, settings)) {
            giveUp(failure);
        } else {
            lost(failure);
        }
    }

    /** Who waits for a first try hears that it came to nothing. */
    private void stoppedWith(AfterimageException failure) {
        if (accepted()) {
            done.complete(summary());
        } else {
            done.completeExceptionally(failure);
        }
    }

    private synchronized boolean accepted() {
        return accepted;
    }

    private void lost(AfterimageException failure) {
        boolean first;
        Outage now;
        synchronized (this) {
            Instant time = parts.alarms().now();
            failures = pictureSince != null && Duration.between(pictureSince, time).compareTo(STEADY) >= 0 ? 1 : failures + 1;
            first = outage == null;
            pictureSince = null;
            Instant since = !first ? outage.since() : lastPicture != null ? lastPicture : time;
            now = new Outage(stream(), failure.code(), since, first ? 1 : outage.tries() + 1, failure.line());
            outage = now;
        }
        createRow();
        quietly(() -> noLongerPaused(now));
        tell(now.status(), now.told(parts.alarms().now()));
        if (first) {
            parts.notices().accept(stream(), (lastPicture == null ? "not reached yet, and tried until it answers: "
                    : "lost, and tried again until it is back: ") + failure.line());
        }
        schedule(failure.code() == ErrorCode.STORAGE_FULL ? LOOK_FOR_SPACE : parts.backoff().after(failures), this::look);
    }

    /** A camera that has never been reached is a stream all the same: people look for it. */
    private void createRow() {
        try {
            if (parts.store().stream(stream()).isEmpty()) {
                parts.store().putStream(StreamInfo.begun(settings, parts.alarms().now()));
            }
        } catch (AfterimageException notNow) {
            LOG.debug("{} is not yet in the store: {}", shown(), notNow.getMessage());
        }
    }

    /** Tries it now if it waits for its next try. */
    void retry() {
        synchronized (this) {
            if (!waiting) {
                return;
            }
            next.cancel();
            failures = 0;
        }
        schedule(Duration.ZERO, this::begin);
    }

    private void look() {
        try {
            parts.store().requireRoom();
        } catch (RuntimeException | Error failure) {
            failed(AfterimageException.of(failure));
            return;
        }
        if (settings.network()) {
            ask();
        } else {
            begin();
        }
    }

    private void ask() {
        try {
            parts.probe().ask(settings).whenComplete(this::asked);
        } catch (RuntimeException | Error notAsked) {
            asked(Optional.empty(), notAsked);
        }
    }

    /** A camera that could not even be asked (no file descriptor is left, say) is opened: that decides. */
    private void asked(Optional<AfterimageException> fault, Throwable thrown) {
        if (thrown == null && fault.isPresent()) {
            failed(fault.get());
        } else {
            beginSoon();
        }
    }

    private synchronized void schedule(Duration delay, Runnable action) {
        if (!stopped) {
            waiting = !delay.isZero();
            long mine = ++scheduled;
            next = parts.alarms().after(delay, () -> {
                if (due(mine)) {
                    action.run();
                }
            });
        }
    }

    /** An alarm that goes off while another takes its place is not. */
    private synchronized boolean due(long alarm) {
        waiting &= alarm != scheduled;
        return alarm == scheduled;
    }

    /** A picture has come. */
    void picture() {
        boolean seenBefore = lastPicture != null;
        lastPicture = parts.alarms().now();
        if (awaiting) {
            back(seenBefore);
        }
    }

    private void back(boolean seenBefore) {
        Outage over;
        synchronized (this) {
            awaiting = false;
            accepted = true;
            over = outage;
            outage = null;
            pictureSince = lastPicture;
        }
        tell(StreamInfo.Status.WATCHING, "");
        if (over != null) {
            // What a capture makes again by itself it counts itself.
            if (seenBefore && over.status() == StreamInfo.Status.RECONNECTING) {
                parts.feed().load(stream()).reconnected();
            }
            parts.notices().accept(stream(), (seenBefore ? "back after " : "there after ")
                    + Duration.between(over.since(), lastPicture).toSeconds() + " s");
        }
    }

    /** Why it is not watched right now, if so. */
    Optional<Outage> outage() {
        synchronized (this) {
            if (outage != null) {
                return Optional.of(outage);
            }
        }
        Duration waiting = parts.frames().waiting(stream());
        return Outages.tooLong(waiting, settings) ? Optional.of(Outages.silent(settings, parts.alarms().now().minus(waiting)))
                : Optional.empty();
    }

    StreamInfo asOfNow(StreamInfo stored) {
        return outage().map(now -> stored.with(now.status(), now.told(parts.alarms().now())))
                .orElseGet(() -> awaiting && !followed(stored) ? stored.with(StreamInfo.Status.STARTING, "") : stored);
    }

    private void giveUp(AfterimageException failure) {
        if (!accepted() && unknownBefore) {
            quietly(() -> parts.store().deleteStream(stream()));
        } else {
            quietly(() -> parts.store().stream(stream()).filter(info -> info.status() != StreamInfo.Status.FAILED)
                    .ifPresent(info -> parts.store().putStream(info.with(StreamInfo.Status.FAILED, failure.line()))));
        }
        tell(StreamInfo.Status.FAILED, failure.line());
        finish(() -> done.completeExceptionally(failure), !accepted() || failure.code() == ErrorCode.INPUT_TRUNCATED);
    }

    /** @param forever whether it is not watched again either when the service starts again */
    private void finish(Runnable complete, boolean forever) {
        stopped = true;
        if (forever && origin != Origin.CONFIGURED) {
            quietly(() -> parts.kept().forget(stream()));
        }
        ended.accept(this);
        complete.run();
    }

    /** Stops it, whatever it is doing; waits until it has. */
    void stop() {
        abandon();
        // Cuts short an opening under way.
        parts.watching().stop(stream());
        beginning.lock();
        beginning.unlock();
        parts.watching().stop(stream());
        ended.accept(this);
        done.complete(summary());
    }

    /** Nothing more is tried. */
    synchronized void abandon() {
        stopped = true;
        next.cancel();
    }

    private WatchSummary summary() {
        StreamInfo info = parts.store().stream(stream()).orElseGet(() -> StreamInfo.begun(settings, parts.alarms().now()));
        return new WatchSummary(stream(), info.frames(), info.blocks(), List.of(), info.tokens(), 0, info.kvBytes(), 0, 0);
    }

    private void tell(StreamInfo.Status status, String line) {
        parts.feed().publish(new LiveFeed.StatusChanged(stream(), status, line));
    }

    private void quietly(Runnable write) {
        try {
            write.run();
        } catch (AfterimageException notNow) {
            LOG.warn("{}: {}", shown(), notNow.line());
        }
    }

    private String shown() {
        return StreamNames.shown(parts.store(), stream());
    }
}
