package dev.afterimage.benchmark.worlds;

import dev.afterimage.benchmark.worlds.Expected.Length;
import dev.afterimage.benchmark.worlds.Expected.NotSeen;
import dev.afterimage.benchmark.worlds.Expected.Number;
import dev.afterimage.benchmark.worlds.Expected.Said;
import dev.afterimage.benchmark.worlds.Expected.Time;
import dev.afterimage.benchmark.worlds.Expected.Value;
import dev.afterimage.benchmark.worlds.Expected.Word;
import dev.afterimage.benchmark.worlds.Expected.Yes;
import dev.afterimage.benchmark.worlds.World.Stay;
import dev.afterimage.memory.question.Subject;
import dev.afterimage.memory.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Questions about a world, in many phrasings, with their true answers. A third of each kind's phrasings is put to held-out worlds alone.
 */
final class WorldQuestions {

    private static final List<String> COLOURS = List.of("red", "white", "blue", "green", "black", "yellow");
    private static final List<String> SIDES = List.of("left", "right", "top", "bottom");
    private static final List<String> PLACES = List.of("left", "centre", "right");
    /** Nothing is asked so near to a change that a frame decides. */
    private static final double CLEAR = 1.5;

    private final World world;
    private final Random random;
    private final boolean heldOut;

    private WorldQuestions(World world, boolean heldOut) {
        this.world = world;
        this.heldOut = heldOut;
        this.random = new Random(world.seed * 15485863 + 3);
    }

    /** @param heldOut whether phrasings kept for held-out worlds are used too */
    static List<Asked> of(World world, int most, boolean heldOut) {
        WorldQuestions questions = new WorldQuestions(world, heldOut);
        List<Asked> asked = new ArrayList<>();
        List<Supplier<Optional<Asked>>> kinds = new ArrayList<>(questions.kinds());
        Collections.shuffle(kinds, questions.random);
        for (Supplier<Optional<Asked>> kind : kinds) {
            if (asked.size() < most) {
                kind.get().ifPresent(asked::add);
            }
        }
        return asked;
    }

    private List<Supplier<Optional<Asked>>> kinds() {
        return List.of(this::howManyAt, this::existsAt, this::howManyNow, this::firstComes, this::lastComes, this::leaves, this::nth, this::howLong, this::howLongNow,
                this::howOften, this::total, this::ever, this::whileOther, this::order, this::next, this::between, this::betweenTimes, this::most, this::colour, this::coloured,
                this::side, this::place, this::still, this::sign, this::signLong, this::sceneChange, this::absent, this::absent, this::absent, this::absentColour, this::absentSign, this::absentNth, this::absentWord, this::followUp,
                this::followUpTime, this::lastSeconds);
    }

    private Optional<Asked> howManyAt() {
        return clearMoment().flatMap(at -> label().map(label -> asked("how many at", pick("How many {p} are there at {t}?", "How many {p} can be seen at {t}?",
                "What is the number of {p} at {t}?", "At {t}, how many {p} were there?", "Count the {p} at {t}.", "how many {p} were in the picture at {t}"),
                label, at, new Number(count(label, at)), stretch(label, at))));
    }

    private Optional<Asked> existsAt() {
        return clearMoment().flatMap(at -> label().map(label -> asked("is there at", pick("Is there {a} at {t}?", "Can you see {a} at {t}?", "Was {a} there at {t}?",
                "Was there any {s} at {t}?", "At {t}, is {a} visible?", "Do you see {a} at {t}?"), label, at, new Yes(count(label, at) > 0), stretch(label, at))));
    }

    private Optional<Asked> howManyNow() {
        return clearMoment().flatMap(at -> label().map(label -> {
            Asked now = asked("how many now", pick("How many {p} are there now?", "How many {p} are there at the moment?", "How many {p} do you see right now?",
                    "How many {p} are currently in view?", "how many {p} now?"), label, at, new Number(count(label, at)), List.of());
            boolean seen = world.of(label).get(0).start() < at;
            return new Asked(now.kind(), now.text(), OptionalDouble.of(at), List.of(), seen ? now.expected() : new NotSeen(), seen);
        }));
    }

