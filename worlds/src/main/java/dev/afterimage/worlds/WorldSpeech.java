package dev.afterimage.worlds;

import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.worlds.SaidScript.Ask;
import dev.afterimage.worlds.SaidScript.Sentence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What is said in a world: several sentences, now and then one like another about something else, now and then one that
 * is taken back later. Every second world is silent. No word that fills a gap is used twice, save where one sentence
 * takes back another, so that each question has one answer.
 */
public final class WorldSpeech {

    private static final List<String> TAKEN_BACK = List.of("Sorry, ", "Correction: ", "No, wait, ", "I was wrong, ");
    private static final double SECONDS_A_WORD = 0.35;

    /** @param takesBack the sentence whose answer this one changes; null where it stands by itself */
    public record Line(Sentence sentence, Map<String, String> words, Ask changed, Line takesBack) {

        String text() {
            String said = SaidScript.filled(sentence.text(), words::get);
            if (takesBack == null) {
                return said;
            }
            boolean lower = !said.startsWith("I ") && words.values().stream().noneMatch(said::startsWith);
            return TAKEN_BACK.get(Math.floorMod(said.hashCode(), TAKEN_BACK.size()))
                    + (lower ? Character.toLowerCase(said.charAt(0)) + said.substring(1) : said);
        }
    }

    /** A line at its time. */
    public record SpokenLine(Line line, Utterance utterance) { }

    public final List<SpokenLine> spoken = new ArrayList<>();
    private final boolean heldOut;
    private final Random random;
    private final Set<String> used = new HashSet<>();

    private WorldSpeech(World world) {
        heldOut = world.heldOut();
        random = new Random(world.seed * 6700417 + 11);
        if (world.seed % 2 == 0) {
            return;
        }
        List<Line> lines = lines();
        List<Double> starts = new ArrayList<>();
        double slot = (world.length - 8) / lines.size();
        for (int i = 0; i < lines.size(); i++) {
            starts.add(1 + i * slot + random.nextDouble() * Math.max(0, slot - 5));
        }
        for (int i = 0; i < lines.size(); i++) {
            double start = Math.round(starts.get(i) * 10) / 10.0;
            double end = start + SECONDS_A_WORD * (lines.get(i).text().split(" ").length + 1);
            spoken.add(new SpokenLine(lines.get(i), new Utterance(start, Math.min(end, world.length), lines.get(i).text(), 0.8)));
        }
    }

    public static WorldSpeech of(World world) {
        return new WorldSpeech(world);
    }

    /** In the order in which they are said. */
    private List<Line> lines() {
        List<Sentence> sentences = new ArrayList<>(SaidScript.SHIPPED.sentences(heldOut));
        Collections.shuffle(sentences, random);
        List<Line> lines = new ArrayList<>();
        sentences.subList(0, 2 + random.nextInt(4)).forEach(sentence -> lines.add(line(sentence)));
        Line first = lines.get(0);
        boolean tellsApart = first.sentence().asks().stream().anyMatch(WorldSpeech::tellsApart);
        if (tellsApart && random.nextBoolean()) {
            lines.add(1 + random.nextInt(lines.size()), line(first.sentence()));
        }
        Line second = lines.get(1);
        List<Ask> open = second.sentence().asks().stream().filter(ask -> !ask.open().isEmpty()).toList();
        if (random.nextInt(3) == 0 && !open.isEmpty() && second.sentence() != first.sentence()) {
            Ask changed = open.get(random.nextInt(open.size()));
            Map<String, String> words = new HashMap<>(second.words());
            changed.open().forEach(gap -> words.put(gap, word(gap)));
            lines.add(2 + random.nextInt(lines.size() - 1), new Line(second.sentence(), words, changed, second));
        }
        return lines;
    }

    /** Whether a question names something that tells its sentence from others like it. */
    static boolean tellsApart(Ask ask) {
        return !SaidScript.gaps(ask.question()).isEmpty();
    }

    private Line line(Sentence sentence) {
        Map<String, String> words = new HashMap<>();
        sentence.gaps().forEach(gap -> words.put(gap, word(gap)));
        return new Line(sentence, words, null, null);
    }

    /** A word that was not used yet; where all were, any. */
    String word(String gap) {
        List<String> words = new ArrayList<>(SaidScript.SHIPPED.words(gap, heldOut));
        Collections.shuffle(words, random);
        String word = words.stream().filter(one -> !used.contains(one)).findFirst().orElse(words.get(0));
        used.add(word);
        return word;
    }

    /** The last that was said of a line: the one that takes it back, or itself. */
    SpokenLine last(SpokenLine said) {
        return spoken.stream().filter(other -> other.line().takesBack() == said.line())
                .max(Comparator.comparingDouble(other -> other.utterance().start())).orElse(said);
    }
}
