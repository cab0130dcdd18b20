package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a configuration file holds: it is read soon, or refused in a sentence. See docs/security.md for how to look for more with
 * Jazzer.
 */
class ServeConfigFuzzTest {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final String SEED = """
            model: notes-135m
            host: 127.0.0.1
            port: 8080
            token: change-me
            tls: {certificate: chain.pem, key: key.pem}
            precision: fp32
            kv: int8
            compression: dynamic
            tokens_per_minute: 1500
            retrieval: rekv
            retrieval_blocks: 64
            session_hours: 12
            public_url: https://cameras.example.org
            tokens: [{token: abc, name: hall, role: view, streams: [door, yard]}]
            oidc:
              issuer: https://login.example.org/realms/home
              client_id: afterimage
              scopes: [profile]
              rules:
                - {value: "*", role: view, streams: [door]}
            client_sources: {schemes: [rtsp], hosts: ["127.0.0.1:8554"]}
            limits: {question_seconds: 90, history_turns: 2}
            sources:
              - name: street
                uri: rtsp://user:password@camera/stream
                fps: 2
                classes: [car, bus]
                thresholds: {car: 0.3}
                smallest: 0.015
                read_text: false
                loop: true
                questions: ["How many cars are there now?"]
            """;
    private static final List<String> PARTS = List.of("{", "}", "[", "]", ":", ": ", ",", "- ", "\n", "\n  ", "\t", "'", "\"", "|", ">",
            "&a ", "*a", "!!int ", "!!java.net.URL ", "<<: ", "? ", "---\n",
            "...\n", "%YAML 1.1\n", "#", "null", "~", "true", "-1", ".inf", ".nan", "1e999", "0x10", "99999999999999999999",
                    "9".repeat(2000), "\u0000", "\ud83d\ude00", "\u2028", "\\x", "limits", "sources",
            "[".repeat(5000), "{a: ".repeat(1500), "x".repeat(5000));

    /** Reads it as {@code serve} does, but no file that it names. */
    private static void configuration(byte[] text) {
        assertTimeoutPreemptively(LONGEST, () -> {
            try {
                ServeConfig config = read(text);
                config.keeping();
                config.asked();
                config.serviceLimits();
                config.sources().forEach(ServeConfig.Source::settings);
                ServeCommand.questions(config.sources());
                if (config.tokens().stream().allMatch(token -> token.tokenFile() == null)
                        && (config.oidc() == null || config.oidc().clientSecretFile() == null)) {
                    config.access();
                }
            } catch (AfterimageException refused) {
                assertThat(refused.line()).doesNotContain("Exception", "dev.afterimage", "com.fasterxml").hasLineCount(1);
                assertThat(refused.code()).isNotEqualTo(ErrorCode.INTERNAL);
            }
        });
    }

    private static ServeConfig read(byte[] text) {
        try {
            return ServeConfig.read(new ByteArrayInputStream(text), "serve.yaml");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @FuzzTest(maxDuration = "5m")
    void anyConfiguration(byte[] text) {
        configuration(text);
    }

    private static byte[] mutated(Random random) {
        StringBuilder text = new StringBuilder(SEED);
        for (int edits = random.nextInt(4); edits >= 0; edits--) {
            int at = random.nextInt(text.length());
            text.replace(at, Math.min(text.length(), at + random.nextInt(12)), PARTS.get(random.nextInt(PARTS.size())));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            // No UTF-8.
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    @Test
    void configurationsMadeFromASeedAreReadOrRefused() {
        Random random = new Random(19);
        for (int i = 0; i < 1_500; i++) {
            configuration(mutated(random));
        }
    }

    @Test
    void theSeedIsAConfiguration() {
        assertThat(read(SEED.getBytes(StandardCharsets.UTF_8)).sources()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sources: [null]", "tokens: [~]", "sources:\n  -\n", "max_streams: many", "sources: street",
            "port: 1\nport: 2", "tokn: a", "sources: [{nam: a}]", "[1]", "a: [", "\u0000",
        "sources: [{name: a, uri: b, classes: [null]}]", "sources: [{name: a, uri: b, thresholds: {car: }}]", "oidc: {rules: [null]}",
                "client_sources: {directories: [null]}",
        "tokens: [{role: view, token_file: \"\\0\"}]"})
    void whatCannotBeIsRefusedInTheWordsOfTheFile(String text) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)).access())
                .isInstanceOfSatisfying(AfterimageException.class, said -> {
            assertThat(said.code()).isEqualTo(ErrorCode.USAGE_CONFIG);
            assertThat(said.line()).doesNotContain("Exception", "java.", "dev.afterimage", "com.fasterxml").hasLineCount(1);
        });
    }
}
