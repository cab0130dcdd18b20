package dev.afterimage.ingest;

import dev.afterimage.core.FrameSource;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.Media;
import dev.afterimage.ingest.media.MediaException;

/**
 * Opens whatever FFmpeg opens: files, RTSP, RTMP, HTTP. Safe for use by several threads.
 *
 * <p>Frames are RGB24, upright, with square pixels, no side longer than {@link IngestOptions#longestSide}. Sampling is that of
 * {@link dev.afterimage.ingest.sampling.FrameSampler}: the first frame at or after each instant k / fps, its time the exact
 * presentation time counted from the first frame. Sound nobody takes is dropped after {@link IngestOptions#soundSeconds}.
 *
 * <p>{@code next()} gives null at a file's end and after {@code close()}, which may come from any thread; it throws a
 * {@link java.util.concurrent.CancellationException} in an interrupted thread.
 */
public final class JavaCvFrameSource implements FrameSource {

    static {
        // JavaCPP refuses to work once the process, models and store included, takes twice the Java heap; that is no measure here.
        System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    }

    private final IngestOptions options;

    public JavaCvFrameSource() {
        this(IngestOptions.fromEnvironment());
    }

    public JavaCvFrameSource(IngestOptions options) {
        this.options = options;
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        return open(settings, afterSeconds, nextIndex, afterSeconds);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds) {
        Address address = Address.of(settings, options);
        return address.network() && (address.alwaysLive() || endless(address))
                ? new LiveCapture(settings, address, options, afterSeconds, nextIndex)
                : new FileCapture(settings, address, options, afterSeconds, nextIndex, heardSeconds);
    }

    /** Over HTTP come files as well as cameras; a file says how long it is. */
    private boolean endless(Address address) {
        try (Interrupt interrupt = new Interrupt()) {
            interrupt.allow(options.timeout());
            try (Media media = Media.open(address.url(), address.options(), interrupt, options.longestSide(), 1, (seconds, samples) -> { })) {
                return Double.isNaN(media.duration());
            }
        } catch (MediaException e) {
            throw InputErrors.network(address.shown(), e, options);
        }
    }
}
