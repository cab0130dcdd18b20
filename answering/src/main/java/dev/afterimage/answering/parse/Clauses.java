package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads events: a thing, what it does, and what narrows that down behind it. */
final class Clauses {

    private static final Set<String> SWITCHED = Set.of("light", "lamp", "alarm", "siren", "bell", "lights", "telly", "television", "tv",
            "radio", "screen", "monitor", "heating", "power", "torch", "engine", "fan", "buzzer", "beeper", "led", "indicator");

    private static final Set<String> SOUNDING = Set.of("bell", "alarm", "siren", "phone", "buzzer", "beeper", "whistle", "horn", "tannoy");

    private static final Set<String> ON_SCREEN = Set.of("dialog", "dialogue", "tab", "menu", "popup", "pop-up", "panel", "app", "page",
            "window", "sidebar", "toolbar", "tooltip", "prompt", "notification", "toast", "modal", "dropdown", "file", "folder", "browser",
            "terminal", "program", "editor");

    private static final Set<String> THINGS_LEFT = Set.of("parcel", "package", "letter", "note", "message", "key", "box", "coat", "hat",
            "jacket", "wallet", "purse", "glove", "scarf", "tool", "ladder", "bike lock", "thing", "something", "anything", "card", "money",
            "tip", "mess", "mark", "trail", "gap", "space", "light", "engine", "tap", "stick", "shopping", "newspaper");
    private static final Set<String> FURNITURE = Set.of("person", "bench", "bed", "dining table", "couch", "chair", "car", "bus", "train",
            "boat", "truck", "toilet", "airplane");

    private final References references;

    Clauses(References references) {
        this.references = references;
    }

    /**
     * An event as a question tells it.
     *
     * @param direction the words of a way or side it goes, "left", "towards the top"; empty where none is said
     * @param together  whether several at once are meant
     */
    record Clause(Event event, boolean negated, boolean present, boolean bare, String direction, boolean together) {

        Clause of(Event other) {
            return new Clause(other, negated, present, bare, direction, together);
        }
    }

    /**
     * Events with the subject at {@code i}, the most plausible first. @param helping the auxiliary that stood before it; empty where there
     * was none
     */
    List<Match<Clause>> at(Sentence s, int i, String helping) {
        List<Match<Clause>> found = new ArrayList<>();
        for (Match<NounPhrase> subject : NounPhrases.at(s, i)) {
            Match<NounPhrase> resolved = references.belonging(subject);
            Match<VerbPhrases.Verb> verb = VerbPhrases.at(s, subject.next(), helping);
            verb = verb == null ? opened(s, subject) : verb;
            if (resolved != null && verb != null && !switched(s, resolved.value(), verb)) {
                found.addAll(all(s, resolved.value(), verb));
            }
        }
        return found;
    }

    /** What opens on a screen appears there, what closes disappears. */
    private static Match<VerbPhrases.Verb> opened(Sentence s, Match<NounPhrase> subject) {
        String name = subject.value().thing().name();
        if (!ON_SCREEN.contains(name.substring(name.lastIndexOf(' ') + 1)) || s.end(subject.next())) {
            return null;
        }
        int verb = s.is(subject.next(), "first", "last", "ever", "finally", "just", "has", "then") ? subject.next() + 1 : subject.next();
        String base = s.verbBase(verb);
        Event.Kind kind = base.equals("open") || base.equals("launch") || base.equals("load") ? Event.Kind.APPEARS
                : base.equals("close") || base.equals("shut") ? Event.Kind.LEAVES : null;
        int nth = verb == subject.next() ? 0 : s.is(verb - 1, "first") ? 1 : s.is(verb - 1, "last") ? -1 : 0;
        return kind == null ? null : new Match<>(new VerbPhrases.Verb(kind, nth, false, false, false), verb + 1);
    }

    /** A light that goes off does not leave, an alarm that goes off does not either. */
    private static boolean switched(Sentence s, NounPhrase subject, Match<VerbPhrases.Verb> verb) {
        String name = subject.thing().name();
        boolean device = SWITCHED.contains(name.substring(name.lastIndexOf(' ') + 1));
        boolean be = s.is(verb.next() - 2, "is", "are", "was", "were") || s.is(verb.next() - 1, "off") && verb.next() > 1
                && !s.verb(verb.next() - 2);
        boolean alive = Kinds.coco().of(name).filter(kind -> kind.labels().stream().anyMatch(Compounds::alive)).isPresent()
                || Speakers.are(name);
        device |= be && s.is(verb.next() - 1, "off") && s.end(verb.next()) && !alive && verb.value().kind() == Event.Kind.LEAVES
                && s.is(0, "is", "are", "was", "were") && !s.is(1, "it", "he", "she", "they");
        boolean sounds = SOUNDING.contains(name.substring(name.lastIndexOf(' ') + 1)) && verb.value().kind() == Event.Kind.LEAVES;
        return device && s.is(verb.next() - 1, "off", "on", "out")
                && verb.value().kind() != Event.Kind.TAKEN && verb.value().kind() != Event.Kind.PUT_DOWN || sounds;
    }

