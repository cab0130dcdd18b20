package dev.afterimage.answering.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private static final List<String> ANIMALS = List.of("a red fox", "a frog", "two frogs", "nothing");

    private static Optional<String> meant(String said, List<String> options) {
        return Options.meant(said, options).map(options::get);
    }

    @Test
    void anAnswerMeansTheOptionWhoseLetterItBeginsWith() {
        assertThat(meant("B", ANIMALS)).contains("a frog");
        assertThat(meant("(c) two frogs", ANIMALS)).contains("two frogs");
        assertThat(meant("The answer is A.", ANIMALS)).contains("a red fox");
    }

    @Test
    void aFreeAnswerMeansTheOptionThatItSaysMostOf() {
        assertThat(meant("There were 2 frogs.", ANIMALS)).contains("two frogs");
        assertThat(meant("A frog sat there.", ANIMALS)).contains("a frog");
        assertThat(meant("An elephant.", ANIMALS)).isEmpty();
    }

    @Test
    void ofSeveralThatAreSaidTheFirstIsMeantWhateverTheirOrder() {
        for (List<String> order : List.of(List.of("the guitar", "the crown"), List.of("the crown", "the guitar"))) {
            assertThat(meant("The crown came first, before the guitar.", order)).contains("the crown");
        }
    }

    @Test
    void timesAreMatchedByTheirValue() {
        List<String> times = List.of("00:10", "00:40", "01:10");
        assertThat(meant("It was there from 00:41 to 00:42.", times)).contains("00:40");
        assertThat(meant("70 seconds in", times)).contains("01:10");
        assertThat(meant("At 00:20.", times)).isEmpty();
    }

    @Test
    void everyOptionComesFirstOnce() {
        assertThat(Options.orders(ANIMALS)).hasSize(4).allSatisfy(order -> assertThat(order).containsExactlyInAnyOrderElementsOf(ANIMALS))
                .extracting(order -> order.get(0)).containsExactlyInAnyOrderElementsOf(ANIMALS);
    }
}
