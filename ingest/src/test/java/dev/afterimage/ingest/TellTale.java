package dev.afterimage.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that counts who connects, and answers the same to whatever it is asked. */
final class TellTale implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final String answer;

    private TellTale(String answer) throws IOException {
        this.answer = answer;
        Thread thread = new Thread(this::serve, "tell-tale");
        thread.setDaemon(true);
        thread.start();
    }

    static TellTale silent() throws IOException {
        return new TellTale("");
    }

    static TellTale answering(String answer) throws IOException {
        return new TellTale(answer);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                connections.incrementAndGet();
                socket.setSoTimeout(2_000);
                if (!answer.isEmpty() && socket.getInputStream().read(new byte[4096]) > 0) {
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    socket.getOutputStream().flush();
                    socket.getInputStream().read();
                }
            } catch (IOException gone) {
                // The next one.
            }
        }
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
