package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code Was there a dog?} {@code Did the car leave?} {@code Is the van moving or parked?} {@code Any bikes?} */
final class YesNoQuestions {

    private static final Set<String> HELPING = Set.of("is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can",
            "could", "will");

    private final Clauses clauses;
    private final References references;
    private final BeforeAfterQuestions orders;
    private final StateQuestions states;

    YesNoQuestions(Clauses clauses, References references) {
        this.clauses = clauses;
        this.references = references;
        this.orders = new BeforeAfterQuestions(clauses, references);
        this.states = new StateQuestions(references);
    }

    Query read(Sentence s, Window window) {
        if (universal(s)) {
            return null;
        }
        if (s.is(0, "any", "anyone", "anybody", "anything", "someone", "somebody")) {
            return any(s, window);
        }
        if (s.is(0, "see", "seen", "spot", "notice", "noticed", "spotted", "saw") && s.is(1, "any", "a", "an", "some", "anyone", "anybody",
                "anything", "someone", "somebody")) {
            return any(s.part(1, s.length()), window);
        }
        if (!HELPING.contains(s.at(0)) && SeeingWords.behind(s, 0) == 0) {
            return s.find(1, "before", "after") > 0 ? null : stated(s, window);
        }
        int than = s.find(1, "earlier", "later", "sooner");
        if (than > 0 && s.is(than + 1, "than")) {
            List<String> words = new ArrayList<>(s.words().subList(0, than));
            words.add(s.is(than, "later") ? "after" : "before");
            words.addAll(s.words().subList(than + 2, s.length()));
            return window.bounded() ? null : orders.read(new Sentence(words));
        }
        if (s.find(1, "before", "after") > 0) {
            Query order = window.bounded() ? null : orders.read(s);
            order = order != null || window.bounded() ? order : seenBefore(s);
            return order != null || window.bounded() ? order : stateBefore(s);
        }

        Query seen = seen(s, window);
        if (seen != null) {
            return seen;
        }
        if (s.is(s.length() - 1, "on") && s.is(0, "did", "does", "has", "had") && s.find(1, "have", "got") > 0) {
            return happened(s.part(0, s.length() - 1), window);
        }
        Query kind = states.kind(s, window);
        if (kind != null) {
            return kind;
        }
        Event told = told(s, 0);
        if (told != null) {
            return new Query.Exists(told, window);
        }
        Query happened = happened(s, window);
        return happened != null ? happened : states.state(s, window);
    }

    /** Of everybody, of all and of most no query tells. */
    private static boolean universal(Sentence s) {
        int i = HELPING.contains(s.at(0)) ? 1 : 0;
        return s.is(i, "everyone", "everybody", "everything", "every", "each", "neither") || s.is(i, "all") && !s.is(i + 1, "in")
                || s.is(i, "most", "none", "half", "some") && s.is(i + 1, "of");
    }

    /** {@code was there a drill before the locksmith came}: being there goes on, so a time is named rather than an order asked. */
    private Query seenBefore(Sentence s) {
        int at = s.find(1, "before", "after");
        Query.Exists first = seen(s.part(0, at), Window.ALL) instanceof Query.Exists exists ? exists : null;
        Event second = first == null ? null : BeforeAfterQuestions.second(s.part(at + 1, s.length()), references, Event.Kind.PRESENT);
        return second == null ? null : new Query.Exists(first.event(), s.is(at, "after")
                ? new Window.After(second) : new Window.Before(second));
    }

    /** {@code was the bar red after the boss came}, {@code was the pot near the door before he left}: a state has a window, no order. */
    private Query stateBefore(Sentence s) {
        int at = s.find(2, "before", "after");
        Event time = at < 0 || !s.is(0, "is", "are", "was", "were", "has", "have", "had") ? null
                : BeforeAfterQuestions.second(s.part(at + 1, s.length()), references, Event.Kind.PRESENT);
        Window window = time == null ? null : s.is(at, "after") ? new Window.After(time) : new Window.Before(time);
        Sentence state = s.part(0, Math.max(at, 0));
        Query query = window == null ? null : happened(state, window);
        boolean there = query instanceof Query.Exists exists && exists.event().kind() == Event.Kind.PRESENT;
        Query so = window == null || there ? query : states.state(state, window);
        boolean deed = so instanceof Query.Is is && is.values().stream().anyMatch(value -> value.endsWith("ed") && value.length() > 3
                && !States.are(value));
        return deed ? null : so;
    }

