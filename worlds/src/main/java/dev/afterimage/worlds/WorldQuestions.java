package dev.afterimage.worlds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Questions about a world, in many phrasings, with their true answers. */
public final class WorldQuestions {

    private WorldQuestions() { }

    /** @param heldOut whether phrasings kept for held-out worlds are used too */
    public static List<WorldQuestion> of(World world, int most, boolean heldOut) {
        QuestionMaker drawn = new QuestionMaker(world, heldOut);
        List<WorldQuestion> asked = new ArrayList<>();
        List<Supplier<Optional<WorldQuestion>>> kinds = new ArrayList<>(kinds(drawn));
        Collections.shuffle(kinds, drawn.random);
        for (Supplier<Optional<WorldQuestion>> kind : kinds) {
            if (asked.size() < most) {
                kind.get().ifPresent(asked::add);
            }
        }
        return asked;
    }

    private static List<Supplier<Optional<WorldQuestion>>> kinds(QuestionMaker drawn) {
        CountQuestions counts = new CountQuestions(drawn);
        TimeQuestions times = new TimeQuestions(drawn);
        LookQuestions looks = new LookQuestions(drawn);
        AbsentQuestions absent = new AbsentQuestions(drawn);
        return List.of(counts::howManyAt, counts::existsAt, counts::howManyNow, times::firstComes, times::lastComes, times::leaves,
                times::nth,
                times::howLong, times::howLongNow, counts::howOften, counts::total, counts::ever, times::whileOther, times::order,
                times::next,
                counts::between, counts::betweenTimes, counts::most, looks::colour, looks::coloured, looks::side, looks::place,
                counts::still,
                looks::sign, looks::signLong, looks::sceneChange, absent::absent, absent::absent, absent::absent, absent::absentColour,
                absent::absentSign, absent::absentNth, absent::absentWord, times::followUp, times::followUpTime, counts::lastSeconds);
    }

    /** What is seen, and half as many about what is said where anything is. */
    public static List<WorldQuestion> withSpeech(World world, int most) {
        List<WorldQuestion> questions = new ArrayList<>(of(world, most, world.heldOut()));
        questions.addAll(SaidQuestions.of(world, most / 2));
        return questions;
    }
}
