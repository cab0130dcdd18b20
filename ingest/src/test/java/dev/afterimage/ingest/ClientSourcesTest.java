package dev.afterimage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.ingest.client.ClientInputs;

/** What clients of the service name, against real servers. {@code allowed} is a host that is an exception, {@code evil} is none. */
class ClientSourcesTest {

    private static final Duration TOLD_AFTER = Duration.ofMillis(50);
    private static final IngestOptions HASTY = new IngestOptions(Duration.ofMillis(1_500), 0, Duration.ZERO, "auto", 1280, 60);

    @TempDir
    private Path films;
    @TempDir
    private Path elsewhere;
    private HttpServer server;
    private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
    private final Map<String, List<String>> extra = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
        pages.put("/film.mp4", Files.readAllBytes(Captures.CARS));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestHeaders().getFirst("Host") + path);
        byte[] page = pages.get(path);
        String range = exchange.getRequestHeaders().getFirst("Range");
        exchange.getResponseHeaders().put("X-Extra", extra.getOrDefault(path, List.of()));
        if (redirects.containsKey(path)) {
            exchange.getResponseHeaders().add("Location", redirects.get(path));
            exchange.sendResponseHeaders(302, -1);
        } else if (page == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            exchange.getResponseHeaders().add("Accept-Ranges", "bytes");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D+", ""));
            exchange.sendResponseHeaders(range == null ? 200 : 206, page.length - from);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(page, from, page.length - from);
            }
        }
        exchange.close();
    }

    @Test
    void aFilmOverHttpGivesTheFramesOfTheFile() {
        List<Frame> film = Captures.all(Captures.asap(Captures.CARS, 2), -1, 0);
        List<Frame> frames = all(url("allowed", "/film.mp4"));
        assertThat(frames).extracting(Frame::seconds).isEqualTo(film.stream().map(Frame::seconds).toList());
        assertThat(frames.get(40).rgb()).isEqualTo(film.get(40).rgb());
        assertThat(asked).allMatch(request -> request.startsWith("allowed.example:"));
    }

    @Test
    void aFilmWhoseIndexIsAtItsEndIsReadByRanges() throws Exception {
        pages.put("/late.mp4", Files.readAllBytes(TestFilms.even(elsewhere.resolve("late.mp4"), 40, 10, false)));
        assertThat(all(url("allowed", "/late.mp4"))).hasSize(8);
    }

    @Test
    void aRedirectIsFollowedToWhereClientsMayGoAndNowhereElse() {
        redirects.put("/moved.mp4", "/film.mp4");
        redirects.put("/inside.mp4", "http://127.0.0.1:" + port() + "/film.mp4?stolen");
        redirects.put("/named.mp4", "http://evil.example:" + port() + "/film.mp4");
        redirects.put("/file.mp4", "file:///etc/passwd");
        redirects.put("/round.mp4", "/round.mp4");
        assertThat(first(url("allowed", "/moved.mp4"))).isNotNull();
        asked.clear();
        for (String path : List.of("/inside.mp4", "/named.mp4", "/file.mp4", "/round.mp4")) {
            notOpened(url("allowed", path));
        }
        assertThat(asked).noneMatch(request -> request.contains("film.mp4"));
    }

    @Test
    void aNameThatLeadsToThisMachineIsNotConnectedTo() {
        notOpened(url("evil", "/film.mp4"));
        assertThat(asked).isEmpty();
    }

    @Test
    void anAnswerOfTheResolverThatChangesIsLookedAtEachTime() {
        List<InetAddress> answers = new ArrayList<>(List.of(address(192, 0, 2, 1), address(127, 0, 0, 1)));
        DnsResolver rebinding = new Names() {
            @Override
            public InetAddress[] resolve(String host) {
                return new InetAddress[] {answers.size() > 1 ? answers.remove(0) : answers.get(0)};
            }
        };
        for (int i = 0; i < 3; i++) {
            AfterimageException refused = catchThrowableOfType(AfterimageException.class, () -> source(rebinding).open(
                    Captures.asap(url("evil", "/film.mp4"), 2).ofClient(), -1, 0).close());
            assertThat(refused.code()).isEqualTo(ErrorCode.INPUT_UNREACHABLE);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void aPlaylistIsReadFromWhereClientsMayGoAlone() throws Exception {
        Path segment = TestFilms.even(elsewhere.resolve("s.ts"), 40, 10, false);
        pages.put("/good/s.ts", Files.readAllBytes(segment));
        pages.put("/good/list.m3u8", playlist("s.ts"));
        assertThat(all(url("allowed", "/good/list.m3u8"))).hasSize(8);

        asked.clear();
        pages.put("/bad/file.m3u8", playlist("file://" + segment));
        pages.put("/bad/inside.m3u8", playlist("http://127.0.0.1:" + port() + "/good/s.ts"));
        pages.put("/bad/named.m3u8", playlist("http://evil.example:" + port() + "/good/s.ts"));
        pages.put("/bad/moved.m3u8", playlist("moved.ts"));
        redirects.put("/bad/moved.ts", "http://127.0.0.1:" + port() + "/good/s.ts");
        for (String list : List.of("file", "inside", "named", "moved")) {
            notOpened(url("allowed", "/bad/" + list + ".m3u8"));
        }
        assertThat(asked).noneMatch(request -> request.contains("/good/"));
    }

    @Test
    void aServerCannotFillTheMemoryWithThePlaylistsItSends() throws Exception {
        pages.put("/s.ts", Files.readAllBytes(TestFilms.even(elsewhere.resolve("s.ts"), 40, 10, false)));
        String[] begin = new String(playlist("s.ts"), StandardCharsets.UTF_8).split("(?<=#EXTM3U\n)");
        pages.put("/some.m3u8", (begin[0] + "#\n".repeat(20_000) + begin[1]).getBytes(StandardCharsets.UTF_8));
        pages.put("/lines.m3u8", (begin[0] + "#\n".repeat(40_000) + begin[1]).getBytes(StandardCharsets.UTF_8));
        pages.put("/bytes.m3u8", (begin[0] + ("#" + "a".repeat(999) + "\n").repeat(3_000) + begin[1]).getBytes(StandardCharsets.UTF_8));
        pages.put("/master.m3u8", "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlines.m3u8\n".getBytes(StandardCharsets.UTF_8));
        assertThat(all(url("allowed", "/some.m3u8"))).hasSize(8);
        asked.clear();
        for (String list : List.of("/lines.m3u8", "/bytes.m3u8", "/master.m3u8")) {
            notOpened(url("allowed", list));
        }
        assertThat(asked).noneMatch(request -> request.endsWith("/s.ts"));
    }

    @Test
    void aServerCannotFillTheMemoryWithManyPlaylistsEither() throws Exception {
        pages.put("/s.ts", Files.readAllBytes(TestFilms.even(elsewhere.resolve("s.ts"), 40, 10, false)));
        String[] begin = new String(playlist("s.ts"), StandardCharsets.UTF_8).split("(?<=#EXTM3U\n)");
        for (int number = 0; number < 200; number++) {
            String lines = number < 100 ? "" : "#\n".repeat(25_000);
            pages.put("/variant" + number + ".m3u8", (begin[0] + lines + begin[1]).getBytes(StandardCharsets.UTF_8));
        }
        pages.put("/few.m3u8", master(0, 4));
        pages.put("/many.m3u8", master(0, 100));
        pages.put("/large.m3u8", master(100, 106));
        assertThat(first(url("allowed", "/few.m3u8"))).isNotNull();
        notOpened(url("allowed", "/many.m3u8"));
        notOpened(url("allowed", "/large.m3u8"));
    }

    private static byte[] master(int from, int until) {
        StringBuilder text = new StringBuilder("#EXTM3U\n");
        for (int number = from; number < until; number++) {
            text.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(number + 1).append("\nvariant").append(number).append(".m3u8\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aServerCannotFillTheMemoryWithTheHeadersItSends() {
        extra.put("/film.mp4", Collections.nCopies(100, "a".repeat(1_000)));
        assertThat(first(url("allowed", "/film.mp4"))).isNotNull();
        extra.put("/film.mp4", Collections.nCopies(1_000, "a"));
        notOpened(url("allowed", "/film.mp4"));
        extra.put("/film.mp4", List.of("a".repeat(100_000)));
        notOpened(url("allowed", "/film.mp4"));
    }

    @Test
    void anEncryptedPlaylistIsDecrypted() throws Exception {
        byte[] key = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(javax.crypto.Cipher.ENCRYPT_MODE, new javax.crypto.spec.SecretKeySpec(key, "AES"),
                new javax.crypto.spec.IvParameterSpec(new byte[16]));
        pages.put("/aes/key.bin", key);
        pages.put("/aes/s.ts", cipher.doFinal(Files.readAllBytes(TestFilms.even(elsewhere.resolve("s.ts"), 40, 10, false))));
        pages.put("/aes/list.m3u8", new String(playlist("s.ts"), StandardCharsets.UTF_8)
                .replace("#EXTINF", "#EXT-X-KEY:METHOD=AES-128,URI=\"key.bin\",IV=0x" + "0".repeat(32) + "\n#EXTINF")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(all(url("allowed", "/aes/list.m3u8"))).hasSize(8);
    }

    @Test
    void otherContainersThatReferToFilesAreNotRead() throws Exception {
        Path film = TestFilms.even(films.resolve("film.mp4"), 40, 10, false);
        pages.put("/list.ffconcat", ("ffconcat version 1.0\nfile '" + film + "'\n").getBytes(StandardCharsets.UTF_8));
        pages.put("/list.sdp", ("v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
                + "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n").getBytes(StandardCharsets.UTF_8));
        pages.put("/list.mpd", ("<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
                + "mediaPresentationDuration=\"PT4S\"><Period><AdaptationSet "
                + "mimeType=\"video/mp4\"><Representation id=\"1\" bandwidth=\"1\"><BaseURL>file://" + film
                        + "</BaseURL></Representation></AdaptationSet></Period></MPD>")
                .getBytes(StandardCharsets.UTF_8));
        for (String list : List.of("/list.ffconcat", "/list.sdp", "/list.mpd")) {
            notOpened(url("allowed", list));
            Files.write(films.resolve(list.substring(1)), pages.get(list));
            notOpened(films.resolve(list.substring(1)).toString());
        }
    }

    @Test
    void filesAreReadBelowTheAllowedDirectoriesWhereverLinksLead() throws Exception {
        Path film = TestFilms.even(films.resolve("film.mp4"), 40, 10, false);
        Path secret = TestFilms.even(elsewhere.resolve("secret.mp4"), 40, 10, false);
        Files.createSymbolicLink(films.resolve("inner.mp4"), film);
        Files.createSymbolicLink(films.resolve("outer.mp4"), secret);
        Files.createSymbolicLink(films.resolve("way"), elsewhere);
        Files.createDirectories(films.resolve("a/b"));
        Files.copy(film, films.resolve("a/b/film.mp4"));
        Files.write(films.resolve("list.m3u8"), playlist(film.toString()));
        assertThat(all(film.toString())).hasSize(8);
        assertThat(all(films.resolve("inner.mp4").toString())).hasSize(8);
        assertThat(all(films.resolve("a/b/film.mp4").toUri().toString())).hasSize(8);
        for (String name : List.of("outer.mp4", "way/secret.mp4", "way/missing.mp4", "missing.mp4", "a", "list.m3u8")) {
            notOpened(films.resolve(name).toString());
        }
        for (String path : List.of(secret.toString(), elsewhere.resolve("missing.mp4").toString(), films + "/../" + elsewhere.getFileName()
                + "/secret.mp4")) {
            assertThat(refused(path).code()).isEqualTo(ErrorCode.INPUT_REFUSED);
        }
    }

    @Test
    void aPipeDoesNotHoldAnybodyUp() throws Exception {
        Path pipe = films.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        notOpened(pipe.toString());
    }

    @Test
    void failuresDoNotTellAFileOrAPortFromAnother() throws Exception {
        Files.createSymbolicLink(films.resolve("there.mp4"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(films.resolve("gone.mp4"), Path.of("/etc/no-such-file"));
        assertThat(told(films.resolve("there.mp4").toString())).isEqualTo(told(films.resolve("gone.mp4").toString()));
        assertThat(told("/etc/passwd")).isEqualTo(told("/etc/no-such-file"));
        pages.put("/text", "hello".getBytes(StandardCharsets.UTF_8));
        String closed = told("http://allowed.example:" + RtspServer.freePort() + "/x");
        for (String uri : List.of(url("allowed", "/missing"), url("allowed", "/text"), url("evil", "/text"), "rtsp://allowed.example:"
                + RtspServer.freePort() + "/",
                "rtsp://allowed.example:" + port() + "/", "http://no-such.example/")) {
            assertThat(told(uri)).isEqualTo(closed);
        }
    }

    /** Without the address itself. */
    private String told(String uri) {
        AfterimageException refused = refused(uri);
        assertThat(refused.getCause()).isNull();
        return refused.line().replace(uri, "URI");
    }

    @Test
    void aCameraIsReadAtTheAddressThatWasLookedAt() throws Exception {
        try (RtspServer camera = RtspServer.start()) {
            assertThat(first(camera.url("/film").replace("127.0.0.1", "allowed.example"))).isNotNull();
            assertThat(first(camera.url("guard:s3cret", "/locked").replace("127.0.0.1", "allowed.example"))).isNotNull();
            notOpened(camera.url("/film").replace("127.0.0.1", "evil.example"));
            notOpened(camera.url("/udp").replace("127.0.0.1", "allowed.example"));
        }
    }

    @Test
    void aCameraThatRedirectsIsNotFollowed() throws Exception {
        try (TellTale inside = TellTale.silent(); TellTale camera = TellTale.answering("RTSP/1.0 302 Moved\r\nCSeq: 1\r\nLocation: "
                + "rtsp://127.0.0.1:" + inside.port() + "/x\r\n\r\n")) {
            notOpened("rtsp://allowed.example:" + camera.port() + "/film");
            assertThat(camera.connections()).isEqualTo(1);
            assertThat(inside.connections()).isZero();
            // The operator's own sources go where the camera says.
            catchThrowableOfType(AfterimageException.class, () -> source(new Names())
                    .open(Captures.asap("rtsp://127.0.0.1:" + camera.port() + "/film", 2), -1, 0));
            assertThat(inside.connections()).isEqualTo(1);
        }
    }

    @Test
    void noListenerIsOpened() throws Exception {
        int port = RtspServer.freePort();
        for (String uri : List.of("tcp://0.0.0.0:%d?listen=1", "http://0.0.0.0:%d/?listen=1", "srt://0.0.0.0:%d?mode=listener",
                "rtmp://0.0.0.0:%d/live?listen=1",
                "udp://0.0.0.0:%d", "rtp://0.0.0.0:%d", "rtsp://0.0.0.0:%d/?listen")) {
            assertThat(refused(String.format(uri, port)).code()).isEqualTo(ErrorCode.INPUT_REFUSED);
        }
    }

    private static byte[] playlist(String segment) {
        return ("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n#EXTINF:4.0,\n" + segment + "\n#EXT-X-ENDLIST\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void notOpened(String uri) {
        assertThat(refused(uri).getMessage()).as(uri).isEqualTo("'" + uri.replace("guard:s3cret", "guard:***")
                + "' could not be opened as video");
    }

    private AfterimageException refused(String uri) {
        AfterimageException refused = catchThrowableOfType(AfterimageException.class, () -> open(uri).close());
        assertThat(refused).as(uri).isNotNull();
        return refused;
    }

    private FrameSource.Capture open(String uri) {
        return source(new Names()).open(Captures.asap(uri, 2).ofClient(), -1, 0);
    }

    private Frame first(String uri) {
        try (FrameSource.Capture capture = open(uri)) {
            return capture.next();
        }
    }

    private List<Frame> all(String uri) {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource.Capture capture = open(uri)) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private FrameSource source(DnsResolver names) {
        SourcePolicy policy = new SourcePolicy(SourcePolicy.KNOWN_SCHEMES, List.of(films), Set.of("allowed.example"));
        return new JavaCvFrameSource(HASTY, policy, new ClientInputs(policy, HASTY.timeout(), names), TOLD_AFTER);
    }

    /** Every name is this machine's. */
    private static class Names implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            if (host.startsWith("no-such")) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {host.matches("[\\d.]+") ? InetAddress.getByName(host) : address(127, 0, 0, 1)};
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    private static InetAddress address(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(Arrays.toString(octets), e);
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private String url(String host, String path) {
        return "http://" + host + ".example:" + port() + path;
    }
}
