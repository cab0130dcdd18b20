package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.List;
import java.util.Map;

/**
 * {@code Is it day or night?} {@code Indoors or outdoors?} {@code Was this filmed outside?} {@code Is the bird inside or outside?}
 * Where and when it all is, rather than what is there.
 */
final class SettingQuestions {

    private static final String[] INSIDE = {"indoors", "indoor", "inside"};
    private static final String[] OUTSIDE = {"outdoors", "outdoor", "outside"};
    private static final String[] DAY = {"day", "daytime", "daylight"};
    private static final String[] NIGHT = {"night", "nighttime"};
    private static final String[] LIGHT = {"light", "bright"};
    private static final String[] DARK = {"dark"};
    /** Words of which either is the other's opposite. */
    private static final List<Map.Entry<String[], String[]>> OPPOSITES = List.of(Map.entry(INSIDE, OUTSIDE), Map.entry(DAY, NIGHT),
            Map.entry(LIGHT, DARK));
    private static final String[] WHOLE = {"scene", "video", "clip", "film", "footage", "picture", "place", "location", "recording",
        "image", "camera", "setting", "shot"};

    private final References references;

    SettingQuestions(References references) {
        this.references = references;
    }

    Query read(Sentence s, Window window) {
        boolean atNight = window.equals(new Window.Clock("", "", "", "night")) && s.is(0, "is", "was") && s.length() > 2
                && s.is(s.length() - 1, "filmed", "shot", "recorded", "taken", "this", "it", "that");
        return atNight ? read(Wordings.joined(s, new Sentence(List.of("night"))), Window.ALL) : asked(plain(s), window);
    }

    private Query asked(Sentence plain, Window window) {
        boolean asked = plain.is(0, "is", "was", "are", "were");
        int behind = asked ? subject(plain, 1) : 0;
        List<String> values = behind < 0 ? null : values(plain, behind);
        if (values != null && (asked || values.size() > 1)) {
            return new Query.Is(Thing.of(Thing.ANYTHING), values, window);
        }
        return asked ? of(plain, window) : null;
    }

    /** {@code the bird inside or outside}: one thing's place, and the way in which the whole was asked. */
    private Query of(Sentence s, Window window) {
        List<String> values = s.length() > 4 ? values(s, s.length() - 3) : null;
        if (values == null) {
            return null;
        }
        Sentence named = s.part(0, s.length() - 3);
        return NounPhrases.at(named, 1).stream().filter(noun -> named.end(noun.next())).map(references::resolved)
                .filter(noun -> noun != null).findFirst().<Query>map(noun -> new Query.Is(noun.value().thing(), values, window))
                .orElse(null);
    }

    /** One word for {@code night time}, and none for how it was taken: {@code filmed at night}, {@code taking place in the day time}. */
    private static Sentence plain(Sentence sentence) {
        Sentence s = sentence.is(0, "does", "did") && sentence.is(2, "take", "happen") && sentence.is(1, "this", "it", "that")
                ? Wordings.joined(new Sentence(List.of("is", sentence.at(1))), sentence.part(sentence.is(3, "place") ? 4 : 3,
                        sentence.length())) : sentence;
        boolean named = s.is(s.length() - 2, "indoor", "outdoor", "night", "daytime") && s.is(s.length() - 1, WHOLE)
                && s.is(s.length() - 3, "a", "an");
        s = named ? s.without(s.length() - 1, s.length()).without(s.length() - 3, s.length() - 2) : s;
        for (int i = 1; i < s.length(); i++) {
            if (s.is(i, "time") && s.is(i - 1, "day", "night")) {
                s = s.without(i, i + 1);
            }
            boolean taken = s.is(i, "filmed", "shot", "recorded", "taken", "set", "happening") || s.phrase(i, "taking", "place");
            if (taken && i > 1 && s.is(0, "is", "was", "are", "were")) {
                int next = s.is(i, "taking") ? i + 2 : i + 1;
                next = s.is(next, "at", "in", "during", "by") ? next + 1 : next;
                next = s.is(next, "the") ? next + 1 : next;
                s = s.without(i, next);
            }
        }
        return s;
    }

    /** @return the position behind words for all that is shown; -1 where something else is meant */
    private int subject(Sentence s, int i) {
        boolean pronoun = s.is(i, "it", "they", "we", "these", "those") && references.last().isEmpty() || s.is(i, "this", "that");
        boolean whole = s.is(i, "the", "this") && s.is(i + 1, WHOLE);
        return whole ? i + 2 : pronoun ? i + 1 : -1;
    }

    /** {@code day}, {@code day or night}, to the end of the sentence; null where anything else stands there. */
    private static List<String> values(Sentence s, int i) {
        int or = s.is(i + 1, "or") ? i + 2 : -1;
        for (Map.Entry<String[], String[]> pair : OPPOSITES) {
            boolean first = s.is(i, pair.getKey());
            boolean second = s.is(i, pair.getValue());
            if ((first || second) && s.end(i + 1)) {
                return List.of(s.at(i));
            }
            if (or > 0 && s.end(or + 1) && (first && s.is(or, pair.getValue()) || second && s.is(or, pair.getKey()))) {
                return List.of(s.at(i), s.at(or));
            }
        }
        return null;
    }
}
