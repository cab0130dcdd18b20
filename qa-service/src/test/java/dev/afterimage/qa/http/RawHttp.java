package dev.afterimage.qa.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP byte by byte, as well-behaved clients never send it. */
final class RawHttp implements AutoCloseable {

    private static final int LONGEST_MS = 20_000;

    private final Socket socket;

    RawHttp(int port) {
        this(port, "127.0.0.1");
    }

    /** @param local the address of this machine to speak from */
    RawHttp(int port, String local) {
        try {
            socket = new Socket();
            socket.bind(new InetSocketAddress(local, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LONGEST_MS);
            socket.setSoTimeout(LONGEST_MS);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException closed) {
            // What the service has to say about it is read below.
            return this;
        }
        return this;
    }

    RawHttp send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a request whose answer ends the connection. @param headers each ending with CR LF */
    static String answer(int port, String line, String headers, byte[] body) {
        try (RawHttp http = new RawHttp(port)) {
            return http.send(line + " HTTP/1.1\r\n" + headers + (headers.contains("Host:") ? "" : "Host: localhost\r\n")
                    + "Connection: close\r\n"
                    + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n") + "\r\n").send(body)
                            .until(headers.contains("Upgrade") ? "\r\n\r\n" : "");
        }
    }

    /** Everything up to the connection's end; what came until then where it is cut. */
    String rest() {
        return until("");
    }

    /** The same, up to {@code end} where it is not empty: a socket goes on. */
    private String until(String end) {
        StringBuilder text = new StringBuilder();
        byte[] some = new byte[8192];
        try {
            int read = 0;
            while (read >= 0 && (end.isEmpty() || text.indexOf(end) < 0)) {
                read = socket.getInputStream().read(some);
                text.append(new String(some, 0, Math.max(0, read), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException cut) {
            return text.toString();
        }
        return text.toString();
    }

    /** Waits until something comes, or the connection ends. @return the first byte, -1 at its end */
    int next() {
        try {
            return socket.getInputStream().read();
        } catch (IOException cut) {
            return -1;
        }
    }

    /** 0 where the service closed the connection without an answer. */
    static int status(String answer) {
        return answer.startsWith("HTTP/1.") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException already) {
            throw new UncheckedIOException(already);
        }
    }
}
