package dev.afterimage.worlds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be said in a world and asked of it: sentences with gaps, {@code said.txt}. */
public final class SaidScript {

    static final SaidScript SHIPPED = read();
    private static final Pattern GAP = Pattern.compile("\\{([a-z]+)(\\d?)}");

    /** @param text a sentence with gaps, e.g. {@code The bus to {city} comes at {hour}.} */
    public record Sentence(String text, boolean heldOut, List<Ask> asks) {

        List<String> gaps() {
            return SaidScript.gaps(text);
        }
    }

    /** A question of a sentence and the shortest answer, both with gaps. */
    record Ask(String question, String answer) {

        /** Gaps of the answer that the question leaves open: what is asked for. */
        List<String> open() {
            List<String> named = gaps(question);
            return gaps(answer).stream().filter(gap -> !named.contains(gap)).toList();
        }
    }

    private final Map<String, List<String>> trained = new HashMap<>();
    private final Map<String, List<String>> all = new HashMap<>();
    private final List<Sentence> sentences = new ArrayList<>();

    /** Held-out worlds have sentences of their own, and words that no other world has beside the others. */
    List<Sentence> sentences(boolean heldOut) {
        return sentences.stream().filter(sentence -> sentence.heldOut() == heldOut).toList();
    }

    /** @param gap its name; a digit behind it tells apart two gaps of one kind */
    List<String> words(String gap, boolean heldOut) {
        return (heldOut ? all : trained).get(gap.replaceAll("\\d", ""));
    }

    static List<String> gaps(String text) {
        return GAP.matcher(text).results().map(found -> found.group(1) + found.group(2)).distinct().toList();
    }

    /** A text with its gaps filled, as a sentence: it begins with a capital. */
    static String filled(String text, UnaryOperator<String> words) {
        String filled = GAP.matcher(text).replaceAll((MatchResult found) -> words.apply(found.group(1) + found.group(2)));
        return Character.toUpperCase(filled.charAt(0)) + filled.substring(1);
    }

    private static SaidScript read() {
        SaidScript script = new SaidScript();
        try (InputStream in = SaidScript.class.getResourceAsStream("said.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> line.length() > 2 && line.charAt(0) != '#')
                    .forEach(script::add);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read said.txt", e);
        }
        return script;
    }

    private void add(String line) {
        String rest = line.substring(2);
        switch (line.charAt(0)) {
            case ':' -> {
                String[] parts = rest.split(" = |\\|\\|");
                trained.put(parts[0], words(parts[1]).toList());
                all.put(parts[0], Arrays.stream(parts).skip(1).flatMap(SaidScript::words).toList());
            }
            case '?' -> sentences.get(sentences.size() - 1).asks().add(new Ask(rest.split(" > ")[0], rest.split(" > ")[1]));
            default -> sentences.add(new Sentence(rest, line.charAt(0) == '*', new ArrayList<>()));
        }
    }

    private static Stream<String> words(String list) {
        return Arrays.stream(list.split("\\|")).map(String::strip);
    }
}
