package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.Set;

/** {@code What does the sign say?} {@code What was written on the van?} {@code Read me the label.} {@code Label on the parcel says?} */
final class TextQuestions {

    private static final String[][] ON = {{"what", "is", "written"}, {"what", "was", "written"}, {"what", "is", "printed"},
        {"what", "was", "printed"}, {"what", "were", "written"}, {"what", "it", "says"}, {"what", "does", "it", "say"},
        {"what", "did", "it", "say"}, {"what", "is", "it", "say"}, {"what", "is", "it", "written"}, {"what", "is", "painted"},
        {"what", "is", "scrawled"}, {"what", "is", "scribbled"}, {"what", "is", "engraved"}, {"what", "was", "scrawled"},
        {"what", "can", "you", "read"}, {"what", "can", "one", "read"}, {"what", "can", "we", "read"}, {"what", "could", "you", "read"},
        {"what", "can", "be", "read"}, {"what", "could", "be", "read"}, {"can", "you", "read", "what", "is"}, {"what", "stands"},
        {"can", "you", "read", "what", "is", "written"}, {"can", "you", "make", "out", "what", "is", "written"}, {"read", "what", "is"},
        {"can", "you", "make", "out", "what", "is"}, {"what", "stands", "written"}, {"can", "you", "see", "what", "is", "written"},
        {"read", "what", "is", "written"}, {"what", "is", "the", "writing"}, {"what", "is", "the", "text"}, {"what", "was", "the", "text"},
        {"what", "is", "the", "word"}, {"what", "was", "the", "word"}, {"what", "is", "the", "wording"}, {"what", "are", "the", "words"},
        {"what", "were", "the", "words"}, {"what", "was", "the", "writing"}, {"what", "has", "been", "written"}, {"what", "is", "stamped"},
        {"what", "does", "it", "read"}, {"what", "is", "shown", "written"}, {"what", "it", "is", "written"}, {"what", "was", "it",
        "written"},
        {"can", "you", "read", "what", "it", "says"}, {"can", "you", "make", "out", "what", "it", "says"}, {"tell", "me", "what", "it",
        "says"}};
    private static final String[][] READ = {{"read"}, {"read", "me"}, {"read", "out"}, {"read", "out", "to", "me"}, {"read", "us"},
        {"can", "you", "read"}, {"can", "you", "read", "me"}, {"could", "you", "read"}, {"could", "you", "read", "me"},
        {"can", "you", "make", "out"}, {"could", "you", "make", "out"}, {"are", "you", "able", "to", "read"}, {"able", "to", "read"},
        {"can", "you", "read", "out"}, {"could", "you", "read", "out"}, {"can", "one", "read"}, {"can", "anyone", "read"}, {"make", "out"},
        {"please", "read"}, {"please", "read", "me"}, {"please", "read", "out"}, {"were", "you", "able", "to", "read"}, {"can", "we",
        "read"}};
    private static final String[][] TEXTS = {{"what", "text"}, {"which", "text"}, {"what", "writing"}, {"what", "words"}, {"what", "texts"},
        {"which", "words"}, {"what", "lettering"}, {"which", "writing"}};
    /** What is read off something. */
    private static final Set<String> NAMES = Set.of("name", "number", "title", "heading", "headline", "slogan", "plate", "number plate",
            "license plate", "licence plate", "registration", "registration plate", "reg", "price", "word", "words", "text", "letters",
            "letter", "writing", "lettering", "inscription", "caption", "subtitle", "date", "address", "phone number", "room number",
            "house number", "bus number", "message", "brand name", "code", "label", "sign", "score", "rate", "total", "reading",
                    "amount", "cost",
            "bill", "balance",
            "barcode", "password", "pin", "flight number", "platform number", "gate number", "table number",
            "serial number", "postcode", "zip code", "expiry date", "web address", "email address", "logo", "motto", "wording",
                    "signature");
    /** What is read, wherever it stands. */
    private static final Set<String> PLATES = Set.of("number plate", "license plate", "licence plate", "registration", "registration plate",
            "reg", "headline", "caption", "subtitle", "slogan", "inscription", "room number", "house number", "bus number", "plate");
    /** What is there to be read. */
    private static final Set<String> CARRIERS = Set.of("label", "sign", "poster", "banner", "notice", "billboard", "whiteboard",
            "blackboard", "chalkboard", "noticeboard", "placard", "plaque", "scoreboard", "ticket", "receipt", "badge", "tag", "wristband",
            "headline", "note", "letter", "menu", "sheet", "nameplate", "gravestone", "signpost", "sticker", "leaflet", "flyer",
                    "certificate",
            "envelope", "plate", "post-it");
    private static final String[] VERBS = {"say", "read", "spell", "show", "says", "reads", "shows", "display", "saying", "show", "showing",
        "displaying", "reading"};

