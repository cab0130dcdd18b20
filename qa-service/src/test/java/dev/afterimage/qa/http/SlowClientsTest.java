package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.TrustedProxies;
import io.vertx.core.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that are slow or many do not hold the service. */
class SlowClientsTest extends ServiceTest {

    private final List<RawHttp> open = new ArrayList<>();

    private RawHttp connection(String local) {
        RawHttp connection = new RawHttp(server.port(), local);
        open.add(connection);
        return connection;
    }

    @AfterEach
    void hangUp() {
        open.forEach(RawHttp::close);
    }

    private void awaitConnections(int connections) {
        Conditions.await(() -> server.connections() == connections, connections + " connections are open");
    }

    @Test
    void aConnectionWithoutAWholeHeaderIsClosed() {
        start(new QaServerOptions().setHeaderSeconds(1));
        assertThat(connection("127.0.0.1").next()).isEqualTo(-1);
        RawHttp trickling = connection("127.0.0.1").send("GET /healthz HTTP/1.1\r\nHost: loc");
        assertThat(trickling.next()).isEqualTo(-1);
        awaitConnections(0);
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() {
        start(new QaServerOptions().setBodySeconds(1));
        RawHttp slow = connection("127.0.0.1")
                .send("POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
        assertThat(slow.next()).isEqualTo(-1);
    }

    @Test
    void aConnectionThatRestsTooLongIsClosedHoweverItTrickles() {
        start(new QaServerOptions().setIdleSeconds(1));
        RawHttp resting = connection("127.0.0.1").send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(resting.next()).isEqualTo('H');
        resting.send("GET /hea");
        assertThat(resting.rest()).contains("\"ok\"");
        awaitConnections(0);
    }

    @Test
    void aQuestionMayTakeLongerThanAConnectionMayRest() {
        start(new QaServerOptions().setIdleSeconds(1).setBodySeconds(1).setHeaderSeconds(1));
        CountDownLatch gate = new CountDownLatch(1);
        asker.hold(gate);
        String body = "{\"stream\": \"street\", \"question\": \"long\"}";
        RawHttp patient = connection("127.0.0.1")
                .send("POST /api/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
        Conditions.await(() -> !asker.asked.isEmpty(), "the question is asked");
        assertThat(connection("127.0.0.1").next()).as("an idle connection, closed meanwhile").isEqualTo(-1);
        gate.countDown();
        assertThat(patient.rest()).startsWith("HTTP/1.1 200");
    }

    @Test
    void oneAddressCannotTakeTheConnectionsOfAllOthers() {
        start(new QaServerOptions().setHost("0.0.0.0").setToken("sesame").setConnections(5).setConnectionsEach(3));
        for (int i = 0; i < 10; i++) {
            connection("127.0.0.1");
        }
        awaitConnections(3);
        assertThat(answered("127.0.0.2")).isEqualTo('H');
        connection("127.0.0.3");
        awaitConnections(5);
        assertThat(answered("127.0.0.4")).as("one more than all may have").isEqualTo(-1);
        open.forEach(RawHttp::close);
        open.clear();
        awaitConnections(0);
        assertThat(answered("127.0.0.1")).isEqualTo('H');
    }

    @Test
    void behindATrustedProxyClientsAreCountedAndNotTheProxy() {
        start(new QaServerOptions().setConnectionsEach(3)
                .setAccess(AccessSettings.ofToken("sesame").behind(TrustedProxies.of(List.of("127.0.0.1")))));
        CountDownLatch gate = new CountDownLatch(1);
        asker.hold(gate);
        for (int i = 0; i < 3; i++) {
            ask("127.0.0.1", "203.0.113.9");
        }
        ask("127.0.0.1", "203.0.113.10");
        awaitConnections(4);
        Conditions.await(() -> asker.asked.size() >= 2, "questions are asked");
        assertThat(ask("127.0.0.1", "203.0.113.9").rest()).startsWith("HTTP/1.1 429").contains("HTTP_CONNECTIONS", "Retry-After: ");
        assertThat(health("127.0.0.1", "203.0.113.10").rest()).startsWith("HTTP/1.1 200");
        gate.countDown();
    }

    @Test
    void whoIsNoProxyCannotPassForOthers() {
        start(new QaServerOptions().setConnectionsEach(3)
                .setAccess(AccessSettings.ofToken("sesame").behind(TrustedProxies.of(List.of("127.0.0.9")))));
        for (int i = 0; i < 10; i++) {
            connection("127.0.0.1").send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113." + i + "\r\n\r\n");
        }
        awaitConnections(3);
    }

    private RawHttp ask(String local, String client) {
        String body = "{\"stream\": \"street\", \"question\": \"long\"}";
        return connection(local).send("POST /api/ask HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer sesame\r\n"
                + "X-Forwarded-For: " + client + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);
    }

    private RawHttp health(String local, String client) {
        return connection(local).send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: " + client
                + "\r\n\r\n");
    }

    private int answered(String local) {
        return connection(local).send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").next();
    }

    @Test
    void anOnlookerThatAnswersNoPingIsLetGoAndOneThatDoesStays() {
        start(new QaServerOptions().setPingSeconds(1).setHeaderSeconds(1).setIdleSeconds(1).setBodySeconds(1));
        WebSocket lively = await(sockets.connect(server.port(), "127.0.0.1", "/api/streams/street/live"));
        lively.handler(event -> { });
        RawHttp silent = connection("127.0.0.1")
                .send("GET /api/streams/street/live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        assertThat(silent.rest()).startsWith("HTTP/1.1 101");
        awaitConnections(1);
        assertThat(lively.isClosed()).isFalse();
        await(lively.close());
        awaitConnections(0);
    }
}
