package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.ReaderCosts;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.watch.Watching.WatchSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documents the command line prints and the service sends, byte for byte: others read them. */
class JsonDocumentsTest {

    private static Reply reply(Answer answer) {
        return new Reply(answer, new Reply.Usage(180, 3, 96, 7), new Reply.Timings(11.5, 4.25, 62, 140), "notes-135m", 0.1 + 0.2);
    }

    @Test
    void anAnswer() {
        Citation citation = new Citation(15, 18.5, .93, "object", "/api/streams/street/thumbnails/15.0", "2 cars");
        assertThat(ReplyJson.of(reply(new Answer.Answered("At 00:15.", List.of(citation), "read"))).toString()).isEqualTo(
                "{\"answer\":\"At 00:15.\",\"outcome\":\"answered\",\"citations\":[{\"start\":15.0,\"end\":18.5,\"score\":0.93,"
                + "\"kind\":\"object\","
                + "\"thumbnail\":\"/api/streams/street/thumbnails/15.0\",\"note\":\"2 cars\"}],\"method\":\"read\","
                + "\"usage\":{\"prompt_tokens\":180,\"retrieved_blocks\":3,\"retrieved_tokens\":96,\"completion_tokens\":7},"
                + "\"timings_ms\":{\"retrieve\":11.5,\"load\":4.25,\"first_token\":62.0,\"total\":140.0},\"model\":\"notes-135m\","
                + "\"at\":0.3}");
    }

    @Test
    void oneNotSeenAndOneFailed() {
        assertThat(ReplyJson.of(reply(new Answer.NotSeen("no dog", List.of()))).toString())
                .startsWith("{\"answer\":\"No dog.\",\"outcome\":\"not_seen\",\"citations\":[],\"closest\":[],");
        assertThat(ReplyJson.of(reply(new Answer.Failed(ErrorCode.MODEL_FAILED, "MODEL_FAILED: no"))).toString())
                .startsWith("{\"answer\":\"MODEL_FAILED: no\",\"outcome\":\"failed\",\"citations\":[],"
                        + "\"error\":{\"code\":\"MODEL_FAILED\",\"message\":\"MODEL_FAILED: no\"},");
    }

    @Test
    void oneAboutATimeNobodyWatched() {
        List<Gap> gaps = List.of(new Gap(FakeStreams.STREET, 303, 395.25, Gap.Cause.UNREACHABLE),
                Gap.from(FakeStreams.STREET, 500, Gap.Cause.DISK_FULL));
        assertThat(ReplyJson.of(reply(new Answer.NotWatched("nobody watched from 05:03 to 06:35: the camera could not be reached", gaps)))
                .toString())
                .startsWith("{\"answer\":\"Nobody watched from 05:03 to 06:35: the camera could not be "
                + "reached.\",\"outcome\":\"not_watched\",\"citations\":[],"
                        + "\"gaps\":[{\"start\":303.0,\"end\":395.25,\"cause\":\"unreachable\",\"reason\":\"the camera could not be "
                        + "reached\"},"
                        + "{\"start\":500.0,\"end\":null,\"cause\":\"disk_full\",\"reason\":\"the disk was full\"}],");
    }

    @Test
    void aSummary() {
        Scene scene = new Scene(FakeStreams.STREET, 0, 0, 4.5, "nothing", true);
        assertThat(StreamJson.of(new WatchSummary(FakeStreams.STREET, 60, 12, List.of(scene), 144, 30, 553_000, 7.5, 8,
                new ReaderCosts(60, 600_000_000L, 1_500_000_000L, 0))).toString()).isEqualTo(
                "{\"stream\":\"street\",\"frames\":60,\"blocks\":12,\"segments\":[{\"start\":0.0,\"end\":4.5}],\"tokens\":144,"
                + "\"tokens_dropped\":30,\"kv_bytes\":553000,\"encode_fps\":7.5,\"seconds\":8.0,"
                + "\"readers\":{\"objects_ms\":10.0,\"text_ms\":25.0,\"speech_ms\":0.0}}");
    }

    @Test
    void everyErrorCodeHasAStatus() {
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(HttpFailure.status(code)).as(code.name()).isBetween(400, 599);
        }
    }

    @Test
    void theDefaultsAreAsDocumented() {
        QaServerOptions options = new QaServerOptions();
        assertThat(options.host()).isEqualTo("127.0.0.1");
        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.access().guarded()).isFalse();
        assertThat(options.maxBodyBytes()).isEqualTo(1_048_576);
        assertThat(options.askThreads()).isEqualTo(2);
        assertThat(options.askQueue()).isEqualTo(32);
        assertThat(options.askQueueEach()).isEqualTo(8);
        assertThat(options.askSeconds()).isEqualTo(60);
        assertThat(options.historyTurns()).isEqualTo(64);
        assertThat(options.historyCharacters()).isEqualTo(64_000);
        assertThat(options.connections()).isEqualTo(512);
        assertThat(options.connectionsEach()).isEqualTo(64);
        assertThat(options.headerSeconds()).isEqualTo(10);
        assertThat(options.bodySeconds()).isEqualTo(30);
        assertThat(options.idleSeconds()).isEqualTo(60);
        assertThat(options.pingSeconds()).isEqualTo(30);
        assertThat(options.liveQueue()).isEqualTo(128);
        assertThat(options.suggestions()).isEmpty();
    }
}
