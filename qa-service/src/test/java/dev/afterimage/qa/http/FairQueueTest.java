package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private static void offer(FairQueue<String> queue, String client, String... items) {
        for (String item : items) {
            assertThat(queue.offer(client, item)).isNull();
        }
    }

    private static List<String> all(FairQueue<String> queue) {
        return Stream.generate(queue::poll).takeWhile(Objects::nonNull).toList();
    }

    @Test
    void clientsAreServedInTurnHoweverManyEachHasWaiting() {
        FairQueue<String> queue = new FairQueue<>(10, 5, 0);
        offer(queue, "greedy", "g1", "g2", "g3", "g4");
        offer(queue, "modest", "m1");
        offer(queue, "other", "o1", "o2");
        assertThat(all(queue)).containsExactly("g1", "m1", "o1", "g2", "o2", "g3", "g4");
    }

    @Test
    void aClientWithItsShareWaitingDoesNotKeepOthersOut() {
        FairQueue<String> queue = new FairQueue<>(3, 2, 0);
        offer(queue, "greedy", "g1", "g2");
        assertThat(queue.offer("greedy", "g3")).isEqualTo(FairQueue.Refusal.SHARE_FULL);
        offer(queue, "modest", "m1");
        assertThat(queue.offer("other", "o1")).isEqualTo(FairQueue.Refusal.FULL);
    }

    @Test
    void whatIsTakenBackLeavesItsPlaceToAnother() {
        FairQueue<String> queue = new FairQueue<>(2, 2, 0);
        offer(queue, "one", "a", "b");
        assertThat(queue.remove("one", "a")).isTrue();
        assertThat(queue.remove("one", "a")).isFalse();
        offer(queue, "two", "c");
        assertThat(all(queue)).containsExactly("b", "c");
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatAFreeThreadIsAboutToTakeDoesNotCountAsWaiting() {
        FairQueue<String> queue = new FairQueue<>(1, 1, 1);
        offer(queue, "one", "a", "b");
        assertThat(queue.offer("one", "c")).isEqualTo(FairQueue.Refusal.SHARE_FULL);
        assertThat(queue.offer("two", "d")).isEqualTo(FairQueue.Refusal.FULL);
        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.offer("one", "c")).isEqualTo(FairQueue.Refusal.SHARE_FULL);
        assertThat(queue.poll()).isEqualTo("b");
        queue.done();
        queue.done();
        offer(queue, "two", "d");
    }
}
