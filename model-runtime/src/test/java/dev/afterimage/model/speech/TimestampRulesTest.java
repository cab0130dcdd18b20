package dev.afterimage.model.speech;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.model.Generation;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TimestampRulesTest {

    private static final SpeechTokens TOKENS = SpeechTokens.ENGLISH;
    private static final int FIRST = TOKENS.timestamp();
    private final TimestampRules rules = new TimestampRules(TOKENS, List.of(7), List.of(220, TOKENS.end()));

    /** What wins when every id in {@code wanted} stands out, the first most. */
    private int best(List<Integer> said, int... wanted) {
        float[] logits = new float[TOKENS.vocabulary()];
        for (int i = 0; i < wanted.length; i++) {
            logits[wanted[i]] = 30 - i;
        }
        rules.apply(logits, said);
        return Generation.best(logits);
    }

    @Test
    void theFirstTokenIsATimeWithinTheFirstSecond() {
        assertThat(best(List.of(), 100, FIRST + 51, FIRST + 50)).isEqualTo(FIRST + 50);
        assertThat(best(List.of(), TOKENS.end(), FIRST)).isEqualTo(FIRST);
    }

    @Test
    void textFollowsAnOpeningTimeAndATimeOrTheEndAClosingOne() {
        assertThat(best(List.of(FIRST), FIRST + 3, 100)).isEqualTo(100);
        assertThat(best(List.of(FIRST, 100, FIRST + 9), 100, FIRST + 9)).isEqualTo(FIRST + 9);
        assertThat(best(List.of(FIRST, 100, FIRST + 9), 100, TOKENS.end())).isEqualTo(TOKENS.end());
        assertThat(best(List.of(FIRST, 100, FIRST + 9, FIRST + 9), FIRST + 12, 100)).isEqualTo(100);
    }

    @Test
    void timesNeverGoBackNorStandStill() {
        assertThat(best(List.of(FIRST + 5, 100), FIRST + 4, FIRST + 5, FIRST + 6)).isEqualTo(FIRST + 6);
        assertThat(best(List.of(FIRST + 5, 100, FIRST + 8), FIRST + 7, FIRST + 8)).isEqualTo(FIRST + 8);
    }

    @Test
    void whatIsNeverSaidIsStruckOut() {
        assertThat(best(List.of(FIRST), 7, TOKENS.noTimestamps(), 100)).isEqualTo(100);
    }

    @Test
    void manyLikelyTimesTogetherOutweighOneLikelierWord() {
        float[] logits = new float[TOKENS.vocabulary()];
        logits[100] = 10;
        for (int i = 10; i < 60; i++) {
            logits[FIRST + i] = 9;
        }
        rules.apply(logits, List.of(FIRST, 200));
        assertThat(Generation.best(logits)).isGreaterThanOrEqualTo(FIRST);
        logits = new float[TOKENS.vocabulary()];
        logits[100] = 10;
        logits[FIRST + 10] = 9;
        rules.apply(logits, List.of(FIRST, 200));
        assertThat(Generation.best(logits)).isEqualTo(100);
    }

    @Test
    void segmentsAreTheTextBetweenTimes() {
        Transcript transcript = new Transcript(List.of(FIRST, 1, 2, FIRST + 100, FIRST + 100, 3, FIRST + 150), 0, 0);
        assertThat(transcript.segments(TOKENS)).extracting(Transcript.Segment::start).containsExactly(0.0, 2.0);
        assertThat(transcript.segments(TOKENS)).extracting(Transcript.Segment::end).containsExactly(2.0, 3.0);
        assertThat(transcript.segments(TOKENS).get(0).text()).containsExactly(1, 2);
        assertThat(transcript.consumed(TOKENS, 10)).as("one time at the end: all was read").isEqualTo(10);
        Transcript more = new Transcript(List.of(FIRST, 1, FIRST + 100, FIRST + 100), 0, 0);
        assertThat(more.consumed(TOKENS, 10)).as("opened anew: the rest is read again").isEqualTo(2);
        Transcript open = new Transcript(List.of(FIRST + 5, 1), 0, 0);
        assertThat(open.segments(TOKENS)).singleElement().satisfies(segment -> assertThat(segment.end()).isNaN());
    }

    @Test
    void wordsOverSilenceGuessesAndCirclesAreNotBelieved() {
        Transcript sure = new Transcript(List.of(), 0.02, -0.4);
        assertThat(Plausibility.of("Mind the gap.", sure)).isTrue();
        assertThat(Plausibility.of("you", new Transcript(List.of(), 0.95, -0.7))).isFalse();
        assertThat(Plausibility.of("Mind the gap.", new Transcript(List.of(), 0.1, -1.6))).isFalse();
        assertThat(Plausibility.of("and so on ".repeat(30), sure)).isFalse();
        assertThat(Plausibility.of("...", sure)).isFalse();
        assertThat(Plausibility.compression("and so on ".repeat(30))).isCloseTo(12, Offset.offset(5.0));
    }
}
