package dev.afterimage.model.pack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub that serves one file, with ranges, and can break off. */
final class TestHub implements AutoCloseable {

    private final HttpServer server;
    private final byte[] file;
    /** Range headers as they came, "" for none. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** Bytes after which the next answer breaks off; -1 for never. */
    volatile int breakAfter = -1;
    volatile int status = 200;

    TestHub(byte[] file) throws IOException {
        this.file = file;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(range == null ? "" : range);
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D+", ""));
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            if (from > 0) {
                exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
            int count = breakAfter < 0 ? file.length - from : Math.min(breakAfter, file.length - from);
            breakAfter = -1;
            exchange.getResponseBody().write(file, from, count);
            exchange.getResponseBody().flush();
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
