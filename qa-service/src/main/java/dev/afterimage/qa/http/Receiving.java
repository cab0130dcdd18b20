package dev.afterimage.qa.http;

import dev.afterimage.core.upload.Upload;
import dev.afterimage.core.upload.Uploads;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * The body of one request on its way into an upload. What has come is written in order and asked for only as fast as it is written; what
 * came before the connection broke off is written too, and counts. On the event loop.
 */
final class Receiving {

    private static final int PIECE = 256 << 10;

    private final HttpServerRequest request;
    private final Upload upload;
    private final Uploads uploads;
    private final BoundedWorkers workers;
    private final Runnable progress;
    private final Promise<Long> promise = Promise.promise();
    private Buffer held = Buffer.buffer();
    private long received;
    private boolean writing;
    /** Nothing more comes: null where all has come, or why it broke off. */
    private Throwable broken;
    private boolean ended;

    /** @param progress is told each time that something was written */
    Receiving(HttpServerRequest request, Upload upload, Uploads uploads, BoundedWorkers workers, Runnable progress) {
        this.request = request;
        this.upload = upload;
        this.uploads = uploads;
        this.workers = workers;
        this.progress = progress;
        this.received = upload.received();
    }

    /** @return how many bytes there are, once all of the body is written; fails where it broke off or may not be written */
    Future<Long> begin() {
        request.exceptionHandler(cut -> breakOff(new HttpFailure(400, "HTTP_BODY", "the connection broke off",
                "ask for the offset with HEAD, and go on behind it")));
        request.endHandler(all -> over());
        request.handler(this::take);
        request.resume();
        return promise.future();
    }

    /** Done, one way or another, and nothing is written any more. */
    Future<?> done() {
        return promise.future().transform(either -> Future.succeededFuture());
    }

    private void take(Buffer piece) {
        if (ended) {
            return;
        }
        held.appendBuffer(piece);
        if (received + held.length() > upload.length()) {
            held = Buffer.buffer();
            breakOff(new HttpFailure(413, "HTTP_TOO_LARGE", "more bytes came than the " + upload.length() + " that were announced",
                    "begin a new upload with the right " + UploadHeaders.LENGTH));
        } else if (held.length() >= PIECE) {
            request.pause();
            write();
        }
    }

    private void over() {
        if (!ended) {
            ended = true;
            write();
        }
    }

    /** Ends it early; what came is kept. */
    void breakOff(Throwable why) {
        if (!ended) {
            broken = why;
            over();
        }
    }

    private void write() {
        if (writing) {
            return;
        }
        if (held.length() == 0) {
            written();
            return;
        }
        writing = true;
        byte[] bytes = held.getBytes();
        held = Buffer.buffer();
        workers.run(() -> uploads.append(upload.id(), received, bytes)).onComplete(result -> {
            writing = false;
            if (result.succeeded()) {
                received = result.result();
                progress.run();
                written();
            } else {
                held = Buffer.buffer();
                broken = result.cause();
                ended = true;
                written();
            }
        });
    }

    private void written() {
        if (!ended) {
            request.resume();
        } else if (held.length() > 0) {
            write();
        } else if (broken == null) {
            promise.tryComplete(received);
        } else {
            // What still comes of the body is thrown away, so that the client reads the answer.
            request.resume();
            promise.tryFail(broken);
        }
    }
}
