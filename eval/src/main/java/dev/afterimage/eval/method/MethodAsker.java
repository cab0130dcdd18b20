package dev.afterimage.eval.method;

import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import java.util.List;

/** Asks a question the way a method does. */
public interface MethodAsker {

    /** @param truth seconds of the stream that the right answer rests on; only an oracle looks at them */
    Reply ask(Method method, Question question, List<Double> truth);
}
