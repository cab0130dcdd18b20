package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The verbs of {@code verbs.txt} with their particles, and what kind of event they tell. */
final class Verbs {

    private record Phrase(List<String> behind, Event.Kind kind) { }

    /** What a verb of motion tells by its particle: {@code fly in}, {@code hop off}, {@code trot past}, {@code run back}. */
    private static final Map<String, Event.Kind> PARTICLES = Map.ofEntries(Map.entry("in", Event.Kind.APPEARS),
            Map.entry("into", Event.Kind.APPEARS), Map.entry("inside", Event.Kind.APPEARS), Map.entry("up", Event.Kind.APPEARS),
            Map.entry("over", Event.Kind.APPEARS), Map.entry("out", Event.Kind.LEAVES), Map.entry("off", Event.Kind.LEAVES),
            Map.entry("away", Event.Kind.LEAVES), Map.entry("past", Event.Kind.PASSES), Map.entry("by", Event.Kind.PASSES),
            Map.entry("through", Event.Kind.PASSES), Map.entry("across", Event.Kind.PASSES), Map.entry("back", Event.Kind.RETURNS));
    /** Before a noun these say where: {@code put on the table}, {@code come up the track}. */
    private static final Set<String> PLACING = Set.of("on", "off", "up", "down", "along", "over", "round", "around");
    private static final Set<String> OTHER = Set.of("say", "says", "look", "looks", "hold", "holds", "wear", "wears", "carry", "do", "see",
            "get", "let", "try", "want", "need", "like", "help", "make", "take", "put", "read", "reads", "talk", "talks", "set", "cut",
            "left", "back",
            "up", "down", "off", "out", "over", "have", "eat", "drink", "sing", "cry", "laugh", "wave", "point", "start", "finish",
            "kept", "keep");
    private static final Set<String> PURPOSES = Set.of("check", "watch", "listen", "speak", "pay", "buy", "ask", "admire", "inspect",
            "chat",
            "rest", "wait", "photograph", "pose", "pick", "collect", "clean", "open", "close", "answer", "meet", "work");
    /** {@code stacked against the wall}: how something is there that was put there. */
    private static final Set<String> LAID = Set.of("stacked", "piled", "propped", "leaned", "leant", "lined", "arranged", "displayed",
            "stored",
            "scattered", "tied", "tethered", "pinned", "stood", "sat", "perched", "gathered", "crowded", "huddled", "spread", "kept",
            "laid", "seated", "planted", "positioned",
            "located", "situated", "chained", "locked", "hooked", "mounted", "stuck", "heaped", "dumped", "lodged", "wedged");
    private static final Set<Event.Kind> DONE = Set.of(Event.Kind.TAKEN, Event.Kind.PUT_DOWN, Event.Kind.LEAVES, Event.Kind.CHANGES);
    private static final List<String> CARRIED_OFF = List.of("off", "away", "out");
    private static final Lexicon WORDS = Lexicon.english();
    private static final Map<String, List<Phrase>> PHRASES = new HashMap<>();
    private static final Set<String> POSTURES = new HashSet<>();
    private static final Set<String> MOTIONS = new HashSet<>();

    static {
        Lexicon.read("verbs.txt", line -> {
            switch (line[0]) {
                case "motion" -> {
                    MOTIONS.add(line[1]);
                    PARTICLES.forEach((particle, kind) -> learn(line[1] + " " + particle, kind));
                }
                case "carrying" -> CARRIED_OFF.forEach(particle -> List.of("be ", "get ").forEach(be -> learnNew(be + line[1] + " "
                        + particle, Event.Kind.TAKEN)));
                case "posture" -> POSTURES.add(line[1]);
                default -> told(line[1], Event.Kind.valueOf(line[0].toUpperCase(Locale.ROOT)));
            }
        });
        PHRASES.values().forEach(list -> list.sort(Comparator.comparingInt(phrase -> -phrase.behind.size())));
    }

    private Verbs() { }

    /** Where the phrase has no other meaning. */
    private static void learnNew(String verb, Event.Kind kind) {
        List<String> words = Arrays.asList(verb.split(" "));
        boolean known = PHRASES.getOrDefault(words.get(0), List.of()).stream().anyMatch(phrase -> phrase.behind.equals(words.subList(1,
                words.size())));
        if (!known) {
            learn(verb, kind);
        }
    }

    /** What is done to a thing may be told with "get" as well as with "be": {@code got taken off}. */
    private static void told(String verb, Event.Kind kind) {
        learn(verb, kind);
        String second = verb.startsWith("be ") ? verb.substring(3) : "";
        if (DONE.contains(kind) && (second.contains("ed") || second.contains("n ") || second.endsWith("n") || kind != Event.Kind.LEAVES)
                && !second.isEmpty()) {
            learn("get " + second, kind);
        }
    }

    private static void learn(String verb, Event.Kind kind) {
        List<String> words = Arrays.asList(verb.split(" "));
        PHRASES.computeIfAbsent(words.get(0), first -> new ArrayList<>()).add(new Phrase(List.copyOf(words.subList(1, words.size())),
                kind));
    }

