package dev.afterimage.benchmark.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatusesTest {

    @Test
    void whatIsNeitherAnsweredNorRefusedIsNamed() {
        Statuses statuses = Statuses.of(List.of("200", "504", "503", Statuses.FAILED, "504", "200", Statuses.NO_ANSWER));
        assertThat(statuses.count(Statuses.ANSWERED)).isEqualTo(2);
        assertThat(statuses.count(Statuses.REFUSED)).isEqualTo(1);
        assertThat(statuses.others()).isEqualTo("4 (504: 2, failed: 1, no answer: 1)");
    }

    @Test
    void withoutOthersThereAreNone() {
        assertThat(Statuses.of(List.of("200", "503")).others()).isEqualTo("0");
        assertThat(Statuses.of(List.of()).others()).isEqualTo("0");
    }
}
