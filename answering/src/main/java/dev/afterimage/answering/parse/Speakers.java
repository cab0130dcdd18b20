package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Thing;

import java.util.Set;
import java.util.regex.Pattern;

/** Who speaks rather than carries writing: {@code the courier}, {@code the narrator}. */
final class Speakers {

    private static final Set<String> MORE = Set.of("speaker", "voice", "presenter", "child", "kid", "rep", "narrator", "watchman", "guy",
            "mum", "mom", "dad", "grandma", "grandpa", "fella", "bloke", "lad", "everybody", "engineer", "courier", "doctor", "nurse",
            "vet", "teacher", "boss", "manager", "driver", "announcer", "commentator",
            "carrier", "caller", "guide", "host", "visitor", "customer", "guard", "librarian", "mechanic", "farmer", "neighbour",
            "referee", "coach",
            "policeman", "officer", "priest", "vicar", "waiter", "waitress", "chef", "cook", "plumber", "electrician", "postman",
            "landlord", "director",
            "reporter", "newsreader", "guest", "patient", "parent", "receptionist", "curator", "robot", "radio", "tannoy", "loudspeaker",
            "announcement", "parrot", "husband", "wife", "son", "daughter", "grandson", "granddaughter", "brother", "sister", "uncle",
            "aunt", "team",
            "apprentice", "colleague", "foreman", "supervisor", "inspector", "technician", "student", "professor", "lecturer", "trainer");

    private static final Pattern TITLED =
                    Pattern.compile("(mr|mrs|ms|miss|dr|doctor|sir|lady|father|sister|officer|nurse|uncle|auntie|aunt) "
            + "\\S{1,30}");

    private Speakers() { }

    /** The speaker in the question's own words. */
    static String named(NounPhrase noun) {
        String words = noun.thing().name();
        for (String property : noun.thing().with()) {
            words = property.contains(" ") ? words + " " + property : property + " " + words;
        }
        return noun.thing().colour().isEmpty() ? words : noun.thing().colour() + " " + words;
    }

    static boolean are(String noun) {
        return Spelling.name(noun) || TITLED.matcher(noun).matches() || noun.equals(Thing.PERSON) || MORE.contains(noun)
                || Kinds.coco().of(noun).map(kind -> kind.labels().contains("person"))
                .orElse(false);
    }
}
