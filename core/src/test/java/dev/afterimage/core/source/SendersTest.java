package dev.afterimage.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.stream.StreamId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SendersTest {

    private static final StreamId DESK = new StreamId("desk");

    private final Senders senders = new Senders();

    @Test
    void whoWaitsGetsTheNextSenderFromItsFirstByteOn() throws Exception {
        CompletableFuture<SentBytes> taken = CompletableFuture.supplyAsync(() -> {
            try {
                return senders.take(DESK, 10_000, () -> false).orElseThrow();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        SentBytes sent = senders.begin(DESK, "webm");
        sent.add(new byte[] {1, 2, 3});
        byte[] into = new byte[2];
        SentBytes read = taken.get(10, TimeUnit.SECONDS);
        assertThat(read.read(into, 2, 1000)).isEqualTo(2);
        assertThat(into).containsExactly(1, 2);
        assertThat(read.read(into, 2, 1000)).isEqualTo(1);
        assertThat(into[0]).isEqualTo((byte) 3);
        assertThat(read.read(into, 2, 10)).isZero();
        senders.end(DESK, sent);
        assertThat(read.read(into, 2, 1000)).isEqualTo(-1);
    }

    @Test
    void aStreamHasOneSenderAtATime() throws Exception {
        SentBytes first = senders.begin(DESK, "webm");
        assertThatThrownBy(() -> senders.begin(DESK, "webm")).hasMessageContaining("something else sends to 'desk'");
        senders.end(DESK, first);
        assertThat(senders.waiting(DESK)).isFalse();
        SentBytes second = senders.begin(DESK, "webm");
        senders.end(DESK, first);
        assertThat(senders.waiting(DESK)).isTrue();
        assertThat(senders.take(DESK, 0, () -> false)).containsSame(second);
        assertThat(senders.waiting(DESK)).isFalse();
    }

    @Test
    void aSenderThatIsNotReadIsToldToWaitAndThenToGoOn() throws Exception {
        SentBytes sent = senders.begin(DESK, "webm");
        AtomicInteger room = new AtomicInteger();
        sent.onRoom(room::incrementAndGet);
        assertThat(sent.add(new byte[SentBytes.MOST - 1])).isTrue();
        assertThat(sent.add(new byte[1])).isFalse();
        sent.read(new byte[100], 100, 0);
        assertThat(room).hasValue(0);
        sent.read(new byte[SentBytes.MOST], SentBytes.MOST, 0);
        assertThat(room).hasValue(1);
    }

    @Test
    void aReaderThatLeavesLetsTheSenderKnow() {
        SentBytes sent = senders.begin(DESK, "webm");
        sent.add(new byte[SentBytes.MOST]);
        sent.discard();
        assertThat(sent.ended()).isTrue();
        assertThat(sent.add(new byte[1])).isTrue();
    }
}