    private Optional<Asked> firstComes() {
        return label().filter(label -> world.of(label).get(0).start() > CLEAR).map(label -> asked("first", pick("When did the first {s} come?", "When did {a} first appear?",
                "At what time did {a} show up for the first time?", "When was {a} first seen?", "What time did the first {s} arrive?", "When do you first see {a}?"),
                label, 0, new Time(world.of(label).get(0).start()), spans(world.of(label).subList(0, 1))));
    }

    private Optional<Asked> lastComes() {
        return label().map(label -> {
            Stay last = world.of(label).get(world.of(label).size() - 1);
            return asked("last", pick("When did the last {s} come?", "When did the last {s} appear?", "When did {a} last show up?", "When was the last time {a} came?",
                    "At what time did the most recent {s} arrive?"), label, 0, new Time(last.start()), spans(List.of(last)));
        });
    }

    private Optional<Asked> leaves() {
        return label().filter(label -> apart(label) && world.of(label).get(0).end() < world.length).map(label -> asked("leaves", pick("When did the first {s} leave?",
                "When did the first {s} disappear?", "At what time was the first {s} gone?", "What time did the first {s} go away?", "When did the first {s} vanish?"),
                label, 0, new Time(world.of(label).get(0).end()), spans(world.of(label).subList(0, 1))));
    }

    private Optional<Asked> nth() {
        return label(label -> world.of(label).size() >= 2).map(label -> asked("second", pick("When did the second {s} come?", "When did the second {s} appear?",
                "At what time did the 2nd {s} show up?", "When did the second {s} arrive?", "What time was the second {s} first seen?"), label, 0,
                new Time(world.of(label).get(1).start()), spans(world.of(label).subList(1, 2))));
    }

    private Optional<Asked> howLong() {
        return label(label -> world.of(label).size() == 1).map(label -> {
            Stay stay = world.of(label).get(0);
            return asked("how long", pick("How long was the {s} there?", "How long did the {s} stay?", "For how long was {a} visible?", "How many seconds was the {s} in the picture?",
                    "What was the duration of the {s}'s stay?", "For how many seconds could the {s} be seen?"), label, 0, new Length(stay.end() - stay.start()), spans(List.of(stay)));
        });
    }

    private Optional<Asked> howLongNow() {
        return label(label -> apart(label) && world.of(label).stream().anyMatch(stay -> stay.end() - stay.start() > 6)).map(label -> {
            Stay stay = world.of(label).stream().filter(one -> one.end() - one.start() > 6).findFirst().orElseThrow();
            double at = Math.floor((stay.start() + stay.end()) / 2);
            Asked asked = asked("how long now", pick("How long has the {s} been there?", "How long has {a} been there now?", "For how long has the {s} been in view?",
                    "Since when has the {s} been there?"), label, 0, new Length(at - stay.start()), spans(List.of(stay)));
            Value value = asked.text().startsWith("Since") ? new Time(stay.start()) : new Length(at - stay.start());
            return new Asked(asked.kind(), asked.text(), OptionalDouble.of(at), List.of(), new Said(value, List.of(new double[] {stay.start(), at})), true);
        });
    }

    private Optional<Asked> howOften() {
        return label(this::apart).map(label -> asked("how often", pick("How many times did {a} come?", "How often did {a} appear?", "How many times was {a} there?",
                "How many visits did the {s} make?", "On how many occasions did {a} show up?", "How often was {a} seen?"), label, 0, new Number(world.of(label).size()),
                spans(world.of(label))));
    }

    private Optional<Asked> total() {
        return label().map(label -> asked("how many came", pick("How many {p} came in all?", "How many {p} came in total?", "How many different {p} came by?", "How many {p} appeared altogether?",
                "How many {p} passed by in total?"), label, 0, new Number(world.of(label).size()), spans(world.of(label))));
    }

    private Optional<Asked> ever() {
        return label().map(label -> asked("was there", pick("Was there {a}?", "Did {a} come?", "Did you see {a}?", "Has there been any {s}?", "Was {a} ever in the picture?", "Did any {s} show up?"),
                label, 0, new Yes(true), spans(world.of(label))));
    }

