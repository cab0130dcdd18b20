package dev.afterimage.worlds;

import dev.afterimage.worlds.Expected.Length;
import dev.afterimage.worlds.Expected.Answered;
import dev.afterimage.worlds.Expected.Time;
import dev.afterimage.worlds.Expected.Value;
import dev.afterimage.worlds.Expected.Word;
import dev.afterimage.worlds.Expected.Yes;
import dev.afterimage.worlds.World.Stay;
import java.util.List;
import java.util.Optional;

/** What things looked like, where they were, and what was written. */
public final class LookQuestions extends QuestionMaker {

    private static final List<String> COLOURS = List.of("red", "white", "blue", "green", "black", "yellow");
    private static final List<String> SIDES = List.of("left", "right", "top", "bottom");
    private static final List<String> PLACES = List.of("left", "centre", "right");

    LookQuestions(QuestionMaker like) {
        super(like);
    }

    Optional<WorldQuestion> colour() {
        return label(label -> world.of(label).size() == 1 && !world.of(label).get(0).colour().isEmpty() && world.of(label).get(0)
                .end() - world.of(label).get(0).start() > 3).map(label -> asked("colour",
                pick("What colour was the {s}?", "What color was the {s}?", "Which colour did the {s} have?", "What was the colour of "
                + "the {s}?", "Tell me the colour of the {s}"), label, 0,
                new Word(world.of(label).get(0).colour(), COLOURS.stream().filter(c -> !c.equals(world.of(label).get(0).colour()))
                .toList()), spans(world.of(label))));
    }

    Optional<WorldQuestion> coloured() {
        return label(label -> world.of(label).stream().anyMatch(stay -> !stay.colour().isEmpty() && stay.end() - stay.start() > 3))
                .map(label -> {
            Stay stay = world.of(label).stream().filter(one -> !one.colour().isEmpty() && one.end() - one.start() > 3).findFirst()
                    .orElseThrow();
            return asked("by colour", pick("When did the {c} {s} come?", "Was there a {c} {s}?", "When did the {c} {s} first appear?",
                    "Did you see a {c} {s}?", "At what time was a {c} {s} there?")
                    .replace("{c}", stay.colour()), label, 0, null, spans(List.of(stay)));
        }).map(asked -> {
            Answered said = (Answered) asked.expected();
            Value value = asked.text().matches("(Was|Did).*") ? new Yes(true) : new Time(said.cited().get(0)[0]);
            return new WorldQuestion(asked.kind(), asked.text(), new Answered(value, said.cited()));
        });
    }

    Optional<WorldQuestion> side() {
        return label(label -> world.of(label).size() == 1 && !world.of(label).get(0).from().isEmpty()).flatMap(label -> {
            Stay stay = world.of(label).get(0);
            String phrase = pick("From which side did the {s} come?", "Which side did the {s} come from?", "On which side did the {s}"
                    + " leave?", "Which way did the {s} leave?",
                    "By which side did the {s} enter?", "Which side did the {s} exit on?");
            String side = phrase.contains("leave") || phrase.contains("exit") ? stay.to() : stay.from();
            return side.isEmpty() ? Optional.empty()
                    : Optional.of(asked("side", phrase, label, 0, new Word(side, SIDES.stream().filter(s -> !s.equals(side)).toList()),
                    spans(List.of(stay))));
        });
    }

    Optional<WorldQuestion> place() {
        return label(label -> world.of(label).size() == 1 && world.of(label).get(0).path().size() == 1).map(label -> {
            Stay stay = world.of(label).get(0);
            String place = stay.path().get(0);
            return asked("where", pick("Where was the {s}?", "Where in the picture was the {s}?", "In which part of the picture was the "
                    + "{s}?", "On which side was the {s}?"), label, 0,
                    new Word(place, PLACES.stream().filter(p -> !p.equals(place)).toList()), spans(List.of(stay)));
        });
    }

    Optional<WorldQuestion> sign() {
        return world.signs.stream().findFirst().map(sign -> {
            String phrase = pick("When was the \"{w}\" sign shown?", "When did the sign say \"{w}\"?", "Was there a sign \"{w}\"?",
                    "When could \"{w}\" be read?", "At what time did the text \"{w}\" appear?")
                    .replace("{w}", sign.words());
            return new WorldQuestion("sign", phrase,
                    new Answered(phrase.startsWith("Was") ? new Yes(true) : new Time(sign.start()),
                    List.of(new double[] {sign.start(), sign.end()})));
        });
    }

    Optional<WorldQuestion> signLong() {
        return world.signs.size() != 1 ? Optional.empty() : world.signs.stream().findFirst()
                .map(sign -> new WorldQuestion("how long a sign", pick("How long was the sign visible?",
                "How long was the sign shown?", "For how many seconds could the sign be read?", "How long was the text there?"),
                new Answered(new Length(sign.end() - sign.start()), List.of(new double[] {sign.start(), sign.end()}))));
    }

    Optional<WorldQuestion> sceneChange() {
        return world.cuts.isEmpty() ? Optional.empty()
                : Optional.of(new WorldQuestion("scene",
                pick("When did the scene change?", "When did the scene first change?", "At what time did the scene change?",
                "When was the first change of scene?", "When did the new scene begin?"),
                new Answered(new Time(world.cuts.get(0)), List.of())));
    }
}
