package dev.afterimage.benchmark.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordErrorsTest {

    @Test
    void changesOmissionsAndInsertionsCountOnceEach() {
        assertThat(WordErrors.between("the train leaves now", "The train, leaves now!").errors()).isZero();
        assertThat(WordErrors.between("the train leaves now", "the rain leaves now").errors()).isEqualTo(1);
        assertThat(WordErrors.between("the train leaves now", "train leaves right now").errors()).isEqualTo(2);
        assertThat(WordErrors.between("the train leaves now", "").percent()).isEqualTo(100);
    }

    @Test
    void ratesOfSeveralTextsAreWeighedByTheirWords() {
        WordErrors sum = new WordErrors(1, 10).plus(new WordErrors(3, 10));
        assertThat(sum.percent()).isEqualTo(20);
        assertThat(WordErrors.NONE.percent()).isZero();
    }
}
