package dev.afterimage.answering.retrieval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.model.TokenKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Token keys that are matched on a device as well. */
class KeysElsewhereTest {

    private static final float[] QUESTION = {1, 0, 0, 1};

    /** Gives products that nobody else gives, so that they are known again. */
    private static final class Elsewhere implements TokenKeys {
        private final List<float[]> added = new ArrayList<>();
        private boolean refuses;

        @Override
        public boolean add(float[] keys) {
            added.add(keys);
            return !refuses;
        }

        @Override
        public Optional<float[]> matches(float[] queries, int blocks, boolean unit) {
            float[] products = new float[queries.length / 2 * blocks];
            for (int i = 0; i < products.length; i++) {
                products[i] = 100 + i;
            }
            return refuses ? Optional.empty() : Optional.of(products);
        }
    }

    private static void fill(TokenColumn column) {
        column.add(new float[] {1, 2, 3, 0});
        column.add(new float[] {0, 5});
        column.add(new float[0]);
    }

    @Test
    void allBlocksAreMatchedElsewhereAndSomeAreMatchedHere() {
        Elsewhere elsewhere = new Elsewhere();
        TokenColumn column = new TokenColumn(2, Optional.of(elsewhere));
        fill(column);
        assertThat(elsewhere.added).hasSize(3);
        assertThat(column.matches(QUESTION, new int[] {0, 1, 2}, false)).isDeepEqualTo(new double[][] {{100, 101, 102}, {103, 104, 105}});
        assertThat(column.matches(QUESTION, new int[] {0, 1}, false)).isDeepEqualTo(new double[][] {{100, 101}, {102, 103}});
        assertThat(column.matches(QUESTION, new int[] {1, 2}, false)).isDeepEqualTo(new double[][] {{0, 0}, {5, 0}});
        assertThat(column.matches(QUESTION, new int[0], false)).isDeepEqualTo(new double[2][0]);
    }

    @Test
    void whatIsRefusedElsewhereIsMatchedHere() {
        Elsewhere elsewhere = new Elsewhere();
        TokenColumn column = new TokenColumn(2, Optional.of(elsewhere));
        column.add(new float[] {1, 2, 3, 0});
        elsewhere.refuses = true;
        assertThat(column.matches(QUESTION, new int[] {0}, false)).as("lost").isDeepEqualTo(new double[][] {{3}, {2}});
        column.add(new float[] {0, 5});
        column.add(new float[0]);
        assertThat(elsewhere.added).as("not asked again once it had no room").hasSize(2);
        assertThat(column.matches(QUESTION, new int[] {0, 1, 2}, false)).isDeepEqualTo(new double[][] {{3, 0, 0}, {2, 5, 0}});
    }
}