    private Optional<Asked> whileOther() {
        return label(label -> world.of(label).size() == 1).flatMap(anchor -> label(label -> !label.equals(anchor)).flatMap(label -> {
            Stay event = world.of(anchor).get(0);
            double shared = world.of(label).stream().mapToDouble(stay -> Math.min(stay.end(), event.end()) - Math.max(stay.start(), event.start())).max().orElse(-1);
            if (shared > 0 && shared < CLEAR) {
                return Optional.empty();
            }
            return Optional.of(asked("while", pick("Was there {a} while the {o} was there?", "Did you see {a} while the {o} was in the picture?", "While the {o} was there, was there {a}?",
                    "Was {a} there as long as the {o} was there?", "Was there any {s} during the time the {o} was visible?").replace("{o}", World.subject(anchor).singular()),
                    label, 0, new Yes(shared > 0), shared > 0 ? spans(List.of(event)) : List.of()));
        }));
    }

    private Optional<Asked> order() {
        return label().flatMap(one -> label(label -> !label.equals(one)).map(other -> {
            boolean first = world.of(one).get(0).start() < world.of(other).get(0).start();
            String phrase = pick("Did the {s} come before the {o}?", "Which came first, the {s} or the {o}?", "What appeared first, the {s} or the {o}?", "Was the {s} there before the {o}?",
                    "Did the {s} arrive earlier than the {o}?").replace("{o}", World.subject(other).singular());
            Value value = phrase.matches("(Did|Was).*") ? new Yes(first) : first ? new Word(World.subject(one).singular(), List.of(World.subject(other).singular()))
                    : new Word(World.subject(other).singular(), List.of(World.subject(one).singular()));
            return asked("order", phrase, one, 0, value, List.of());
        }));
    }

    private Optional<Asked> next() {
        return label(label -> world.of(label).size() == 1).flatMap(anchor -> {
            Stay event = world.of(anchor).get(0);
            boolean after = random.nextBoolean();
            List<Stay> found = world.stays.stream().filter(stay -> after ? stay.start() > event.start() : stay.start() < event.start()).toList();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Stay next = found.get(after ? 0 : found.size() - 1);
            if (next.label().equals(anchor)) {
                return Optional.empty();
            }
            List<String> others = world.labels().stream().filter(label -> !label.equals(next.label())).map(label -> World.subject(label).singular()).toList();
            return Optional.of(asked("what came next", pick("What came {w} the {s}?", "What appeared {w} the {s}?", "What came right {w} the {s} came?", "Which thing showed up {w} the {s}?",
                    "What arrived just {w} the {s} appeared?").replace("{w}", after ? "after" : "before"), anchor, 0, new Word(World.subject(next.label()).singular(), others), spans(List.of(next))));
        });
    }

    private Optional<Asked> between() {
        return label(label -> world.of(label).size() == 1).flatMap(one -> label(label -> !label.equals(one) && world.of(label).size() == 1).flatMap(other -> label(label -> !label.equals(one)
                && !label.equals(other)).map(label -> {
                    boolean after = random.nextBoolean();
                    double from = world.of(one).get(0).start();
                    double to = world.of(other).get(0).start();
                    String phrase = pick("How many {p} came after the {o} came?", "How many {p} came before the {o} came?", "How many {p} came between the {o} and the {x}?",
                            "How many {p} appeared after the {o} appeared?", "How many {p} appeared before the {o} appeared?").replace("{o}", World.subject(one).singular())
                            .replace("{x}", World.subject(other).singular());
                    double begin = phrase.contains("before") ? -1 : phrase.contains("between") ? Math.min(from, to) : from;
                    double end = phrase.contains("before") ? from : phrase.contains("between") ? Math.max(from, to) : world.length;
                    return asked("how many, by events", phrase, label, 0, new Number(came(label, begin, end)), List.of());
                })));
    }

    private Optional<Asked> betweenTimes() {
        return clearMoment().flatMap(a -> clearMoment().filter(b -> b > a + 8).flatMap(b -> label().map(label -> {
            int came = came(label, a, b);
            boolean there = world.of(label).stream().anyMatch(stay -> stay.start() < b && stay.end() > a);
            String phrase = pick("How many {p} came between {t} and {u}?", "Was there {a} between {t} and {u}?", "Did {a} come between {t} and {u}?", "How many {p} appeared from {t} to {u}?",
                    "Was {a} there between {t} and {u}?").replace("{u}", time(b));
            Value value = phrase.startsWith("How") ? new Number(came) : new Yes(phrase.startsWith("Did") ? came > 0 : there);
            return asked("between times", phrase, label, a, value, List.of(new double[] {a, b}));
        })).filter(asked -> !asked.text().startsWith("Did") || ((Said) asked.expected()).value().equals(new Yes(true))));
    }

