package dev.afterimage.ingest;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.Media;
import dev.afterimage.ingest.media.MediaException;
import dev.afterimage.ingest.media.DecodedPicture;
import dev.afterimage.ingest.recording.Recorder;
import dev.afterimage.ingest.sampling.FrameSampler;
import dev.afterimage.ingest.sampling.LiveClock;
import dev.afterimage.ingest.sampling.SoundBuffer;

/**
 * Frames of a live stream. A thread of its own keeps up with the server, whatever the consumer does: of the sampled
 * frames the newest {@link WaitingFrames#CAPACITY} wait, older ones are dropped (numbers are given out on delivery, so
 * they have no gaps). A connection that breaks off, or ends, is made again; times run on by the wall clock meanwhile.
 */
final class LiveCapture implements FrameSource.Capture {

    private static final Logger LOG = LoggerFactory.getLogger(LiveCapture.class);

    private final SourceSettings settings;
    private final Address address;
    private final IngestOptions options;
    private final Interrupt interrupt = new Interrupt();
    private final FrameSampler sampler;
    private final LiveClock clock;
    private final SoundBuffer sound;
    private volatile FrameSource.SourceFacts facts;
    private final Thread reader;
    private final WaitingFrames waiting = new WaitingFrames();
    private volatile StreamLoad load = new StreamLoad();
    private final NoticedGaps gaps;
    private final Recorder recorder;
    private final long openedNanos = System.nanoTime();
    private long index;
    private Media media;
    private int triesLeft;
    private boolean pictureSeen;

    /**
     * @param afterSeconds when this is opened, on the stream's clock, which runs from then on; negative where it begins with the first
     *                     picture
     * @param listener     is told when nobody watches
     * @param recordings   where the video is kept, if it is to be
     */
    LiveCapture(SourceSettings settings, Address address, IngestOptions options, double afterSeconds, long nextIndex,
            FrameSource.GapListener listener, Recordings recordings) {
        this.settings = settings;
        this.address = address;
        this.options = options;
        this.index = nextIndex;
        this.sampler = new FrameSampler(settings.fps(), afterSeconds);
        this.clock = new LiveClock(Math.max(0, afterSeconds));
        if (afterSeconds >= 0) {
            clock.start(openedNanos);
        }
        this.gaps = new NoticedGaps(listener, settings.fps());
        this.sound = new SoundBuffer(options.soundSeconds() * Sound.SAMPLE_RATE, afterSeconds);
        this.triesLeft = options.reconnectTries();
        this.recorder = new Recorder(settings.recorded() ? recordings : Recordings.NONE, settings.stream(),
                trouble -> load.recordingTrouble(trouble));
        try {
            connect();
        } catch (MediaException e) {
            recorder.close();
            interrupt.close();
            throw InputErrors.network(address.shown(), e, options);
        }
        this.reader = new Thread(this::read, "ingest-" + settings.stream());
        reader.setDaemon(true);
        reader.start();
    }

    private void connect() throws MediaException {
        interrupt.allow(options.timeout());
        pictureSeen = false;
        media = Media.open(address.input(), interrupt, options.longestSide(), 1, this::hear, recorder);
        int[] size = media.size();
        facts = new FrameSource.SourceFacts(size[0], size[1], media.framesPerSecond(), Double.NaN, media.hasSound(), true);
    }

    private void hear(double seconds, short[] samples) {
        if (pictureSeen) {
            sound.add(clock.sameOffset(seconds), samples);
            recorder.sound(clock.sameOffset(seconds), samples);
        }
    }

    private void read() {
        AfterimageException fault = null;
        try {
            while (!interrupt.stopped()) {
                MediaException lost = follow();
                media.close();
                media = null;
                if (!interrupt.stopped()) {
                    reconnect(lost);
                }
            }
        } catch (RuntimeException | Error e) {
            fault = AfterimageException.of(e);
        } finally {
            waiting.finish(fault);
            if (media != null) {
                media.close();
            }
            recorder.close();
            interrupt.close();
        }
    }

    /** Reads until the connection is lost, and says why. */
    private MediaException follow() {
        try {
            interrupt.allow(options.timeout());
            while (media.advance()) {
                triesLeft = options.reconnectTries();
                long now = System.nanoTime();
                // Pictures without times, as some cameras send them over HTTP, are shown when they come.
                double seconds = clock.seconds(media.timed() ? media.seconds() : now / 1e9, now);
                pictureSeen = true;
                recorder.picture(seconds, media.timed() ? media.containerSeconds() : Double.NaN, media::picture);
                gaps.picture(seconds);
                if (sampler.takes(seconds)) {
                    deliver(new WaitingFrames.Sampled(seconds, Instant.now(), media.picture()));
                }
                interrupt.allow(options.timeout());
            }
            return new MediaException(MediaException.Reason.FAILED, media.changedAt() >= 0 ? "the camera changed its codec"
                    : media.fault().orElse("the server ended the stream"));
        } catch (MediaException e) {
            return e;
        }
    }

    private void deliver(WaitingFrames.Sampled sampled) {
        if (waiting.offer(sampled)) {
            gaps.dropped();
            LOG.debug("{}: a frame was dropped, what follows cannot keep up", settings.stream());
        }
    }

    private void reconnect(MediaException lost) {
        clock.start(openedNanos);
        clock.broken();
        gaps.lost(lost);
        MediaException last = lost;
        while (triesLeft > 0) {
            long wait = options.reconnectWait().toNanos() << Math.min(20, options.reconnectTries() - triesLeft);
            triesLeft--;
            LOG.warn("{}: {}; connecting again", address.shown(), AfterimageException.maskPasswords(last.getMessage()));
            try {
                if (interrupt.sleep(wait)) {
                    return;
                }
                connect();
                load.reconnected();
                return;
            } catch (MediaException e) {
                last = e;
            } catch (InterruptedException e) {
                throw new CancellationException("interrupted while reconnecting");
            }
        }
        throw InputErrors.lost(address.shown(), last, options);
    }

    @Override
    public Frame next() {
        return waiting.take().map(this::numbered).orElse(null);
    }

    private Frame numbered(WaitingFrames.Sampled sampled) {
        gaps.taken(sampled.seconds());
        DecodedPicture picture = sampled.picture();
        return new Frame(settings.stream(), index++, sampled.seconds(), sampled.arrived(), picture.width(), picture.height(),
                picture.rgb());
    }

    @Override
    public void countInto(StreamLoad counted) {
        load = counted;
        waiting.countInto(counted);
    }

    @Override
    public List<Sound> takeSound() {
        return sound.take();
    }

    @Override
    public FrameSource.SourceFacts facts() {
        return facts;
    }

    /** Breaks off a {@link #next} in another thread, which then gives null. */
    @Override
    public void close() {
        interrupt.stop();
        waiting.close();
        try {
            reader.join();
        } catch (InterruptedException e) {
            // The reader was told and cleans up by itself.
            Thread.currentThread().interrupt();
        }
    }
}
