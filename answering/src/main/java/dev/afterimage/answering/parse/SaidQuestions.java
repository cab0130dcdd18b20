package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.List;
import java.util.Set;

/** {@code What was said?} {@code What did they say about the keys?} {@code What did the courier say?} */
final class SaidQuestions {

    private static final String[] HELP = {"did", "does", "do", "was", "were", "is", "are", "has", "have", "had", "can", "could", "will"};
    private static final Set<String> SAYING = Set.of("say", "saying", "tell", "mention", "talking", "talk", "said", "speak", "speaking",
            "discuss", "discussing", "mentioned", "tells", "says", "talked", "spoke", "told", "telling", "mentioning", "chat", "chatting",
            "announce", "announcing", "whisper", "shout", "shouting", "yell", "reply", "answer", "ask", "asking", "on");
    private static final Set<String> PASSIVE = Set.of("said", "spoken", "heard", "mentioned", "discussed", "announced", "told", "shouted",
            "whispered", "talked");
    private static final String[][] ABOUT = {{"about"}, {"regarding"}, {"concerning"}, {"on"}, {"of"}, {"on", "the", "subject", "of"},
        {"on", "the", "topic", "of"}, {"with", "regard", "to"}, {"with", "respect", "to"}, {"as", "regards"}, {"as", "to"},
        {"in", "relation", "to"}, {"to", "do", "with"}, {"over"}, {"re"}, {"in", "connection", "with"}, {"around"}};
    private static final String[] PRONOUNS = {"they", "he", "she", "we", "people", "someone", "anyone", "anybody", "somebody", "everybody",
        "everyone", "one", "you", "i", "folk", "folks"};

    private SaidQuestions() { }

    static Query read(Sentence s, Window window) {
        if (!s.is(0, "what") && !(s.is(0, "anything", "something") && s.is(1, "said"))) {
            return null;
        }
        Query edge = edge(s, window);
        if (edge != null) {
            return edge;
        }
        Query heard = heard(s, window);
        heard = heard != null ? heard : passive(s, window);
        return heard != null ? heard : active(s, window);
    }

    /**
     * {@code what was the first thing said}, {@code what is the last thing anyone said about the keys}: speech, the first or last of it.
     */
    private static Query edge(Sentence s, Window window) {
        int start = s.is(0, "what") && s.is(1, "is", "was", "were") ? (s.is(2, "the") ? 3 : 2) : -1;
        Match<Integer> ordinal = start < 0 ? null : Numbers.ordinal(s, start);
        if (ordinal == null || !s.is(ordinal.next(), "thing", "things", "word", "words", "sentence", "line", "remark")) {
            return null;
        }
        int next = s.is(ordinal.next() + 1, "that", "which") ? ordinal.next() + 2 : ordinal.next() + 1;
        Thing speech = Thing.of(Thing.SPEECH).nth(ordinal.value());
        if (s.is(next, "was", "were", "is", "to")) {
            next = s.is(next + 1, "be") ? next + 2 : next + 1;
        }
        if (s.is(next, "said", "spoken", "heard", "mentioned", "uttered")) {
            return said(speech, s, next + 1, window);
        }
        boolean somebody = s.is(next, PRONOUNS) && SAYING.contains(s.at(next + 1));
        if (somebody) {
            return said(speech, s, next + 2, window);
        }
        for (Match<NounPhrase> noun : NounPhrases.bare(s, next)) {
            Thing who = SAYING.contains(s.at(noun.next())) ? speaker(noun) : null;
            Query query = who == null ? null : said(who.nth(ordinal.value()), s, noun.next() + 1, window);
            if (query != null) {
                return query;
            }
        }
        return null;
    }

    /** {@code what did you hear}, {@code what can be heard about the keys}. */
    private static Query heard(Sentence s, Window window) {
        boolean you = s.is(1, HELP) && s.is(2, "you", "we", "one") && s.is(3, "hear", "heard");
        return you ? said(Thing.of(Thing.SPEECH), s, 4, window) : s.phrase(1, "can", "be", "heard") || s.phrase(1, "could", "be", "heard")
                ? said(Thing.of(Thing.SPEECH), s, 4, window) : null;
    }

    /** {@code what was said}, {@code what has been mentioned about the fence}, {@code what was said at the intercom}. */
    private static Query passive(Sentence s, Window window) {
        int next = s.is(1, "was", "is", "were", "gets", "got", "'s") ? 2 : s.is(1, "has", "had") && s.is(2, "been") ? 3
                : s.is(0, "anything", "something") ? 1 : -1;
        next = s.is(next, "being", "all", "it") ? next + 1 : next;
        if (next < 0 || !PASSIVE.contains(s.at(next)) || s.is(0, "something")) {
            return null;
        }
        int by = s.is(next + 1, "by") ? next + 2 : -1;
        if (by > 0) {
            return NounPhrases.bare(s, by).stream().map(noun -> speaker(noun) == null ? null
                    : said(speaker(noun), s, noun.next(), window)).filter(query -> query != null).findFirst().orElse(null);
        }
        return said(Thing.of(Thing.SPEECH), s, next + 1, window);
    }