    /** {@code was there a dog}, {@code did you see any cars go past}, {@code was there a moment with nobody}. */
    private Query seen(Sentence s, Window window) {
        int start = SeeingWords.behind(s, 0);
        if (start == 0) {
            return null;
        }
        start = s.is(start, "not") ? start + 1 : start;
        boolean trace = s.is(start, "any", "a", "some") && s.is(start + 1, "sign", "signs", "trace", "traces", "sight", "evidence",
                "glimpse", "hint") && s.is(start + 2, "of");
        start = trace ? start + 3 : start;
        boolean another = s.is(start, "one", "any", "some") && s.end(start + 1) || s.is(start, "one") && s.is(start + 1, "of")
                && s.is(start + 2, "those", "them", "these") && s.end(start + 3);
        if (another) {
            return references.last().flatMap(References::thing).map(thing -> (Query) new Query.Exists(Event.present(thing), window))
                    .orElse(null);
        }
        int moment = moment(s, start);
        boolean whenever = moment > start;
        for (Match<NounPhrase> noun : NounPhrases.at(s, moment)) {
            Match<NounPhrase> resolved = references.resolved(noun);
            int next = Clauses.together(s, noun.next());
            boolean together = next > noun.next();
            next = s.is(next, "there", "here", "around", "about", "out", "left", "visible", "present", "showing", "up") ? next + 1 : next;
            if (resolved != null && s.end(next)) {
                Event event = new Event(resolved.value().thing(), Event.Kind.PRESENT, 0, resolved.value().amount());
                boolean current = s.is(0, "is", "are", "can", "do") && window.equals(Window.ALL) && !whenever;
                return new Query.Exists(together ? Clauses.several(event) : event, current ? Window.CURRENT : window);
            }
            if (resolved != null && s.is(noun.next(), "left") && NounTails.preposition(s, noun.next() + 1)) {
                Query left = seen(s.without(noun.next(), noun.next() + 1), window);
                if (left != null) {
                    return left;
                }
            }
            Query doing = resolved == null || whenever ? null : doing(s, resolved, window);
            if (doing != null) {
                return doing;
            }
        }
        if (whenever) {
            Clauses.Clause clause = clauses.whole(s, moment, "");
            return clause == null || clause.negated() ? null : new Query.Exists(clause.event(), window);
        }
        return null;
    }

    /** {@code a moment when}, {@code a time with}: the position behind it. */
    private static int moment(Sentence s, int i) {
        int next = s.is(i, "a", "any", "ever", "some") ? i + 1 : i;
        next = s.is(next, "single") ? next + 1 : next;
        if (!s.is(next, "moment", "time", "point", "moments", "times", "period", "stretch")) {
            return i;
        }
        return s.is(next + 1, "when", "with", "where") ? next + 2 : s.phrase(next + 1, "at", "which") || s.phrase(next + 1, "in", "which")
                ? next + 3 : i;
    }

    /** {@code any cars go past}, {@code a man leaving}. */
    private static Query doing(Sentence s, Match<NounPhrase> noun, Window window) {
        Match<VerbPhrases.Verb> verb = VerbPhrases.at(s, noun.next(), s.at(noun.next()).endsWith("ing") ? "being" : "");
        if (verb == null || verb.value().bare()) {
            return null;
        }
        Match<Clauses.Clause> clause = Clauses.read(s, noun.value(), verb);
        return s.end(clause.next()) && clause.value().direction().isEmpty() && !clause.value().negated()
                ? new Query.Exists(clause.value().event(), window) : null;
    }

