package dev.afterimage.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;

import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.source.Senders;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.ingest.client.ClientInputs;
import dev.afterimage.ingest.folder.FolderCapture;
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
 *
 * <p>What a browser or an encoder sends is taken from {@link Senders}. What a client of the service named is
 * opened within a {@link SourcePolicy} and its failures tell nothing ({@link ClientCapture}).
 */
public final class JavaCvFrameSource implements FrameSource {

    static {
        // JavaCPP refuses to work once the process, models and store included, takes twice the Java heap; that is no measure here.
        System.getProperties().putIfAbsent("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    }

    private static final Function<String, Path> NO_UPLOADS = id -> {
        throw InputErrors.notFound("upload " + id);
    };

    private final IngestOptions options;
    private final SourcePolicy policy;
    private final ClientInputs clients;
    private final Duration toldAfter;
    private final Senders senders;
    private final Function<String, Path> uploads;
    private volatile Recordings recordings = Recordings.NONE;

    public JavaCvFrameSource() {
        this(SourcePolicy.DEFAULT, new Senders());
    }

    /**
     * @param policy  of sources that clients name
     * @param senders what browsers send
     */
    public JavaCvFrameSource(SourcePolicy policy, Senders senders) {
        this(IngestOptions.fromEnvironment(), policy, senders);
    }

    /**
     * The same where films are uploaded.
     *
     * @param uploads where the film of an upload lies, by its id
     */
    public JavaCvFrameSource(SourcePolicy policy, Senders senders, Function<String, Path> uploads) {
        this(IngestOptions.fromEnvironment(), policy, senders, uploads);
    }

    public JavaCvFrameSource(IngestOptions options) {
        this(options, SourcePolicy.DEFAULT);
    }

    public JavaCvFrameSource(IngestOptions options, SourcePolicy policy) {
        this(options, policy, new Senders());
    }

    public JavaCvFrameSource(IngestOptions options, SourcePolicy policy, Senders senders) {
        this(options, policy, senders, NO_UPLOADS);
    }

    JavaCvFrameSource(IngestOptions options, SourcePolicy policy, Senders senders, Function<String, Path> uploads) {
        this(options, policy, new ClientInputs(policy, options.timeout()), ClientCapture.TOLD_AFTER, senders, uploads);
    }

    JavaCvFrameSource(IngestOptions options, SourcePolicy policy, ClientInputs clients, Duration toldAfter) {
        this(options, policy, clients, toldAfter, new Senders(), NO_UPLOADS);
    }

    private JavaCvFrameSource(IngestOptions options, SourcePolicy policy, ClientInputs clients, Duration toldAfter, Senders senders,
            Function<String, Path> uploads) {
        this.uploads = uploads;
        this.options = options;
        this.policy = policy;
        this.clients = clients;
        this.toldAfter = toldAfter;
        this.senders = senders;
    }

    @Override
    public void recordInto(Recordings kept) {
        recordings = kept;
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        return open(settings, afterSeconds, nextIndex, afterSeconds);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds) {
        return open(settings, afterSeconds, nextIndex, heardSeconds, (seconds, cause) -> { });
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps) {
        return open(settings, afterSeconds, nextIndex, heardSeconds, gaps, null);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps,
            Instant began) {
        if (settings.folder() && settings.origin() == SourceSettings.Origin.OPERATOR) {
            return new FolderCapture(settings, Address.recordings(settings), afterSeconds, nextIndex, heardSeconds, gaps, began, recordings,
                    ZoneId.systemDefault(), (file, after, heard, kept) -> ofFolder(settings, file, after, heard, kept));
        }
        if (settings.sent()) {
            senders.requirePossible(settings);
            // Nothing is connected to, so there is nothing to refuse or to hide.
            return new LiveCapture(settings, Address.sent(settings, options, senders), options, afterSeconds, nextIndex, gaps,
                    recordings);
        }
        if (settings.uploaded().isPresent() && settings.origin() == SourceSettings.Origin.CLIENT) {
            // It came from whoever is told what is wrong with it.
            return new FileCapture(settings, Address.uploaded(settings, uploads.apply(settings.uploaded().get()), clients), options,
                    afterSeconds, nextIndex, heardSeconds, recordings);
        }
        if (settings.origin() == SourceSettings.Origin.CLIENT) {
            policy.require(settings);
            return ClientCapture.open(settings, toldAfter, () -> opened(settings, afterSeconds, nextIndex, heardSeconds, gaps));
        }
        return opened(settings, afterSeconds, nextIndex, heardSeconds, gaps);
    }

    private Capture opened(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps) {
        Address address = Address.of(settings, options, clients);
        return address.network() && (address.alwaysLive() || endless(address))
                ? new LiveCapture(settings, address, options, afterSeconds, nextIndex, gaps, recordings)
                : new FileCapture(settings, address, options, afterSeconds, nextIndex, heardSeconds, recordings);
    }

    /** One file of a folder, as fast as it goes. */
    private Capture ofFolder(SourceSettings folder, Path file, double afterSeconds, double heardSeconds, Recordings kept) {
        SourceSettings one = new SourceSettings(folder.stream(), file.toString(), folder.fps(), SourceSettings.Pace.ASAP, false,
                folder.reading()).recorded(folder.recorded());
        return new FileCapture(one, Address.of(one, options, clients), options, afterSeconds, 0, heardSeconds, kept);
    }

    /** Over HTTP come files as well as cameras; a file says how long it is. */
    private boolean endless(Address address) {
        try (Interrupt interrupt = new Interrupt()) {
            interrupt.allow(options.timeout());
            try (Media media = Media.open(address.input(), interrupt, options.longestSide(), 1, (seconds, samples) -> { })) {
                return Double.isNaN(media.duration());
            }
        } catch (MediaException e) {
            throw InputErrors.network(address.shown(), e, options);
        }
    }
}