    private Optional<Asked> most() {
        return label(label -> world.of(label).size() >= 2).map(label -> {
            int most = world.of(label).stream().mapToInt(stay -> (int) world.of(label).stream().filter(other -> other.at(stay.start()) && other.end() - stay.start() > CLEAR).count()).max().orElse(1);
            return asked("most at once", pick("What is the most {p} there were at once?", "How many {p} were there at most at the same time?", "What was the maximum number of {p}?",
                    "What was the largest number of {p} seen at once?"), label, 0, new Number(most), List.of());
        });
    }

    private Optional<Asked> colour() {
        return label(label -> world.of(label).size() == 1 && !world.of(label).get(0).colour().isEmpty() && world.of(label).get(0).end() - world.of(label).get(0).start() > 3).map(label -> asked("colour",
                pick("What colour was the {s}?", "What color was the {s}?", "Which colour did the {s} have?", "What was the colour of the {s}?", "Tell me the colour of the {s}"), label, 0,
                new Word(world.of(label).get(0).colour(), COLOURS.stream().filter(c -> !c.equals(world.of(label).get(0).colour())).toList()), spans(world.of(label))));
    }

    private Optional<Asked> coloured() {
        return label(label -> world.of(label).stream().anyMatch(stay -> !stay.colour().isEmpty() && stay.end() - stay.start() > 3)).map(label -> {
            Stay stay = world.of(label).stream().filter(one -> !one.colour().isEmpty() && one.end() - one.start() > 3).findFirst().orElseThrow();
            return asked("by colour", pick("When did the {c} {s} come?", "Was there a {c} {s}?", "When did the {c} {s} first appear?", "Did you see a {c} {s}?", "At what time was a {c} {s} there?")
                    .replace("{c}", stay.colour()), label, 0, null, spans(List.of(stay)));
        }).map(asked -> {
            Said said = (Said) asked.expected();
            Value value = asked.text().matches("(Was|Did).*") ? new Yes(true) : new Time(said.cited().get(0)[0]);
            return new Asked(asked.kind(), asked.text(), new Said(value, said.cited()));
        });
    }

    private Optional<Asked> side() {
        return label(label -> world.of(label).size() == 1 && !world.of(label).get(0).from().isEmpty()).flatMap(label -> {
            Stay stay = world.of(label).get(0);
            String phrase = pick("From which side did the {s} come?", "Which side did the {s} come from?", "On which side did the {s} leave?", "Which way did the {s} leave?",
                    "By which side did the {s} enter?", "Which side did the {s} exit on?");
            String side = phrase.contains("leave") || phrase.contains("exit") ? stay.to() : stay.from();
            return side.isEmpty() ? Optional.empty() : Optional.of(asked("side", phrase, label, 0, new Word(side, SIDES.stream().filter(s -> !s.equals(side)).toList()), spans(List.of(stay))));
        });
    }

    private Optional<Asked> place() {
        return label(label -> world.of(label).size() == 1 && world.of(label).get(0).path().size() == 1).map(label -> {
            Stay stay = world.of(label).get(0);
            String place = stay.path().get(0);
            return asked("where", pick("Where was the {s}?", "Where in the picture was the {s}?", "In which part of the picture was the {s}?", "On which side was the {s}?"), label, 0,
                    new Word(place, PLACES.stream().filter(p -> !p.equals(place)).toList()), spans(List.of(stay)));
        });
    }

    private Optional<Asked> still() {
        return label(this::apart).map(label -> {
            Stay last = world.of(label).get(world.of(label).size() - 1);
            return asked("still there", pick("Is the {s} still there?", "Is there still {a}?", "Is {a} still in the picture?", "Is the {s} still in view?"), label, 0,
                    new Yes(last.end() >= world.length), List.of());
        });
    }

