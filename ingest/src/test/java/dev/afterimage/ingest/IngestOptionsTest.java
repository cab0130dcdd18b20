package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;

class IngestOptionsTest {

    private static final String TIMEOUT = "afterimage.ingest.timeout-ms";

    @AfterEach
    void clear() {
        System.clearProperty(TIMEOUT);
    }

    @Test
    void withoutSettingsTheDefaultsHold() {
        assertThat(IngestOptions.fromEnvironment())
                .isEqualTo(new IngestOptions(Duration.ofSeconds(10), 3, Duration.ofSeconds(1), "auto", 1280, 60));
    }

    @Test
    void aPropertySetsTheTimeout() {
        System.setProperty(TIMEOUT, "2500");
        assertThat(IngestOptions.fromEnvironment().timeout()).isEqualTo(Duration.ofMillis(2_500));
    }

    @Test
    void nonsenseIsRefused() {
        for (String given : new String[] {"soon", "0", "-5", "", "3600001", "1e999"}) {
            System.setProperty(TIMEOUT, given);
            AfterimageException refused = catchThrowableOfType(AfterimageException.class, IngestOptions::fromEnvironment);
            assertThat(refused.code()).isEqualTo(ErrorCode.USAGE_CONFIG);
            assertThat(refused.line()).contains("timeout-ms is '" + given + "'", "from 1 to 3600000");
        }
    }
}