    /** The first that reaches to the end of the sentence; null when there is none. */
    Clause whole(Sentence s, int i, String helping) {
        return at(s, i, helping).stream().filter(match -> s.end(match.next())).map(Match::value).findFirst().orElse(null);
    }

    /** The first that tells more than being there and reaches to the end of the sentence; null when there is none. */
    Clause doing(Sentence s, int i, String helping) {
        return at(s, i, helping).stream().filter(match -> s.end(match.next()) && !match.value().bare()).map(Match::value).findFirst()
                .orElse(null);
    }

    /**
     * With the subject and the verb read, the first reading of what stands behind them that reaches to the end of the sentence; else the
     * first of all.
     */
    static Match<Clause> read(Sentence s, NounPhrase subject, Match<VerbPhrases.Verb> verb) {
        List<Match<Clause>> all = all(s, subject, verb);
        return all.stream().filter(match -> s.end(match.next())).findFirst().orElse(all.get(0));
    }

    private static List<Match<Clause>> all(Sentence s, NounPhrase subject, Match<VerbPhrases.Verb> verb) {
        Clause begun = new Clause(new Event(subject.thing(), verb.value().kind(), verb.value().nth(), subject.amount()), verb.value()
                .negated(), verb.value().present(),
                verb.value().bare(), "", false);
        List<Match<Clause>> found = new ArrayList<>();
        follow(s, new Match<>(begun, verb.next()), 3, found);
        return found;
    }

    /** Takes what stands behind the verb piece by piece; the longest reading comes first. */
    private static void follow(Sentence s, Match<Clause> so, int more, List<Match<Clause>> found) {
        if (more > 0) {
            pieces(s, so).forEach(longer -> follow(s, longer, more - 1, found));
        }
        found.add(so);
    }

    private static List<Match<Clause>> pieces(Sentence s, Match<Clause> so) {
        Clause clause = so.value();
        Event event = clause.event();
        int i = so.next();
        if (s.is(i, "again") || s.phrase(i, "back", "again")) {
            boolean comes = event.kind() == Event.Kind.APPEARS || event.kind() == Event.Kind.PRESENT;
            return List.of(new Match<>(clause.of(comes ? event.as(Event.Kind.RETURNS) : event), s.is(i, "again") ? i + 1 : i + 2));
        }
        if (s.is(i, "in", "out", "up", "down", "over", "back", "through") && s.is(i + 1, "there", "here")) {
            return List.of(new Match<>(clause, i + 2));
        }
        if (s.is(i, "there", "here", "around") || s.is(i, "for", "too", "also", "yet", "away", "in", "out", "through",
                "already", "either") && s.end(i + 1)) {
            return List.of(new Match<>(clause, i + 1));
        }
        if (s.is(i, "by") && s.is(i + 1, "anyone", "anybody", "someone", "somebody", "them")
                && (event.kind() == Event.Kind.TAKEN || event.kind() == Event.Kind.PUT_DOWN)) {
            return List.of(new Match<>(clause, i + 2));
        }
        Match<Integer> times = times(s, i);
        Match<Integer> time = s.is(i, "the", "a") || s.is(i, ",") && s.is(i + 1, "the")
                ? Numbers.ordinal(s, s.is(i, ",") ? i + 2 : i + 1) : null;
        times = times == null && time != null && s.is(time.next(), "time") ? new Match<>(time.value(), time.next() + 1) : times;
        if (times != null && event.nth() == 0) {
            return List.of(times.as(clause.of(event.nth(times.value()))));
        }
        if (together(s, i) > i) {
            return List.of(new Match<>(new Clause(event, clause.negated(), clause.present(), clause.bare(), clause.direction(), true),
                    together(s, i)));
        }
        Match<String> way = direction(s, i);
        if (way != null && clause.direction().isEmpty() && event.kind() != Event.Kind.PRESENT) {
            return List.of(way.as(new Clause(event, clause.negated(), clause.present(), clause.bare(), way.value(), clause.together())));
        }
        Match<String> place = NounTails.place(s, i);
        if (place != null && event.thing().place().isEmpty()) {
            return List.of(place.as(clause.of(event.of(NounTails.placed(s, i, event.thing(), place)))));
        }
        if (PASSING.contains(event.kind()) && s.is(i, "the", "our", "my")
                && s.is(i + 1, "camera", "lens", "cam", "picture", "screen", "frame")) {
            return List.of(new Match<>(clause, i + 2));
        }
        if (event.kind() == Event.Kind.PASSES && s.is(i, "me", "us", "you")) {
            return List.of(new Match<>(clause, i + 1));
        }
        boolean left = event.kind() == Event.Kind.LEAVES && s.is(i - 1, "leave", "leaves", "left", "leaving") && belongings(s, i);
        boolean handled = event.kind() == Event.Kind.LEAVES && s.is(i - 1, "off", "out") && s.is(i - 2, "pull", "pulls", "pulled", "take",
                "takes", "took", "set", "sets", "drop", "clear", "carry", "cut", "put", "let", "make") || s.is(i, "his", "her", "their")
                && event.kind() == Event.Kind.LEAVES && s.is(i - 1, "off", "out");
        List<Match<String>> objects = PASSING.contains(event.kind()) && !clause.bare() && !left && !handled ? NounTails.objects(s, i)
                : List.of();
        return Stream.concat(NounTails.properties(s, i).stream(), objects.stream())
                .map(property -> property.as(clause.of(event.of(event.thing().with(property.value()))))).toList();
    }