    private Optional<Asked> sign() {
        return world.signs.stream().findFirst().map(sign -> {
            String phrase = pick("When was the \"{w}\" sign shown?", "When did the sign say \"{w}\"?", "Was there a sign \"{w}\"?", "When could \"{w}\" be read?", "At what time did the text \"{w}\" appear?")
                    .replace("{w}", sign.words());
            return new Asked("sign", phrase, new Said(phrase.startsWith("Was") ? new Yes(true) : new Time(sign.start()), List.of(new double[] {sign.start(), sign.end()})));
        });
    }

    private Optional<Asked> signLong() {
        return world.signs.size() != 1 ? Optional.empty() : world.signs.stream().findFirst().map(sign -> new Asked("how long a sign", pick("How long was the sign visible?",
                "How long was the sign shown?", "For how many seconds could the sign be read?", "How long was the text there?"),
                new Said(new Length(sign.end() - sign.start()), List.of(new double[] {sign.start(), sign.end()}))));
    }

    private Optional<Asked> sceneChange() {
        return world.cuts.isEmpty() ? Optional.empty() : Optional.of(new Asked("scene", pick("When did the scene change?", "When did the scene first change?", "At what time did the scene change?",
                "When was the first change of scene?", "When did the new scene begin?"), new Said(new Time(world.cuts.get(0)), List.of())));
    }

    private Optional<Asked> absent() {
        boolean seenFalsely = !world.blips.isEmpty() && random.nextBoolean();
        String label = seenFalsely ? world.blips.get(0).label() : world.absent.get(random.nextInt(world.absent.size()));
        return Optional.of(asked("absent", pick("Was there {a}?", "When did the {s} come?", "How long was the {s} there?", "Where was the {s}?", "Did you see any {p}?", "How many times did {a} come?",
                "When did the first {s} leave?", "Did {a} show up?", "How many {p} came in all?"), label, 0, null, List.of()));
    }

    private Optional<Asked> absentColour() {
        return label(label -> world.of(label).stream().noneMatch(stay -> stay.colour().equals("purple"))).map(label -> asked("absent colour", pick("Was there a purple {s}?", "When did the purple {s} come?",
                "Did you see a purple {s}?"), label, 0, null, List.of()));
    }

    private Optional<Asked> absentSign() {
        return Optional.of(asked("absent sign", pick("When did the sign say \"PARKING\"?", "Was there a sign \"PARKING\"?", "When could \"PARKING\" be read?"), "car", 0, null, List.of()));
    }

    private Optional<Asked> absentNth() {
        return label(this::apart).map(label -> asked("absent fifth", pick("When did the fifth {s} come?", "When did the 5th {s} appear?", "When did the fifth {s} leave?"), label, 0, null, List.of()));
    }

    private Optional<Asked> absentWord() {
        return Optional.of(asked("absent word", pick("Was there {a}?", "When did the {s} come?", "Where was the {s}?", "Did you see {a}?", "How long was the {s} there?", "How many times did {a} come?")
                .replace("{s}", word()).replace("{a}", "a " + word()), "car", 0, null, List.of()));
    }

    /** What no detector class stands for. */
    private String word() {
        return List.of("unicorn", "helicopter", "piano", "ladder", "penguin", "wheelbarrow", "statue").get((int) (world.seed % 7));
    }

    private Optional<Asked> followUp() {
        return label(label -> apart(label) && world.of(label).get(0).end() < world.length).map(label -> {
            Stay stay = world.of(label).get(0);
            Asked before = asked("", pick("When did the first {s} come?", "When did the first {s} appear?", "When was the first {s} seen?"), label, 0, new Time(stay.start()), List.of());
            String text = pick("And when did it leave?", "How long did it stay?", "When did it disappear?", "And how long was it there?");
            return new Asked("follow-up", text, OptionalDouble.empty(), List.of(before.text()), new Said(text.contains("long") ? new Length(stay.end() - stay.start())
                    : new Time(stay.end()), spans(List.of(stay))), true);
        });
    }

    private Optional<Asked> followUpTime() {
        return clearMoment().flatMap(a -> clearMoment().flatMap(b -> label().map(label -> new Asked("follow-up time", pick("And at {t}?", "What about {t}?", "and at {t}", "How about at {t}?")
                .replace("{t}", time(b)), OptionalDouble.empty(), List.of(asked("", "How many {p} are there at {t}?", label, a, new Number(0), List.of()).text()),
                new Said(new Number(count(label, b)), stretch(label, b)), true))));
    }

