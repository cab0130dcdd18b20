package dev.afterimage.benchmark.question;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.note.NoteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * What the frame encoder might write about a street camera: things come, go and move, signs show for a while, and a note is written every
 * two to four seconds. The same seed gives the same stream.
 */
public final class SyntheticNotes {

    private static final Map<String, Integer> MOST =
            new TreeMap<>(Map.of("person", 5, "car", 4, "bicycle", 2, "bus", 1, "dog", 2, "truck", 1));
    private static final List<String> PLACES = List.of("left", "centre", "right");
    private static final List<String> SIGNS = List.of("EXIT B2", "GATE 4", "STOP", "PLATFORM 7", "CLOSED", "TAXI");

    private final StreamId stream;
    private final Random random;
    private final Map<String, List<String>> things = new TreeMap<>(); // label to the place of each
    private String sign = "";

    private SyntheticNotes(StreamId stream, long seed) {
        this.stream = stream;
        this.random = new Random(seed);
    }

    /** Frames that have a note, up to {@code seconds} of stream. */
    public static List<EncodedFrame> of(StreamId stream, double seconds, long seed) {
        SyntheticNotes notes = new SyntheticNotes(stream, seed);
        List<EncodedFrame> frames = new ArrayList<>();
        String last = "";
        for (double now = 0; now < seconds; now += (4 + notes.random.nextInt(5)) / 2.0) {
            List<Evidence> evidence = notes.next(last);
            last = NoteWriter.note(evidence);
            frames.add(notes.frame(frames.size(), now, evidence, last));
        }
        return frames;
    }

    /** The text that the model reads of these frames. */
    public static String text(List<EncodedFrame> frames) {
        StringBuilder text = new StringBuilder();
        frames.forEach(frame -> text.append(((PromptPart.Text) frame.tokens().orElseThrow()).text()));
        return text.toString();
    }

    /** Changes the scene until its note is another than {@code last}. */
    private List<Evidence> next(String last) {
        List<Evidence> evidence;
        do {
            change();
            evidence = evidence();
        } while (NoteWriter.note(evidence).equals(last));
        return evidence;
    }

    private void change() {
        if (random.nextInt(6) == 0) {
            sign = sign.isEmpty() ? SIGNS.get(random.nextInt(SIGNS.size())) : "";
        }
        String label = List.copyOf(MOST.keySet()).get(random.nextInt(MOST.size()));
        List<String> places = things.computeIfAbsent(label, l -> new ArrayList<>());
        if (places.size() < MOST.get(label) && (places.isEmpty() || random.nextBoolean())) {
            places.add(PLACES.get(random.nextInt(PLACES.size())));
        } else if (random.nextInt(3) == 0) {
            places.set(random.nextInt(places.size()), PLACES.get(random.nextInt(PLACES.size())));
        } else {
            places.remove(random.nextInt(places.size()));
        }
    }

    private List<Evidence> evidence() {
        List<Evidence> evidence = new ArrayList<>();
        things.forEach((label, places) -> {
            if (!places.isEmpty()) {
                evidence.add(new Evidence(Evidence.Kind.OBJECT, label, places.size(), places, 0.8));
            }
        });
        if (!sign.isEmpty()) {
            evidence.add(new Evidence(Evidence.Kind.TEXT, sign, 1, List.of("centre"), 0.9));
        }
        return evidence;
    }

    private EncodedFrame frame(int index, double now, List<Evidence> evidence, String note) {
        PromptPart.Text text = new PromptPart.Text(NoteWriter.time(now) + " " + note + "\n");
        return new EncodedFrame(stream, index, now, new float[0], Optional.of(text), note, evidence, new byte[0]);
    }
}
