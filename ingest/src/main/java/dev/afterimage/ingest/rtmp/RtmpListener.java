package dev.afterimage.ingest.rtmp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.source.Senders;

/**
 * Receives what encoders publish by RTMP: one port for all streams, each of which has a key. It takes publishers alone, and as few
 * connections as streams need.
 */
public final class RtmpListener implements AutoCloseable {

    private static final int MOST = 64;
    private static final int MOST_EACH = 16;
    private static final Logger LOG = LoggerFactory.getLogger(RtmpListener.class);

    /**
     * How long what may take, milliseconds.
     *
     * @param beginMillis  from the connection to the key
     * @param silentMillis without a picture or sound
     * @param fullMillis   until somebody reads what has come
     */
    record Patience(long beginMillis, long silentMillis, long fullMillis) {
        static final Patience USUAL = new Patience(10_000, 10_000, 30_000);
    }

    /** How encoders reach it; those that are encrypted first make a TLS connection. */
    public interface Encryption {
        Socket encrypted(Socket plain) throws IOException;
    }

    private final Senders senders;
    private final Optional<Encryption> encryption;
    private final Patience patience;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<InetAddress, Integer> each = new ConcurrentHashMap<>();

    /** @throws AfterimageException where the port is taken */
    public RtmpListener(String host, int port, Optional<Encryption> encryption, Senders senders) {
        this(host, port, encryption, senders, Patience.USUAL);
    }

    RtmpListener(String host, int port, Optional<Encryption> encryption, Senders senders, Patience patience) {
        this.senders = senders;
        this.encryption = encryption;
        this.patience = patience;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException taken) {
            throw new AfterimageException(ErrorCode.USAGE_CONFIG, "cannot listen for RTMP on " + host + ":" + port + " ("
                    + taken.getMessage() + ")", "choose another address or port under 'rtmp', or stop what uses this one", taken);
        }
        senders.listen();
        run("rtmp", this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    private static void run(String name, Runnable work) {
        Thread thread = new Thread(work, "afterimage-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (enter(socket)) {
                    run("rtmp-sender", () -> serve(socket));
                } else {
                    socket.close();
                }
            } catch (IOException over) {
                LOG.debug("no connection was made: {}", over.getMessage());
            }
        }
    }

    private boolean enter(Socket socket) {
        if (open.size() >= MOST || each.getOrDefault(socket.getInetAddress(), 0) >= MOST_EACH) {
            return false;
        }
        open.add(socket);
        each.merge(socket.getInetAddress(), 1, Integer::sum);
        return true;
    }

    private void serve(Socket plain) {
        try (plain) {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout((int) patience.beginMillis());
            try (Socket socket = encryption.isPresent() ? encryption.get().encrypted(plain) : plain) {
                new RtmpConnection(socket, senders, patience).serve();
            }
        } catch (IOException broken) {
            LOG.info("an RTMP connection from {} has ended: {}", plain.getInetAddress().getHostAddress(), broken.getMessage());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(plain);
            each.computeIfPresent(plain.getInetAddress(), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Connections that are open. */
    int connections() {
        return open.size();
    }

    @Override
    public void close() {
        for (AutoCloseable each : open) {
            closeQuietly(each);
        }
        closeQuietly(server);
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception closedAlready) {
            LOG.debug("closing: {}", closedAlready.getMessage());
        }
    }
}