    private Query any(Sentence sentence, Window window) {
        boolean trace = sentence.is(1, "sign", "signs", "trace", "traces", "sight", "evidence", "glimpse", "hint") && sentence.is(2, "of");
        Sentence s = trace ? sentence.part(3, sentence.length()) : sentence;
        for (Match<NounPhrase> noun : NounPhrases.at(s, 0)) {
            int next = s.is(noun.next(), "there", "here", "around", "about", "left", "in", "yet", "visible", "present", "seen", "spotted",
                    "to", "up") && s.end(noun.next() + 1) ? noun.next() + 1 : SeeingWords.behind(s, noun.next());
            if (s.end(next)) {
                Thing thing = noun.value().thing();
                Thing there = references.last().filter(last -> last instanceof Query.Exists && s.end(noun.next()) && !trace)
                        .map(last -> References.placed(thing, last)).orElse(thing);
                return new Query.Exists(new Event(there, Event.Kind.PRESENT, 0, noun.value().amount()), window);
            }
            Query doing = doing(s, noun, window);
            if (doing != null) {
                return doing;
            }
        }
        return null;
    }

    /** That a place is empty, that words are said, that somebody takes something. */
    private Event told(Sentence s, int i) {
        Event empty = Emptiness.at(s, i);
        Event said = empty != null ? empty : Sayings.at(s, i);
        return said != null ? said : Handling.at(s, i, references);
    }

    /** A statement, as it stands behind "whether": {@code a truck has passed}. */
    private Query stated(Sentence s, Window window) {
        Event told = told(s, 0);
        if (told != null) {
            return new Query.Exists(told, window);
        }
        Clauses.Clause clause = clauses.whole(s, 0, "");
        boolean plain = clause != null && !clause.bare() && !clause.negated() && clause.direction().isEmpty();
        return plain ? new Query.Exists(clause.together() ? Clauses.several(clause.event()) : clause.event(), window) : null;
    }

    /** {@code has the vet been yet}: whether he came. */
    private static Sentence been(Sentence s) {
        boolean past = s.is(s.length() - 1, "yet", "already") && s.is(s.length() - 2, "past", "through", "by") && s.is(s.length() - 3,
                "been");
        boolean by = s.is(s.length() - 1, "past", "through") && s.is(s.length() - 2, "been");
        if (s.is(0, "has", "have", "had") && (past || by)) {
            return Wordings.joined(s.part(0, s.length() - (past ? 3 : 2)), new Sentence(List.of("passed")));
        }
        int last = s.is(s.length() - 1, "yet", "already", "round", "in", "here", "today", "by") ? s.length() - 2 : s.length() - 1;
        return s.is(0, "has", "have", "had") && last > 1 && s.is(last, "been") ? Wordings.joined(s.part(0, last),
                new Sentence(List.of("come"))) : s;
    }

    /** {@code did the dog leave}, {@code has anyone come}, {@code is anyone wearing a hat}, {@code was the bottle taken}. */
    private Query happened(Sentence sentence, Window window) {
        List<String> choices = new ArrayList<>();
        Sentence s = WhereQuestions.withoutChoices(been(sentence), choices);
        Clauses.Clause clause = clauses.whole(s, 1, s.at(0));
        if (clause == null || clause.negated()) {
            return null;
        }
        Event event = clause.together() ? Clauses.several(clause.event()) : clause.event();
        if (!choices.isEmpty() && clause.bare() && sentence.find(1, "up", "down") > 0 && event.kind() == Event.Kind.PRESENT) {
            return new Query.Is(event.thing(), choices.stream().map(way -> way.equals("top") ? "up" : way.equals("bottom") ? "down" : way)
                    .toList(), window);
        }
        boolean raised = s.is(s.length() - 1, "up", "down") && s.is(0, "is", "are", "was", "were") && !Verbs.known(s.at(s.length() - 2))
                && !event.thing().name().equals(Thing.PERSON) && !event.thing().name().equals(Thing.TEXT);
        if (raised && choices.isEmpty() && event.kind() == Event.Kind.PRESENT) {
            return null;
        }
        if (!choices.isEmpty() || !clause.direction().isEmpty()) {
            return new Query.Where(event, choices.isEmpty() ? List.of(clause.direction()) : choices, window);
        }
        boolean told = !clause.bare() || s.length() <= 4 && !clause.event().thing().name().equals(Thing.ANYTHING) || !event.thing().with()
                .isEmpty() || !event.thing().place().isEmpty() || s.is(s.length() - 1, "there", "here", "around")
                || window.bounded() || event.amount().relation() != Amount.Relation.ANY;
        return told ? new Query.Exists(event, window) : null;
    }
}
