package dev.afterimage.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.DecodedPicture;
import dev.afterimage.ingest.recording.Recorder;
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
    private StreamLoad load = new StreamLoad();
    private long index;
    private double skipTo;
    private AfterimageException failure;
    private boolean over;

    FileCapture(SourceSettings settings, Address address, IngestOptions options, double afterSeconds, long nextIndex, double heardSeconds,
            Recordings recordings) {
        this.settings = settings;
        this.index = nextIndex;
        this.sampler = new FrameSampler(settings.fps(), afterSeconds);
        this.sound = new SoundBuffer(options.soundSeconds() * Sound.SAMPLE_RATE, heardSeconds);
        this.beginSeconds = Math.max(0, afterSeconds);
        this.begin = Instant.now().minus(duration(beginSeconds));
        this.skipTo = afterSeconds;
        Recorder recorder = new Recorder(settings.recorded() ? recordings : Recordings.NONE, settings.stream(),
                trouble -> load.recordingTrouble(trouble));
        Playback opened = null;
        try {
            opened = new Playback(settings, address, options, interrupt, sound, recorder);
            this.facts = opened.facts();
            this.playback = opened;
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            recorder.close();
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
            if (frame == null || !awaitDue(frame.seconds())) {
                return null;
            }
            load.sampled(Math.max(frame.seconds(), dueNow()));
            return frame;
        } catch (AfterimageException e) {
            failure = e;
            throw e;
        } finally {
            reading.unlock();
        }
    }

    private Frame find() {
        if (skipTo >= 0) {
            // Not while opening, which must be over soon: without an index this decodes all that lies before.
            playback.skipTo(skipTo);
            skipTo = -1;
        }
        while (playback.advance()) {
            double seconds = playback.seconds();
            load.clockJumped(playback.clockJumps());
            if (sampler.takes(seconds)) {
                DecodedPicture picture = playback.picture();
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

    /** Where a film that plays at its own pace should be; a consumer that is slower makes it late. */
    private double dueNow() {
        return settings.pace() == SourceSettings.Pace.ASAP ? -1 : (System.nanoTime() - beginNanos) / 1e9;
    }

    private static Duration duration(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    @Override
    public void countInto(StreamLoad counted) {
        reading.lock();
        try {
            load = counted;
        } finally {
            reading.unlock();
        }
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
