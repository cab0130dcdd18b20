package dev.afterimage.cli;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

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
