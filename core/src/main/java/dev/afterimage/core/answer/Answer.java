package dev.afterimage.core.answer;

import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.Gap;
import java.util.List;

/** How a question ended. */
public sealed interface Answer {

    /**
     * @param method {@code computed} from the evidence, or {@code read} by the model from the retrieved blocks
     */
    record Answered(String text, List<Citation> citations, String method) implements Answer { }

    /** Nothing that was stored supports an answer. {@code closest} is what came nearest, possibly empty. */
    record NotSeen(String why, List<Citation> closest) implements Answer { }

    /**
     * What was kept tells nothing of what is asked: neither that it was there nor that it was not.
     *
     * @param why     a clause that names what would be needed
     * @param closest what was seen of it, possibly empty
     */
    record CannotTell(String why, List<Citation> closest) implements Answer { }

    /**
     * Nobody watched at the time asked about: it is not known what was there, nor that nothing was.
     *
     * @param why  a clause, e.g. {@code nobody watched from 05:03 to 06:35: the camera could not be reached}
     * @param gaps those the time asked about lies in, ascending; at least one
     */
    record NotWatched(String why, List<Gap> gaps) implements Answer { }

    record Failed(ErrorCode code, String line) implements Answer { }
}
