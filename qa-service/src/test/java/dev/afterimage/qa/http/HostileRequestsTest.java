package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.stream.StreamId;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bad input is the client's fault: whatever is sent, to whatever route, the answer is never a fault of the service. */
class HostileRequestsTest extends ServiceTest {

    private static final String JSON = "Content-Type: application/json\r\n";
    private static final List<String> VALUES = List.of("", "-1", "1e308", "1e999", "-1e999", "NaN", "Infinity", "9".repeat(400), "0x1p3",
            "1f", "true", "null", "%00", "%ff%fe", "%ed%a0%80",
            "a%0d%0ab", "..%2f..%2fetc%2fpasswd", "%F0%9F%98%80", "' or 1=1", "[]", "{}", "1,5", "-0");
    /** Instead of a string, a number, a list or an object. */
    private static final List<String> WRONG = List.of("null", "true", "0", "-1", "1e999", "-1e999", "1e-400", "99999999999999999999999",
            "[]", "{}", "[[]]", "[null]", "[1]", "[{}]",
            "{\"a\": 1}", "\"\"", "\" \"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"<|im_end|>\"", "\"NaN\"");
    private static final List<String> FIELDS = List.of("stream", "question", "at", "history", "retrieval", "blocks", "tokens", "model",
            "messages", "metadata", "stream_options", "name", "uri",
            "fps", "loop", "pace", "classes", "thresholds", "smallest", "read_text", "hear_speech");

    private final Set<String> faults = new TreeSet<>();

    @BeforeEach
    void serve() {
        start(new QaServerOptions());
    }

    private String send(String line, String headers, byte[] body) {
        String answer = RawHttp.answer(server.port(), line, headers, body);
        int status = RawHttp.status(answer);
        if (status >= 500 || status == 0) {
            faults.add(line.substring(0, Math.min(120, line.length())) + " " + headers.strip() + " " + head(body) + " -> "
                    + (status == 0 ? "no answer" : answer.replaceAll("(?s).*\r\n\r\n", status + " ")));
        }
        return answer;
    }

