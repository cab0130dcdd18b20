package dev.afterimage.ingest.folder;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamLoad;
import dev.afterimage.ingest.media.Interrupt;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Frames of the recordings in a folder, or of several files, as one stream: each is placed on the stream's clock by when it was recorded,
 * and what nobody recorded in between is a gap. Second 0 is when the first of them began. Read as fast as it goes; a folder that is to be
 * played {@link SourceSettings.Pace#REALTIME} is followed: what appears in it later is watched once it is whole. Time does not run back:
 * what was recorded in a time that was watched already is left out, and that is told.
 */
public final class FolderCapture implements FrameSource.Capture {

    private static final long LOOK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Recorders that write one file after the other lose so much between two, seconds. */
    private static final double SEAM = 2;
    private static final double SAME = 0.05;
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** Opens one file of the folder. */
    @FunctionalInterface
    public interface FileOpener {

        /**
         * @param afterSeconds of the file, as in {@link FrameSource}
         * @param recordings   where its video is kept, at times of the file
         */
        FrameSource.Capture open(Path file, double afterSeconds, double heardSeconds, Recordings recordings);
    }

    private final SourceSettings settings;
    private final FileOpener opener;
    private final FrameSource.GapListener gaps;
    private final Recordings recordings;
    private final ZoneId zone;
    private final Folder folder;
    private final Interrupt interrupt = new Interrupt();
    private final ReentrantLock reading = new ReentrantLock();
    private final Deque<Recording> waiting = new ArrayDeque<>();
    private final List<String> notices = new ArrayList<>();
    private final boolean resumed;
    private final double resumedAt;
    private final double heardBefore;
    private volatile FrameSource.SourceFacts facts;
    private Instant began;
    private FrameSource.Capture part;
    private Recording read;
    private double offset;
    private double last;
    private long index;
    private StreamLoad load = new StreamLoad();

    /**
     * @param began wall clock of the stream's second 0; null where it begins with the first recording
     * @throws AfterimageException where no recording is in it
     */
    public FolderCapture(SourceSettings settings, List<Path> roots, double afterSeconds, long nextIndex, double heardSeconds,
            FrameSource.GapListener gaps, Instant began, Recordings recordings, ZoneId zone, FileOpener opener) {
        this.settings = settings;
        this.opener = opener;
        this.gaps = gaps;
        this.recordings = recordings;
        this.zone = zone;
        this.began = began;
        this.resumed = afterSeconds >= 0;
        this.resumedAt = afterSeconds;
        this.heardBefore = heardSeconds;
        this.last = afterSeconds;
        this.index = nextIndex;
        this.folder = new Folder(roots, zone, interrupt, this::tell);
        try {
            begin(roots);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The first part is opened, so that what cannot be watched is told at once. */
    private void begin(List<Path> roots) {
        waiting.addAll(folder.look());
        while (waiting.isEmpty() && folder.growing() && !pause()) {
            waiting.addAll(folder.look());
        }
        if (waiting.isEmpty()) {
            throw new AfterimageException(ErrorCode.INPUT_NO_VIDEO, roots.size() == 1
                    ? "the folder '" + roots.get(0) + "' holds no video file that can be read"
                    : "none of the " + roots.size() + " files and folders is, or holds, a video file that can be read",
                    "check the path, or name recordings, such as MP4 files, or a folder with some");
        }
        began = began == null ? waiting.peek().start() : began;
        facts = new FrameSource.SourceFacts(0, 0, settings.fps(), Double.NaN, false, false);
        openNext();
    }

    @Override
    public Frame next() {
        reading.lock();
        try {
            while (!interrupt.stopped()) {
                if (part == null && !openNext() && !await()) {
                    return null;
                }
                Frame frame = part == null ? null : fromPart();
                if (frame != null) {
                    return frame;
                }
            }
            return null;
        } finally {
            reading.unlock();
        }
    }

    /** Null where the part is over, or its picture is of a time that was watched already. */
    private Frame fromPart() {
        Frame frame;
        try {
            frame = part.next();
        } catch (AfterimageException fault) {
            tell(read.name() + " is not watched to its end: " + fault.getMessage());
            frame = null;
        }
        if (frame == null) {
            closePart();
            return null;
        }
        double seconds = frame.seconds() + offset;
        if (seconds <= last + SAME / settings.fps()) {
            return null;
        }
        if (last >= 0 && seconds - last > SEAM + 2 / settings.fps()) {
            gaps.begins(last, Gap.Cause.NOT_RECORDED);
        }
        last = seconds;
        load.sampled(seconds);
        return new Frame(settings.stream(), index++, seconds, began.plusMillis(Math.round(seconds * 1000)), frame.width(), frame.height(),
                frame.rgb());
    }

    /** Opens the next recording that holds anything new. */
    private boolean openNext() {
        while (!waiting.isEmpty() && !interrupt.stopped()) {
            Recording next = waiting.poll();
            if (open(next)) {
                return true;
            }
        }
        return false;
    }

    private boolean open(Recording next) {
        double start = next.startsAt(began);
        if (next.endsAt(began) <= last + SAME || start < 0) {
            if (!resumed || next.endsAt(began) > resumedAt + SAME || start < 0) {
                tell(next.name() + " is left out: it was recorded " + (start < 0 ? "before the stream begins"
                        : "while another was, or is placed so")
                        + " (" + placed(next) + "); put recordings of several cameras into folders of their own");
            }
            return false;
        }
        try {
            offset = start;
            read = next;
            part = opener.open(next.file(), last < start ? -1 : last - start, Math.max(-1, heardBefore - start),
                    ShiftedRecordings.of(recordings, start));
            FrameSource.SourceFacts its = part.facts();
            facts = new FrameSource.SourceFacts(its.width(), its.height(), its.fps(), Double.NaN, its.sound(), false);
            tell(next.name() + ": " + placed(next) + (last > start + SEAM && !(resumed && start <= resumedAt)
                    ? "; its beginning overlaps the one before and is left out" : ""));
            return true;
        } catch (AfterimageException fault) {
            tell(next.name() + " is left out: " + fault.getMessage());
            return false;
        }
    }

    private String placed(Recording recording) {
        return "from " + SHOWN.format(recording.start().atZone(zone)) + ", by " + recording.date().by().words();
    }

    /** @return false where nothing more is to be watched */
    private boolean await() {
        List<Recording> found = folder.look();
        waiting.addAll(found);
        boolean more = settings.pace() == SourceSettings.Pace.REALTIME || folder.growing();
        return !found.isEmpty() || more && !pause();
    }

    /** @return true when it was stopped meanwhile */
    private boolean pause() {
        try {
            return interrupt.sleep(LOOK_EVERY_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for recordings");
        }
    }

    private void closePart() {
        if (part != null) {
            part.close();
            part = null;
        }
    }

    private void tell(String notice) {
        notices.add(notice);
        load.notice(notice);
    }

    @Override
    public void countInto(StreamLoad counted) {
        reading.lock();
        try {
            load = counted;
            notices.forEach(counted::notice);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public List<Sound> takeSound() {
        FrameSource.Capture current = part;
        return current == null ? List.of()
                : current.takeSound().stream().map(sound -> new Sound(sound.seconds() + offset, sound.samples())).toList();
    }

    @Override
    public FrameSource.SourceFacts facts() {
        return facts;
    }

    /** Breaks off a {@link #next} in another thread, and waits for it. */
    @Override
    public void close() {
        interrupt.stop();
        FrameSource.Capture current = part;
        if (current != null) {
            current.close();
        }
        reading.lock();
        try {
            closePart();
            interrupt.close();
        } finally {
            reading.unlock();
        }
    }
}
