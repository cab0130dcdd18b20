package dev.afterimage.encoder;

import dev.afterimage.core.encode.FrameEvidence;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.ReadingCost;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.encoder.note.NoteWriter;
import dev.afterimage.encoder.object.Detection;
import dev.afterimage.encoder.object.Surroundings;
import dev.afterimage.encoder.object.ThingTracker;
import dev.afterimage.encoder.object.ToldThings;
import dev.afterimage.encoder.object.TrackedThing;
import dev.afterimage.encoder.picture.Background;
import dev.afterimage.encoder.picture.CameraShift;
import dev.afterimage.encoder.picture.Picture;
import dev.afterimage.encoder.picture.SceneFeature;
import dev.afterimage.encoder.text.TextReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds evidence in one stream's pictures, in order: things, followed over time, and writing; each unless it is switched off. */
final class EvidenceReader {

    /** Cosine of the scene features below which two frames are of different scenes: a cut. */
    private static final float CUT = 0.5f;
    /** Seconds without a frame after which what was there before says little. */
    private static final double GAP = 5;

    private final SharedNetworks readers;
    private final SourceSettings settings;
    private final Background background = new Background();
    private final CameraShift camera = new CameraShift();
    private final ToldThings told = new ToldThings();
    private final ThingTracker tracker;
    private final TextReader text;
    private float[] lastFeature = new float[0];
    private double lastSeconds;
    private String lastWritten = "";
    /** What is gone since the last note. */
    private final List<TrackedThing.Gone> gone = new ArrayList<>();

    /**
     * What was found in one picture.
     *
     * @param feature  the picture's, for telling scenes apart
     * @param note     the evidence in one line
     * @param changed  whether the note is another than the last that changed
     * @param renewed  whether the note is the same and the evidence tells more of the things than what was told last
     */
    record Found(float[] feature, String note, List<Evidence> evidence, boolean changed, boolean renewed, ReadingCost cost) {

        /** For what is kept beside blocks. @param notes whether the blocks are notes, and have what changed */
        Optional<FrameEvidence> beside(boolean notes) {
            return renewed || changed && !notes ? Optional.of(new FrameEvidence(note, evidence)) : Optional.empty();
        }
    }

    EvidenceReader(SharedNetworks readers, SourceSettings settings) {
        this.readers = readers;
        this.settings = settings;
        this.tracker = new ThingTracker(settings.reading());
        this.text = new TextReader(readers.text(), settings.fps());
    }

    Found read(Picture picture, double seconds) {
        long begun = System.nanoTime();
        float[] feature = readers.feature().of(picture);
        boolean fresh = fresh(feature, seconds);
        if (fresh) {
            background.reset();
            camera.reset();
        }
        List<TrackedThing> things = settings.reading().detectObjects() ? things(picture, seconds, fresh) : List.of();
        long looked = System.nanoTime();
        List<Evidence> texts = settings.reading().readText() ? text.update(picture, seconds, fresh) : List.of();
        ReadingCost cost = new ReadingCost(looked - begun, settings.reading().readText() ? System.nanoTime() - looked : 0);
        gone.addAll(tracker.gone());
        List<Evidence> evidence = NoteWriter.evidence(things, gone, texts);
        String note = note(evidence);
        boolean changed = changed(note);
        boolean renewed = told.renewed(things, seconds, changed, !changed && !gone.isEmpty());
        if (renewed) {
            gone.clear();
        }
        return new Found(feature, note, evidence, changed, renewed && !changed, cost);
    }

    /** An empty picture is not told of where objects were not looked for. */
    private String note(List<Evidence> evidence) {
        return evidence.isEmpty() && !settings.reading().detectObjects() ? settings.reading().readText() ? "no text" : "not looked at"
                : NoteWriter.note(evidence);
    }

    private List<TrackedThing> things(Picture picture, double seconds, boolean fresh) {
        background.update(picture, seconds, camera);
        List<Detection> detected = readers.objects().detect(picture);
        return tracker.update(new Surroundings(picture, background, camera, detected, seconds, fresh));
    }

    /** The next picture is as a first one, except that numbers of things go on. */
    void interrupted() {
        lastFeature = new float[0];
        lastWritten = "";
        gone.clear();
        tracker.interrupted();
    }

    private boolean fresh(float[] feature, double seconds) {
        boolean fresh = lastFeature.length == 0 || Math.abs(seconds - lastSeconds) > Math.max(GAP, 2.5 / settings.fps())
                || SceneFeature.cosine(feature, lastFeature) < CUT;
        lastFeature = feature;
        lastSeconds = seconds;
        return fresh;
    }

    private boolean changed(String note) {
        if (note.equals(lastWritten)) {
            return false;
        }
        lastWritten = note;
        gone.clear();
        return true;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(lastFeature.length);
        for (float value : lastFeature) {
            out.writeFloat(value);
        }
        out.writeDouble(lastSeconds);
        out.writeUTF(lastWritten);
        background.write(out);
        camera.write(out);
        told.write(out);
        tracker.write(out);
        out.writeInt(gone.size());
        for (TrackedThing.Gone one : gone) {
            one.write(out);
        }
        text.write(out);
    }

    void read(DataInputStream in) throws IOException {
        lastFeature = new float[in.readInt()];
        for (int i = 0; i < lastFeature.length; i++) {
            lastFeature[i] = in.readFloat();
        }
        lastSeconds = in.readDouble();
        lastWritten = in.readUTF();
        background.read(in);
        camera.read(in);
        told.read(in);
        tracker.read(in);
        gone.clear();
        for (int left = in.readInt(); left > 0; left--) {
            gone.add(TrackedThing.Gone.read(in));
        }
        text.read(in);
    }
}
