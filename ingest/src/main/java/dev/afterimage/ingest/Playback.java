package dev.afterimage.ingest;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.ingest.media.FilmLength;
import dev.afterimage.ingest.media.Interrupt;
import dev.afterimage.ingest.media.Media;
import dev.afterimage.ingest.media.MediaException;
import dev.afterimage.ingest.media.DecodedPicture;
import dev.afterimage.ingest.recording.Recorder;
import dev.afterimage.ingest.sampling.SoundBuffer;

/**
 * A cursor over a film's pictures that knows the source's settings: in a loop it goes over the end into the next round, whose times are
 * those of round 0 plus n times {@link FilmLength}; its faults are reported in the user's words.
 */
final class Playback implements AutoCloseable {

    /** How far before the wanted time a seek aims, seconds: sound decoders need a run-up, and so do pictures that refresh gradually. */
    private static final double RUN_UP = 2;

    /**
     * For a file that is read as fast as it goes, two, and not one a core: reading shares the machine with the models,
     * and more hold more pictures in memory. At the pace of the clock one decodes many times as fast as it has to, in
     * the reader's own thread.
     */
    private static final int DECODING_THREADS = 2;

    private final SourceSettings settings;
    private final Address address;
    private final IngestOptions options;
    private final Interrupt interrupt;
    private final SoundBuffer sound;
    private final Recorder recorder;
    private final double roundSeconds;
    private Media media;
    private boolean pictureWaits;
    private long round;
    private double lastSeconds = -1;

    Playback(SourceSettings settings, Address address, IngestOptions options, Interrupt interrupt, SoundBuffer sound,
            Recorder recorder) {
        this.settings = settings;
        this.address = address;
        this.options = options;
        this.interrupt = interrupt;
        this.sound = sound;
        this.recorder = recorder;
        try {
            allow();
            this.roundSeconds = settings.loop() ? FilmLength.of(address.input(), interrupt) : Double.NaN;
        } catch (MediaException e) {
            throw unopened(e);
        }
        openAtFirstPicture();
    }

    private void openAtFirstPicture() {
        try {
            allow();
            media = Media.open(address.input(), interrupt, options.longestSide(), threads(), this::hear, recorder);
            pictureWaits = media.advance();
        } catch (MediaException e) {
            close();
            throw unopened(e);
        }
        if (!pictureWaits) {
            Optional<String> fault = fault();
            close();
            throw fault.map(this::cut).orElseGet(() -> unopened(
                    new MediaException(MediaException.Reason.NOT_MEDIA, "none of its pictures can be decoded")));
        }
    }

    private int threads() {
        return settings.pace() == SourceSettings.Pace.REALTIME ? 1 : DECODING_THREADS;
    }

    /** Goes to a picture at or before {@code after}, as near as the container lets it surely; right after opening. */
    void skipTo(double after) {
        // Rather one round too few than one too many; what is decoded in vain is dropped by its time.
        round = settings.loop() ? Math.max(0, (long) Math.floor((after - 1e-6) / roundSeconds)) : 0;
        double within = after - begin();
        if (!media.seek(within - RUN_UP)) {
            return;
        }
        sound.take();
        pictureWaits = decode();
        if (pictureWaits && media.seconds() > within) {
            media.close();
            openAtFirstPicture();
        }
    }

    /** To the next picture; false when the film is over or the interrupt was stopped. */
    boolean advance() {
        if (!pictureWaits && !decode() && !startAgain()) {
            return false;
        }
        pictureWaits = false;
        lastSeconds = seconds();
        recorder.picture(lastSeconds, media.containerSeconds(), media::picture);
        return true;
    }

    private boolean decode() {
        try {
            allow();
            return media.advance();
        } catch (MediaException e) {
            throw unread(e);
        }
    }

    private boolean startAgain() {
        if (interrupt.stopped()) {
            return false;
        }
        if (media.changedAt() >= 0 && !settings.loop()) {
            return goOnBehindChange(media);
        }
        fault().ifPresent(fault -> {
            throw cut(fault);
        });
        if (!settings.loop()) {
            return false;
        }
        media.close();
        round++;
        // The file may have gone meanwhile.
        address.requireThere();
        openAtFirstPicture();
        return true;
    }

    /** The codec changes in the middle of the file. */
    private boolean goOnBehindChange(Media before) {
        try {
            allow();
            media = Media.open(address.input().from(before.changedAt()), interrupt, options.longestSide(), threads(), this::hear,
                    recorder);
            media.countFrom(before.origin());
            if (media.advance() || interrupt.stopped()) {
                return !interrupt.stopped();
            }
            throw new MediaException(MediaException.Reason.NOT_MEDIA, "none of its pictures can be decoded");
        } catch (MediaException e) {
            throw InputErrors.changed(address.shown(), lastSeconds, e);
        } finally {
            if (media != before) {
                before.close();
            }
        }
    }

    private Optional<String> fault() {
        return address.sizeFault().or(media::fault);
    }

    /** Presentation time of the picture, seconds from the first round's first one. */
    double seconds() {
        return begin() + media.seconds();
    }

    /** Seconds at which this round began. */
    private double begin() {
        return settings.loop() ? round * roundSeconds : 0;
    }

    DecodedPicture picture() {
        try {
            return media.picture();
        } catch (MediaException e) {
            throw e.reason() == MediaException.Reason.NOT_SHOWN ? InputErrors.notShown(address.shown(), lastSeconds, e) : unread(e);
        }
    }

    /** How often the file's clock jumped back so far. */
    int clockJumps() {
        return media.clockJumps();
    }

    FrameSource.SourceFacts facts() {
        int[] size = media.size();
        return new FrameSource.SourceFacts(size[0], size[1], media.framesPerSecond(), media.duration(), media.hasSound(), false);
    }

    private void hear(double seconds, short[] samples) {
        if (!settings.loop()) {
            sound.add(seconds, samples);
            recorder.sound(seconds, samples);
            return;
        }
        // Sound that runs over the pictures at either end would lie over that of the round before or after.
        int until = (int) Math.max(0, Math.min(samples.length, Math.round((roundSeconds - seconds) * Sound.SAMPLE_RATE)));
        int from = (int) Math.min(until, Math.max(0, Math.round(-seconds * Sound.SAMPLE_RATE)));
        short[] within = Arrays.copyOfRange(samples, from, until);
        sound.add(begin() + Math.max(0, seconds), within);
        recorder.sound(begin() + Math.max(0, seconds), within);
    }

    private AfterimageException unopened(MediaException e) {
        if (address.network()) {
            return InputErrors.network(address.shown(), e, options);
        }
        return e.reason() == MediaException.Reason.NOT_MEDIA && address.beginsLikeVideo() ? InputErrors.unfinished(address.shown())
                : InputErrors.file(address.shown(), e);
    }

    private AfterimageException unread(MediaException e) {
        return address.network() ? InputErrors.network(address.shown(), e, options)
                : InputErrors.cut(address.shown(), lastSeconds, e.getMessage(), e);
    }

    private AfterimageException cut(String fault) {
        return InputErrors.cut(address.shown(), lastSeconds, fault, null);
    }

    private void allow() {
        interrupt.allow(address.network() ? options.timeout() : Duration.ZERO);
    }

    @Override
    public void close() {
        if (media != null) {
            media.close();
        }
        recorder.close();
    }
}
