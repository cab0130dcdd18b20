package dev.afterimage.qa.http;

import java.util.List;
import java.util.Map;
import dev.afterimage.core.StreamId;

/** How the service listens and what it allows. Every setting has a documented default; setters return this. */
public final class QaServerOptions {

    /** Only this machine. Listening elsewhere demands a {@link #setToken token}. */
    public static final String DEFAULT_HOST = "127.0.0.1";
    /** 0 takes any free port; {@link QaServer#port()} says which. */
    public static final int DEFAULT_PORT = 8080;
    /** Longest request body in bytes: far above the longest question, far below what hurts. */
    public static final long DEFAULT_MAX_BODY_BYTES = 1 << 20;
    /** Questions answered at the same time; each keeps a context and decodes on the same cores. */
    public static final int DEFAULT_ASK_THREADS = 2;
    /** Questions that may wait; one more is refused with 503. */
    public static final int DEFAULT_ASK_QUEUE = 16;
    /** Threads reading the store for everything that isn't a question. */
    static final int READ_THREADS = 4;
    /** Reads that may wait; one more is refused with 503. */
    static final int READ_QUEUE = 256;
    /** Blocks, scenes and status changes kept for a slow onlooker; pictures keep only the newest. */
    public static final int DEFAULT_LIVE_QUEUE = 128;

    private String host = DEFAULT_HOST;
    private int port = DEFAULT_PORT;
    private String token = "";
    private long maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
    private int askThreads = DEFAULT_ASK_THREADS;
    private int askQueue = DEFAULT_ASK_QUEUE;
    private int liveQueue = DEFAULT_LIVE_QUEUE;
    private Map<StreamId, List<String>> suggestions = Map.of();

    public String host() {
        return host;
    }

    public QaServerOptions setHost(String host) {
        this.host = host;
        return this;
    }

    public int port() {
        return port;
    }

    public QaServerOptions setPort(int port) {
        this.port = port;
        return this;
    }

    /** Empty for none. */
    public String token() {
        return token;
    }

    public QaServerOptions setToken(String token) {
        this.token = token == null ? "" : token;
        return this;
    }

    public long maxBodyBytes() {
        return maxBodyBytes;
    }

    public QaServerOptions setMaxBodyBytes(long bytes) {
        this.maxBodyBytes = bytes;
        return this;
    }

    public int askThreads() {
        return askThreads;
    }

    public QaServerOptions setAskThreads(int threads) {
        this.askThreads = threads;
        return this;
    }

    public int askQueue() {
        return askQueue;
    }

    public QaServerOptions setAskQueue(int questions) {
        this.askQueue = questions;
        return this;
    }

    public int liveQueue() {
        return liveQueue;
    }

    public QaServerOptions setLiveQueue(int events) {
        this.liveQueue = events;
        return this;
    }

    /** Questions offered for a stream; a stream without any gets some made from what was seen in it. */
    public Map<StreamId, List<String>> suggestions() {
        return suggestions;
    }

    public QaServerOptions setSuggestions(Map<StreamId, List<String>> suggestions) {
        this.suggestions = Map.copyOf(suggestions);
        return this;
    }

    /** Whether only this machine can reach {@link #host()}. */
    boolean loopback() {
        return Hosts.isLoopback(host);
    }
}
