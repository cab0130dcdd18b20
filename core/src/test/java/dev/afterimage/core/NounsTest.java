package dev.afterimage.core;

import dev.afterimage.core.answer.Question;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.core.watch.LiveFeed;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NounsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "..", "../up", "a/b", "-a", "a b", "ünder", "a\0b"})
    void streamNamesAreSafeInKeysPathsAndUrls(String name) {
        refused(ErrorCode.USAGE_STREAM_NAME, () -> new StreamId(name));
    }

    @Test
    void streamNamesHaveAtMost64Characters() {
        assertThat(new StreamId("a".repeat(64)).name()).hasSize(64);
        refused(ErrorCode.USAGE_STREAM_NAME, () -> new StreamId("a".repeat(65)));
        refused(ErrorCode.USAGE_STREAM_NAME, () -> new StreamId(null));
    }

    @Test
    void aQuestionHasWordsALimitAndATimeWithinTheStream() {
        refused(ErrorCode.USAGE_EMPTY_QUESTION, () -> question(" \n", OptionalDouble.empty()));
        refused(ErrorCode.USAGE_QUESTION_TOO_LONG, () -> question("a".repeat(Question.MAX_LENGTH + 1), OptionalDouble.empty()));
        refused(ErrorCode.USAGE_TIME, () -> question("what?", OptionalDouble.of(-0.1)));
        refused(ErrorCode.USAGE_TIME, () -> question("what?", OptionalDouble.of(Double.NaN)));
        refused(ErrorCode.USAGE_TIME, () -> question("what?", OptionalDouble.of(Double.POSITIVE_INFINITY)));
        assertThat(question("what?", OptionalDouble.of(0)).at()).hasValue(0);
    }

    @Test
    void aSourceIsSampledAtSomeRate() {
        refused(ErrorCode.USAGE, () -> source("clip.mp4", 0));
        refused(ErrorCode.USAGE, () -> source("clip.mp4", Double.NaN));
        refused(ErrorCode.USAGE, () -> source("clip.mp4", 61));
        assertThat(source("rtsp://a:b@camera/", 2).maskedUri()).isEqualTo("rtsp://a:***@camera/");
        assertThat(source("rtsp://camera/", 2).network()).isTrue();
        assertThat(source("file:/clip.mp4", 2).network()).isFalse();
        assertThat(source("clip.mp4", 2).network()).isFalse();
    }

    @Test
    void keysAndValuesFitTheirLayout() {
        KvLayout layout = new KvLayout(2, 3, 4);
        assertThat(layout.size(5)).isEqualTo(120);
        assertThatThrownBy(() -> new KeyValues(layout, 5, new float[120], new float[119])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFrameHoldsThreeBytesAPixel() {
        assertThatThrownBy(() -> new Frame(new StreamId("a"), 0, 0, Instant.EPOCH, 2, 2, new byte[11]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlookersHearWhatHappensUntilTheyLeave() throws Exception {
        LiveFeed feed = new LiveFeed();
        StreamId stream = new StreamId("door");
        LiveFeed.Event event = new LiveFeed.StatusChanged(stream, StreamInfo.Status.ENDED, "");
        List<LiveFeed.Event> heard = new ArrayList<>();
        AutoCloseable subscription = feed.subscribe(stream, heard::add);
        assertThat(feed.watched(stream)).isTrue();
        feed.publish(event);
        subscription.close();
        feed.publish(event);
        assertThat(heard).containsExactly(event);
        assertThat(feed.watched(stream)).isFalse();
    }

    private static Question question(String text, OptionalDouble at) {
        return new Question(new StreamId("door"), text, at, List.of());
    }

    private static SourceSettings source(String uri, double fps) {
        return new SourceSettings(new StreamId("door"), uri, fps, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
    }

    private static void refused(ErrorCode code, ThrowingCallable made) {
        assertThatThrownBy(made).isInstanceOfSatisfying(AfterimageException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
