package dev.afterimage.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePolicyTest {

    private static final SourcePolicy FILMS = new SourcePolicy(SourcePolicy.KNOWN_SCHEMES, List.of(Path.of("/films")), Set.of());

    @ParameterizedTest
    @ValueSource(strings = {"tcp://0.0.0.0:18250?listen=1", "udp://239.0.0.1:5000", "concat:/etc/passwd|/etc/hosts", "concat://a",
            "subfile,,start,0,end,0,,:/films/a.mp4",
        "async:http://camera/x", "cache:http://camera/x", "file:///etc/passwd", "FILE:///etc/passwd", "/etc/passwd", "film.mp4",
                "data:text/plain,x", "pipe:0", "fd:0",
        "gopher://camera/", "unix:///run/x", "crypto+http://camera/", "rtsp://", "rtsp:///x", "http://", "http://:80/", "http://host:0/",
                "http://host:65536/",
        "http://ho st/", "http://host\\@127.0.0.1/", "http://host/\n", "rtsp+tcp://camera/",
        "srt://camera:9000?mode=listener", "srt://camera:9000?latency=1&mode=rendezvous", "srt://camera:9000?localaddr=0.0.0.0",
                "srt://camera:9000?MODE=listener"})
    void onlyKnownSchemesWithAHostAreAllowed(String uri) {
        refused(SourcePolicy.DEFAULT, uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1", "127.1.2.3", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001",
            "127.0.0.1.", "0", "0.0.0.0", "localhost",
        "LOCALHOST.", "x.localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]",
                "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2001:0:7f00:1::]", "[2001::80ff:fffe]", "[fe80::1]", "[fe80::1%25eth0]",
                "[fe80::1%eth0]", "[::1%lo]", "[ff02::1]", "[fec0::1]",
        "[fe80::5efe:7f00:1]", "[2001:db8::5efe:7f00:1]", "169.254.169.254", "169.254.1.1", "224.0.0.1", "255.255.255.255",
                "100.100.100.200", "168.63.129.16",
        "[fd00:ec2::254]", "[fd20:ce::254]", "metadata.google.internal", "Metadata.Google.Internal.", "metadata", "instance-data",
                "127。0。0。1", "１２７.0.0.1", "1.2.3.4.5", "[::g]"})
    void thisMachineItsLinkAndMetadataServicesAreRefusedHoweverTheyAreSpelt(String host) {
        refused(SourcePolicy.DEFAULT, "rtsp://" + host + "/x");
        refused(SourcePolicy.DEFAULT, "http://me:secret@" + host + ":8080/x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtsp://192.168.1.20/stream", "rtsps://10.0.0.2:322/a?b", "rtmp://172.16.3.4/live/a",
            "srt://100.64.1.2:9000?streamid=a&mode=caller", "http://camera.lan/mjpeg",
        "https://example.org:8443/x.m3u8", "rtsp://me:p@ss@[fd12::7]:8554/a", "HTTP://Camera/", "rtsp://front-door_2/", "http://8.8.8.8/"})
    void camerasOnPrivateNetworksAndElsewhereAreAllowed(String uri) {
        SourcePolicy.DEFAULT.require(client(uri));
    }

    @Test
    void theMachinesOwnAddressesAreRefusedOnEveryNetwork() throws Exception {
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress own : network.inetAddresses().toList()) {
                assertThat(SourcePolicy.DEFAULT.allows("camera", 80, own)).as(own.toString()).isFalse();
            }
        }
    }

    @Test
    void anAnswerOfTheResolverIsJudgedLikeAnAddress() throws UnknownHostException {
        assertThat(SourcePolicy.DEFAULT.allows("evil.example", 80, InetAddress.getByName("127.0.0.1"))).isFalse();
        assertThat(SourcePolicy.DEFAULT.allows("evil.example", 80, InetAddress.getByName("169.254.169.254"))).isFalse();
        assertThat(SourcePolicy.DEFAULT.allows("camera.lan", 80, InetAddress.getByName("192.168.1.20"))).isTrue();
    }

    @Test
    void configuredHostsAreExceptionsWithTheirPortAlone() throws UnknownHostException {
        SourcePolicy policy = new SourcePolicy(Set.of("rtsp"), List.of(), Set.of("127.0.0.1:8554", "Relay.Localhost"));
        policy.require(client("rtsp://127.0.0.1:8554/yard"));
        policy.require(client("rtsp://relay.localhost/yard"));
        assertThat(policy.allows("relay.localhost", 554, InetAddress.getByName("127.0.0.1"))).isTrue();
        refused(policy, "rtsp://127.0.0.1:8555/yard");
        refused(policy, "rtsp://127.0.0.1/yard");
        refused(policy, "http://127.0.0.1:8554/yard");
    }

    @Test
    void filesAreAllowedBelowConfiguredDirectoriesAlone() {
        assertThat(FILMS.file("/films/a/b.mp4")).hasValue(Path.of("/films/a/b.mp4"));
        assertThat(FILMS.file("file:/films/a.mp4")).hasValue(Path.of("/films/a.mp4"));
        for (String uri : List.of("/films", "/films/../etc/passwd", "/filmsx/a.mp4", "/FILMS/a.mp4", "/proc/self/environ",
                "file://host/films/a.mp4", "a\0b")) {
            refused(FILMS, uri);
        }
        refused(SourcePolicy.DEFAULT, "/films/a.mp4");
    }

    @Test
    void whatTheOperatorNamesIsNeverRefused() {
        SourcePolicy.DEFAULT.require(new SourceSettings(new StreamId("door"), "rtsp://127.0.0.1/", 2, SourceSettings.Pace.ASAP, false,
                ReadingSettings.DEFAULT));
    }

    @Test
    void aSchemeThatCannotBeCheckedCannotBeConfigured() {
        assertThatThrownBy(() -> new SourcePolicy(Set.of("tcp"), List.of(), Set.of())).hasMessageContaining("tcp");
    }

    @Test
    void aPasswordThatCutsTheHostOffIsSeen() {
        assertThat(SourceUrl.cutByPassword("rtsp://u:p/ss@host/")).isTrue();
        assertThat(SourceUrl.cutByPassword("rtsp://u:p?x#y@host/")).isTrue();
        assertThat(SourceUrl.cutByPassword("rtsp://u:p@ss@host/")).isFalse();
        assertThat(SourceUrl.cutByPassword("http://host:80/a@b")).isFalse();
        assertThat(SourceUrl.of("rtsp://u:p@ss@host:554/a?b#c").orElseThrow().at("10.0.0.1", 554))
                .isEqualTo("rtsp://u:p@ss@10.0.0.1:554/a?b#c");
    }

    private static SourceSettings client(String uri) {
        return new SourceSettings(new StreamId("door"), uri, 2, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT).ofClient();
    }

    private static void refused(SourcePolicy policy, String uri) {
        assertThatThrownBy(() -> policy.require(client(uri))).as(uri).isInstanceOfSatisfying(AfterimageException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_REFUSED));
    }
}
