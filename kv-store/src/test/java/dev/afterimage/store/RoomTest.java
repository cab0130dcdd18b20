package dev.afterimage.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.retention.Holding;
import dev.afterimage.core.retention.Kept;
import dev.afterimage.core.retention.Limit;
import dev.afterimage.core.retention.Limits;
import dev.afterimage.core.retention.Removal;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several who write, on shelves in memory of which the oldest megabyte is one. */
@Timeout(30)
class RoomTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final StreamId YARD = new StreamId("yard");
    private static final long MB = 1L << 20;
    private static final Limits LEAST = new Limits(new Limit(Limit.LEAST_BYTES, Double.POSITIVE_INFINITY), Map.of());

    private final FakeShelves shelves = new FakeShelves();
    private final Retention retention = new Retention(shelves);

    /** Recorded video, which is on the disk once. */
    private static class FakeShelves implements Retention.Shelves {

        private final Map<StreamId, AtomicLong> bytes = new ConcurrentHashMap<>(Map.of(DOOR, new AtomicLong(), YARD, new AtomicLong()));
        private final AtomicLong most = new AtomicLong();
        private final AtomicInteger removals = new AtomicInteger();

        void write(StreamId stream, long written) {
            bytes.get(stream).addAndGet(written);
            most.accumulateAndGet(bytes.values().stream().mapToLong(AtomicLong::get).sum(), Math::max);
        }

        int removals() {
            return removals.get();
        }

        long of(StreamId stream) {
            return bytes.get(stream).get();
        }

        @Override
        public List<Holding> holdings() {
            return bytes.entrySet().stream().map(each -> new Holding(each.getKey(), Kept.RECORDING, each.getValue().get(),
                    each.getValue().get() == 0 ? Long.MAX_VALUE : each.getKey().name().length())).toList();
        }

        @Override
        public long logged() {
            return 0;
        }

        @Override
        public void flush() {
            throw new AssertionError("nothing is in the log");
        }

        @Override
        public boolean giveUp(Removal removal, long atLeast) {
            removals.incrementAndGet();
            bytes.get(removal.holding().stream()).updateAndGet(all -> Math.max(0, all - Math.max(MB, atLeast)));
            return true;
        }
    }

    @Test
    void whatOneIsAboutToWriteCountsForTheOthers() {
        retention.setTotal(LEAST);
        shelves.write(DOOR, 60 * MB);
        try (Retention.Room first = retention.makeRoom(DOOR, Kept.RECORDING, 3 * MB)) {
            assertThat(shelves.removals).hasValue(0);
            try (Retention.Room second = retention.makeRoom(YARD, Kept.RECORDING, 3 * MB)) {
                assertThat(shelves.of(DOOR)).isLessThanOrEqualTo(58 * MB);
            }
        }
        int before = shelves.removals.get();
        retention.makeRoom(YARD, Kept.RECORDING, 3 * MB).close();
        assertThat(shelves.removals).as("what was not written after all holds no room").hasValue(before);
    }

    @Test
    void severalThreadsTogetherNeverExceedALimit() throws Exception {
        retention.setTotal(LEAST);
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            StreamId stream = i % 2 == 0 ? DOOR : YARD;
            writers.add(new Thread(() -> {
                for (int written = 0; written < 100; written++) {
                    try (Retention.Room held = retention.makeRoom(stream, Kept.RECORDING, 3 * MB)) {
                        Thread.yield();
                        shelves.write(stream, 3 * MB);
                    }
                }
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(shelves.most.get()).isBetween(Limit.LEAST_BYTES / 2, Limit.LEAST_BYTES);
    }

    @Test
    void aStreamOfWhichNothingCanBeRemovedHindersNoOther() {
        FakeShelves broken = new FakeShelves() {
            @Override
            public boolean giveUp(Removal removal, long atLeast) {
                if (removal.holding().stream().equals(DOOR)) {
                    throw new IllegalStateException("the disk cannot be read");
                }
                return super.giveUp(removal, atLeast);
            }
        };
        Retention kept = new Retention(broken);
        kept.setTotal(LEAST);
        broken.write(DOOR, 60 * MB);
        broken.write(YARD, 20 * MB);
        try (Retention.Room held = kept.makeRoom(YARD, Kept.RECORDING, MB)) {
            assertThat(broken.of(YARD)).as("of what can be removed").isLessThanOrEqualTo(3 * MB);
        }
        assertThat(broken.of(DOOR)).isEqualTo(60 * MB);
    }

    @Test
    void whoWritesWaitsForOneRemovalOfOthersNotForAll() throws Exception {
        AtomicInteger removedBefore = new AtomicInteger(-1);
        Thread[] writer = new Thread[1];
        FakeShelves much = new FakeShelves() {
            @Override
            public boolean giveUp(Removal removal, long atLeast) {
                if (writer[0].getState() == Thread.State.NEW) {
                    writer[0].start();
                    while (writer[0].getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                }
                return super.giveUp(removal, atLeast);
            }

            /** Looked at by the writer once it is its turn. */
            @Override
            public List<Holding> holdings() {
                if (Thread.currentThread() == writer[0]) {
                    removedBefore.compareAndSet(-1, removals());
                }
                return super.holdings();
            }
        };
        Retention kept = new Retention(much);
        much.write(DOOR, 600 * MB);
        kept.setStream(DOOR, LEAST);
        kept.setStream(YARD, LEAST);
        writer[0] = new Thread(() -> kept.makeRoom(YARD, Kept.RECORDING, MB).close());
        kept.sweep(0);
        writer[0].join();
        assertThat(much.removals()).isGreaterThan(100);
        assertThat(removedBefore.get()).isEqualTo(1);
    }
}
