package dev.afterimage.qa.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Attempts attempts = new Attempts(now::get);

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            attempts.failed(address);
        }
    }

    @Test
    void anAddressThatGuessesTooOftenWaitsAndGetsItsGuessesBackOneByOne() {
        fail("10.0.0.1", Attempts.BURST - 1);
        assertThat(attempts.wait("10.0.0.1")).isZero();
        fail("10.0.0.1", 1);
        assertThat(attempts.wait("10.0.0.1")).isEqualTo(Attempts.EACH);
        assertThat(attempts.wait("10.0.0.2")).isZero();
        now.addAndGet(Attempts.EACH.toNanos());
        assertThat(attempts.wait("10.0.0.1")).isZero();
        fail("10.0.0.1", 1);
        assertThat(attempts.wait("10.0.0.1")).isEqualTo(Attempts.EACH);
        now.addAndGet(Duration.ofHours(1).toNanos());
        fail("10.0.0.1", Attempts.BURST - 1);
        assertThat(attempts.wait("10.0.0.1")).isZero();
    }

    @Test
    void addressesOfOneIpv6NetworkCountTogether() {
        fail("2001:db8:1:2::1", Attempts.BURST);
        assertThat(attempts.wait("2001:db8:1:2:ffff::9")).isPositive();
        assertThat(attempts.wait("2001:db8:1:3::1")).isZero();
    }
}
