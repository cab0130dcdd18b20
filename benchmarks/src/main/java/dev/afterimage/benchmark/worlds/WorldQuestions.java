package dev.afterimage.benchmark.worlds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Questions about a world, in many phrasings, with their true answers. */
final class WorldQuestions {

    private WorldQuestions() { }

    /** @param heldOut whether phrasings kept for held-out worlds are used too */
    static List<Asked> of(World world, int most, boolean heldOut) {
        Drawn drawn = new Drawn(world, heldOut);
        List<Asked> asked = new ArrayList<>();
        List<Supplier<Optional<Asked>>> kinds = new ArrayList<>(kinds(drawn));
        Collections.shuffle(kinds, drawn.random);
        for (Supplier<Optional<Asked>> kind : kinds) {
            if (asked.size() < most) {
                kind.get().ifPresent(asked::add);
            }
        }
        return asked;
    }

    private static List<Supplier<Optional<Asked>>> kinds(Drawn drawn) {
        CountQuestions counts = new CountQuestions(drawn);
        TimeQuestions times = new TimeQuestions(drawn);
        LookQuestions looks = new LookQuestions(drawn);
        AbsentQuestions absent = new AbsentQuestions(drawn);
        return List.of(counts::howManyAt, counts::existsAt, counts::howManyNow, times::firstComes, times::lastComes, times::leaves, times::nth,
                times::howLong, times::howLongNow, counts::howOften, counts::total, counts::ever, times::whileOther, times::order, times::next,
                counts::between, counts::betweenTimes, counts::most, looks::colour, looks::coloured, looks::side, looks::place, counts::still,
                looks::sign, looks::signLong, looks::sceneChange, absent::absent, absent::absent, absent::absent, absent::absentColour,
                absent::absentSign, absent::absentNth, absent::absentWord, times::followUp, times::followUpTime, counts::lastSeconds);
    }
}
