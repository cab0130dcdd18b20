package dev.afterimage.worlds;

import dev.afterimage.worlds.Expected.NotSeen;
import dev.afterimage.worlds.Expected.Number;
import dev.afterimage.worlds.Expected.Answered;
import dev.afterimage.worlds.Expected.Value;
import dev.afterimage.worlds.Expected.Yes;
import dev.afterimage.worlds.World.Stay;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How many there were, and whether there were any. */
public final class CountQuestions extends QuestionMaker {

    CountQuestions(QuestionMaker like) {
        super(like);
    }

    Optional<WorldQuestion> howManyAt() {
        return clearMoment().flatMap(at -> label()
                .map(label -> asked("how many at", pick("How many {p} are there at {t}?", "How many {p} can be seen at {t}?",
                "What is the number of {p} at {t}?", "At {t}, how many {p} were there?", "Count the {p} at {t}.",
                "how many {p} were in the picture at {t}"),
                label, at, new Number(count(label, at)), stretch(label, at))));
    }

    Optional<WorldQuestion> existsAt() {
        return clearMoment().flatMap(at -> label()
                .map(label -> asked("is there at", pick("Is there {a} at {t}?", "Can you see {a} at {t}?", "Was {a} there at {t}?",
                "Was there any {s} at {t}?", "At {t}, is {a} visible?", "Do you see {a} at {t}?"), label, at, new Yes(count(label, at) > 0),
                stretch(label, at))));
    }

    Optional<WorldQuestion> howManyNow() {
        return clearMoment().flatMap(at -> label().map(label -> {
            WorldQuestion now = asked("how many now",
                    pick("How many {p} are there now?", "How many {p} are there at the moment?", "How many {p} do you see right now?",
                    "How many {p} are currently in view?", "how many {p} now?"), label, at, new Number(count(label, at)), List.of());
            boolean seen = world.of(label).get(0).start() < at;
            return new WorldQuestion(now.kind(), now.text(), OptionalDouble.of(at), List.of(), seen ? now.expected() : new NotSeen(), seen);
        }));
    }

    Optional<WorldQuestion> howOften() {
        return label(this::apart).map(label -> asked("how often",
                pick("How many times did {a} come?", "How often did {a} appear?", "How many times was {a} there?",
                "How many visits did the {s} make?", "On how many occasions did {a} show up?", "How often was {a} seen?"), label, 0,
                new Number(world.of(label).size()),
                spans(world.of(label))));
    }

    Optional<WorldQuestion> total() {
        return label().map(label -> asked("how many came",
                pick("How many {p} came in all?", "How many {p} came in total?", "How many different {p} came by?",
                "How many {p} appeared altogether?",
                "How many {p} passed by in total?"), label, 0, new Number(world.of(label).size()), spans(world.of(label))));
    }

    Optional<WorldQuestion> ever() {
        return label().map(label -> asked("was there",
                pick("Was there {a}?", "Did {a} come?", "Did you see {a}?", "Has there been any {s}?", "Was {a} ever in the picture?",
                "Did any {s} show up?"),
                label, 0, new Yes(true), spans(world.of(label))));
    }

    Optional<WorldQuestion> between() {
        return label(label -> world.of(label).size() == 1)
                .flatMap(one -> label(label -> !label.equals(one) && world.of(label).size() == 1)
                .flatMap(other -> label(label -> !label.equals(one)
                && !label.equals(other)).map(label -> {
                    boolean after = random.nextBoolean();
                    double from = world.of(one).get(0).start();
                    double to = world.of(other).get(0).start();
                    String phrase = pick("How many {p} came after the {o} came?", "How many {p} came before the {o} came?",
                            "How many {p} came between the {o} and the {x}?",
                            "How many {p} appeared after the {o} appeared?", "How many {p} appeared before the {o} appeared?")
                            .replace("{o}", World.subject(one).singular())
                            .replace("{x}", World.subject(other).singular());
                    double begin = phrase.contains("before") ? -1 : phrase.contains("between") ? Math.min(from, to) : from;
                    double end = phrase.contains("before") ? from : phrase.contains("between") ? Math.max(from, to) : world.length;
                    return asked("how many, by events", phrase, label, 0, new Number(came(label, begin, end)), List.of());
                })));
    }

    Optional<WorldQuestion> betweenTimes() {
        return clearMoment().flatMap(a -> clearMoment().filter(b -> b > a + 8).flatMap(b -> label().map(label -> {
            int came = came(label, a, b);
            boolean there = world.of(label).stream().anyMatch(stay -> stay.start() < b && stay.end() > a);
            String phrase = pick("How many {p} came between {t} and {u}?", "Was there {a} between {t} and {u}?",
                    "Did {a} come between {t} and {u}?", "How many {p} appeared from {t} to {u}?",
                    "Was {a} there between {t} and {u}?").replace("{u}", time(b));
            Value value = phrase.startsWith("How") ? new Number(came) : new Yes(phrase.startsWith("Did") ? came > 0 : there);
            return asked("between times", phrase, label, a, value, List.of(new double[] {a, b}));
        })).filter(asked -> !asked.text().startsWith("Did") || ((Answered) asked.expected()).value().equals(new Yes(true))));
    }

    Optional<WorldQuestion> most() {
        return label(label -> world.of(label).size() >= 2).map(label -> {
            int most = world.of(label).stream().mapToInt(stay -> (int) world.of(label).stream()
                    .filter(other -> other.at(stay.start()) && other.end() - stay.start() > CLEAR).count()).max().orElse(1);
            return asked("most at once", pick("What is the most {p} there were at once?", "How many {p} were there at most at the same "
                    + "time?", "What was the maximum number of {p}?",
                    "What was the largest number of {p} seen at once?"), label, 0, new Number(most), List.of());
        });
    }

    Optional<WorldQuestion> still() {
        return label(this::apart).map(label -> {
            Stay last = world.of(label).get(world.of(label).size() - 1);
            return asked("still there", pick("Is the {s} still there?", "Is there still {a}?", "Is {a} still in the picture?",
                    "Is the {s} still in view?"), label, 0,
                    new Yes(last.end() >= world.length), List.of());
        });
    }

    Optional<WorldQuestion> lastSeconds() {
        return label().map(label -> {
            double from = world.length - 15;
            boolean clear = world.of(label).stream()
                    .noneMatch(stay -> Math.abs(stay.start() - from) < CLEAR || Math.abs(stay.end() - from) < CLEAR);
            boolean there = world.of(label).stream().anyMatch(stay -> stay.end() > from);
            return clear ? asked("last seconds", pick("Was there {a} in the last 15 seconds?", "Did you see {a} in the last fifteen "
                    + "seconds?", "Was {a} there during the past 15 seconds?"), label, 0,
                    new Yes(there), List.of()) : null;
        });
    }
}
