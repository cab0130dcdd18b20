package dev.afterimage.answering.retrieval;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a regular expression costs on a hostile text, counted in characters looked at: the same on every machine. */
public final class PatternCost {

    /** Characters of a hostile text: half of the longest question, and cubic growth shows at far less. */
    private static final int LENGTH = 2000;
    /** Times that each character may be looked at. */
    private static final int LOOKS = 1000;

    private PatternCost() { }

    /** What a hostile text makes dear among the static patterns of some classes, with how it begins; empty when all is well. */
    public static List<String> runaways(Class<?>... classes) throws ReflectiveOperationException {
        List<String> runaways = new ArrayList<>();
        long most = (long) LENGTH * LOOKS;
        patterns(classes).forEach((name, pattern) -> hostile(pattern, LENGTH).stream().filter(text -> of(pattern, text, most) >= most)
                .findFirst()
                .ifPresent(text -> runaways.add(name + " on \"" + text.substring(0, 40) + "\"")));
        return runaways;
    }

    /** Thrown when a text has been looked at too often. */
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class Counted implements CharSequence {

        private final String text;
        private final long most;
        private long looked;

        Counted(String text, long most) {
            this.text = text;
            this.most = most;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++looked > most) {
                throw new TooMuch();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Characters looked at to find all matches, or to match; {@code most} where it would be more. */
    private static long of(Pattern pattern, String text, long most) {
        long worst = 0;
        for (boolean whole : new boolean[] {false, true}) {
            Counted counted = new Counted(text, most);
            Matcher matcher = pattern.matcher(counted);
            try {
                while (!whole && matcher.find()) {
                    continue;
                }
                if (whole) {
                    matcher.matches();
                }
            } catch (TooMuch | StackOverflowError runaway) {
                return most;
            }
            worst = Math.max(worst, counted.looked);
        }
        return worst;
    }

    /** The static patterns of some classes, those in collections and records among them, by where they stand. */
    private static Map<String, Pattern> patterns(Class<?>... classes) throws ReflectiveOperationException {
        Map<String, Pattern> found = new LinkedHashMap<>();
        for (Class<?> type : classes) {
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    collect(type.getSimpleName() + "." + field.getName(), field.get(null), found);
                }
            }
        }
        return found;
    }

    private static void collect(String name, Object value, Map<String, Pattern> found) throws ReflectiveOperationException {
        if (value instanceof Pattern pattern) {
            found.put(name, pattern);
        } else if (value instanceof Collection<?> several) {
            int i = 0;
            for (Object one : several) {
                collect(name + "[" + i++ + "]", one, found);
            }
        } else if (value instanceof Record row) {
            for (var component : row.getClass().getRecordComponents()) {
                if (component.getType() == Pattern.class) {
                    component.getAccessor().setAccessible(true);
                    collect(name, component.getAccessor().invoke(row), found);
                }
            }
        }
    }

    /**
     * Texts that make a pattern try again and again: runs of blanks, letters, digits, and of its own words, each with an end that spoils a
     * match.
     *
     * @param length characters of each
     */
    private static List<String> hostile(Pattern pattern, int length) {
        Set<String> units = new LinkedHashSet<>(List.of(" ", "a", "a ", "1", "12:34 ", "\"", "'", "a'", ",", ", ", "-", "\n", "A1 ", "é"));
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = Pattern.compile("[A-Za-z]+(?: [a-z]+)*")
                .matcher(pattern.pattern().replaceAll("\\\\[a-zA-Z]", "|").replaceAll("\\(\\?[:=!<]+", "("));
        while (matcher.find()) {
            words.add(matcher.group().toLowerCase(Locale.ROOT));
        }
        words.forEach(word -> units.add(word + " "));
        List<String> all = new ArrayList<>(words);
        for (int i = 0; i + 1 < all.size() && i < 20; i++) {
            units.add(all.get(i) + " " + all.get(i + 1) + " ");
            units.add(all.get(i) + " a " + all.get(all.size() - 1 - i) + " ");
        }
        List<String> texts = new ArrayList<>();
        for (String unit : units) {
            for (String end : Arrays.asList("", "\nx", "!")) {
                texts.add(unit.repeat(length / unit.length() + 1).substring(0, length) + end);
            }
            for (String lead : List.of("and ", "is ", "what a first ")) {
                texts.add(lead + unit.repeat(length / unit.length() + 1).substring(0, length) + "\nx");
            }
        }
        return texts;
    }
}
