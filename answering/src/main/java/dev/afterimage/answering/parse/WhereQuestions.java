package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;

import java.util.ArrayList;
import java.util.List;

/** {@code Where is the dog?} {@code From which side did the car come?} {@code Which way did it go, left or right?} */
final class WhereQuestions {

    private static final String[][] CUES = {{"from", "which", "side"}, {"from", "which", "direction"}, {"from", "what", "side"},
            {"from", "what", "direction"}, {"from", "where"}, {"by", "which", "side"}, {"by", "what", "side"}, {"through", "which", "side"},
        {"on", "which", "side"}, {"on", "what", "side"}, {"to", "which", "side"}, {"at", "which", "side"}, {"which", "side"},
        {"what", "side"}, {"which", "way"}, {"what", "way"},
        {"which", "direction"}, {"what", "direction"}, {"in", "which", "direction"}, {"in", "what", "direction"}, {"whereabouts"},
                {"where", "about"}, {"where", "abouts"}, {"where", "exactly"}, {"where", "precisely"}, {"where", "roughly"},
        {"where"}, {"in", "which", "corner"},
        {"on", "which", "half"}, {"in", "which", "part"}, {"what", "part"}, {"which", "part"}};

    private final Clauses clauses;
    private final References references;

    WhereQuestions(Clauses clauses, References references) {
        this.clauses = clauses;
        this.references = references;
    }

    Query read(Sentence sentence, Window window) {
        Match<String> cue = cue(sentence);
        if (cue == null) {
            return null;
        }
        List<String> choices = new ArrayList<>();
        Sentence s = withoutChoices(sentence, choices);
        int next = cue.next();
        if (s.end(next)) {
            return references.last().flatMap(References::event).map(event -> (Query) new Query.Where(event.nth(0), choices, window))
                    .orElse(null);
        }
        if (s.is(s.length() - 1, "from", "to", "on", "in", "at", "towards") && s.length() > next + 1) {
            s = s.part(0, s.length() - 1);
        }
        int whole = s.is(next, "of") ? whole(s, next) : next;
        if (s.is(next, "of") && whole == next) {
            return null;
        }
        s = whole > next ? Wordings.joined(s.part(0, next), s.part(whole, s.length())) : s;
        s = placed(s, next);
        if (s.is(s.length() - 1, "take", "taken", "took", "choose") && s.is(next - 1, "way", "direction", "side")) {
            s = Wordings.joined(s.part(0, s.length() - 1), new Sentence(List.of("go")));
        }
        if (s.is(next, "is", "are") && s.is(s.length() - 1, "gone", "got", "been") && s.length() > next + 2 && s.is(0, "where",
                "whereabouts")) {
            s = s.part(0, s.length() - 1);
        }
        if (s.is(next, "has", "have", "had") && s.is(s.length() - 1, "got") && s.length() > next + 2) {
            s = Wordings.joined(s.part(0, next), new Sentence(List.of("is")), s.part(next + 1, s.length() - 1));
        }
        boolean inverted = s.is(next, "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "can", "could", "will");
        Event event = inverted ? seen(s, next) : null;
        if (event == null) {
            Clauses.Clause clause = inverted ? clauses.whole(s, next + 1, s.at(next)) : clauses.whole(s, next, "");
            Event handled = clause == null && inverted ? new WhereHandled(clauses, references).at(s, next) : null;
            if (handled != null) {
                return new Query.Where(handled, choices, window);
            }
            clause = clause == null && inverted ? moving(s, next) : clause;
            event = clause == null || clause.negated() || !clause.direction().isEmpty() ? null : clause.event();
        }
        return event == null ? null : new Query.Where(event, choices, window);
    }

    private static Match<String> cue(Sentence s) {
        int behind = Cues.behind(s, CUES);
        boolean placed = behind == 0 && s.is(0, "in", "on", "at") && s.is(1, "which", "what") && s.is(2, "room", "place", "spot",
                    "building",
                "area", "shelf", "drawer", "box", "cupboard", "chair", "seat", "table", "corner", "bay", "floor", "house", "aisle");
        behind = placed ? 3 : behind;
        return behind == 0 ? null : new Match<>(String.join(" ", s.words().subList(0, behind)), behind);
    }

    /** {@code which side of the road was the van on}: the position behind what has the sides. */
    private static int whole(Sentence s, int i) {
        return NounPhrases.bare(s, i + 1).stream().map(Match::next).filter(next -> s.is(next, "is", "are", "was", "were", "do", "does",
                "did",
                "has", "have", "had")).findFirst().orElse(i);
    }

    /** {@code where on the shelf is the soap}: {@code where is the soap on the shelf}. */
    private static Sentence placed(Sentence s, int i) {
        int end = s.is(0, "where", "whereabouts") && NounTails.preposition(s, i) ? NounTails.properties(s, i).stream().map(Match::next)
                .filter(next -> s.is(next, "is", "are", "was", "were")).findFirst().orElse(i) : i;
        return end == i ? s : Wordings.joined(s.part(0, i), s.part(end, s.length()), s.part(i, end));
    }

    /** {@code where did the bolt roll}: how it moved is no part of where. */
    private Clauses.Clause moving(Sentence s, int i) {
        int verb = s.length() - 1;
        while (verb > i + 1 && !Verbs.motion(s.at(verb))) {
            verb--;
        }
        return verb <= i + 1 ? null : clauses.whole(Wordings.joined(s.part(0, verb), new Sentence(List.of(s.at(verb).endsWith("ing")
                ? "moving" : "move")), s.part(verb + 1, s.length())), i + 1, s.at(i));
    }

    private Event seen(Sentence s, int i) {
        int next = SeeingWords.behind(s, i);
        if (next == i) {
            return null;
        }
        return NounPhrases.at(s, next).stream().filter(noun -> s.end(noun.next())).map(references::resolved).filter(noun -> noun != null)
                .map(noun -> Event.present(noun.value().thing())).findFirst().orElse(null);
    }

    /** {@code left or right}, {@code from the left or from the right}, and nothing else. */
    static void choices(Sentence s, List<String> choices) {
        Sentence rest = withoutChoices(Wordings.joined(new Sentence(List.of("it")), s), choices);
        if (rest.length() > 1) {
            choices.clear();
        }
    }

    /** {@code , left or right}: the answers that the question itself offers, at its end. */
    static Sentence withoutChoices(Sentence s, List<String> choices) {
        int or = s.find(0, "or");
        if (or < 1) {
            return s;
        }
        int start = or;
        while (start > 0 && (s.is(start - 1, "left", "right", "top", "bottom", "middle", "up", "down", "the", "to", "towards", "toward",
                "on",
                "from", "in", "at", ",", "side", "hand", "upwards", "downwards"))) {
            start--;
        }
        List<String> found = new ArrayList<>();
        for (int i = start; i < s.length(); i++) {
            Match<String> way = Clauses.direction(s, i);
            if (way != null && s.is(way.next() - 1, "left", "right", "top", "bottom", "up", "down", "side", "hand", "upwards",
                    "downwards")) {
                found.add(way.value());
                i = way.next() - 1;
            } else if (s.is(i, "middle")) {
                found.add("middle");
            } else if (!s.is(i, "or", "the", ",", "to", "towards", "on", "from", "in", "at", "side")) {
                return s;
            }
        }
        choices.addAll(found);
        return found.size() < 2 ? s : s.part(0, start);
    }
}
