package dev.afterimage.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.Frame;
import dev.afterimage.core.FrameSource;
import dev.afterimage.core.Sound;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.ingest.media.FilmLength;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.Media;
import dev.afterimage.ingest.media.MediaException;
import dev.afterimage.ingest.media.Picture;
import dev.afterimage.ingest.sampling.FrameSampler;
import dev.afterimage.ingest.sampling.SoundBuffer;

/**
 * Frames of something with an end: a file, also over HTTP. Decoding happens in the caller's thread; a consumer slower than the file's own
 * pace falls behind and loses nothing. In a loop, round n's times are those of round 0 plus n times {@link FilmLength}.
 *
 * <p>To resume, it seeks to a key frame well before the wanted time where the container has an index, and decodes from there (or
 * from the beginning) while dropping: the frames delivered are those of an uninterrupted run.
 */
final class FileCapture implements FrameSource.Capture {

    /** How far before the wanted time a seek aims, seconds: sound decoders need a run-up, and so do pictures that refresh gradually. */
    private static final double RUN_UP = 2;

    /** Two, and not one a core: reading shares the machine with the models, and more hold more pictures in memory. */
    private static final int DECODING_THREADS = 2;

    private final SourceSettings settings;
    private final Address address;
    private final IngestOptions options;
    private final Interrupt interrupt = new Interrupt();
    private final ReentrantLock reading = new ReentrantLock();
    private final FrameSampler sampler;
    private final SoundBuffer sound;
    private final double afterSeconds;
    private final double roundSeconds;
    private final FrameSource.SourceFacts facts;
    private final Instant begin;
    private Media media;
    private boolean pictureWaits;
    private long round;
    private long index;
    private double lastSeconds = -1;
    private long beginNanos = Long.MIN_VALUE;
    private AfterimageException failure;
    private boolean over;

    FileCapture(SourceSettings settings, Address address, IngestOptions options, double afterSeconds, long nextIndex) {
        this.settings = settings;
        this.address = address;
        this.options = options;
        this.afterSeconds = afterSeconds;
        this.index = nextIndex;
        this.sampler = new FrameSampler(settings.fps(), afterSeconds);
        this.sound = new SoundBuffer(options.soundSeconds() * Sound.SAMPLE_RATE, afterSeconds);
        this.begin = Instant.now().minus(seconds(Math.max(0, afterSeconds)));
        try {
            allow();
            this.roundSeconds = settings.loop() ? FilmLength.of(address.url(), address.options(), interrupt) : Double.NaN;
            openAtFirstPicture();
            int[] size = media.size();
            this.facts = new FrameSource.SourceFacts(size[0], size[1], media.framesPerSecond(), media.duration(), media.hasSound(), false);
            skipTo(afterSeconds);
        } catch (MediaException e) {
            close();
            throw told(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private AfterimageException told(MediaException e) {
        if (address.network()) {
            return InputErrors.network(address.shown(), e, options);
        }
        return e.reason() == MediaException.Reason.NOT_MEDIA && address.beginsLikeVideo() ? InputErrors.unfinished(address.file())
                : InputErrors.file(address.shown(), e);
    }

    private void openAtFirstPicture() throws MediaException {
        allow();
        media = Media.open(address.url(), address.options(), interrupt, options.longestSide(), DECODING_THREADS, this::hear);
        pictureWaits = media.advance();
        if (!pictureWaits) {
            Optional<String> fault = fault();
            if (fault.isPresent()) {
                throw InputErrors.cut(address.shown(), -1, fault.get(), null);
            }
            throw new MediaException(MediaException.Reason.NOT_MEDIA, "none of its pictures can be decoded");
        }
    }

    private void skipTo(double after) throws MediaException {
        if (after < 0) {
            return;
        }
        // Rather one round too few than one too many; what is decoded in vain is dropped by its time.
        round = settings.loop() ? Math.max(0, (long) Math.floor((after - 1e-6) / roundSeconds)) : 0;
        double within = after - (settings.loop() ? round * roundSeconds : 0);
        if (!media.seek(within - RUN_UP)) {
            return;
        }
        sound.take();
        allow();
        pictureWaits = media.advance();
        if (pictureWaits && media.seconds() > within) {
            media.close();
            openAtFirstPicture();
        }
    }

    private void hear(double seconds, short[] samples) {
        if (!settings.loop()) {
            sound.add(seconds, samples);
        } else if (seconds < roundSeconds) {
            int kept = (int) Math.min(samples.length, Math.round((roundSeconds - seconds) * Sound.SAMPLE_RATE));
            int early = (int) Math.min(kept, Math.max(0, Math.round(-seconds * Sound.SAMPLE_RATE)));
            sound.add(round * roundSeconds + Math.max(0, seconds), Arrays.copyOfRange(samples, early, kept));
        }
    }

    @Override
    public Frame next() {
        reading.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            Frame frame = over || interrupt.stopped() ? null : find();
            return frame == null || !awaitDue(frame.seconds()) ? null : frame;
        } catch (AfterimageException e) {
            failure = e;
            throw e;
        } finally {
            reading.unlock();
        }
    }

    private Frame find() {
        try {
            while (advance()) {
                double seconds = (settings.loop() ? round * roundSeconds : 0) + media.seconds();
                lastSeconds = seconds;
                if (sampler.takes(seconds)) {
                    Picture picture = media.picture();
                    return new Frame(settings.stream(), index++, seconds, begin.plus(seconds(seconds)), picture.width(), picture.height(), picture.rgb());
                }
            }
            over = true;
            return null;
        } catch (MediaException e) {
            throw address.network() ? InputErrors.network(address.shown(), e, options)
                    : InputErrors.cut(address.shown(), lastSeconds, e.getMessage(), e);
        }
    }

    /** To the next picture, over the end into the next round; false when all is done or the capture was closed. */
    private boolean advance() throws MediaException {
        if (pictureWaits) {
            pictureWaits = false;
            return true;
        }
        allow();
        if (media.advance()) {
            return true;
        }
        if (interrupt.stopped()) {
            return false;
        }
        Optional<String> fault = fault();
        if (fault.isPresent()) {
            throw InputErrors.cut(address.shown(), lastSeconds, fault.get(), null);
        }
        if (!settings.loop()) {
            return false;
        }
        media.close();
        round++;
        openAtFirstPicture();
        pictureWaits = false;
        return true;
    }

    private Optional<String> fault() {
        return address.sizeFault().or(media::fault);
    }

    /** @return false when the capture was closed meanwhile */
    private boolean awaitDue(double seconds) {
        if (settings.pace() == SourceSettings.Pace.ASAP) {
            return !interrupt.stopped();
        }
        if (beginNanos == Long.MIN_VALUE) {
            beginNanos = System.nanoTime() - (long) (Math.max(0, afterSeconds) * 1e9);
        }
        try {
            return !interrupt.sleep(beginNanos + (long) (seconds * 1e9) - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the frame at " + seconds + " s");
        }
    }

    private void allow() {
        interrupt.allow(address.network() ? options.timeout() : Duration.ZERO);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    @Override
    public List<Sound> takeSound() {
        return sound.take();
    }

    @Override
    public FrameSource.SourceFacts facts() {
        return facts;
    }

    /** Waits for a {@link #next} in another thread, which it breaks off. */
    @Override
    public void close() {
        interrupt.stop();
        reading.lock();
        try {
            over = true;
            if (media != null) {
                media.close();
                media = null;
            }
            interrupt.close();
        } finally {
            reading.unlock();
        }
    }
}
