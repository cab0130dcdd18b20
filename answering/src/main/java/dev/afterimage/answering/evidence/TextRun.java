package dev.afterimage.answering.evidence;

import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.evidence.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Words read in the picture (or heard), and while they were there.
 *
 * @param text   the reading held longest, where readings differ by a letter or two
 * @param places where in the picture, each once
 */
public record TextRun(Evidence.Kind kind, String text, TimeSpan span, double score, List<String> places) {

    /** Share of letters that may differ between two readings of the same words. */
    private static final double SAME_WORDS = 0.3;
    private static final double GAP_SECONDS = 3;
    private static final int LETTERS_TO_ONE_MISREAD = 5;

    /** All writing and speech on the timeline, in order of first sight. */
    public static List<TextRun> of(Timeline timeline) {
        List<List<TextRun>> groups = new ArrayList<>();
        for (Timeline.Moment moment : timeline.moments()) {
            for (Evidence evidence : moment.evidence()) {
                if (evidence.kind() != Evidence.Kind.OBJECT) {
                    place(timeline.watched(), groups, new TextRun(evidence.kind(), evidence.label(), moment.span(), evidence.score(),
                            evidence.places()));
                }
            }
        }
        return groups.stream().map(TextRun::whole).toList();
    }

    private static void place(Coverage watched, List<List<TextRun>> groups, TextRun run) {
        for (List<TextRun> group : groups) {
            TextRun last = group.get(group.size() - 1);
            if (last.kind == run.kind && run.span.start() - last.span.end() < GAP_SECONDS && same(last.text, run.text)
                    && watched.between(last.span.end(), run.span.start()).isEmpty()) {
                group.add(run);
                return;
            }
        }
        groups.add(new ArrayList<>(List.of(run)));
    }

    private static TextRun whole(List<TextRun> readings) {
        TextRun best = readings.stream().max(Comparator.comparingDouble(r -> held(readings, r.text))).orElseThrow();
        TimeSpan span = new TimeSpan(readings.get(0).span.start(), readings.get(readings.size() - 1).span.end());
        return new TextRun(best.kind, best.text, span, readings.stream().mapToDouble(TextRun::score).max().orElse(0),
                readings.stream().flatMap(reading -> reading.places.stream()).distinct().toList());
    }

    private static double held(List<TextRun> readings, String text) {
        return readings.stream().filter(r -> r.text.equals(text)).mapToDouble(r -> r.span.length() * r.score).sum();
    }

    /** Whether the run shows these words: as a part of it, letter case and blanks aside. */
    public boolean shows(String words) {
        String wanted = bare(words);
        return !wanted.isEmpty() && (bare(text).contains(wanted) || same(text, words));
    }

    /** Whether it is the name of a thing, or holds it word by word: a plural is forgiven, and in long words a letter in five. */
    public boolean names(String name) {
        List<String> wanted = words(name);
        List<String> own = words(text);
        return !wanted.isEmpty() && (bare(text).equals(bare(name)) || IntStream.rangeClosed(0, own.size() - wanted.size())
                .anyMatch(from -> IntStream.range(0, wanted.size()).allMatch(i -> alike(own.get(from + i), wanted.get(i)))));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty())
                .map(word -> word.replaceFirst("(?<=[^s]{3})s$", "")).toList();
    }

    private static boolean alike(String read, String wanted) {
        return distance(read, wanted) <= Math.min(read.length(), wanted.length()) / LETTERS_TO_ONE_MISREAD;
    }

    /**
     * The runs that show these words; or else, as a sign's words are often read one by one, the times at which runs
     * together show each of them.
     */
    public static List<TextRun> showing(String words, List<TextRun> runs) {
        List<TextRun> whole = runs.stream().filter(run -> run.shows(words)).toList();
        List<String> each = Arrays.stream(words.strip().split("\\s+")).toList();
        return whole.isEmpty() && each.size() > 1 ? together(words, each, runs) : whole;
    }

    private static List<TextRun> together(String words, List<String> each, List<TextRun> runs) {
        List<TextRun> found = runs.stream().filter(run -> run.shows(each.get(0)))
                .map(run -> new TextRun(run.kind, words, run.span, run.score, run.places)).toList();
        for (String word : each.subList(1, each.size())) {
            found = found.stream().flatMap(one -> runs.stream().filter(run -> run.shows(word) && run.span.overlap(one.span) > 0).limit(1)
                    .map(one::with)).toList();
        }
        return found;
    }

    /** This text while the other was there too. */
    private TextRun with(TextRun other) {
        TimeSpan both = new TimeSpan(Math.max(span.start(), other.span.start()), Math.min(span.end(), other.span.end()));
        return new TextRun(kind, text, both, Math.min(score, other.score), places);
    }

    private static String bare(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static boolean same(String a, String b) {
        String one = bare(a);
        String other = bare(b);
        return distance(one, other) <= SAME_WORDS * Math.max(one.length(), other.length());
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
