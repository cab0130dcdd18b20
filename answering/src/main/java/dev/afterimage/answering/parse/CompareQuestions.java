package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.List;
import java.util.Set;

/**
 * {@code Were there more cars than people?} {@code Are there more people at 20 seconds than at the start?} {@code As many cats as dogs?}
 * {@code Are there the same number of cups and plates?}
 */
final class CompareQuestions {

    private static final Set<String> BEFORE = Set.of("is", "are", "was", "were", "did", "do", "does", "have", "has", "had", "can", "could",
            "there", "you", "we", "they", "see", "seen", "been", "any", "ever", "count", "get", "got", "spot", "notice", "in", "total",
            "a");

    private final References references;

    CompareQuestions(References references) {
        this.references = references;
    }

    private record Side(Thing thing, Window window) {

        boolean timed() {
            return window.bounded();
        }
    }

    /** Null when the sentence compares nothing. */
    Query read(Sentence s) {
        Query same = same(s);
        return same != null ? same : more(s);
    }

    private Query more(Sentence s) {
        int more = s.find(0, "more", "fewer", "less", "many");
        int than = more < 0 ? -1 : s.find(more + 1, s.is(more, "many") ? "as" : "than");
        int compared = than < 0 && more >= 0 ? s.find(more + 1, "compared") : -1;
        if (compared > 0 && s.is(compared + 1, "to", "with")) {
            return more(Wordings.joined(s.part(0, compared), new Sentence(List.of("than")), s.part(compared + 2, s.length())));
        }
        than = than < 0 && s.is(more, "fewer", "less") ? s.find(more + 1, "as") : than;
        if (than < 0 || s.is(more, "many") && !s.is(more - 1, "as")) {
            return null;
        }
        Query.Compare.Relation relation = s.is(more, "more") ? Query.Compare.Relation.MORE : s.is(more, "many")
                ? Query.Compare.Relation.SAME : Query.Compare.Relation.FEWER;
        TimeWindows.Found before = before(s.part(0, s.is(more, "many") ? more - 1 : more));
        return before == null ? null : compared(relation, s.part(more + 1, than), s.part(than + 1, s.length()), before.window());
    }

    /** {@code are there the same number of cups and plates}, {@code as many cups as plates}. */
    private Query same(Sentence s) {
        int same = s.find(0, "same", "equal");
        boolean number = same > 0 && s.is(same + 1, "number", "amount", "numbers") && s.is(same + 2, "of");
        int and = number ? s.find(same + 3, "and", "as") : -1;
        TimeWindows.Found before = and < 0 ? null : before(s.part(0, s.is(same - 1, "the", "an") ? same - 1 : same));
        Query times = before == null ? null : times(s.part(same + 3, and), s.part(and + 1, s.length()));
        if (times != null) {
            return times;
        }
        return before == null ? null : compared(Query.Compare.Relation.SAME, s.part(same + 3, and), s.part(and + 1, s.length()),
                before.window());
    }

    /** {@code the same number of tabs at 0:10 and 1:10}: of one thing, at two times. */
    private Query times(Sentence one, Sentence other) {
        Side first = side(one, null);
        Sentence at = other.is(0, "at", "in") ? other : Wordings.joined(new Sentence(List.of("at")), other);
        Match<Window> time = first == null || !first.timed() ? null : TimePhrases.at(at, 0, true);
        return time == null || !at.end(time.next()) ? null : new Query.Compare(Query.Compare.Relation.SAME, first.thing(), first.window(),
                first.thing(), time.value());
    }

    /** {@code are there}, {@code did you see}, {@code did we have at 10 seconds}: nothing but the asking and a time for both sides. */
    private TimeWindows.Found before(Sentence s) {
        TimeWindows.Found found = TimeWindows.of(s, references);
        return found != null && found.rest().words().stream().allMatch(BEFORE::contains) ? found : null;
    }

    private Query compared(Query.Compare.Relation relation, Sentence one, Sentence other, Window before) {
        Side first = side(one, null);
        Side second = first == null ? null : opposite(other, first);
        second = second != null || first == null ? second : side(other, first.thing());
        if (second == null) {
            return null;
        }
        boolean same = other(second, first);
        Thing left = shared(first.thing(), second.thing());
        Window start = first.timed() ? first.window() : before.bounded() ? before : second.timed() && !same ? second.window() : Window.ALL;
        Window end = second.timed() ? second.window() : before.bounded() && !same ? before : first.timed() && !same
                ? first.window() : Window.ALL;
        return new Query.Compare(relation, same ? first.thing() : left, start, second.thing(), end);
    }

