package dev.afterimage.answering.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.evidence.TextRun;
import dev.afterimage.answering.time.TimeExpressions;
import dev.afterimage.memory.prompt.PlainText;
import org.junit.jupiter.api.Test;

class PatternCostTest {

    @Test
    void noHostileTextMakesAPatternLookAtItsCharactersOverAndOver() throws ReflectiveOperationException {
        assertThat(PatternCost.runaways(WholeStory.class, TimeExpressions.class, PlainText.class, TextRun.class)).isEmpty();
    }
}
