package dev.afterimage.eval.videoqa;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.util.List;

/**
 * How hard a made-up day is.
 *
 * @param rooms    that are walked through
 * @param room     most things in one of them
 * @param similar  whether each thing is there in two colours, which questions name
 * @param farBack  whether questions are about what was not seen for long, and about stretches of the day
 * @param minutes  of the day unless another length is asked for; from 2 on more than the usual budget of tokens holds
 */
record DayLevel(int rooms, int room, boolean similar, boolean farBack, int minutes) {

    private static final List<DayLevel> LEVELS = List.of(new DayLevel(6, 2, false, false, 5), new DayLevel(10, 3, true, false, 20),
            new DayLevel(16, 3, true, true, 60));

    /** @param number from 1, the easiest */
    static DayLevel of(int number) {
        if (number < 1 || number > LEVELS.size()) {
            throw new AfterimageException(ErrorCode.USAGE, "there is no level " + number, "give --level from 1 to " + LEVELS.size());
        }
        return LEVELS.get(number - 1);
    }
}