    private final References references;

    TextQuestions(References references) {
        this.references = references;
    }

    Query read(Sentence asked, Window window) {
        boolean cleft = asked.is(0, "what") && asked.is(1, "is", "was") && asked.phrase(2, "it", "that");
        Sentence s = cleft ? asked.without(1, 4) : asked;
        Query said = SaidQuestions.read(s, window);
        if (said != null) {
            return said;
        }
        Query says = says(s, window);
        says = says != null ? says : named(s, window);
        says = says != null ? says : on(s, window);
        says = says != null ? says : texts(s, window);
        return says != null ? says : read(s, Cues.behind(s, READ), window);
    }

    /** {@code what does the sign say}, {@code what the label says}, {@code the label says what}. */
    private Query says(Sentence s, Window window) {
        int last = s.length() - 1;
        if (!s.is(last, VERBS) || last < 1) {
            return null;
        }
        int start = s.is(0, "what") ? (s.is(1, "does", "do", "did", "is", "was", "are", "'s") ? 2 : 1) : 0;
        boolean asked = start > 0 || s.is(last, "says", "reads");
        int end = s.at(last).endsWith("ing") && s.is(last - 1, "is", "was", "are", "were") ? last - 1 : last;
        Thing thing = asked ? noun(s.part(s.is(start, "written") ? start + 1 : start, Math.max(start, end))) : null;
        return thing == null || Speakers.are(thing.name()) ? null : new Query.Written(thing, window);
    }

    private Query on(Sentence s, Window window) {
        int next = Math.max(Cues.behind(s, ON), reading(s));
        if (next == 0) {
            return null;
        }
        if (s.end(next)) {
            return s.is(next - 1, "say", "says", "read", "it") && references.last().isEmpty() || s.is(next - 1, "is", "stands") ? null
                    : new Query.Written(carrier(), window);
        }
        int noun = s.is(next, "on", "in", "across", "above", "over", "under") ? next + 1 : next;
        Thing thing = noun > next || s.is(next - 1, "written", "printed") ? noun(s.part(noun, s.length())) : null;
        boolean place = s.is(next - 1, "say", "says", "read") || s.is(next - 2, "can", "could");
        return thing != null ? new Query.Written(thing, window) : place || s.is(next - 1, "text", "writing", "words", "word")
                ? placed(s, next, window) : null;
    }

    /** {@code what could one read}, {@code what are they able to read}, {@code what has been painted}: the position behind it. */
    private static int reading(Sentence s) {
        boolean read = s.is(0, "what") && s.is(1, "can", "could", "do", "did", "does", "may", "might")
                && s.is(2, "you", "one", "we", "i", "they", "people", "anyone", "anybody", "somebody", "someone");
        int verb = s.is(3, "actually", "just", "still", "clearly") ? 4 : 3;
        if (read && (s.is(verb, "read") || s.phrase(verb, "make", "out"))) {
            int next = s.is(verb, "read") ? verb + 1 : verb + 2;
            return s.is(next, "written", "printed") ? next + 1 : next;
        }
        int be = s.is(0, "what") && s.is(1, "is", "was", "were", "are") ? 2 : s.is(0, "what") && s.is(1, "has", "had") && s.is(2, "been")
                ? 3 : s.is(0, "what") && s.is(1, "can", "could") && s.is(2, "be") ? 3 : -1;
        return s.is(be, "written", "printed", "painted", "scrawled", "scribbled", "engraved", "stamped", "stencilled", "chalked",
                "displayed", "spelt", "carved", "embroidered", "handwritten", "typed", "lettered", "sprayed", "tattooed", "marked",
                "etched") && NounTails.preposition(s, be + 1) ? be + 1 : 0;
    }

