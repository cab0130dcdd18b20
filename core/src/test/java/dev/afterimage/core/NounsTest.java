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
    @ValueSource(strings = {"", " ", "..", ".a", "../up", "a/b", "a\\b", "-a", "a\0b", "a\nb", "a\tb", "a\u007fb", " a", "a ", "a  b",
            // What turns text around, what cannot be seen, and what looks like a space.
            "a\u202eb", "a\u2066b", "a\u200fb", "a\u061cb", "a\u200bb", "a\ufeffb", "a\u00adb", "a\u2060b", "a\u00a0b", "a\u3000b",
            "a\u2028b", "a\u3164b", "a\u034fb", "a\u2800b", "a\u200db", "a\u200cb", "a\ufe0fb", "\ud83d\udc15\u200d",
            "\u200d\ud83d\udc15", "a\udb40\udd00b", "a\udb40\udc61b", "\u0301a", "z\u0317\u0318\u0319\u031a\u031b", "a\ud83d", "a\ue000b"})
    void streamNamesHoldNothingThatMeansSomethingInPathsOrCannotBeSeen(String name) {
        refused(ErrorCode.USAGE_STREAM_NAME, () -> new StreamId(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"door", "door.2", "Front door", "Haustür 🐕", "الباب الأمامي", "דלת", "玄関", "q\u0323\u0307", "ประตู",
            "दरवाजा", "نمی\u200cدانم", "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", "\u2764\ufe0f", "1\ufe0f\u20e3",
            "\ud83d\udc4b\ud83c\udfff", "\ud83e\udee0", "a+b&c=d?e#f%g", "\"it's\"", "_4", "~x", "all"})
    void streamNamesAreOfAnyScript(String name) {
        assertThat(new StreamId(name).name()).isEqualTo(name);
    }

    @Test
    void aNameIsTheSameHoweverItsAccentsAreWritten() {
        assertThat(new StreamId("Haustu\u0308r")).isEqualTo(new StreamId("Haust\u00fcr"));
    }

    /** A name is told in messages, and those go to terminals. */
    @Test
    void whatIsWrongWithANameIsToldWithoutIt() {
        assertThatThrownBy(() -> new StreamId("a\u202e\u001b[2Jb")).hasMessageContaining("U+202E").hasMessageNotContaining("\u001b")
                .hasMessageNotContaining("\u202e");
    }

    @Test
    void streamNamesHaveAtMost64Characters() {
        assertThat(new StreamId("a".repeat(64)).name()).hasSize(64);
        refused(ErrorCode.USAGE_STREAM_NAME, () -> new StreamId("a".repeat(65)));
        assertThat(new StreamId("\ud83d\udc15".repeat(45)).name()).hasSize(90);
        refused(ErrorCode.USAGE_STREAM_NAME, () -> new StreamId("\ud83d\udc15".repeat(46)));
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
