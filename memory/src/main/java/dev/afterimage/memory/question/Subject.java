package dev.afterimage.memory.question;

import java.util.Set;

/**
 * What a question is about.
 *
 * @param singular how it is called, e.g. {@code car}
 * @param plural   e.g. {@code cars}
 * @param labels   detector classes that count as it; empty when no detector class does; for {@link Kind#ANYTHING} those that do not; for
 *                 {@link Kind#WRITING} the words that are meant, none for any
 */
public record Subject(Kind kind, String singular, String plural, Set<String> labels) {

    public enum Kind {
        /** Detector classes. */
        THINGS,
        /** Whatever a detector finds. */
        ANYTHING,
        /** Writing in the picture. */
        WRITING,
        /** Words no detector class stands for: {@code unicorn}. */
        UNKNOWN
    }

    public static final Subject ANYTHING = new Subject(Kind.ANYTHING, "object", "objects", Set.of());
    /** What makes a place not empty: anything but what stands there always. */
    public static final Subject LOOSE = new Subject(Kind.ANYTHING, "object", "objects", Set.of("chair", "couch", "bed", "bench", "dining table", "potted plant",
            "tv", "toilet", "sink", "oven", "microwave", "toaster", "refrigerator", "clock", "vase", "traffic light", "fire hydrant", "stop sign", "parking meter"));
    public static final Subject WRITING = new Subject(Kind.WRITING, "text", "texts", Set.of());

    public Subject {
        labels = Set.copyOf(labels);
    }

    /** These very words. */
    public static Subject written(String words) {
        return new Subject(Kind.WRITING, "text \"" + words + "\"", "texts \"" + words + "\"", Set.of(words));
    }

    public static Subject unknown(String words) {
        return new Subject(Kind.UNKNOWN, words, words, Set.of());
    }

    /** {@code 1 car}, {@code 2 cars}. */
    public String counted(int count) {
        return count + " " + named(count);
    }

    /** {@code car} for one, {@code cars} for any other number. */
    public String named(int count) {
        return count == 1 ? singular : plural;
    }

    /** {@code a car}, {@code an apple}. */
    public String one() {
        return singular.equals(plural) ? singular : ("aeiou".indexOf(singular.charAt(0)) >= 0 ? "an " : "a ") + singular;
    }

    public boolean matches(String label) {
        return kind == Kind.ANYTHING ? !labels.contains(label) : labels.contains(label);
    }
}
