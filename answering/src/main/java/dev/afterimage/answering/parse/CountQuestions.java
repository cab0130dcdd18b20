package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.Set;

/** {@code How many cars are there?} {@code How many people came?} {@code Count the cones.} {@code Total number of vans?} */
final class CountQuestions {

    private static final String[][] NUMBER = {{"number", "of"}, {"the", "number", "of"}, {"total", "number", "of"}, {"total"},
        {"the", "total", "number", "of"}, {"count", "of"}, {"a", "count", "of"}, {"the", "count", "of"}, {"total", "count", "of"},
        {"a", "total", "of"}, {"how", "much"}, {"a", "number", "for"}, {"the", "total", "of"}, {"headcount", "of"}, {"number", "for"},
                {"what", "number", "of"},
        {"the", "headcount", "of"}, {"the", "tally", "of"}, {"tally", "of"}, {"the", "sum", "of"}, {"a", "tally", "of"}};
    private static final String[][] ASKING = {{"what", "is"}, {"what", "was"}, {"what", "were"}, {"what", "are"}, {"give", "me"},
        {"give"}, {"please", "give", "me"}, {"i", "need"}, {"i", "want"}, {"provide"}, {"get", "me"}, {"can", "i", "have"}};
    private static final String[][] COUNTING = {{"count", "the"}, {"count", "all", "the"}, {"count", "all"}, {"count"}, {"count", "me",
            "the"},
        {"count", "up", "the"}, {"count", "up"}, {"count", "me"}, {"count", "how", "many"}, {"tally", "the"}, {"tally"}};
    private static final Set<String> AUXILIARIES = Set.of("is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can",
            "could", "will");

    private final References references;

    CountQuestions(References references) {
        this.references = references;
    }

    /** @param state whether the present tense asks for what is there at once */
    private record Counted(boolean distinct, boolean state, Window window) { }

    Query read(Sentence s, Window window) {
        if (s.phrase(0, "how", "many")) {
            return counted(s, 2, new Counted(false, false, window));
        }
        int number = Cues.behind(s, Cues.behind(s, ASKING), NUMBER);
        boolean much = s.phrase(number - 2, "how", "much");
        if (much && !Lexicon.english().singular(s.at(number)).equals(s.at(number)) || !much && number > Cues.behind(s, ASKING)
                || much && s.is(number, "people", "folk", "of")) {
            return counted(s, number, new Counted(false, false, window));
        }
        int count = Cues.behind(s, COUNTING);
        return count == 0 ? null : counted(s, count, new Counted(false, !s.is(count - 1, "many"), window));
    }

    private Query counted(Sentence s, int i, Counted how) {
        int start = i;
        boolean distinct = false;
        while (s.is(start, "different", "separate", "distinct", "individual", "unique", "other", "total", "various", "more")) {
            distinct |= !s.is(start, "other", "more");
            start++;
        }
        Counted counted = new Counted(distinct || how.distinct(), how.state() && !distinct, how.window());
        boolean some = s.is(start, "of") && !s.is(start + 1, "them", "those", "these", "it") || s.is(start, "of") && s.noun(start + 2);
        start = some ? start + 1 : start;
        if (s.end(start)) {
            return references.last().map(last -> again(last, how)).orElse(null);
        }
        Query those = new CountOfThose(references).read(s, start, how.window(), counted.distinct());
        return those != null ? those : things(s, start, counted);
    }

    /** {@code How many?}: of what was asked about, as it was counted before. */
    private static Query again(Query last, Counted how) {
        Window window = how.window().bounded() ? how.window() : last.window();
        return last instanceof Query.Count ? QueryWindows.in(last, window) : counted(References.thing(last).orElseThrow(), Amount.ANY,
                new Counted(how.distinct(), how.state(), window), last instanceof Query.Exists && last.window().equals(Window.CURRENT));
    }

    private Query things(Sentence s, int start, Counted how) {
        for (Match<NounPhrase> noun : NounPhrases.at(s, start)) {
            Match<NounPhrase> resolved = noun.value().thing().name().equals("time") ? null : references.resolved(noun);
            Query query = resolved == null ? null : followUp(s, noun, resolved, how);
            query = query != null || resolved == null ? query : of(s, resolved, how);
            if (query != null) {
                return query;
            }
        }
        return null;
    }

    /** {@code And how many bicycles?}: counted as what was counted before. */
    private Query followUp(Sentence s, Match<NounPhrase> noun, Match<NounPhrase> resolved, Counted how) {
        boolean whole = s.end(noun.next()) && !how.distinct() && references.last().filter(last -> last instanceof Query.Count).isPresent();
        return whole ? Fragments.changed(references.last().get(), References.placed(resolved.value().thing(), references.last().get()),
                how.window().bounded() ? how.window() : references.last().get().window()) : null;
    }