    /** {@code than before}, {@code than afterwards}: of the event that the first side names. */
    private static Side opposite(Sentence s, Side first) {
        boolean before = s.is(0, "before", "beforehand", "earlier");
        boolean alone = (before || s.is(0, "after", "afterwards")) && (s.end(1) || s.is(1, "that", "it") && s.end(2));
        return !alone ? null : before && first.window() instanceof Window.After after ? new Side(first.thing(),
                new Window.Before(after.event())) : !before && first.window() instanceof Window.Before earlier
                        ? new Side(first.thing(), new Window.After(earlier.event())) : null;
    }

    /** Whether the second side is the first at another time. */
    private static boolean other(Side second, Side first) {
        return second.thing().equals(first.thing());
    }

    /** A place that is said once, at the end, holds for both. */
    private static Thing shared(Thing first, Thing second) {
        Thing thing = first;
        if (first.with().stream().noneMatch(CompareQuestions::place)) {
            for (String with : second.with()) {
                thing = place(with) ? thing.with(with) : thing;
            }
        }
        return first.place().isEmpty() && !second.place().isEmpty() ? thing.at(second.place()) : thing;
    }

    private static boolean place(String with) {
        return NounTails.preposition(new Sentence(List.of(with.split(" "))), 0) && !with.startsWith("with");
    }

    private Side side(Sentence told, Thing otherwise) {
        String ordinalPlace = otherwise == null ? "" : otherwise.with().stream().filter(with -> with.matches(
                "(in|on|at) (first|second|third|last|left|right|top|bottom|front|back) .*")).findFirst().orElse("");
        if (!ordinalPlace.isEmpty() && told.is(0, "in", "on", "at") && told.is(1, "the") && told.end(3) && Numbers.ordinal(told,
                2) != null) {
            return side(Wordings.joined(told, new Sentence(List.of(ordinalPlace.substring(ordinalPlace.lastIndexOf(' ') + 1)))), otherwise);
        }
        boolean half = otherwise != null && told.is(0, "in", "during") && told.is(1, "the") && told.is(2, "first", "second") && told.end(3);
        Sentence sentence = half ? Wordings.joined(told, new Sentence(List.of("half"))) : told;
        Sentence s = sentence.is(0, "of", "there") ? sentence.part(1, sentence.length()) : sentence;
        s = s.is(0, "at", "in") && s.is(1, "start", "end", "beginning") || !s.is(0, "start", "end", "beginning") ? s
                : Wordings.joined(new Sentence(List.of("at")), s);
        TimeWindows.Found found = TimeWindows.of(s, references(otherwise));
        if (found == null) {
            return null;
        }
        Sentence rest = bare(found.rest());
        if (rest.length() == 0) {
            return otherwise == null ? null : new Side(otherwise, found.window());
        }
        Match<String> place = otherwise != null && NounTails.preposition(rest, 0) ? NounTails.properties(rest, 0).stream()
                .filter(one -> rest.end(one.next())).findFirst().orElse(null) : null;
        if (place != null) {
            String noun = place.value().endsWith(" one") ? lastPlace(otherwise) : "";
            String where = noun.isEmpty() ? place.value() : place.value().substring(0, place.value().length() - 3) + noun;
            return new Side(References.unplaced(otherwise).with(where), found.window());
        }
        List<Match<NounPhrase>> nouns = NounPhrases.at(rest, 0).stream().filter(one -> rest.end(one.next()) || came(rest, one.next()))
                .toList();
        Match<NounPhrase> noun = nouns.isEmpty() ? null : references.resolved(nouns.get(0));
        return noun == null || found.window() instanceof Window.BetweenEvents ? null : new Side(noun.value().thing(), found.window());
    }

    /** The noun of the place where a thing is: "shelf" of a tin on the left shelf. */
    private static String lastPlace(Thing thing) {
        return thing.with().stream().filter(CompareQuestions::place).map(with -> with.substring(with.lastIndexOf(' ') + 1)).findFirst()
                .orElse("");
    }

    private References references(Thing otherwise) {
        return otherwise == null ? references : new References(List.of(new Query.Exists(Event.present(otherwise), Window.ALL)));
    }

    /** Without {@code there are}, {@code there}, {@code at}. */
    private static Sentence bare(Sentence rest) {
        Sentence s = rest;
        while (s.length() > 0 && s.is(s.length() - 1, "there", "here", "were", "are", "was", "is", "did", "you", "see", "saw")) {
            s = s.part(0, s.length() - 1);
        }
        return s.length() > 0 && s.words().stream().allMatch(List.of("there", "are", "were", "it", "in", "at")::contains) ? s.part(0, 0)
                : s;
    }

    /** {@code more cars pass ... than ...}: the verb says nothing that the count does not. */
    private static boolean came(Sentence s, int i) {
        Match<VerbPhrases.Verb> verb = VerbPhrases.at(s, i, "");
        return verb != null && s.end(verb.next()) && !verb.value().negated()
                && Set.of(Event.Kind.APPEARS, Event.Kind.PASSES, Event.Kind.PRESENT).contains(verb.value().kind());
    }
}
