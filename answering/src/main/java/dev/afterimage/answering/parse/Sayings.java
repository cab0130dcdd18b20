package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Thing;

import java.util.List;
import java.util.Set;

/** {@code the sign says EXIT}, {@code somebody said "stop"}: words that stand written or are spoken. */
final class Sayings {

    private static final Set<String> SPEAKERS = Set.of(Thing.PERSON, "voice", "he", "she", "they");

    /** What words stand on, so that naming it says no more than that they are written. */
    private static final Set<String> CARRIERS = Set.of(Thing.TEXT, "sign", "label", "poster", "banner", "screen", "board", "notice",
            "display", "caption", "headline", "panel", "billboard", "plate");

    private Sayings() { }

    static boolean carries(String noun) {
        return CARRIERS.contains(noun);
    }

    /** The event that the words from {@code i} to the end tell; null when they tell of no words. */
    static Event at(Sentence s, int i) {
        Match<Integer> time = time(s);
        Event event = time == null ? told(s, i) : told(s.part(0, time.next()), i);
        return event == null || time == null || event.nth() != 0 ? event : event.nth(time.value());
    }

    /** {@code for the second time}, {@code twice} at the end: where it begins, and which time it is. */
    private static Match<Integer> time(Sentence s) {
        int last = s.length() - 1;
        if (s.is(last, "twice")) {
            return new Match<>(2, last);
        }
        Match<Integer> ordinal = s.is(last, "time") && s.is(last - 2, "the") ? Numbers.ordinal(s, last - 1) : null;
        int start = s.is(last - 3, "for", ",") ? last - 3 : last - 2;
        return ordinal == null || ordinal.next() != last ? null : new Match<>(ordinal.value(), start);
    }

    private static Event told(Sentence s, int i) {
        Event mentioned = mentioned(s, i);
        if (mentioned != null) {
            return mentioned;
        }
        int verb = s.find(i, "say", "says", "said", "saying", "mention", "mentions", "mentioned", "read", "reads");
        if (verb <= i || s.end(verb + 1) || s.is(verb + 1, "me", "us", "out")
                || s.is(verb, "say", "says", "said", "saying", "read", "reads") && s.is(verb + 1, "the")
                && !s.is(verb + 2, "word", "words")) {
            return null;
        }
        int nth = s.is(verb - 1, "last") ? -1 : s.is(verb - 1, "first") ? 1 : 0;
        if (nth != 0) {
            Event event = told(s.without(verb - 1, verb), i);
            return event == null ? null : event.nth(nth);
        }
        Sentence subject = s.part(s.is(i, "did", "does", "do", "has", "have", "was") ? i + 1 : i, verb);
        boolean pronoun = subject.length() == 1 && subject.is(0, "he", "she", "they", "it", "i", "we");
        String speaker = pronoun ? (subject.is(0, "it") ? Thing.TEXT : Thing.PERSON) : NounPhrases.bare(subject, 0).stream()
                .filter(noun -> subject.end(noun.next()))
                .map(noun -> noun.value().thing().name()).findFirst().orElse("");
        int about = s.is(verb + 2, "else") ? verb + 3 : verb + 2;
        int topic = s.is(verb + 1, "anything", "something", "nothing") && s.is(about, "about") ? about + 1 : verb + 1;
        String words = words(s.part(topic, s.length()));
        if (speaker.isEmpty() || words.isEmpty()) {
            return null;
        }
        boolean named = !SPEAKERS.contains(speaker) && Speakers.are(speaker);
        if (named) {
            return Event.of(Thing.of(Thing.SPEECH).with("of " + speaker).saying(words), Event.Kind.SAYS);
        }
        boolean spoken = SPEAKERS.contains(speaker);
        boolean written = s.is(verb, "say", "says", "said", "saying", "read", "reads");
        Thing text = CARRIERS.contains(speaker) ? Thing.of(Thing.TEXT) : Thing.of(Thing.TEXT).with("on " + speaker);
        return spoken ? Event.of(Thing.of(Thing.SPEECH).saying(words), Event.Kind.SAYS) : written
                ? Event.present(text.saying(words)) : null;
    }

