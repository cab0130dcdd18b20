package dev.afterimage.model.question;

import dev.afterimage.core.model.QuestionReader;
import java.util.BitSet;
import java.util.List;

/** The reader of {@link PointerQuestionReader}, loaded with the first question. Safe for use by several threads. */
public final class DeferredQuestionReader implements QuestionReader {

    private QuestionReader loaded;

    private synchronized QuestionReader loaded() {
        if (loaded == null) {
            loaded = new PointerQuestionReader();
        }
        return loaded;
    }

    @Override
    public Reading read(List<String> words, List<BitSet> facts) {
        return loaded().read(words, facts);
    }
}
