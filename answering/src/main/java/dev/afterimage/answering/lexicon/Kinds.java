package dev.afterimage.answering.lexicon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which classes of the detector (COCO's 80) a noun stands for: {@code lorry} for {@code truck}, {@code vehicle} for
 * several. From {@code kinds.txt}, which people wrote, and WordNet's hyponyms ({@code hyponyms.txt}). Loaded once, then
 * read by any thread.
 */
public final class Kinds {

    /**
     * What a noun stands for.
     *
     * @param fit how what the noun means lies in what the classes hold
     */
    public record Kind(String singular, String plural, Set<String> labels, Fit fit) {
        public Kind {
            labels = Set.copyOf(labels);
        }
    }

    /** How a noun fits the classes of the detector that stand for it. */
    public enum Fit {
        /** It means what the classes hold: an automobile is a car. */
        SAME,
        /**
         * It means some of them, and is what people call one that they see: the van, the man. That there was one is not
         * known by the class alone.
         */
        CALLED,
        /** It means only some of them: every taxi is a car, and not every car is a taxi. */
        NARROWER
    }

    private static final Kinds COCO = new Kinds();

    private final Map<String, Kind> byName = new HashMap<>();
    private final Map<String, Kind> byLabel = new HashMap<>();

    private Kinds() {
        Lexicon.read("kinds.txt", this::learn);
        Lexicon.read("hyponyms.txt", line -> {
            Kind whole = ofLabel(line[0]);
            others(line, 2).forEach(name -> byName.putIfAbsent(name, whole));
            others(line, 1).forEach(name -> byName.putIfAbsent(name,
                    new Kind(name, Lexicon.english().plural(name), Set.of(line[0]), Fit.NARROWER)));
        });
    }

    public static Kinds coco() {
        return COCO;
    }

    private void learn(String[] line) {
        Kind kind = new Kind(line[0], line[1], new LinkedHashSet<>(List.of(line[2].split(", "))), Fit.SAME);
        byName.put(line[0], kind);
        others(line, 3).forEach(name -> byName.putIfAbsent(name, kind));
        others(line, 4).forEach(name -> byName.putIfAbsent(name,
                new Kind(name, Lexicon.english().plural(name), kind.labels(), Fit.CALLED)));
        others(line, 5).forEach(name -> byName.putIfAbsent(name,
                new Kind(name, Lexicon.english().plural(name), kind.labels(), Fit.NARROWER)));
        if (kind.labels().size() == 1) {
            byLabel.putIfAbsent(kind.labels().iterator().next(), kind);
        }
    }

    private static List<String> others(String[] line, int field) {
        return line.length <= field || line[field].isBlank() ? List.of() : List.of(line[field].split(", "));
    }

    /** The kind a noun in the singular names; null when no class of the detector stands for it. */
    public Kind named(String noun) {
        Kind kind = byName.get(noun);
        return kind != null ? kind : byName.get(Lexicon.english().singular(noun));
    }

    public Optional<Kind> of(String noun) {
        return Optional.ofNullable(named(noun)).or(() -> headOf(noun));
    }

    /** A compound is of its last word's kind: a "delivery lorry" is a lorry, if not every lorry is one. */
    private Optional<Kind> headOf(String noun) {
        int blank = noun.lastIndexOf(' ');
        return blank < 0 ? Optional.empty() : Optional.ofNullable(named(noun.substring(blank + 1)))
                .map(head -> new Kind(noun, Lexicon.english().plural(noun), head.labels(), Fit.NARROWER));
    }

    /** How a class of the detector is called. */
    public Kind ofLabel(String label) {
        return byLabel.getOrDefault(label, new Kind(label, Lexicon.english().plural(label), Set.of(label), Fit.SAME));
    }

    /** All nouns, for tests. */
    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }
}
