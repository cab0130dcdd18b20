package dev.afterimage.qa.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("127.0.0.1", "10.0.0.0/8", "fd00::/7"));

    @Test
    void aTrustedProxySaysWhomItSpeaksFor() {
        assertThat(PROXIES.client("127.0.0.1", List.of("203.0.113.9"))).isEqualTo("203.0.113.9");
        assertThat(PROXIES.client("10.200.3.4", List.of("2001:db8::7"))).isEqualTo("2001:db8::7");
        assertThat(PROXIES.client("fd12::1", List.of("203.0.113.9"))).isEqualTo("203.0.113.9");
    }

    @Test
    void whatAClientWritesItselfIsNotLookedAt() {
        assertThat(PROXIES.client("203.0.113.9", List.of("198.51.100.1"))).isEqualTo("203.0.113.9");
        assertThat(PROXIES.client("127.0.0.1", List.of("198.51.100.1, 203.0.113.9"))).as("the proxy's own word is the last")
                .isEqualTo("203.0.113.9");
        assertThat(PROXIES.client("127.0.0.1", List.of("198.51.100.1", "203.0.113.9, 10.0.0.7"))).as("behind two proxies")
                .isEqualTo("203.0.113.9");
    }

    @Test
    void withoutAnAddressTheProxyStandsForItself() {
        assertThat(PROXIES.client("127.0.0.1", List.of())).isEqualTo("127.0.0.1");
        for (String wrong : List.of("", "unknown", "localhost", "example.org", "1.2.3.4:80", "999.1.1.1", "_hidden")) {
            assertThat(PROXIES.client("127.0.0.1", List.of(wrong))).as(wrong).isEqualTo("127.0.0.1");
        }
        assertThat(TrustedProxies.NONE.client("127.0.0.1", List.of("203.0.113.9"))).isEqualTo("127.0.0.1");
    }

    @Test
    void rangesEndWhereTheirBitsDo() {
        TrustedProxies odd = TrustedProxies.of(List.of("192.168.4.0/22"));
        assertThat(odd.trusts("192.168.7.255")).isTrue();
        assertThat(odd.trusts("192.168.8.0")).isFalse();
        assertThat(odd.trusts("::1")).isFalse();
    }

    @Test
    void whatIsNeitherAddressNorRangeIsRefused() {
        for (String wrong : List.of("localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "", "/8", "example.org/8")) {
            assertThatThrownBy(() -> TrustedProxies.of(List.of(wrong))).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