    /** {@code left his bag on the seat}: what somebody leaves behind is no place that they leave. */
    private static boolean belongings(Sentence s, int i) {
        return NounPhrases.bare(s,
                i).stream().findFirst().map(noun -> noun.value().thing().name()).filter(name -> THINGS_LEFT.contains(name)
                || Kinds.coco().of(name).filter(kind -> kind.labels().stream().noneMatch(FURNITURE::contains)).isPresent()).isPresent();
    }

    /** {@code twice}, {@code three times}, {@code for the last time}: which time it must come to. */
    private static Match<Integer> times(Sentence s, int i) {
        if (s.is(i, "twice")) {
            return new Match<>(2, i + 1);
        }
        if (s.phrase(i, "more", "than", "once")) {
            return new Match<>(2, i + 3);
        }
        Match<Double> number = Numbers.number(s, i);
        if (number != null && s.is(number.next(), "times")) {
            return new Match<>(number.value().intValue(), number.next() + 1);
        }
        Match<Integer> ordinal = s.phrase(i, "for", "the") ? Numbers.ordinal(s, i + 2) : null;
        return ordinal != null && s.is(ordinal.next(), "time") ? new Match<>(ordinal.value(), ordinal.next() + 1) : null;
    }

    /** What they happen to may follow without a preposition: {@code cross the road}, {@code enter the room}, {@code leave the house}. */
    private static final Set<Event.Kind> PASSING = Set.of(Event.Kind.PASSES, Event.Kind.APPEARS, Event.Kind.LEAVES);

    /** {@code at once}, {@code at the same time}: the position behind it. */
    static int together(Sentence s, int i) {
        String[][] phrases = {{"at", "once"}, {"at", "the", "same", "time"}, {"at", "one", "time"}, {"at", "any", "one", "time"},
                {"simultaneously"}, {"together"},
            {"at", "the", "same", "moment"}, {"in", "one", "go"}, {"at", "a", "time"}, {"all", "at", "once"}, {"at", "one", "moment"},
            {"at", "any", "moment"}, {"at", "any", "time"}, {"at", "one", "time"}, {"at", "any", "one", "moment"}, {"at", "any", "one",
            "point"},
            {"at", "one", "point"}, {"at", "a", "go"}, {"at", "one", "go"}, {"in", "a", "go"}, {"at", "one", "sitting"}, {"at", "a",
            "stretch"}, {"at", "any", "given", "time"}, {"at", "any", "given", "moment"}, {"at", "a", "single", "moment"},
            {"at", "the", "same", "instant"}, {"in", "one", "moment"}, {"all", "together"}, {"in", "a", "single", "moment"},
            {"at", "a", "single", "time"}, {"side", "by", "side"}, {"at", "one", "and", "the", "same", "time"}};
        for (String[] phrase : phrases) {
            if (s.phrase(i, phrase)) {
                return i + phrase.length;
            }
        }
        return i;
    }

    /** {@code left}, {@code to the right}, {@code towards the top}, {@code upwards}. */
    static Match<String> direction(Sentence s, int i) {
        int next = s.is(i, "to", "towards", "toward", "from") ? i + 1 : i;
        next = s.is(next, "the") ? next + 1 : next;
        boolean noun = Compounds.length(s, next) > 0 || s.is(next, "up", "down") && s.is(next + 1, "the", "a", "my", "our")
                || next > i && s.noun(next + 1) && !s.is(next + 1, "hand", "side", "edge", "corner", "and", "or");
        if (noun) {
            return null;
        }
        String way = switch (s.at(next)) {
            case "left", "leftwards", "leftward" -> "left";
            case "right", "rightwards", "rightward" -> "right";
            case "top", "up", "upwards", "upward" -> "top";
            case "bottom", "down", "downwards", "downward" -> "bottom";
            default -> "";
        };
        if (way.isEmpty()) {
            return null;
        }
        next = s.is(next + 1, "hand") ? next + 2 : next + 1;
        return new Match<>(way, s.is(next, "side", "edge") ? next + 1 : next);
    }

    /** Of "both" and bare plurals nothing is known; of "more than one" it is. */
    static Event several(Event event) {
        return event.amount().equals(Amount.ANY) ? event.amount(Amount.atLeast(2)) : event;
    }
}
