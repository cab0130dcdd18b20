package dev.afterimage.worlds;

import java.util.List;
import java.util.Optional;

/** About what never was: to be refused. */
public final class AbsentQuestions extends QuestionMaker {

    AbsentQuestions(QuestionMaker like) {
        super(like);
    }

    Optional<WorldQuestion> absent() {
        boolean seenFalsely = !world.blips.isEmpty() && random.nextBoolean();
        String label = seenFalsely ? world.blips.get(0).label() : world.absent.get(random.nextInt(world.absent.size()));
        return Optional.of(asked("absent", pick("Was there {a}?", "When did the {s} come?", "How long was the {s} there?",
                "Where was the {s}?", "Did you see any {p}?", "How many times did {a} come?",
                "When did the first {s} leave?", "Did {a} show up?", "How many {p} came in all?"), label, 0, null, List.of()));
    }

    Optional<WorldQuestion> absentColour() {
        return label(label -> world.of(label).stream().noneMatch(stay -> stay.colour().equals("purple")))
                .map(label -> asked("absent colour", pick("Was there a purple {s}?", "When did the purple {s} come?",
                "Did you see a purple {s}?"), label, 0, null, List.of()));
    }

    Optional<WorldQuestion> absentSign() {
        return Optional.of(asked("absent sign", pick("When did the sign say \"PARKING\"?", "Was there a sign \"PARKING\"?",
                "When could \"PARKING\" be read?"), "car", 0, null, List.of()));
    }

    Optional<WorldQuestion> absentNth() {
        return label(this::apart).map(label -> asked("absent fifth",
                pick("When did the fifth {s} come?", "When did the 5th {s} appear?", "When did the fifth {s} leave?"), label, 0, null,
                List.of()));
    }

    Optional<WorldQuestion> absentWord() {
        return Optional.of(asked("absent word", pick("Was there {a}?", "When did the {s} come?", "Where was the {s}?", "Did you see {a}?",
                "How long was the {s} there?", "How many times did {a} come?")
                .replace("{s}", word()).replace("{a}", "a " + word()), "car", 0, null, List.of()));
    }

    /** What no detector class stands for. */
    private String word() {
        return List.of("unicorn", "helicopter", "piano", "ladder", "penguin", "wheelbarrow", "statue").get((int) (world.seed % 7));
    }
}
