package dev.afterimage.answering.learned;

import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.parse.QuestionWords.Word;
import dev.afterimage.answering.query.Window;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which words a line accounts for without copying them: words of time whose window is copied, fillers, remarks, verbs of the kind of
 * event that it writes, and words that somebody used for a symbol of the line ({@code vanish} for {@code kind leaves}). The list is
 * counted from the questions that the reader is trained with, {@code evoked.txt}.
 */
final class EvokedWords {

    private static final Set<String> SAYING_NOTHING = Set.of("end", "thing", "with");
    private static final String KIND = "kind ";
    /** Of words that many people used whatever they asked. */
    private static final String ANY = "*";
    private static final Map<String, Set<String>> SYMBOLS = new HashMap<>();

    static {
        Lexicon.read("evoked.txt", line -> SYMBOLS.put(line[0], Set.of(line[1].split(","))));
    }

    private EvokedWords() { }

    /** Whether no word that carries meaning is dropped. */
    static boolean account(List<Word> words, List<LineReader.Step> line) {
        Set<String> symbols = new HashSet<>();
        Set<String> copied = new HashSet<>();
        Set<Window> windows = new HashSet<>();
        for (LineReader.Step step : line) {
            if (step.word() >= 0) {
                Optional.ofNullable(words.get(step.word()).window()).ifPresent(windows::add);
                copied.add(words.get(step.word()).text());
                copied.add(words.get(step.word()).singular());
            } else {
                symbols.add(step.symbol());
                copied.add(step.symbol().startsWith("word ") ? step.symbol().substring("word ".length()) : "");
            }
        }
        symbols.removeAll(SAYING_NOTHING);
        symbols.add(ANY);
        BitSet remarks = remarks(words, line);
        return IntStream.range(0, words.size()).filter(i -> !remarks.get(i)).mapToObj(words::get).filter(word -> !word.earlier())
                .allMatch(word -> word.window() != null ? windows.contains(word.window()) || written(symbols)
                        : word.mark() || word.filler() || copied.contains(word.text()) || !windows.isEmpty() && word.timed()
                                || evoked(word, symbols));
    }

    /** Whether the line has a window that no phrase of time is copied for, as {@code window now}. */
    private static boolean written(Set<String> symbols) {
        return symbols.stream().anyMatch(symbol -> symbol.startsWith("window "));
    }

    /** The words of remarks of which nothing is copied; none where there is nothing but remarks. */
    private static BitSet remarks(List<Word> words, List<LineReader.Step> line) {
        BitSet copied = new BitSet();
        line.stream().filter(step -> step.word() >= 0).forEach(step -> copied.set(step.word()));
        BitSet remarks = new BitSet();
        boolean other = false;
        for (int start = 0, i = 0; i <= words.size(); i++) {
            if (i == words.size() || words.get(i).mark()) {
                List<Word> part = words.subList(start, i).stream().filter(word -> !word.earlier()).toList();
                boolean remark = part.stream().allMatch(word -> word.window() != null || word.remark())
                        && copied.get(start, i).isEmpty();
                remarks.set(start, i, remark);
                other |= !remark && !part.isEmpty();
                start = i + 1;
            }
        }
        return other ? remarks : new BitSet();
    }

    private static boolean evoked(Word word, Set<String> symbols) {
        Set<String> known = SYMBOLS.getOrDefault(word.text(), Set.of());
        return symbols.stream().anyMatch(known::contains) || word.kinds().stream().anyMatch(kind -> symbols.contains(KIND + kind));
    }
}