    /**
     * {@code what is the name on the stable door}, {@code what number is on the tag}, {@code what is on the label}: words that stand
     * there.
     */
    private Query named(Sentence s, Window window) {
        boolean which = s.is(0, "what", "which") && NAMES.contains(whole(s, 1));
        int behind = 1 + whole(s, 1).split(" ").length;
        if (which) {
            int next = s.is(behind, "is", "was", "are", "were") ? behind + 1 : behind;
            next = s.is(next, "written", "printed", "shown", "painted", "there") ? next + 1 : next;
            boolean text = s.is(1, "text", "word", "words", "letters", "writing", "lettering");
            Thing thing = !NounTails.preposition(s, next) || next == behind ? null
                    : text ? noun(s.part(next + 1, s.length())) : noun(Wordings.joined(s.part(1, behind), s.part(next, s.length())));
            return written(thing, window);
        }
        if (!s.is(0, "what") || !s.is(1, "is", "was", "are", "were")) {
            return null;
        }
        int start = s.is(2, "the", "his", "her", "its") ? 3 : 2;
        String name = whole(s, start);
        int behindName = start + name.split(" ").length;
        if (start == 3 && NAMES.contains(name) && s.is(behindName, "written", "printed", "shown", "displayed", "painted", "showing")) {
            return named(s.without(behindName, behindName + 1), window);
        }
        if (start == 3 && NAMES.contains(name) && s.is(behindName, "on", "of", "above", "over", "under", "at", "in")) {
            boolean text = s.is(start, "text", "word", "words", "letters", "writing", "lettering", "inscription") && s.is(start + 1, "on");
            return written(noun(s.part(text ? start + 2 : start, s.length())), window);
        }
        if (start == 3 && PLATES.contains(name) && s.end(start + name.split(" ").length)) {
            Thing of = references.last().flatMap(References::thing).filter(thing -> !thing.name().equals(Thing.PERSON)
                    && !thing.name().equals(Thing.ANYTHING)).orElse(null);
            return new Query.Written(of == null ? Thing.of(name) : Thing.of(name).with("of " + Speakers.named(new NounPhrase(of, Amount.ANY,
                    false, true))), window);
        }
        int on = s.is(2, "written", "printed", "shown", "displayed") ? 3 : 2;
        Thing carrier = s.is(on, "on") ? noun(s.part(on + 1, s.length())) : null;
        return carrier != null && CARRIERS.contains(carrier.name().substring(carrier.name().lastIndexOf(' ') + 1))
                ? written(carrier, window) : null;
    }

    /** The name of what can be read that stands at a position: one word or two. */
    private static String whole(Sentence s, int i) {
        String two = s.at(i) + " " + s.at(i + 1);
        return NAMES.contains(two) ? two : s.at(i);
    }

    /** What was asked about before, where that can carry words. */
    private Thing carrier() {
        return references.last().flatMap(References::thing).filter(thing -> !thing.name().equals(Thing.PERSON))
                .orElse(Thing.of(Thing.TEXT));
    }

    /** {@code what text is there}, {@code which text was shown on the screen}. */
    private Query texts(Sentence s, Window window) {
        int start = Cues.behind(s, TEXTS);
        if (start == 0) {
            return null;
        }
        int next = SeeingWords.behind(s, start);
        next = next == start && s.is(start, "is", "was", "are", "were") && s.is(start + 1, "written", "on") ? start + 2 : next;
        return s.end(next) ? new Query.Written(Thing.of(Thing.TEXT), window) : placed(s, next, window);
    }

    /** Text told by where it is: {@code at the bottom}, {@code on the screen}. */
    private static Query placed(Sentence s, int i, Window window) {
        NounPhrase text = new NounPhrase(Thing.of(Thing.TEXT), Amount.ANY, false, false);
        return NounTails.narrowed(s, new Match<>(text, i)).stream().filter(on -> s.end(on.next()))
                .map(on -> (Query) new Query.Written(on.value().thing(), window)).findFirst().orElse(null);
    }

    /** {@code read me the notice}, {@code can you make out the plate}, {@code can you make out what the note says}. */
    private Query read(Sentence s, int start, Window window) {
        if (start == 0 || s.end(start)) {
            return null;
        }
        Sentence rest = s.part(start, s.length());
        if (rest.is(0, "what")) {
            Query says = says(rest, window);
            says = says != null ? says : on(rest, window);
            boolean there = rest.is(1, "is", "was") && rest.is(2, "on");
            return says != null || !there ? says : written(noun(rest.part(3, rest.length())), window);
        }
        return written(noun(rest), window);
    }

    private static Query written(Thing thing, Window window) {
        return thing == null || Speakers.are(thing.name()) ? null : new Query.Written(thing, window);
    }

    private Thing noun(Sentence s) {
        return NounPhrases.at(s, 0).stream().filter(one -> s.end(one.next())).map(references::resolved).filter(one -> one != null)
                .map(one -> one.value().thing()).findFirst().orElse(null);
    }
}
