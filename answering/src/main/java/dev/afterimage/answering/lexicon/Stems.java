package dev.afterimage.answering.lexicon;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The words of a text that name something, each in its base form, and of several words for one kind of thing the commonest. */
public final class Stems {

    private static final Set<String> IDLE = Set.of(("a an the this that these those some any all each every no not only just exactly at "
            + "on in"
            + " of to by for from with and or but so then there here it its they them he him she his her their you your we our i me my "
            + "one is"
            + " are was were be been being am do does did done has have had can could will would should may might shall if whether as "
            + "than how"
            + " what when where which who whom whose why time moment second minute first last next final ever yet now right about anything"
            + " something everything nothing anyone anybody someone somebody everyone people person man woman speaker voice word phrase "
            + "sentence"
            + " thing say tell talk speak mention hear announce discuss explain utter quote conversation speech transcript during before "
            + "after"
            + " while until often many much long please video clip recording stream mean subject topic regarding concerning").split(" "));

    private Stems() { }

    /** @return in the order in which they come; empty of a text that names nothing */
    public static Set<String> of(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).replace('’', '\'').replaceAll("'s\\b", "").split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty() && !IDLE.contains(word)).map(Stems::stem).filter(stem -> !IDLE.contains(stem))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String stem(String word) {
        Kinds.Kind kind = Kinds.coco().named(word);
        // People are left as they are called: a boy is no girl.
        if (kind != null && kind.fit() == Kinds.Fit.SAME && !kind.labels().contains("person")) {
            return kind.singular();
        }
        String verb = Lexicon.english().base(word, Lexicon.VERB);
        return verb.equals(word) ? Lexicon.english().singular(word) : verb;
    }
}