    private Optional<Asked> lastSeconds() {
        return label().map(label -> {
            double from = world.length - 15;
            boolean clear = world.of(label).stream().noneMatch(stay -> Math.abs(stay.start() - from) < CLEAR || Math.abs(stay.end() - from) < CLEAR);
            boolean there = world.of(label).stream().anyMatch(stay -> stay.end() > from);
            return clear ? asked("last seconds", pick("Was there {a} in the last 15 seconds?", "Did you see {a} in the last fifteen seconds?", "Was {a} there during the past 15 seconds?"), label, 0,
                    new Yes(there), List.of()) : null;
        });
    }

    /** A phrase filled in; without a value the thing is to be refused. */
    private Asked asked(String kind, String phrase, String label, double at, Value value, List<double[]> cited) {
        Subject subject = World.subject(label);
        String text = phrase.replace("{s}", subject.singular()).replace("{p}", subject.plural()).replace("{a}", subject.one()).replace("{t}", time(at));
        boolean refused = kind.startsWith("absent");
        return new Asked(kind, text, refused ? new NotSeen() : new Said(value, cited));
    }

    private String pick(String... phrases) {
        return phrases[random.nextInt(heldOut ? phrases.length : phrases.length - phrases.length / 3)];
    }

    private Optional<String> label() {
        return label(label -> true);
    }

    private Optional<String> label(Predicate<String> fits) {
        List<String> labels = world.labels().stream().filter(fits).toList();
        return labels.isEmpty() ? Optional.empty() : Optional.of(labels.get(random.nextInt(labels.size())));
    }

    /** Whether its stays never overlap and lie clearly apart. */
    private boolean apart(String label) {
        List<Stay> stays = world.of(label);
        for (int i = 1; i < stays.size(); i++) {
            if (stays.get(i).start() < stays.get(i - 1).end() + CLEAR) {
                return false;
            }
        }
        return true;
    }

    private Optional<Double> clearMoment() {
        for (int i = 0; i < 20; i++) {
            double at = 2 + random.nextInt((int) world.length - 3) + (random.nextInt(4) == 0 ? 0.5 : 0);
            boolean clear = world.stays.stream().allMatch(stay -> Math.abs(stay.start() - at) >= CLEAR && (Math.abs(stay.end() - at) >= CLEAR || stay.end() >= world.length));
            if (clear) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private int count(String label, double at) {
        return (int) world.of(label).stream().filter(stay -> stay.at(at)).count();
    }

    private int came(String label, double from, double to) {
        return (int) world.of(label).stream().filter(stay -> stay.start() > from && stay.start() < to).count();
    }

    /** The stretch around a moment over which the number stays the same. */
    private List<double[]> stretch(String label, double at) {
        double from = world.of(label).stream().flatMap(stay -> List.of(stay.start(), stay.end()).stream()).filter(edge -> edge <= at).max(Comparator.naturalOrder()).orElse(0.0);
        double to = world.of(label).stream().flatMap(stay -> List.of(stay.start(), stay.end()).stream()).filter(edge -> edge > at).min(Comparator.naturalOrder()).orElse(world.length);
        return List.of(new double[] {from, to});
    }

    /** Stretches in which any of them was there; ascending by start. */
    private static List<double[]> spans(List<Stay> stays) {
        List<double[]> spans = new ArrayList<>();
        for (Stay stay : stays) {
            double[] last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (last != null && stay.start() <= last[1]) {
                last[1] = Math.max(last[1], stay.end());
            } else {
                spans.add(new double[] {stay.start(), stay.end()});
            }
        }
        return spans;
    }

    /** One of the ways in which people write a time. */
    private String time(double seconds) {
        if (seconds != Math.rint(seconds)) {
            return String.format(Locale.ROOT, "%.1f", seconds) + (random.nextBoolean() ? " seconds" : "");
        }
        int whole = (int) seconds;
        return switch (random.nextInt(whole >= 60 ? 5 : 4)) {
            case 0 -> Clock.text(seconds);
            case 1 -> whole + " seconds";
            case 2 -> String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
            case 3 -> "second " + whole;
            default -> whole / 60 + " minute" + (whole >= 120 ? "s" : "") + " " + whole % 60 + " seconds";
        };
    }
}
