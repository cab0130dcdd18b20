package dev.afterimage.model.pack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.afterimage.model.format.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
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

    TestRepository(Path directory) throws IOException {
        this.directory = directory;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/models/" + NAME + "/revision/main", exchange -> send(exchange, 200, JSON.writeValueAsBytes(JSON.createObjectNode().put("sha", COMMIT))));
        server.createContext("/api/models/" + NAME + "/tree/" + COMMIT, exchange -> send(exchange, 200, JSON.writeValueAsBytes(tree())));
        server.createContext("/" + NAME + "/resolve/" + COMMIT + "/", this::file);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private ArrayNode tree() throws IOException {
        ArrayNode tree = JSON.createArrayNode();
        tree.addObject().put("type", "directory").put("path", "onnx").put("size", 0);
        tree.addObject().put("type", "file").put("path", "training_args.bin").put("size", 7);
        tree.addObject().put("type", "file").put("path", "../config.json").put("size", 7);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                ObjectNode entry = tree.addObject().put("type", "file").put("path", file.getFileName().toString()).put("size", Files.size(file));
                if (file.toString().endsWith(".safetensors")) {
                    entry.putObject("lfs").put("oid", Sha256.of(file)).put("size", Files.size(file));
                }
            }
        }
        return tree;
    }

    private void file(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().replaceAll(".*/", "");
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
        boolean breaks = name.equals(breaking);
        breaking = breaks ? "" : breaking;
        exchange.getResponseBody().write(bytes, from, breaks ? (bytes.length - from) / 2 : bytes.length - from);
        exchange.getResponseBody().flush();
        exchange.close();
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
