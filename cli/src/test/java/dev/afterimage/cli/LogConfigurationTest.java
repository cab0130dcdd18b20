package dev.afterimage.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class LogConfigurationTest {

    private final LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();

    @Test
    void onlyWhatTheStoreHadToGiveUpIsToldUnlessALogIsAskedFor() {
        String written = written(() -> {
            logs.getLogger("dev.afterimage.store.Retention").warn("the oldest hour of {} was removed", "rtsp://me:secret@camera/1");
            logs.getLogger("dev.afterimage.store.Retention").info("nothing to see");
            logs.getLogger("org.apache.flink").error("a library's own words");
        });
        assertThat(written).startsWith("warning: the oldest hour of rtsp://").hasLineCount(1).doesNotContain("secret");
    }

    @Test
    void asJsonEachLineIsAnEventAndHoldsNoPassword() throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        LogConfiguration.configure(context, Map.of("AFTERIMAGE_LOG", "debug", "AFTERIMAGE_LOG_FORMAT", "json"));
        Exception thrown = new IllegalStateException("cannot open rtsp://me:secret@camera/1\nat all",
                new IOException("401 for http://me:secret@camera/2?token=secret"));
        thrown.addSuppressed(new IOException("nor rtsp://me:secret@camera/3"));
        List<String> lines = written(() -> {
            context.getLogger("dev.afterimage.flink").warn("\"{}\" is lost", "rtsp://me:secret@camera/1", thrown);
            context.getLogger("dev.afterimage.store.Retention").warn("the oldest hour of {} was removed", "srt://h:1?passphrase=secret");
            context.getLogger("org.apache.flink").atInfo().addKeyValue("uri", "rtsp://me:secret@camera/4").log("two\nlines");
        }).lines().toList();
        assertThat(lines).hasSize(3).noneMatch(line -> line.contains("secret"));
        List<JsonNode> events = new ArrayList<>();
        for (String line : lines) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events).allSatisfy(event -> {
            assertThat(event.path("timestamp").asLong()).isPositive();
            assertThat(event.path("loggerName").asText()).isNotEmpty();
            assertThat(event.path("threadName").asText()).isNotEmpty();
        });
        JsonNode lost = events.get(0);
        assertThat(lost.path("level").asText()).isEqualTo("WARN");
        assertThat(lost.path("formattedMessage").asText()).isEqualTo("\"rtsp://me:***@camera/1\" is lost");
        assertThat(lost.path("throwable").path("message").asText()).isEqualTo("cannot open rtsp://me:***@camera/1\nat all");
        assertThat(lost.path("throwable").path("cause").path("message").asText()).contains("me:***@camera/2");
        assertThat(events.get(2).path("formattedMessage").asText()).isEqualTo("two\nlines");
        context.stop();
    }

    private static String written(Runnable logging) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            logging.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
