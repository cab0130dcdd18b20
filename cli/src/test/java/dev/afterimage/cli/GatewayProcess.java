package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code afterimage serve --cluster} in a process of its own. */
final class GatewayProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("Afterimage is at (\\S+)/,");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    private GatewayProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static GatewayProcess start(FlinkProcesses flink, Path secrets, Path log) throws Exception {
        ProcessBuilder builder = Command.process("serve", "--cluster", flink.url(), "--port", "0");
        builder.environment().put("AFTERIMAGE_SECRETS", secrets.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            flink.await("the gateway", () -> ADDRESS.matcher(Files.readString(log)).find() || !process.isAlive());
            Matcher address = ADDRESS.matcher(Files.readString(log));
            if (!address.find()) {
                throw new IllegalStateException("the gateway has ended: " + Files.readString(log));
            }
            return new GatewayProcess(process, address.group(1));
        } catch (Exception | Error failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(send(path, null).body());
    }

    JsonNode ask(String question) throws IOException, InterruptedException {
        return JSON.readTree(send("/api/ask", question).body());
    }

    /** @param body JSON; null for none */
    HttpResponse<String> send(String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
