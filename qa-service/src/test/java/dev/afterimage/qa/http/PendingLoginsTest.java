package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PendingLoginsTest {

    private long now;
    private final PendingLogins<String> pending = new PendingLogins<>(100, 10, Duration.ofMinutes(10), () -> now);

    private void begin(int count, String address) {
        for (int i = 0; i < count; i++) {
            pending.add(address + "#" + i, address, "login " + i);
        }
    }

    @Test
    void whoBeginsManyPushesOutTheirOwn() {
        pending.add("real", "198.51.100.1", "mine");
        begin(1000, "203.0.113.9");
        assertThat(pending.take("203.0.113.9#989")).isEmpty();
        assertThat(pending.take("203.0.113.9#990")).contains("login 990");
        assertThat(pending.take("real")).contains("mine");
    }

    @Test
    void anAddressOfIpv6StandsForItsNetwork() {
        pending.add("real", "2001:db8:1::1", "mine");
        for (int i = 0; i < 1000; i++) {
            pending.add("flood" + i, "2001:db8:2::" + Integer.toHexString(i + 1), "another");
        }
        assertThat(pending.take("flood900")).isEmpty();
        assertThat(pending.take("real")).contains("mine");
    }

    @Test
    void manyNetworksTogetherPushOutThoseOfTheLargest() {
        pending.add("real", "198.51.100.1", "mine");
        for (int network = 0; network < 60; network++) {
            begin(10, "203.0.113." + network);
        }
        assertThat(pending.take("real")).contains("mine");
    }

    @Test
    void aLoginIsTakenBackOnceAndInTime() {
        begin(3, "203.0.113.9");
        assertThat(pending.take("203.0.113.9#1")).contains("login 1");
        assertThat(pending.take("203.0.113.9#1")).isEmpty();
        now = Duration.ofMinutes(11).toNanos();
        assertThat(pending.take("203.0.113.9#2")).isEmpty();
        assertThat(pending.take("unknown")).isEmpty();
    }
}
