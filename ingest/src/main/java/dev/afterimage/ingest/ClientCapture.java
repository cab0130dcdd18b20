package dev.afterimage.ingest;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamLoad;

/**
 * A source that a client named. What failures say would tell the client which files there are, which ports are open and
 * what servers behind them answer: the client gets one message for all, the log gets the details.
 */
final class ClientCapture implements FrameSource.Capture {

    private static final Logger LOG = LoggerFactory.getLogger(ClientCapture.class);

    /** A refused connection and a wrong answer take the same time to be told. */
    static final Duration TOLD_AFTER = Duration.ofSeconds(2);

    private final SourceSettings settings;
    private final FrameSource.Capture capture;

    private ClientCapture(SourceSettings settings, FrameSource.Capture capture) {
        this.settings = settings;
        this.capture = capture;
    }

    /** @param toldAfter how long after it began a failure to open a network source is told */
    static FrameSource.Capture open(SourceSettings settings, Duration toldAfter, Supplier<FrameSource.Capture> opening) {
        long begin = System.nanoTime();
        try {
            return new ClientCapture(settings, opening.get());
        } catch (AfterimageException e) {
            if (settings.network()) {
                await(begin + toldAfter.toNanos() - System.nanoTime());
            }
            throw told(settings, e);
        }
    }

    private static void await(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, nanos)).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while opening a source");
        }
    }

    /** What the client is told of it. */
    static AfterimageException told(SourceSettings settings, AfterimageException failure) {
        LOG.info("{}: {}", settings.stream(), failure.line());
        if (failure.code() == ErrorCode.INPUT_TRUNCATED && !settings.network()) {
            return new AfterimageException(ErrorCode.INPUT_TRUNCATED, "'" + settings.maskedUri() + "' is cut off",
                    "copy it again; what came before is kept");
        }
        return failure.code().exitCode() != ErrorCode.INPUT_UNREADABLE.exitCode() ? failure
                : new AfterimageException(settings.network() ? ErrorCode.INPUT_UNREACHABLE : ErrorCode.INPUT_UNREADABLE,
                        "'" + settings.maskedUri() + "' could not be opened as video",
                        "check the address, the password and that it is on; the service's log says more");
    }

    @Override
    public Frame next() {
        try {
            return capture.next();
        } catch (AfterimageException e) {
            throw told(settings, e);
        }
    }

    @Override
    public List<Sound> takeSound() {
        return capture.takeSound();
    }

    @Override
    public void countInto(StreamLoad load) {
        capture.countInto(load);
    }

    @Override
    public FrameSource.SourceFacts facts() {
        return capture.facts();
    }

    @Override
    public void close() {
        capture.close();
    }
}
