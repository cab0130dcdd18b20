package dev.afterimage.worlds;

import dev.afterimage.worlds.Expected.Length;
import dev.afterimage.worlds.Expected.Number;
import dev.afterimage.worlds.Expected.Answered;
import dev.afterimage.worlds.Expected.Time;
import dev.afterimage.worlds.Expected.Value;
import dev.afterimage.worlds.Expected.Word;
import dev.afterimage.worlds.Expected.Yes;
import dev.afterimage.worlds.World.Stay;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** When, how long, and what came before what. */
public final class TimeQuestions extends QuestionMaker {

    TimeQuestions(QuestionMaker like) {
        super(like);
    }

    Optional<WorldQuestion> firstComes() {
        return label().filter(label -> world.of(label).get(0).start() > CLEAR)
                .map(label -> asked("first", pick("When did the first {s} come?", "When did {a} first appear?",
                "At what time did {a} show up for the first time?", "When was {a} first seen?", "What time did the first {s} arrive?",
                "When do you first see {a}?"),
                label, 0, new Time(world.of(label).get(0).start()), spans(world.of(label).subList(0, 1))));
    }

    Optional<WorldQuestion> lastComes() {
        return label().map(label -> {
            Stay last = world.of(label).get(world.of(label).size() - 1);
            return asked("last", pick("When did the last {s} come?", "When did the last {s} appear?", "When did {a} last show up?",
                    "When was the last time {a} came?",
                    "At what time did the most recent {s} arrive?"), label, 0, new Time(last.start()), spans(List.of(last)));
        });
    }

    Optional<WorldQuestion> leaves() {
        return label().filter(label -> apart(label) && world.of(label).get(0).end() < world.length)
                .map(label -> asked("leaves", pick("When did the first {s} leave?",
                "When did the first {s} disappear?", "At what time was the first {s} gone?", "What time did the first {s} go away?",
                "When did the first {s} vanish?"),
                label, 0, new Time(world.of(label).get(0).end()), spans(world.of(label).subList(0, 1))));
    }

    Optional<WorldQuestion> nth() {
        return label(label -> world.of(label).size() >= 2)
                .map(label -> asked("second", pick("When did the second {s} come?", "When did the second {s} appear?",
                "At what time did the 2nd {s} show up?", "When did the second {s} arrive?", "What time was the second {s} first seen?"),
                label, 0,
                new Time(world.of(label).get(1).start()), spans(world.of(label).subList(1, 2))));
    }

    Optional<WorldQuestion> howLong() {
        return label(label -> world.of(label).size() == 1).map(label -> {
            Stay stay = world.of(label).get(0);
            return asked("how long", pick("How long was the {s} there?", "How long did the {s} stay?", "For how long was {a} visible?",
                    "How many seconds was the {s} in the picture?",
                    "What was the duration of the {s}'s stay?", "For how many seconds could the {s} be seen?"), label, 0,
                    new Length(stay.end() - stay.start()), spans(List.of(stay)));
        });
    }

    Optional<WorldQuestion> howLongNow() {
        return label(label -> apart(label) && world.of(label).stream().anyMatch(stay -> stay.end() - stay.start() > 6)).map(label -> {
            Stay stay = world.of(label).stream().filter(one -> one.end() - one.start() > 6).findFirst().orElseThrow();
            double at = Math.floor((stay.start() + stay.end()) / 2);
            WorldQuestion asked = asked("how long now",
                    pick("How long has the {s} been there?", "How long has {a} been there now?", "For how long has the {s} been in view?",
                    "Since when has the {s} been there?"), label, 0, new Length(at - stay.start()), spans(List.of(stay)));
            Value value = asked.text().startsWith("Since") ? new Time(stay.start()) : new Length(at - stay.start());
            return new WorldQuestion(asked.kind(), asked.text(), OptionalDouble.of(at), List.of(),
                    new Answered(value, List.of(new double[] {stay.start(), at})), true);
        });
    }