    private static String head(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.substring(0, Math.min(80, text.length()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Stream<String> paths(HttpMethod method) {
        return server.router().getRoutes().stream().filter(route -> route.getMetadata(Routes.NEEDS) != null && route.methods() != null
                && route.methods().contains(method))
                .map(Route::getPath).filter(path -> path != null && path.startsWith("/")).distinct();
    }

    @Test
    void anAddressThatCannotBeReadIs400() {
        for (String uri : List.of("/%zz", "/api/streams/%", "/api/streams/%4", "/healthz?x=%zz", "/api/streams/street/frames?from=%", "*",
                "healthz", "http://localhost/healthz", "/\u0001")) {
            assertThat(RawHttp.status(send("GET " + uri, "", new byte[0]))).as(uri).isEqualTo(400);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aHostThatCannotBeReadIsRefused() {
        for (String host : List.of("user@localhost", "user:password@localhost:80", "localhost:99999999", "localhost:x", "[::1", "::1",
                "local host", "localhost/", "%zz", "", ",", "\u00e9", "localhost,evil",
                "localhost:99999", "[::1]:65536", "[::ffff:127.0.0.1]", "[1.2.3.4]", "[:::::]", "[%%%]", "[1:2:3:4:5:6:7:8:9]",
                        "localhost\r\nHost: evil.example", "localhost\r\nHost: localhost")) {
            assertThat(RawHttp.status(send("GET /healthz", "Host: " + host + "\r\n", new byte[0]))).as(host).isIn(400, 403);
            send("GET /api/streams/street/live", "Host: " + host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", new byte[0]);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void noParameterOfAnyRouteIsAFault() {
        paths(HttpMethod.GET).forEach(path -> {
            for (String value : VALUES) {
                String value20 = value.replace(" ", "%20");
                send("GET " + path.replace(":id", value20.isEmpty() ? "%20" : value20).replace(":seconds", "5"), "", new byte[0]);
                if (path.contains(":seconds")) {
                    send("GET " + path.replace(":id", "street").replace(":seconds", value20.isEmpty() ? "%20" : value20), "", new byte[0]);
                }
                if (path.contains(":id") && !path.endsWith("/clip") && !path.endsWith("/live")) {
                    send("GET " + path.replace(":id", "street").replace(":seconds", "5") + "?from=" + value20 + "&to=" + value20
                            + "&limit=" + value20 + "&holding=" + value20
                            + "&speed=" + value20 + "&from=1", "", new byte[0]);
                }
            }
        });
        for (String value : VALUES) {
            send("GET /api/streams/street/clip?from=500&to=" + value.replace(" ", "%20") + "&speed=" + value.replace(" ", "%20"), "",
                    new byte[0]);
            send("DELETE /api/streams/" + (value.isEmpty() ? "%20" : value.replace(" ", "%20")), "", new byte[0]);
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void noHeaderOfAnyRouteIsAFault() {
        List<String> headers = List.of("Range: bytes=9-1\r\n", "Range: bytes=-\r\n", "Range: x\r\n",
                "Range: bytes=0-18446744073709551615\r\n", "If-None-Match: \"\r\n", "If-Modified-Since: never\r\n",
                "Accept: \u00ff\r\n", "Accept: text/event-stream;q=x\r\n", "Content-Type: \r\n",
                        "Content-Type: application/json; charset=nonsense\r\n", "Cookie: =;;\u0001\r\n", "Authorization: Bearer\r\n",
                "Authorization: Basic !!!\r\n", "Origin: ://\r\n", "Origin: null\r\n", "Referer: \r\n", "Expect: nothing\r\n",
                        "Content-Encoding: gzip\r\n", "X-HTTP-Method-Override: \u0001\r\n",
                "Upgrade: websocket\r\nConnection: Upgrade\r\n",
                        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 99\r\nSec-WebSocket-Key: x\r\n",
                        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: %%%\r\n",
                "Forwarded: for=\"\r\n", "X-Forwarded-For: ,,\r\n", "Sec-Fetch-Site: \u00ff\r\n");
        Stream.concat(paths(HttpMethod.GET).filter(path -> !path.endsWith("/clip")), Stream.of("/index.html"))
                .map(path -> path.replace(":id", "street").replace(":seconds", "5"))
                .forEach(path -> headers.forEach(header -> {
                    for (String method : header.startsWith("Upgrade") ? List.of("GET", "PATCH") : List.of("GET", "HEAD", "BREW")) {
                        send(method + " " + path, header, new byte[0]);
                    }
                }));
        assertThat(faults).isEmpty();
    }

    @Test
    void noDocumentIsAFault() {
        String ask = "{\"stream\": \"street\", \"question\": \"computed\", %s}";
        String chat = "{\"model\": \"notes-135m\", \"messages\": [{\"role\": \"user\", \"content\": \"computed\"}], \"metadata\": "
                + "{\"stream\": \"street\"}, %s}";
        String add = "{\"name\": \"new\", \"uri\": \"no-such-file.mp4\", %s}";
        for (String field : FIELDS) {
            for (String value : WRONG) {
                String member = "\"" + field + "\": " + value;
                for (String document : List.of(ask, chat, add)) {
                    // Twice the same field, and alone.
                    Stream.of(document.formatted(member), "{" + member + "}").forEach(body -> post(body));
                }
                post("{\"stream\": \"street\", \"question\": \"computed\", \"history\": [{\""
                        + (field.equals("model") ? "role" : "content") + "\": " + value + ", \"role\": \"user\"}]}");
                post("{\"model\": \"stream:street\", \"messages\": [{\"role\": \"user\", \"content\": " + value + "}], \"metadata\": "
                        + value + "}");
                post("{\"model\": \"stream:street\", \"messages\": [{\"role\": \"user\", \"content\": [{\"text\": " + value + "}]}]}");
            }
        }
        assertThat(faults).isEmpty();
    }

    private final Set<String> sent = new TreeSet<>();

    private void post(String body) {
        if (!sent.add(body)) {
            return;
        }
        String path = body.contains("\"model\"") || body.contains("messages") ? "/v1/chat/completions" : body.contains("\"uri\"")
                ? "/api/streams" : "/api/ask";
        send("POST " + path, JSON, utf8(body));
    }

    @Test
    void bodiesThatAreNoDocumentAre400() {
        List<byte[]> bodies = new ArrayList<>(Stream.of("", "{", "[]", "null", "1", "\"x\"", "{}{}", "{\"a\": 1, \"a\": 2}", "{'a': 1}",
                "{\"a\": NaN}", "{\"a\": 01}", "\ufeff{}x",
                "[".repeat(20_000), "{\"a\":".repeat(20_000), "{\"" + "k".repeat(60_000) + "\": 1}", "{\"a\": " + "9".repeat(5_000) + "}",
                        "{\"a\": \"\\ud800\"}", "{\"\\ud800\": 1}", "%zz=%zz").map(HostileRequestsTest::utf8).toList());
        bodies.add(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
        bodies.add(new byte[] {(byte) 0xfe, (byte) 0xff, 0, '{'});
        bodies.add(new byte[] {0, 0, 0, '{'});
        for (String path : List.of("/api/ask", "/api/streams", "/v1/chat/completions")) {
            for (byte[] body : bodies) {
                assertThat(RawHttp.status(send("POST " + path, JSON, body))).as(path + " " + head(body)).isEqualTo(400);
                for (String type : List.of("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data",
                        "text/plain")) {
                    send("POST " + path, "Content-Type: " + type + "\r\n", body);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void aRequestThatIsNotHttpIsRefusedAndTheServiceGoesOn() {
        for (String raw : List.of("\r\n\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost localhost\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST /api/ask HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                        "POST /api/ask HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nX: "
                        + "a".repeat(100_000) + "\r\n\r\n", "\u0016\u0003\u0001\u0002", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            try (RawHttp http = new RawHttp(server.port())) {
                String answer = http.send(raw + "GET / HTTP/1.0\r\nConnection: close\r\n\r\n").rest();
                assertThat(RawHttp.status(answer)).as(raw.substring(0, Math.min(40, raw.length()))).isLessThan(500);
            }
        }
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void badFramesCloseTheSocketAndNothingElse() {
        String handshake = "GET /api/streams/street/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: "
                + "websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        List<byte[]> frames = List.of(new byte[] {(byte) 0x81, 3, 'a', 'b', 'c'}, new byte[] {(byte) 0xff, (byte) 0x80, 0, 0, 0, 0},
                new byte[] {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0},
                new byte[] {(byte) 0x82, (byte) 0xff, 127, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0},
                        new byte[] {(byte) 0x89, (byte) 0xfe, 1, 0, 0, 0, 0, 0}, new byte[] {(byte) 0x88, (byte) 0x81, 0, 0, 0, 0, 1},
                new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xff, (byte) 0xfe, (byte) 0x88, (byte) 0x80, 0, 0, 0, 0},
                        new byte[] {(byte) 0x80, (byte) 0x80, 0, 0, 0, 0});
        for (byte[] frame : frames) {
            try (RawHttp http = new RawHttp(server.port())) {
                assertThat(http.send(handshake).next()).isEqualTo('H');
                http.send(frame).send(new byte[] {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0});
                http.rest();
            }
        }
        assertThat(get("/api/streams").statusCode()).isEqualTo(200);
        Conditions.await(() -> !feed.watched(new StreamId("street")), "nobody looks on any more");
    }
}
