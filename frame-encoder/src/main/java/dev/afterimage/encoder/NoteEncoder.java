package dev.afterimage.encoder;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.EncodedFrame;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.Evidence;
import dev.afterimage.core.Frame;
import dev.afterimage.core.FrameEncoder;
import dev.afterimage.core.PromptPart;
import dev.afterimage.core.SourceSettings;
import dev.afterimage.encoder.note.NoteWriter;
import dev.afterimage.encoder.object.Surroundings;
import dev.afterimage.encoder.object.Thing;
import dev.afterimage.encoder.object.ThingTracker;
import dev.afterimage.encoder.picture.Background;
import dev.afterimage.encoder.picture.Picture;
import dev.afterimage.encoder.picture.SceneFeature;
import dev.afterimage.encoder.text.TextReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one stream's frames into short timed notes, written where something changed. */
final class NoteEncoder implements FrameEncoder {

    private static final int SNAPSHOT_VERSION = 2;
    /** Cosine of the scene features below which two frames are of different scenes: a cut. */
    private static final float CUT = 0.5f;
    /** Seconds without a frame after which what was there before says little. */
    private static final double GAP = 5;

    private final Readers readers;
    private final SourceSettings settings;
    private final Background background = new Background();
    private final ThingTracker tracker;
    private final TextReader text;
    private float[] lastFeature = new float[0];
    private double lastSeconds;
    private String lastWritten = "";
    /** What is gone since the last note. */
    private final List<Thing.Gone> gone = new ArrayList<>();

    NoteEncoder(Readers readers, SourceSettings settings) {
        this.readers = readers;
        this.settings = settings;
        this.tracker = new ThingTracker(settings.reading());
        this.text = new TextReader(readers.text());
    }

    @Override
    public EncodedFrame encode(Frame frame) {
        try (Picture picture = new Picture(frame)) {
            float[] feature = readers.feature().of(picture);
            boolean fresh = fresh(feature, frame.seconds());
            if (fresh) {
                background.reset();
            }
            background.update(picture, frame.seconds());
            List<Thing> things = tracker.update(
                    new Surroundings(picture, background, readers.objects().detect(picture), frame.seconds(), fresh));
            List<Evidence> texts = settings.reading().readText() ? text.update(picture, frame.seconds(), fresh) : List.of();
            gone.addAll(tracker.gone());
            List<Evidence> evidence = NoteWriter.evidence(things, gone, texts);
            String note = NoteWriter.note(evidence);
            return new EncodedFrame(frame.stream(), frame.index(), frame.seconds(), feature, tokens(note, frame.seconds()), note, evidence,
                    picture.thumbnail());
        }
    }

    private boolean fresh(float[] feature, double seconds) {
        boolean fresh = lastFeature.length == 0 || Math.abs(seconds - lastSeconds) > Math.max(GAP, 2.5 / settings.fps())
                || SceneFeature.cosine(feature, lastFeature) < CUT;
        lastFeature = feature;
        lastSeconds = seconds;
        return fresh;
    }

    private Optional<PromptPart> tokens(String note, double seconds) {
        if (note.equals(lastWritten)) {
            return Optional.empty();
        }
        lastWritten = note;
        gone.clear();
        return Optional.of(new PromptPart.Text(NoteWriter.time(seconds) + " " + note + "\n"));
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(SNAPSHOT_VERSION);
            out.writeInt(lastFeature.length);
            for (float value : lastFeature) {
                out.writeFloat(value);
            }
            out.writeDouble(lastSeconds);
            out.writeUTF(lastWritten);
            background.write(out);
            tracker.write(out);
            out.writeInt(gone.size());
            for (Thing.Gone one : gone) {
                one.write(out);
            }
            text.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            int version = in.readInt();
            if (version != SNAPSHOT_VERSION) {
                throw new AfterimageException(ErrorCode.STORAGE_FORMAT,
                        "the frame encoder's saved state has version " + version + ", this program reads " + SNAPSHOT_VERSION,
                        "restart the stream without its saved state");
            }
            lastFeature = new float[in.readInt()];
            for (int i = 0; i < lastFeature.length; i++) {
                lastFeature[i] = in.readFloat();
            }
            lastSeconds = in.readDouble();
            lastWritten = in.readUTF();
            background.read(in);
            tracker.read(in);
            gone.clear();
            for (int left = in.readInt(); left > 0; left--) {
                gone.add(Thing.Gone.read(in));
            }
            text.read(in);
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_CORRUPT, "the frame encoder's saved state of " + snapshot.length + " bytes ends early",
                    "restart the stream without its saved state", e);
        }
    }

    /** Networks belong to the factory; there is nothing else to give back. */
    @Override
    public void close() { }
}
