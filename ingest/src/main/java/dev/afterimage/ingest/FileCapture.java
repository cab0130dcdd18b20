package dev.afterimage.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.Frame;
import dev.afterimage.core.FrameSource;
import dev.afterimage.core.Sound;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.Picture;
import dev.afterimage.ingest.sampling.FrameSampler;
import dev.afterimage.ingest.sampling.SoundBuffer;

/**
 * Frames of something with an end: a file, also over HTTP. Decoding happens in the caller's thread; a consumer slower than the file's own
 * pace falls behind and loses nothing.
 *
 * <p>To resume, it seeks to a key frame well before the wanted time where the container has an index, and decodes from there (or
 * from the beginning) while dropping: the frames delivered are those of an uninterrupted run.
 */
final class FileCapture implements FrameSource.Capture {

    private final SourceSettings settings;
    private final Interrupt interrupt = new Interrupt();
    private final ReentrantLock reading = new ReentrantLock();
    private final FrameSampler sampler;
    private final SoundBuffer sound;
    private final Playback playback;
    private final FrameSource.SourceFacts facts;
    private final double beginSeconds;
    private final Instant begin;
    private long beginNanos = Long.MIN_VALUE;
    private long index;
    private AfterimageException failure;
    private boolean over;

    FileCapture(SourceSettings settings, Address address, IngestOptions options, double afterSeconds, long nextIndex, double heardSeconds) {
        this.settings = settings;
        this.index = nextIndex;
        this.sampler = new FrameSampler(settings.fps(), afterSeconds);
        this.sound = new SoundBuffer(options.soundSeconds() * Sound.SAMPLE_RATE, heardSeconds);
        this.beginSeconds = Math.max(0, afterSeconds);
        this.begin = Instant.now().minus(duration(beginSeconds));
        Playback opened = null;
        try {
            opened = new Playback(settings, address, options, interrupt, sound);
            this.facts = opened.facts();
            if (afterSeconds >= 0) {
                opened.skipTo(afterSeconds);
            }
            this.playback = opened;
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            interrupt.close();
            throw e;
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
        while (playback.advance()) {
            double seconds = playback.seconds();
            if (sampler.takes(seconds)) {
                Picture picture = playback.picture();
                return new Frame(settings.stream(), index++, seconds, begin.plus(duration(seconds)),
                        picture.width(), picture.height(), picture.rgb());
            }
        }
        over = true;
        return null;
    }

    /** @return false when the capture was closed meanwhile */
    private boolean awaitDue(double seconds) {
        if (settings.pace() == SourceSettings.Pace.ASAP) {
            return !interrupt.stopped();
        }
        if (beginNanos == Long.MIN_VALUE) {
            beginNanos = System.nanoTime() - duration(beginSeconds).toNanos();
        }
        try {
            return !interrupt.sleep(beginNanos + duration(seconds).toNanos() - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for the frame at " + seconds + " s");
        }
    }

    private static Duration duration(double seconds) {
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

    /** Breaks off a {@link #next} in another thread, and waits for it. */
    @Override
    public void close() {
        interrupt.stop();
        reading.lock();
        try {
            over = true;
            playback.close();
            interrupt.close();
        } finally {
            reading.unlock();
        }
    }
}