    Optional<WorldQuestion> whileOther() {
        return label(label -> world.of(label).size() == 1).flatMap(anchor -> label(label -> !label.equals(anchor)).flatMap(label -> {
            Stay event = world.of(anchor).get(0);
            double shared = world.of(label).stream()
                    .mapToDouble(stay -> Math.min(stay.end(), event.end()) - Math.max(stay.start(), event.start())).max().orElse(-1);
            if (shared > 0 && shared < CLEAR) {
                return Optional.empty();
            }
            return Optional.of(asked("while", pick("Was there {a} while the {o} was there?", "Did you see {a} while the {o} was in the "
                    + "picture?", "While the {o} was there, was there {a}?",
                    "Was {a} there as long as the {o} was there?", "Was there any {s} during the time the {o} was visible?")
                    .replace("{o}", World.subject(anchor).singular()),
                    label, 0, new Yes(shared > 0), shared > 0 ? spans(List.of(event)) : List.of()));
        }));
    }

    Optional<WorldQuestion> order() {
        return label().flatMap(one -> label(label -> !label.equals(one)).map(other -> {
            boolean first = world.of(one).get(0).start() < world.of(other).get(0).start();
            String phrase = pick("Did the {s} come before the {o}?", "Which came first, the {s} or the {o}?", "What appeared first,"
                    + " the {s} or the {o}?", "Was the {s} there before the {o}?",
                    "Did the {s} arrive earlier than the {o}?").replace("{o}", World.subject(other).singular());
            Value value = phrase.matches("(Did|Was).*") ? new Yes(first) : first
                    ? new Word(World.subject(one).singular(), List.of(World.subject(other).singular()))
                    : new Word(World.subject(other).singular(), List.of(World.subject(one).singular()));
            return asked("order", phrase, one, 0, value, List.of());
        }));
    }

    Optional<WorldQuestion> next() {
        return label(label -> world.of(label).size() == 1).flatMap(anchor -> {
            Stay event = world.of(anchor).get(0);
            boolean after = random.nextBoolean();
            List<Stay> found = world.stays.stream().filter(stay -> after ? stay.start() > event.start() : stay.start() < event.start())
                    .toList();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Stay next = found.get(after ? 0 : found.size() - 1);
            if (next.label().equals(anchor)) {
                return Optional.empty();
            }
            List<String> others = world.labels().stream().filter(label -> !label.equals(next.label()))
                    .map(label -> World.subject(label).singular()).toList();
            return Optional.of(asked("what came next",
                    pick("What came {w} the {s}?", "What appeared {w} the {s}?", "What came right {w} the {s} came?",
                    "Which thing showed up {w} the {s}?",
                    "What arrived just {w} the {s} appeared?").replace("{w}", after ? "after" : "before"), anchor, 0,
                    new Word(World.subject(next.label()).singular(), others), spans(List.of(next))));
        });
    }

    Optional<WorldQuestion> followUp() {
        return label(label -> apart(label) && world.of(label).get(0).end() < world.length).map(label -> {
            Stay stay = world.of(label).get(0);
            WorldQuestion before = asked("", pick("When did the first {s} come?", "When did the first {s} appear?",
                    "When was the first {s} seen?"), label, 0, new Time(stay.start()), List.of());
            String text = pick("And when did it leave?", "How long did it stay?", "When did it disappear?", "And how long was it there?");
            return new WorldQuestion("follow-up", text, OptionalDouble.empty(), List.of(before.text()),
                    new Answered(text.contains("long") ? new Length(stay.end() - stay.start())
                    : new Time(stay.end()), spans(List.of(stay))), true);
        });
    }

    Optional<WorldQuestion> followUpTime() {
        return clearMoment().flatMap(a -> clearMoment()
                .flatMap(b -> label().map(label -> new WorldQuestion("follow-up time",
                pick("And at {t}?", "What about {t}?", "and at {t}", "How about at {t}?")
                .replace("{t}", time(b)), OptionalDouble.empty(),
                List.of(asked("", "How many {p} are there at {t}?", label, a, new Number(0), List.of()).text()),
                new Answered(new Number(count(label, b)), stretch(label, b)), true))));
    }
}
