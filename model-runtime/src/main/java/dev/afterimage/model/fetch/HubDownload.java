package dev.afterimage.model.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Downloads a file over HTTP, going on where an earlier attempt broke off. */
final class HubDownload {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int STALLED_SECONDS = 30;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL).build();

    /**
     * @param part  receives the bytes; those already in it are not asked for again
     * @param bytes the whole file's length
     */
    void download(String url, Path part, long bytes, Progress progress) throws IOException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (have > bytes) {
            Files.delete(part);
            have = 0;
        }
        if (have == bytes) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(url)).timeout(ANSWER).header("User-Agent", "afterimage");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        PartWriter writer = new PartWriter(part, have, bytes, progress);
        HttpResponse<Void> response = await(client.sendAsync(request.build(), writer), writer);
        if (!PartWriter.accepts(response.statusCode())) {
            throw new IOException("HTTP " + response.statusCode());
        }
        if (Files.size(part) != bytes) {
            throw new IOException("the download ended after " + Files.size(part) + " of " + bytes + " bytes; pull again to go on");
        }
    }

    /** A short answer, as text. */
    String text(String url) throws IOException {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri(url)).timeout(ANSWER).header("User-Agent", "afterimage").build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(url + ": HTTP " + response.statusCode());
            }
            return response.body();
        } catch (ConnectException e) {
            throw new IOException("no connection to " + url, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static URI uri(String url) throws IOException {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a URL", e);
        }
    }

    /** The client itself would wait for ever on a server that stops sending. */
    private static HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> download, PartWriter writer) throws IOException {
        try {
            long seen = -1;
            for (int quiet = 0; quiet < STALLED_SECONDS; quiet = writer.received() == seen ? quiet + 1 : 0) {
                seen = writer.received();
                try {
                    return download.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException stillRunning) {
                    continue;
                }
            }
            throw new IOException("no byte came for " + STALLED_SECONDS + " s");
        } catch (ExecutionException e) {
            String message = e.getCause().getMessage();
            throw new IOException(message == null ? "no connection (" + e.getCause().getClass().getSimpleName() + ")" : message, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            download.cancel(true);
        }
    }
}