    /** The longest phrase of a verb whose further words begin at {@code behind}; null where it is none of these verbs. */
    static Match<Event.Kind> at(Sentence s, String verb, int behind) {
        for (String base : WORDS.verbs(verb)) {
            for (Phrase phrase : PHRASES.getOrDefault(base, List.of())) {
                boolean needed = !verb.equals("be") || !phrase.behind.isEmpty();
                boolean towards = base.equals("go") && phrase.behind.isEmpty() && s.is(behind, "near", "to", "towards", "toward", "behind",
                        "under", "between", "round", "around", "beside", "for", "with", "against", "onto", "on")
                        && Clauses.direction(s, behind) == null;
                if (needed && !towards && s.phrase(behind, phrase.behind.toArray(new String[0])) && !outOf(s, phrase, behind)
                        && !inside(s, phrase, behind)
                        && !prepositional(s, phrase, behind)) {
                    return new Match<>(phrase.kind, behind + phrase.behind.size() - kept(s, phrase, behind));
                }
            }
            if (POSTURES.contains(base) && placed(s, behind)) {
                return new Match<>(Event.Kind.PRESENT, behind);
            }
            if (base.equals("be") && verb.equals("be") && LAID.contains(s.at(behind)) && placed(s, behind + 1)) {
                return new Match<>(Event.Kind.PRESENT, behind + 1);
            }
        }
        return null;
    }

    /** Whether a word is a form of one of these verbs, or of another that a question may turn on. */
    static boolean known(String word) {
        return OTHER.contains(word) || WORDS.verbs(word).stream().anyMatch(base -> PHRASES.containsKey(base) || POSTURES.contains(base));
    }

    /** {@code roll}, {@code run}: a way of moving. */
    static boolean motion(String verb) {
        return WORDS.verbs(verb).stream().anyMatch(MOTIONS::contains);
    }

    /** {@code stopped to look}: what somebody does something for. */
    static boolean purpose(String verb) {
        return OTHER.contains(verb) || PURPOSES.contains(verb);
    }

    /** {@code stand}, {@code sitting}: in any form. */
    static boolean postured(String verb) {
        return WORDS.verbs(verb).stream().anyMatch(POSTURES::contains);
    }

    /** {@code standing}, {@code sitting}: how something is there. */
    static boolean posture(String verb) {
        return verb.endsWith("ing") && WORDS.verbs(verb).stream().anyMatch(POSTURES::contains);
    }

    /** {@code stand at the gate}, {@code lie there}. */
    private static boolean placed(Sentence s, int i) {
        return s.is(i, "there", "here", "around", "outside", "inside", "about") || NounTails.preposition(s, i);
    }

    /** What something came through stays with its preposition: {@code came through the gate}. */
    private static int kept(Sentence s, Phrase phrase, int behind) {
        int last = phrase.behind.size() - 1;
        boolean through = last >= 0 && phrase.behind.get(last).equals("through");
        if (last >= 0 && phrase.behind.get(last).equals("out") && s.is(behind + last + 1, "of")) {
            return 1;
        }
        through |= phrase.behind.equals(List.of("off")) && phrase.kind == Event.Kind.LEAVES && !s.is(behind + last + 1, "there", "here")
                || phrase.behind.equals(List.of("to"));
        return through && !s.end(behind + last + 1) && !NounPhrases.bare(s, behind + last + 1).isEmpty() ? 1 : 0;
    }

    /** {@code moving in the bushes} tells where, {@code came in the door} where to. */
    private static boolean inside(Sentence s, Phrase phrase, int behind) {
        int last = phrase.behind.size() - 1;
        return last == 0 && phrase.behind.get(0).equals("in") && s.at(behind - 1).endsWith("ing") && !s.is(behind - 1, "coming")
                && s.is(behind + 1, "the", "a", "an", "my", "our");
    }

    private static boolean outOf(Sentence s, Phrase phrase, int behind) {
        int last = phrase.behind.size() - 1;
        return last >= 0 && phrase.behind.get(last).equals("out") && s.is(behind + last + 1, "of") && phrase.kind != Event.Kind.LEAVES;
    }

    private static boolean prepositional(Sentence s, Phrase phrase, int behind) {
        int last = phrase.behind.size() - 1;
        int next = behind + last + 1;
        if (phrase.behind.equals(List.of("off")) && phrase.kind == Event.Kind.LEAVES && s.is(behind - 1, "get", "gets", "got", "getting",
                "hop",
                "hops", "hopped", "step", "stepped", "climb", "climbed", "jump", "jumped")) {
            return false;
        }
        return last >= 0 && PLACING.contains(phrase.behind.get(last)) && !s.end(next)
                && !(s.is(next, "the") && Numbers.ordinal(s, next + 1) != null && s.is(Numbers.ordinal(s, next + 1).next(), "time"))
                && (s.is(next, "the", "a", "an", "my", "our", "his", "her", "that", "this") || s.noun(next) && !s.is(next, "again")
                        && !NounTails.preposition(s, next));
    }
}
