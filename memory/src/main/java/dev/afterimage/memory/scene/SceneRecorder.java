package dev.afterimage.memory.scene;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Scenes of one running stream, numbered as they begin. The newest scene is open and grows with every frame; when the tiler decides, a few
 * frames late, that it ended, it is cut back and closed, and the frames after the cut open the next. Numbers never change their meaning.
 * Used by one thread.
 */
public final class SceneRecorder {

    private static final int VERSION = 1;

    /** A frame that may yet turn out to begin a scene; {@code note} is empty when it has no block. */
    private record Recent(long frame, double seconds, String note) { }

    private final StreamId stream;
    private IncrementalSceneTiler tiler;
    private final Deque<Recent> recent = new ArrayDeque<>();
    private long number;
    private double start = Double.NaN;
    private double end;
    private String note = "";

    public SceneRecorder(StreamId stream, TilerSettings settings) {
        this(stream, settings, 0);
    }

    /** @param firstNumber of the first scene, behind those that are known of the stream already */
    public SceneRecorder(StreamId stream, TilerSettings settings, long firstNumber) {
        this.stream = stream;
        this.tiler = new IncrementalSceneTiler(settings);
        this.number = firstNumber;
    }

    /** @return the scenes that this frame changed, ascending: put them */
    public List<Scene> accept(EncodedFrame frame) {
        return accept(frame.index(), frame.seconds(), frame.feature(), frame.redundancy(), frame.tokens().isPresent() ? frame.note() : "");
    }

    /** @param blockNote the line of the frame's block, or empty when it has none */
    public List<Scene> accept(long frame, double seconds, float[] feature, String blockNote) {
        return accept(frame, seconds, feature, EncodedFrame.UNMEASURED, blockNote);
    }

    private List<Scene> accept(long frame, double seconds, float[] feature, double redundancy, String blockNote) {
        if (Double.isNaN(start)) {
            start = seconds;
        }
        end = seconds;
        recent.addLast(new Recent(frame, seconds, blockNote));
        List<Scene> changed = new ArrayList<>(closed(tiler.accept(frame, seconds, feature, redundancy)));
        forgetDecided();
        changed.add(open());
        return changed;
    }

    /**
     * Nobody watched before the next frame: the scene ends with the frame before, and the next frame begins another.
     * The tiler begins again, too: how alike the pictures before and after are says nothing of what was in between.
     *
     * @return the scenes that this changed, ascending: put them
     */
    public List<Scene> interrupted() {
        List<Scene> changed = finish();
        tiler = new IncrementalSceneTiler(tiler.settings);
        recent.clear();
        return changed;
    }

    /** The stream has ended. */
    public List<Scene> finish() {
        return closed(tiler.finish());
    }

    private List<Scene> closed(List<SceneBoundary> boundaries) {
        List<Scene> closed = new ArrayList<>();
        for (SceneBoundary boundary : boundaries) {
            while (!recent.isEmpty() && recent.peekFirst().frame() <= boundary.frame()) {
                join(recent.removeFirst());
            }
            closed.add(new Scene(stream, number, start, boundary.seconds(), note, true));
            number++;
            start = boundary.nextSeconds();
            note = "";
        }
        return closed;
    }

    /** Frames whose following dip is decided belong to this scene for good. */
    private void forgetDecided() {
        while (recent.size() > tiler.undecided.size() + 1) {
            join(recent.removeFirst());
        }
    }

    private void join(Recent frame) {
        note = note.isEmpty() ? frame.note() : note;
    }

    /** Whether more is known of the stream's scenes than this knows: it is of a checkpoint, and {@code newest} came after that. */
    public boolean isBehind(Scene newest) {
        return newest.number() > number || newest.number() == number && newest.end() > end;
    }

    private Scene open() {
        String first = note.isEmpty() ? recent.stream().map(Recent::note).filter(n -> !n.isEmpty()).findFirst().orElse("") : note;
        return new Scene(stream, number, start, end, first, false);
    }

    /** All state, versioned. */
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] tiled = tiler.snapshot();
            out.writeByte(VERSION);
            out.writeInt(tiled.length);
            out.write(tiled);
            out.writeLong(number);
            out.writeDouble(start);
            out.writeDouble(end);
            out.writeUTF(note);
            out.writeInt(recent.size());
            for (Recent frame : recent) {
                out.writeLong(frame.frame());
                out.writeDouble(frame.seconds());
                out.writeUTF(frame.note());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Goes on from a snapshot.
     *
     * @throws IllegalArgumentException for bytes that {@link #snapshot} did not write
     */
    public static SceneRecorder restore(StreamId stream, byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("a scene recorder's state of version " + version + "; this program reads " + VERSION);
            }
            SceneRecorder recorder = new SceneRecorder(stream, TilerSettings.DEFAULT);
            recorder.tiler = IncrementalSceneTiler.restore(in.readNBytes(in.readInt()));
            recorder.number = in.readLong();
            recorder.start = in.readDouble();
            recorder.end = in.readDouble();
            recorder.note = in.readUTF();
            for (int left = in.readInt(); left > 0; left--) {
                recorder.recent.addLast(new Recent(in.readLong(), in.readDouble(), in.readUTF()));
            }
            return recorder;
        } catch (IOException cutShort) {
            throw new IllegalArgumentException("not the state of a scene recorder", cutShort);
        }
    }
}
