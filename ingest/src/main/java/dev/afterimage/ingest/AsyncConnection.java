package dev.afterimage.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A TCP connection without a thread of its own: all of them share one. */
final class AsyncConnection implements AutoCloseable {

    private static final int MOST_READ = 4096;

    /** Made when it is first needed. */
    private static final class Shared {
        private static final AsynchronousChannelGroup GROUP = group();

        private static AsynchronousChannelGroup group() {
            try {
                return AsynchronousChannelGroup.withFixedThreadPool(1, action -> {
                    Thread thread = new Thread(action, "network-probe");
                    thread.setDaemon(true);
                    return thread;
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final AsynchronousSocketChannel channel;

    private AsyncConnection(AsynchronousSocketChannel channel) {
        this.channel = channel;
    }

    static AsyncConnection open() {
        try {
            return new AsyncConnection(AsynchronousSocketChannel.open(Shared.GROUP));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CompletableFuture<Void> connect(InetSocketAddress server) {
        Step<Void> step = new Step<>();
        channel.connect(server, null, step);
        return step.done;
    }

    /** Sends a request and gives the first piece of what is answered; empty when the other side closes instead. */
    CompletableFuture<String> exchange(ByteBuffer request) {
        ByteBuffer answer = ByteBuffer.allocate(MOST_READ);
        return write(request).thenCompose(written -> {
            Step<Integer> step = new Step<>();
            channel.read(answer, null, step);
            return step.done;
        }).thenApply(read -> StandardCharsets.ISO_8859_1.decode(answer.flip()).toString());
    }

    private CompletableFuture<Integer> write(ByteBuffer request) {
        Step<Integer> step = new Step<>();
        channel.write(request, null, step);
        return step.done.thenCompose(written -> request.hasRemaining() ? write(request) : CompletableFuture.completedFuture(written));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Nothing was asked of it any more.
        }
    }

    /** A handler as a future. */
    private static final class Step<T> implements CompletionHandler<T, Void> {

        private final CompletableFuture<T> done = new CompletableFuture<>();

        @Override
        public void completed(T result, Void none) {
            done.complete(result);
        }

        @Override
        public void failed(Throwable failure, Void none) {
            done.completeExceptionally(failure);
        }
    }
}
