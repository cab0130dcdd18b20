package dev.afterimage.model.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Writes a response behind what is already there, or again when the server does not know ranges. */
final class PartWriter implements HttpResponse.BodyHandler<Void> {

    private final Path part;
    private final long have;
    private final long total;
    private final Progress progress;
    private volatile long received;

    PartWriter(Path part, long have, long total, Progress progress) {
        this.part = part;
        this.have = have;
        this.total = total;
        this.progress = progress;
    }

    static boolean accepts(int status) {
        return status == 200 || status == 206;
    }

    long received() {
        return received;
    }

    @Override
    public HttpResponse.BodySubscriber<Void> apply(HttpResponse.ResponseInfo response) {
        if (!accepts(response.statusCode())) {
            return HttpResponse.BodySubscribers.discarding();
        }
        boolean goesOn = response.statusCode() == 206
                && response.headers().firstValue("Content-Range").filter(range -> range.startsWith("bytes " + have + "-")).isPresent();
        try {
            OutputStream out = goesOn ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part);
            received = goesOn ? have : 0;
            return HttpResponse.BodySubscribers.ofByteArrayConsumer(bytes -> write(out, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(OutputStream out, Optional<byte[]> bytes) {
        try {
            if (bytes.isEmpty()) {
                out.close();
                return;
            }
            out.write(bytes.get());
            received += bytes.get().length;
            progress.update("downloading " + part.getFileName().toString().replaceFirst("\\.part$", ""), received, total);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