    private Query of(Sentence s, Match<NounPhrase> noun, Counted how) {
        int next = s.is(noun.next(), "that", "which", "who") ? noun.next() + 1 : noun.next();
        Thing thing = noun.value().thing();
        int together = Clauses.together(s, next);
        if (s.end(together)) {
            return counted(thing, together > next ? Amount.MOST : Amount.ANY, how, together > next);
        }
        Match<String> colour = s.is(together, "is", "are", "was", "were") ? Colours.at(s, together + 1) : null;
        if (colour != null && s.end(colour.next())) {
            return counted(thing.coloured(colour.value()), Amount.ANY, how, s.is(together, "is", "are"));
        }
        int so = s.is(together, "is", "are", "was", "were") ? (s.is(together + 1, "still", "already", "now") ? together + 2
                : together + 1) : -1;
        boolean state = so > 0 && s.end(so + 1) && (States.are(s.at(so)) || s.is(so, "free", "vacant", "available", "broken"))
                && !s.at(so).endsWith("ing") && !s.is(so, "parked", "stopped", "outside", "inside", "indoors", "outdoors", "left", "set",
                        "made", "alone");
        if (state) {
            return counted(thing.with(s.at(so)), Amount.ANY, how, s.is(together, "is", "are"));
        }
        Query seen = seen(s, new Match<>(noun.value(), together), together > next, how);
        Event handled = seen == null ? Handling.done(s, thing, next) : null;
        if (handled != null) {
            return new Query.Count(Query.Count.Of.DISTINCT, handled, how.window());
        }
        return seen != null ? seen : doing(s, noun.value(), next, how);
    }

    /** {@code are there}, {@code can you see on the table}, {@code were there at once}. */
    private static Query seen(Sentence s, Match<NounPhrase> noun, boolean already, Counted how) {
        int next = noun.next();
        int seeing = SeeingWords.behind(s, next);
        seeing = seeing == next && s.is(next, "was", "is") && s.is(next + 1, "it") ? next + 2 : seeing;
        if (seeing == next) {
            return null;
        }
        boolean got = s.is(next, "have") && s.is(next + 1, "you", "we", "i") && s.is(next + 2, "got");
        boolean present = got || s.is(next, "is", "are", "can", "do", "you", "we") && !s.is(next + 1, "saw", "had")
                || s.is(next, "there") && s.is(next + 1, "are", "is");
        seeing = s.is(seeing, "left", "out", "up", "down", "still") && NounTails.preposition(s, seeing + 1) ? seeing + 1 : seeing;
        for (Match<NounPhrase> narrowed : NounTails.narrowed(s, new Match<>(noun.value(), seeing))) {
            int end = Clauses.together(s, s.is(narrowed.next(), "out", "in", "there", "here", "around", "about", "up", "left", "altogether")
                    ? narrowed.next() + 1 : narrowed.next());
            boolean together = already || end > narrowed.next() + 1;
            if (s.end(end)) {
                return counted(narrowed.value().thing(), together ? Amount.MOST : Amount.ANY, how, present || together);
            }
        }
        return null;
    }

    private static Query doing(Sentence s, NounPhrase noun, int i, Counted how) {
        Match<VerbPhrases.Verb> verb = VerbPhrases.at(s, i, s.at(i).endsWith("ing") ? "being" : "");
        if (verb == null) {
            return null;
        }
        Match<Clauses.Clause> whole = Clauses.read(s, noun, verb);
        Clauses.Clause clause = whole.value();
        if (clause.bare() && Verbs.posture(s.at(whole.next())) && s.end(whole.next() + 1)) {
            return counted(clause.event().thing().with(s.at(whole.next())), Amount.ANY, how, clause.present());
        }
        if (!s.end(whole.next()) || clause.negated() || !clause.direction().isEmpty()) {
            return null;
        }
        if (clause.event().kind() == Event.Kind.PRESENT) {
            return counted(clause.event().thing(), clause.together() ? Amount.MOST : Amount.ANY, how, clause.present()
                    || clause.together());
        }
        return new Query.Count(Query.Count.Of.DISTINCT, clause.event().amount(Amount.ANY), how.window());
    }

    static Query counted(Thing thing, Amount amount, Counted how, boolean state) {
        boolean span = how.window().bounded() && !how.window().momentary() && amount.equals(Amount.ANY);
        boolean atOnce = !how.distinct() && (how.window().momentary() || (state || how.state()) && !span);
        return counted(thing, amount, how.window(), atOnce);
    }

    static Query counted(Thing thing, Amount amount, Window window, boolean atOnce) {
        return new Query.Count(atOnce ? Query.Count.Of.AT_ONCE : Query.Count.Of.DISTINCT, new Event(thing, Event.Kind.PRESENT, 0, amount),
                window);
    }
}