    /** {@code what did the courier say about the parcel}, {@code what are they talking about}. */
    private static Query active(Sentence s, Window window) {
        boolean helped = s.is(1, HELP);
        int start = helped ? 2 : 1;
        if (s.is(start, PRONOUNS) && SAYING.contains(s.at(start + 1))) {
            return said(Thing.of(Thing.SPEECH), s, start + 2, window);
        }
        for (Match<NounPhrase> noun : NounPhrases.bare(s, start)) {
            int verb = s.is(noun.next(), "ever", "have", "just", "all") ? noun.next() + 1 : noun.next();
            Thing speech = SAYING.contains(s.at(verb)) && !s.is(verb, "on") ? speaker(noun) : null;
            boolean speaks = speech == null && s.is(verb, "say", "said", "saying", "mention", "talk", "tell") && (s.is(verb + 1, "about",
                    "regarding", "concerning") || s.is(verb, "said") && s.is(1, "has", "have", "had"))
                    && !noun.value().reference();
            speech = speaks ? Thing.of(Thing.SPEECH).with("of " + Speakers.named(noun.value())) : speech;
            Query query = speech == null ? null : said(speech, s, verb + 1, window);
            if (query != null) {
                return query;
            }
        }
        return described(s, start, window);
    }

    /** {@code the chap in the bobble hat}: in the question's own words. */
    private static Query described(Sentence s, int start, Window window) {
        for (Match<NounPhrase> noun : NounPhrases.at(s, start)) {
            boolean tail = !noun.value().reference() && SAYING.contains(s.at(noun.next())) && noun.next() > start + 2;
            Match<NounPhrase> head = tail ? NounPhrases.bare(s, start).stream().filter(one -> NounTails.preposition(s, one.next()))
                    .findFirst().orElse(null) : null;
            if (head != null && speaker(head) != null) {
                List<String> words = s.words().subList(start, noun.next()).stream().filter(word -> !List.of("the", "a", "an", "my", "our")
                        .contains(word)).toList();
                Query query = said(Thing.of(Thing.SPEECH).with("of " + String.join(" ", words).replace(" 's", "'s")), s, noun.next() + 1,
                        window);
                if (query != null) {
                    return query;
                }
            }
        }
        return null;
    }

    /** Speech of a named speaker; null where it is none who speaks. */
    private static Thing speaker(Match<NounPhrase> noun) {
        Thing who = noun.value().thing();
        Thing speech = Thing.of(Thing.SPEECH);
        if (noun.value().reference() && !who.name().equals(Thing.PERSON)) {
            return null;
        }
        if (noun.value().reference() || who.plain() && who.name().equals(Thing.PERSON)) {
            return speech;
        }
        return Speakers.are(who.name()) ? speech.with("of " + Speakers.named(noun.value())) : null;
    }

    private static Query said(Thing speech, Sentence s, int i, Window window) {
        if (s.end(i) || s.is(i, "about", "out", "aloud") && s.end(i + 1)) {
            return new Query.Said(speech, window);
        }
        int next = s.is(i, "to", "by") && s.is(i + 1, "me", "us", "him", "her", "them", "you", "each", "one") ? (s.is(i + 1, "each", "one")
                ? i + 3 : i + 2) : i;
        Match<Thing> told = next == i ? addressee(speech, s, i) : null;
        if (told != null) {
            return said(told.value(), s, told.next(), window);
        }
        int about = Cues.behind(s, next, ABOUT);
        if (about > next && !(s.is(next, "on") && Cues.behind(s, next, ABOUT) == next + 1 && s.is(about, "the", "my"))) {
            int then = s.is(next, "over", "on", "around") ? s.find(about + 1, "about", "regarding", "concerning") : -1;
            if (then > 0) {
                return NounTails.narrowed(s, new Match<>(new NounPhrase(speech, Amount.ANY, false, false), next)).stream()
                        .filter(one -> one.next() == then).map(one -> said(one.value().thing(), s, then, window)).findFirst().orElse(null);
            }
            String topic = topic(s.part(about, s.length()));
            return topic == null ? null : new Query.Said(speech.saying(topic), window);
        }
        return s.end(next) ? new Query.Said(speech, window) : NounTails.narrowed(s, new Match<>(new NounPhrase(speech,
                Amount.ANY, false, false), s.is(next, "out") ? next + 1 : next)).stream()
                .filter(one -> s.end(one.next()))
                .map(one -> (Query) new Query.Said(one.value().thing(), window)).findFirst().orElse(null);
    }

    /** {@code tell the family}, {@code say to Hector}: who hears it; null where nobody is named. */
    private static Match<Thing> addressee(Thing speech, Sentence s, int i) {
        boolean to = s.is(i, "to");
        boolean told = to || s.is(i - 1, "tell", "told", "tells", "telling", "ask", "asking", "asked", "shout", "answer", "reply");
        return !told || speech.with().stream().anyMatch(with -> with.startsWith("to ")) ? null : NounPhrases.bare(s, to ? i + 1 : i)
                .stream().filter(noun -> !noun.value().reference() && Speakers.are(noun.value().thing().name()))
                .map(noun -> noun.as(speech.with("to " + Speakers.named(noun.value())))).findFirst().orElse(null);
    }

    private static String topic(Sentence s) {
        List<String> words = s.words().stream().filter(word -> !List.of("the", "a", "an", "my", "his", "her", "their", "your", "our")
                .contains(word)).toList();
        return words.isEmpty() || words.contains(",") || words.size() > 6 ? null : String.join(" ", words).replace(" 's", "'s");
    }
}
