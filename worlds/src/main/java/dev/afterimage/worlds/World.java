package dev.afterimage.worlds;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * A little world before a camera, and all that is true in it: things that come, stay, move and go, signs that show for
 * a while, scenes. Events lie at least a second apart, so that every question about their order has one answer. The
 * same seed gives the same world.
 */
public final class World {

    /** Worlds from here on are held out: nothing was tuned on them. */
    public static final long HELD_OUT = 100_000;

    public static final double SAMPLE = 0.5;
    private static final double SLOT = 2;
    private static final List<String> LABELS = List.of("car", "bus", "truck", "bicycle", "motorcycle", "dog", "cat", "horse", "person",
            "umbrella", "suitcase", "backpack",
            "bottle", "cup", "laptop", "chair", "bird", "train", "boat", "skateboard", "book", "vase", "bench", "cow");
    private static final List<String> NEVER = List.of("giraffe", "zebra", "elephant", "pizza", "toaster", "surfboard", "teddy bear", "bear",
            "sheep", "microwave", "kite", "banana");
    private static final List<String> COLOURED = List.of("car", "bus", "truck", "umbrella", "suitcase", "cup", "chair", "boat",
            "motorcycle");
    private static final List<String> COLOURS = List.of("red", "white", "blue", "green", "black", "yellow");
    private static final List<String> WORDS = List.of("EXIT B2", "GATE 4", "CLOSED", "PLATFORM 7", "TAXI", "SALE 50", "WET FLOOR", "LIFT",
            "OPEN", "ROOM 12");
    private static final List<String> PLACES = List.of("left", "centre", "right");

    /** @param end when it was gone; the world's end while it is there */
    record Stay(String label, double start, double end, double score, String colour, List<String> path, String from, String to) {

        boolean at(double seconds) {
            return start <= seconds && seconds < end;
        }

        /** Places are spread evenly over its time. */
        String place(double seconds) {
            int step = (int) ((seconds - start) / (end - start) * path.size());
            return path.get(Math.max(0, Math.min(path.size() - 1, step)));
        }
    }

    /** Something that is not there, seen faintly for a frame or two. */
    record Blip(String label, int frame, int frames, float score) { }

    record Sign(String words, double start, double end) { }

    public final long seed;
    public final double length;
    final List<Stay> stays = new ArrayList<>();
    final List<Sign> signs = new ArrayList<>();
    final List<Double> cuts = new ArrayList<>();
    final List<String> absent;
    final List<Blip> blips = new ArrayList<>();
    private final Random random;
    private final List<Double> slots = new ArrayList<>();

    public World(long seed) {
        this.seed = seed;
        this.random = new Random(seed * 7919 + 17);
        this.length = 44 + random.nextInt(90);
        for (double slot = SLOT; slot + 0.5 < length - 1; slot += SLOT) {
            slots.add(slot + (random.nextBoolean() ? 0 : SAMPLE));
        }
        Collections.shuffle(slots, random);
        List<String> labels = new ArrayList<>(LABELS);
        Collections.shuffle(labels, random);
        int kinds = 3 + random.nextInt(4);
        labels.subList(0, kinds).forEach(this::come);
        stays.sort(Comparator.comparingDouble(Stay::start));
        for (int i = random.nextInt(3); i > 0 && slots.size() > 4; i--) {
            sign();
        }
        for (int i = random.nextInt(3); i > 0 && slots.size() > 2; i--) {
            cuts.add(slots.remove(slots.size() - 1));
        }
        Collections.sort(cuts);
        List<String> never = new ArrayList<>(NEVER);
        Collections.shuffle(never, random);
        never.addAll(labels.subList(kinds, kinds + 4));
        absent = List.copyOf(never);
        for (int i = random.nextInt(3); i > 0; i--) {
            blips.add(new Blip(any(absent), 4 + random.nextInt((int) (length / SAMPLE) - 8), 1 + random.nextInt(2),
                    0.18f + 0.27f * random.nextFloat()));
        }
    }

    /** One to three stays of a kind; of some kinds they may overlap. */
    private void come(String label) {
        boolean together = random.nextInt(3) == 0;
        for (int i = 1 + random.nextInt(3); i > 0 && slots.size() > 6; i--) {
            double start = slots.remove(slots.size() - 1);
            double other = slots.remove(slots.size() - 1);
            double end = random.nextInt(8) == 0 ? length : Math.max(start, other);
            start = Math.min(start, other);
            if (end - start > 40 && random.nextBoolean()) {
                end = start + 5 + random.nextInt(20);
            }
            Stay stay = stay(label, start, end);
            if (together || stays.stream().noneMatch(one -> one.label().equals(label) && one.start() < stay.end() + 3
                    && stay.start() < one.end() + 3)) {
                stays.add(stay);
            }
        }
    }

    private Stay stay(String label, double start, double end) {
        List<String> path = new ArrayList<>(List.of(any(PLACES)));
        if (random.nextInt(3) == 0) {
            path.add(path.get(0).equals("centre") ? any(List.of("left", "right")) : "centre");
        }
        String colour = COLOURED.contains(label) && random.nextInt(3) > 0 ? any(COLOURS) : "";
        boolean sides = random.nextInt(3) > 0;
        String from = sides ? path.get(0).equals("centre") ? any(List.of("top", "bottom")) : path.get(0) : "";
        String last = path.get(path.size() - 1);
        String to = sides && end < length ? last.equals("centre") ? any(List.of("top", "bottom")) : last : "";
        return new Stay(label, start, end, 0.34 + 0.5 * random.nextDouble(), colour, path, from, to);
    }

    private void sign() {
        double a = slots.remove(slots.size() - 1);
        double b = slots.remove(slots.size() - 1);
        String words = WORDS.get(random.nextInt(WORDS.size()));
        if (signs.stream().noneMatch(sign -> sign.words().equals(words))) {
            signs.add(new Sign(words, Math.min(a, b), Math.max(a, b)));
            signs.sort(Comparator.comparingDouble(Sign::start));
        }
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Whether nothing was tuned on it, nor trained. */
    public boolean heldOut() {
        return seed >= HELD_OUT;
    }

    public StreamId stream() {
        return new StreamId("world-" + seed);
    }

    List<Stay> of(String label) {
        return stays.stream().filter(stay -> stay.label().equals(label)).toList();
    }

    List<String> labels() {
        return stays.stream().map(Stay::label).distinct().toList();
    }

    static Kinds.Kind subject(String label) {
        return Kinds.coco().ofLabel(label);
    }

    /** {@code a car}, {@code an apple}, {@code scissors}. */
    public static String one(String label) {
        Kinds.Kind kind = subject(label);
        return kind.singular().equals(kind.plural()) ? kind.singular()
                : ("aeiou".indexOf(kind.singular().charAt(0)) >= 0 ? "an " : "a ") + kind.singular();
    }

    public List<Scene> scenes() {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i <= cuts.size(); i++) {
            double start = i == 0 ? 0 : cuts.get(i - 1);
            scenes.add(new Scene(stream(), i, start, i == cuts.size() ? length : cuts.get(i) - SAMPLE, "", i < cuts.size()));
        }
        return scenes;
    }
}
