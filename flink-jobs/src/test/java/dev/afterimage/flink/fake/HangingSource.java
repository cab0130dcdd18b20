package dev.afterimage.flink.fake;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.SourceSettings;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Hangs, deaf to interrupts like the operating system: {@code open:hangs} while it opens, {@code frames:N} behind N frames. */
public final class HangingSource implements FrameSource {

    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    /** From now on nothing hangs. */
    public void letGo() {
        released.countDown();
    }

    public boolean letGoYet() {
        return released.getCount() == 0;
    }

    /** Threads that hang now. */
    public int hanging() {
        return hanging.get();
    }

    public int opened() {
        return opened.get();
    }

    public int closed() {
        return closed.get();
    }

    private void hang() {
        hanging.incrementAndGet();
        boolean interrupted = false;
        while (true) {
            try {
                released.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        hanging.decrementAndGet();
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        if (settings.uri().equals("open:hangs")) {
            hang();
        }
        opened.incrementAndGet();
        long frames = settings.uri().startsWith("frames:") ? Long.parseLong(settings.uri().substring("frames:".length())) : 0;
        return new Playing(settings, nextIndex, frames);
    }

    private final class Playing implements Capture {

        private final SourceSettings settings;
        private final long frames;
        private long next;

        Playing(SourceSettings settings, long next, long frames) {
            this.settings = settings;
            this.next = next;
            this.frames = frames;
        }

        @Override
        public synchronized Frame next() {
            if (next >= frames) {
                hang();
                return null;
            }
            double seconds = next / settings.fps();
            return new Frame(settings.stream(), next++, seconds, Instant.EPOCH, 1, 1, new byte[3]);
        }

        @Override
        public List<Sound> takeSound() {
            return List.of();
        }

        @Override
        public SourceFacts facts() {
            return new SourceFacts(1, 1, settings.fps(), Double.NaN, false, false);
        }

        /** Waits for a call under way, as the real one does. */
        @Override
        public synchronized void close() {
            closed.incrementAndGet();
        }
    }
}
