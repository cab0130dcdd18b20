package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.ingest.media.MediaException.Reason;
import dev.afterimage.ingest.media.MediaException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NoticedGapsTest {

    private record Noticed(double after, Gap.Cause cause) { }

    private final List<Noticed> noticed = new CopyOnWriteArrayList<>();
    private final FrameSource.GapListener listener = (after, cause) -> noticed.add(new Noticed(after, cause));

    @Test
    void aLostConnectionIsToldWithTheLastPicturesTimeAndItsCause() {
        NoticedGaps gaps = new NoticedGaps(listener, 2);
        gaps.lost(new MediaException(Reason.FAILED, "connection refused"));
        gaps.picture(7.25);
        gaps.lost(new MediaException(Reason.EXPIRED, "timed out"));
        gaps.lost(new MediaException(Reason.NOT_MEDIA, "what is this"));
        assertThat(noticed).containsExactly(new Noticed(-1, Gap.Cause.UNREACHABLE), new Noticed(7.25, Gap.Cause.STALLED),
                new Noticed(7.25, Gap.Cause.CORRUPT));
    }

    @Test
    void framesDroppedForLongAreAGapAndFewAreNone() {
        NoticedGaps gaps = new NoticedGaps(listener, 2);
        gaps.taken(0);
        gaps.dropped();
        gaps.taken(4);
        assertThat(noticed).isEmpty();
        gaps.dropped();
        gaps.dropped();
        gaps.taken(40);
        assertThat(noticed).containsExactly(new Noticed(4, Gap.Cause.OVERLOADED));
    }

    @Test
    void aSlowCameraDropsNothingAndHasNoGap() {
        NoticedGaps gaps = new NoticedGaps(listener, 0.02);
        gaps.taken(0);
        gaps.taken(50);
        gaps.dropped();
        gaps.taken(100);
        assertThat(noticed).as("fifty seconds apart is what was asked for").isEmpty();
    }

    @Test
    void aServerThatGoesAwayAndComesBackLeavesTheGapItMade() throws Exception {
        IngestOptions patient = new IngestOptions(Duration.ofSeconds(5), 8, Duration.ofMillis(250), "auto", 1280, 60);
        try (RtspServer server = RtspServer.start();
                FrameSource.Capture capture = new JavaCvFrameSource(patient)
                        .open(Captures.asap(server.url("/silent"), 2), -1, 0, -1, listener)) {
            Frame last = capture.next();
            long begun = System.nanoTime();
            while (last.seconds() < 1.4) {
                last = capture.next();
            }
            double atKill = last.seconds();
            server.kill();
            long killed = System.nanoTime();
            awaitNoticed();
            assertThat(noticed.get(0).cause()).isEqualTo(Gap.Cause.UNREACHABLE);
            assertThat(noticed.get(0).after()).as("noticed while it lasts, with its beginning").isEqualTo(atKill, within(1.0));
            server.run();
            Frame first = capture.next();
            while (first.seconds() <= noticed.get(0).after()) {
                first = capture.next();
            }
            double out = (System.nanoTime() - killed) / 1e9;
            assertThat(first.seconds() - noticed.get(0).after()).as("its length").isEqualTo(out, within(1.0));
            assertThat(noticed).hasSize(1);
            assertThat(killed).isGreaterThan(begun);
        }
    }

    private void awaitNoticed() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (noticed.isEmpty()) {
            assertThat(System.nanoTime()).as("the loss is noticed").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
