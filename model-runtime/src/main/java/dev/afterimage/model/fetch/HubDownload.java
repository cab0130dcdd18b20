package dev.afterimage.model.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Downloads over HTTP. What an earlier attempt left is gone on with; a connection that breaks is taken up again, and a
 * hub that asks to wait is waited for.
 */
final class HubDownload {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int STALLED_SECONDS = 30;
    private static final int ATTEMPTS = 4;
    private static final int REDIRECTS = 5;
    private static final long LONGEST_WAIT = 120;

    private final Hub hub;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build();

    HubDownload(Hub hub) {
        this.hub = hub;
    }

    /**
     * @param part  receives the bytes; those already in it are not asked for again
     * @param bytes the whole file's length
     */
    void download(String url, Path part, long bytes, Progress progress) throws IOException {
        if (Files.exists(part) && Files.size(part) > bytes) {
            Files.delete(part);
        }
        for (int attempt = 1; size(part) < bytes; attempt++) {
            long have = size(part);
            try {
                PartWriter writer = new PartWriter(part, have, bytes, progress);
                answered(url, have, writer, writer::received, progress);
            } catch (HubRefusal | ConnectException refused) {
                throw refused;
            } catch (IOException broken) {
                if (attempt == ATTEMPTS || size(part) <= have) {
                    throw broken;
                }
            }
            if (size(part) < bytes && (attempt == ATTEMPTS || size(part) <= have)) {
                throw new IOException("the download ended after " + size(part) + " of " + bytes + " bytes; pull again to go on");
            }
        }
    }

    private static long size(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /** A short answer, as text. */
    String text(String url, Progress progress) throws IOException {
        return answered(url, 0, HttpResponse.BodyHandlers.ofString(), () -> 0, progress).body();
    }

    /** The answer with a body that was asked for; waits where the hub asks for that. */
    private <T> HttpResponse<T> answered(String url, long from, HttpResponse.BodyHandler<T> body, LongSupplier received, Progress progress)
            throws IOException {
        if (hub.offline()) {
            throw new HubRefusal("HF_HUB_OFFLINE is set, so nothing is downloaded", "unset HF_HUB_OFFLINE, or import files that are "
                    + "on this machine with 'afterimage models import'");
        }
        for (int attempt = 1;; attempt++) {
            HttpResponse<T> response = redirected(uri(url), from, body, received);
            if (PartWriter.accepts(response.statusCode())) {
                return response;
            }
            long wait = HubAnswer.wait(response, attempt);
            if (wait < 0 || attempt == ATTEMPTS) {
                throw HubAnswer.refusal(response, hub);
            }
            if (wait > LONGEST_WAIT) {
                throw new HubRefusal("HTTP " + response.statusCode() + ", and the hub asks to wait " + wait + " s",
                        "pull again after that; what is here already is kept");
            }
            progress.update("the hub asks to wait " + wait + " s", 0, 0);
            pause(wait);
        }
    }

    /** Follows redirects here, so that no other address is shown the token, and none without TLS is taken after one with it. */
    private <T> HttpResponse<T> redirected(URI start, long from, HttpResponse.BodyHandler<T> body, LongSupplier received)
            throws IOException {
        URI address = start;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(ANSWER).header("User-Agent", "afterimage");
            hub.tokenFor(address).ifPresent(token -> request.header("Authorization", "Bearer " + token));
            if (from > 0) {
                request.header("Range", "bytes=" + from + "-");
            }
            HttpResponse<T> response = await(client.sendAsync(request.build(), body), received, address);
            if (!HubAnswer.redirects(response.statusCode())) {
                return response;
            }
            URI next = address.resolve(uri(response.headers().firstValue("Location").orElse("")));
            if (!next.getScheme().equals("https") && !next.getScheme().equals(address.getScheme())) {
                throw new IOException("the hub leads from " + address.getScheme() + " to " + next.getScheme() + "://" + next.getHost());
            }
            address = next;
        }
        throw new IOException("the hub leads from one address to the next without end");
    }

    private static void pause(long seconds) throws IOException {
        try {
            TimeUnit.SECONDS.sleep(seconds);
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

    /** The client itself would wait forever on a server that stops sending. */
    private static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> download, LongSupplier received, URI address)
            throws IOException {
        try {
            long seen = -1;
            for (int quiet = 0; quiet < STALLED_SECONDS; quiet = received.getAsLong() == seen ? quiet + 1 : 0) {
                seen = received.getAsLong();
                try {
                    return download.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException stillRunning) {
                    continue;
                }
            }
            throw new IOException("no byte came for " + STALLED_SECONDS + " s");
        } catch (ExecutionException e) {
            throw failure(e.getCause(), address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            download.cancel(true);
        }
    }

    private static IOException failure(Throwable cause, URI address) {
        if (cause instanceof ConnectException || cause instanceof HttpTimeoutException) {
            ConnectException none = new ConnectException("no connection to " + address.getScheme() + "://" + address.getAuthority());
            none.initCause(cause);
            return none;
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("No space left")) {
            return new HubRefusal("the disk is full", "make room and pull again; what is here already is kept");
        }
        return new IOException(cause.getMessage() == null ? "the connection broke (" + cause.getClass().getSimpleName() + ")" : message,
                cause);
    }
}
