package dev.afterimage.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "rtsp://u:p@host/ rtsp://u:***@host/",
        "rtsp://u:p@ss@host/ rtsp://u:***@host/",
        "rtsp://u:p/ss@host/ rtsp://u:***@host/",
        "rtsp://u:p?x#y@host/ rtsp://u:***@host/",
        "rtsp://:secret@host/ rtsp://:***@host/",
        "rtsp://u:p://x@host/ rtsp://u:***@host/",
        "rtsp://u:p@[fe80::1]:554/a rtsp://u:***@[fe80::1]:554/a",
        "rtsp://[fe80::1]:554/a rtsp://[fe80::1]:554/a",
        "rtsp://host:554/a rtsp://host:554/a",
        "rtsp://user@host/a rtsp://user@host/a",
        "rtsp://u:cut-off rtsp://u:***",
        "http://host/a?password=x&b=1 http://host/a?password=***&b=1",
        "http://host/a?b=1&ACCESS_TOKEN=x%20y#z http://host/a?b=1&ACCESS_TOKEN=***",
        "http://host/a?apikey=x&key=y&X-Amz-Signature=z&w=640 http://host/a?apikey=***&key=***&X-Amz-Signature=***&w=640",
        "http://host/a?sig=x&auth=y&pwd=z&secret=q http://host/a?sig=***&auth=***&pwd=***&secret=***",
        "http://host/a#token=x http://host/a#token=***",
        "rtsp://host/user=admin_password=x_channel=1_stream=0.sdp rtsp://host/user=admin_password=***",
        "srt://host:9000?streamid=read:yard&passphrase=0123456789 srt://host:9000?streamid=read:yard&passphrase=***",
        "srt://host:9000?streamid=read:yard:me:secret&latency=1 srt://host:9000?streamid=***&latency=1",
        "srt://host:9000?streamid=#!::u=me,r=yard,s=secret srt://host:9000?streamid=***",
        "cache:http://u:p@host/ cache:http://u:***@host/"})
    void whatIsSecretInAUrlIsMasked(String url, String masked) {
        assertThat(AfterimageException.maskPasswords(url)).isEqualTo(masked);
        assertThat(settings(url).maskedUri()).isEqualTo(masked);
    }

    @Test
    void everyUrlOfATextIsMaskedAndTheTextStaysReadable() {
        assertThat(AfterimageException.maskPasswords("cannot open 'rtsp://a:b@c:554/d' (http://e:f@g/?token=h), then rtsp://i:80/j: mail "
                + "k@l"))
                .isEqualTo("cannot open 'rtsp://a:***@c:554/d' (http://e:***@g/?token=***), then rtsp://i:80/j: mail k@l");
        assertThat(AfterimageException.maskPasswords("[rtsp @ 0x55d0] method DESCRIBE failed: 401\nrtsp://a:b c@d/")).isEqualTo(
                "[rtsp @ 0x55d0] method DESCRIBE failed: 401\nrtsp://a:***@d/");
        assertThat(AfterimageException.maskPasswords("rtsp://a:b@c,rtsp://d:e@f")).isEqualTo("rtsp://a:***@c,rtsp://d:***@f");
        assertThat(AfterimageException.maskPasswords("GET /live?password=x HTTP/1.1")).isEqualTo("GET /live?password=*** HTTP/1.1");
    }

    @Test
    void spacesInAPasswordDoNotShowItsRest() {
        assertThat(settings("rtsp://u:my secret 12@host/a").maskedUri()).isEqualTo("rtsp://u:***@host/a");
        assertThat(AfterimageException.maskPasswords("lost rtsp://u:my secret@host/a again")).isEqualTo("lost rtsp://u:***@host/a again");
    }

    @Test
    void noGeneratedSecretIsEverLeftAndTheHostAlwaysIs() {
        Random random = new Random(19);
        for (int i = 0; i < 20_000; i++) {
            String secret = secret(random);
            String url = url(random, secret);
            for (String text : List.of(url, "cannot open " + url + ": timed out", "'" + url + "' and http://other:80/x?y=z", "a b@c " + url
                    + "\nd@e:f")) {
                String masked = AfterimageException.maskPasswords(text);
                assertThat(masked).as(text).doesNotContain("Qx").contains("camera.example");
                assertThat(AfterimageException.maskPasswords(masked)).as("masked again").isEqualTo(masked);
            }
            assertThat(settings(url).maskedUri()).as(url).doesNotContain("Qx").contains("camera.example");
        }
    }

    /** Begins with a letter; in its midst stands what the test looks for. */
    private static String secret(Random random) {
        String odd = "abz019@/?#:!$%^*()-+.,;'\"[]{}|~=_";
        StringBuilder secret = new StringBuilder("s");
        for (int i = random.nextInt(6); i > 0; i--) {
            secret.append(odd.charAt(random.nextInt(odd.length())));
        }
        secret.append("Qx");
        for (int i = random.nextInt(6); i > 0; i--) {
            secret.append(odd.charAt(random.nextInt(odd.length())));
        }
        return secret.toString();
    }

    private static String url(Random random, String secret) {
        String scheme = List.of("rtsp", "rtsps", "http", "https", "rtmp", "srt").get(random.nextInt(6));
        String port = random.nextBoolean() ? ":8554" : "";
        String name = List.of("password", "token", "key", "secret", "access_token", "sig", "PassWd", "auth").get(random.nextInt(8));
        return switch (random.nextInt(4)) {
            case 0 -> scheme + "://camera.example" + port + "/live?x=1&" + name + "=" + secret.replace("&", "") + "&y=2";
            case 1 -> scheme + "://camera.example" + port + "/live#" + name + "=" + secret;
            default -> scheme + "://user:" + secret + "@camera.example" + port + "/live?x=1";
        };
    }

    @Test
    void whatAnOlderVersionStoredIsMaskedWhenItIsRead() {
        StreamInfo info = new StreamInfo(new StreamId("door"), "http://host/?token=x", 2, Instant.EPOCH, 0, 0, true,
                StreamInfo.Status.FAILED,
                0, 0, 0, 0, -1, "INPUT_UNREACHABLE: rtsp://u:p@ss@host/ is off");
        assertThat(info.uri()).isEqualTo("http://host/?token=***");
        assertThat(info.failure()).isEqualTo("INPUT_UNREACHABLE: rtsp://u:***@host/ is off");
    }

    private static SourceSettings settings(String uri) {
        return new SourceSettings(new StreamId("door"), uri, 2, SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT);
    }
}
