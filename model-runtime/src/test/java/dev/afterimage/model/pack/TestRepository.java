package dev.afterimage.model.pack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.afterimage.model.format.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A hub with one repository, out of a directory: its listing as the hub writes it, and its files, with ranges. */
final class TestRepository implements AutoCloseable {

    static final String NAME = "owner/tiny";
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Path directory;
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** File that is sent with a wrong byte, and one that breaks off halfway once; empty for none. */
    volatile String changed = "";
    volatile String breaking = "";
    /** How often {@link #breaking} breaks off, and after which share of what was asked for. */
    volatile int breaks = 1;
    volatile double breaksAt = 0.5;
    /** Token without which nothing is given; null for none. */
    volatile String token;
    /** Answered with 429 this many times, with this header, before anything is given. */
    volatile int busy;
    volatile String retryAfter = "1";
    /** Where files are instead: another address, with a slash at its end; null for here. */
    volatile String storage;
    /** How often it was asked for its main branch's commit. */
    volatile int asked;
    /** Authorization headers of requests for files, "" for none. */
    final List<String> shown = new CopyOnWriteArrayList<>();

    TestRepository(Path directory) throws IOException {
        this.directory = directory;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/models/" + NAME + "/revision/main", exchange -> {
            asked++;
            send(exchange, 200, JSON.writeValueAsBytes(JSON.createObjectNode().put("sha", COMMIT)));
        });
        server.createContext("/api/models/" + NAME + "/tree/" + COMMIT, exchange -> send(exchange, 200, JSON.writeValueAsBytes(tree())));
        server.createContext("/" + NAME + "/resolve/" + COMMIT + "/", this::file);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Path directory() {
        return directory;
    }

    long size(String name) {
        return bytes(name).length;
    }

    /** The first bytes of a file, as a download that ended left them. */
    void leave(Path part, String name, int count) {
        try {
            Files.write(part, Arrays.copyOf(bytes(name), count));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ArrayNode tree() throws IOException {
        ArrayNode tree = JSON.createArrayNode();
        tree.addObject().put("type", "directory").put("path", "onnx").put("size", 0);
        tree.addObject().put("type", "file").put("path", "training_args.bin").put("size", 7);
        tree.addObject().put("type", "file").put("path", "../config.json").put("size", 7);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                ObjectNode entry = tree.addObject().put("type", "file").put("path", file.getFileName().toString())
                        .put("size", Files.size(file));
                if (file.toString().endsWith(".safetensors")) {
                    entry.putObject("lfs").put("oid", Sha256.of(file)).put("size", Files.size(file));
                }
            }
        }
        return tree;
    }

    private void file(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().replaceAll(".*/", "");
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        shown.add(authorization == null ? "" : authorization);
        if (refused(exchange, authorization)) {
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(name + (range == null ? "" : " " + range));
        byte[] bytes = Files.readAllBytes(directory.resolve(name));
        if (name.equals(changed)) {
            bytes[bytes.length - 1] ^= 1;
        }
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D+", ""));
        if (from > 0) {
            exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
        boolean broken = name.equals(breaking) && breaks-- > 0;
        exchange.getResponseBody().write(bytes, from, broken ? (int) ((bytes.length - from) * breaksAt) : bytes.length - from);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    /** @return whether something else was answered than the file */
    private boolean refused(HttpExchange exchange, String authorization) throws IOException {
        int status = 200;
        if (token != null && !("Bearer " + token).equals(authorization)) {
            status = authorization == null ? 401 : 403;
        } else if (busy > 0) {
            busy--;
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
            status = 429;
        } else if (storage != null) {
            exchange.getResponseHeaders().add("Location", storage + exchange.getRequestURI().getPath().replaceAll("^/", ""));
            status = 302;
        }
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        }
        return status != 200;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