    /** {@code did somebody speak of Maria}, {@code did they talk about the keys}, {@code was the bathroom mentioned}. */
    private static Event mentioned(Sentence s, int i) {
        int of = s.find(i, "of", "about");
        if (of > i && s.is(of - 1, "speak", "speaks", "spoke", "talk", "talks", "talked", "talking", "speaking", "mention", "hear",
                "heard")) {
            int subject = s.is(i, "did", "does", "do", "were", "was", "are", "is") ? i + 1 : i;
            boolean somebody = of - 1 == subject + 1 && s.is(subject, "somebody", "someone", "anybody", "anyone", "they", "people", "you",
                    "he", "she", "one", "we", "everyone", "everybody", "folk", "folks") || of - 1 == subject;
            String topic = somebody ? words(s.part(of + 1, s.length())) : "";
            return topic.isEmpty() ? null : Event.of(Thing.of(Thing.SPEECH).saying(topic), Event.Kind.SAYS);
        }
        if (s.is(i, "was", "is") && s.is(i + 1, "anything", "something") && s.is(i + 2, "said", "mentioned")
                && s.is(i + 3, "about", "of")) {
            String topic = words(s.part(i + 4, s.length()));
            return topic.isEmpty() ? null : Event.of(Thing.of(Thing.SPEECH).saying(topic), Event.Kind.SAYS);
        }
        int thing = s.is(i + 1, "the") ? i + 2 : i + 1;
        if (s.is(i, "was", "were", "is", "are") && s.is(thing, "first", "last") && s.is(thing + 1, "thing", "word", "words", "sentence")
                && s.is(s.length() - 1, "said", "spoken", "heard", "uttered") && s.end(thing + 3)) {
            return Event.of(Thing.of(Thing.SPEECH), Event.Kind.SAYS).nth(s.is(thing, "last") ? -1 : 1);
        }
        boolean word = s.is(thing, "word", "words", "phrase", "name", "expression") && s.is(s.length() - 1, "used", "spoken", "uttered",
                "heard",
                "dropped", "brought");
        if (s.is(i, "was", "were", "is", "are") && (word || s.is(s.length() - 1, "mentioned", "said", "discussed"))) {
            String topic = words(s.part(i + 1, s.is(s.length() - 2, "ever", "first", "last") ? s.length() - 2 : s.length() - 1));
            boolean last = s.is(s.length() - 2, "last");
            return topic.isEmpty() ? null : Event.of(Thing.of(Thing.SPEECH).saying(topic), Event.Kind.SAYS)
                    .nth(last ? -1 : s.is(s.length() - 2, "first") ? 1 : 0);
        }
        return null;
    }

    /** Quoted, or all that follows without articles; empty where that is a clause of its own. */
    private static String words(Sentence said) {
        Sentence s = said.is(0, "the") && said.is(1, "word", "words", "phrase", "name") && said.quoted(2)
                ? said.part(2, said.length()) : said;
        if (s.quoted(0)) {
            return s.length() == 1 ? s.quotation(0) : "";
        }
        if (s.find(0, ",", "when", "while", "that", "if", "what", "who", "where", "which", "how", "why") >= 0 || s.length() > 6) {
            return "";
        }
        Sentence place = s.is(s.length() - 2, "in", "out") && s.is(s.length() - 1, "here", "there") ? s.part(0, s.length() - 2) : s;
        List<String> words = place.words().stream().filter(word -> !List.of("the", "a", "an", "my", "our", "your", "about", "word", "words")
                .contains(word)).toList();
        return words.size() == 1 && List.of("anything", "something", "what").contains(words.get(0)) ? "" : String.join(" ", words);
    }
}
