package dev.afterimage.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {

    @Test
    void whatComesWhileABatchRunsIsRunTogether() throws Exception {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Batches<Integer, Integer> batches = new Batches<>(4, inputs -> {
            sizes.add(inputs.size());
            first.countDown();
            await(go);
            return inputs.stream().map(input -> input * input).toList();
        });
        List<CompletableFuture<Integer>> asked = new ArrayList<>();
        asked.add(ask(batches, 0));
        first.await();
        for (int i = 1; i < 7; i++) {
            asked.add(ask(batches, i));
        }
        while (batches.waiting() < 6) {
            Thread.onSpinWait();
        }
        go.countDown();
        assertThat(asked.stream().map(CompletableFuture::join).toList()).isEqualTo(IntStream.range(0, 7).mapToObj(i -> i * i).toList());
        assertThat(sizes).containsExactly(1, 4, 2);
    }

    private static CompletableFuture<Integer> ask(Batches<Integer, Integer> batches, int input) {
        return CompletableFuture.supplyAsync(() -> batches.of(input), task -> new Thread(task).start());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anInputThatFailsTakesNoOtherOfItsBatchWithIt() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        Batches<Integer, Integer> batches = new Batches<>(4, inputs -> {
            if (inputs.contains(1)) {
                began.countDown();
                await(others);
            }
            if (inputs.contains(13)) {
                throw new IllegalStateException("thirteen");
            }
            return inputs;
        });
        CompletableFuture<Integer> first = ask(batches, 1);
        began.await();
        CompletableFuture<Integer> bad = ask(batches, 13);
        CompletableFuture<Integer> good = ask(batches, 7);
        while (batches.waiting() < 2) {
            Thread.onSpinWait();
        }
        others.countDown();
        assertThat(first.get()).isEqualTo(1);
        assertThat(good.get()).isEqualTo(7);
        assertThatThrownBy(bad::get).hasRootCauseMessage("thirteen");
        assertThatThrownBy(() -> batches.of(13)).isInstanceOf(IllegalStateException.class).hasMessage("thirteen");
        assertThat(batches.of(5)).isEqualTo(5);
    }
}
