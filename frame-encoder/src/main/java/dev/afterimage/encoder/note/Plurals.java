package dev.afterimage.encoder.note;

import java.util.Map;

/** The English plurals of the detector's classes. */
final class Plurals {

    private static final Map<String, String> IRREGULAR = Map.of("person", "people", "sheep", "sheep", "mouse", "mice", "knife", "knives",
            "skis", "skis", "scissors", "scissors", "broccoli", "broccoli");

    private Plurals() { }

    static String of(String label) {
        String irregular = IRREGULAR.get(label);
        if (irregular != null) {
            return irregular;
        }
        return label.matches(".*(s|x|ch|sh)") ? label + "es" : label + "s";
    }
}
