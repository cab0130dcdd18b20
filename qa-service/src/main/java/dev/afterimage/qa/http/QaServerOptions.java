package dev.afterimage.qa.http;

import dev.afterimage.core.answer.Question;
import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.AccessSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    /** Questions that may wait for the model to read; one more is refused with 503. */
    public static final int DEFAULT_ASK_QUEUE = 32;
    /** Those of one client among them. */
    public static final int DEFAULT_ASK_QUEUE_EACH = 8;
    /** Seconds within which a question is answered, waiting included. */
    public static final int DEFAULT_ASK_SECONDS = 60;
    /** Turns of the chat before a question; {@link Question} takes no more. */
    public static final int DEFAULT_HISTORY_TURNS = Question.MAX_TURNS;
    /** Characters of these turns together; {@link Question} takes no more. */
    public static final int DEFAULT_HISTORY_CHARACTERS = Question.MAX_HISTORY_LENGTH;
    /** Threads that look questions up, and answer what the evidence decides. */
    static final int LOOK_THREADS = 2;
    /** Questions that may wait to be looked up. */
    static final int LOOK_QUEUE = 256;
    /** Those of one client among them. */
    static final int LOOK_QUEUE_EACH = 64;
    /** How often the files of the certificate are looked at. */
    static final Duration DEFAULT_TLS_CHECKED_EVERY = Duration.ofSeconds(5);
    /** Threads reading the store for everything that isn't a question. */
    static final int READ_THREADS = 4;
    /** Reads that may wait; one more is refused with 503. */
    static final int READ_QUEUE = 256;
    /** Threads that cut intervals out of recorded video. */
    static final int VIDEO_THREADS = 3;
    /** Intervals that may wait to be cut out. */
    static final int VIDEO_QUEUE = 32;
    /** Bytes of such intervals that are kept to be played. */
    static final long CUT_BYTES = 1L << 30;
    /** Videos that are downloaded at a time, each of which holds memory and an open file; one more is refused with 503. */
    static final int DOWNLOADS = 32;
    /** Threads that cut out the next part of a download. */
    static final int DOWNLOAD_THREADS = 2;
    /** Threads that write what is uploaded. */
    static final int UPLOAD_THREADS = 2;
    /** Pieces that wait to be written; each connection has one at most. */
    static final int UPLOAD_QUEUE = 1024;
    /** How often films that were uploaded are looked at, whether they are still needed. */
    static final Duration DEFAULT_UPLOADS_LOOKED_AT_EVERY = Duration.ofMinutes(1);
    /** Blocks, scenes and status changes kept for a slow onlooker; pictures keep only the newest. */
    public static final int DEFAULT_LIVE_QUEUE = 128;

    /** Connections open at a time, from everywhere; one more is closed at once. */
    public static final int DEFAULT_CONNECTIONS = 512;
    /** Those from one address among them: a page of many streams needs one each and a few. */
    public static final int DEFAULT_CONNECTIONS_EACH = 64;
    /** Seconds in which a new connection must send the headers of its first request. */
    public static final int DEFAULT_HEADER_SECONDS = 10;
    /** Seconds in which a request's body must be there. */
    public static final int DEFAULT_BODY_SECONDS = 30;
    /** Seconds that a connection may rest between two requests, or not take what it is sent. */
    public static final int DEFAULT_IDLE_SECONDS = 60;
    /** Seconds between two pings of a WebSocket; the answer to one must come before the next. */
    public static final int DEFAULT_PING_SECONDS = 30;

    private String host = DEFAULT_HOST;
    private int port = DEFAULT_PORT;
    private AccessSettings access = AccessSettings.OPEN;
    private Optional<TlsFiles> tls = Optional.empty();
    private Duration tlsCheckedEvery = DEFAULT_TLS_CHECKED_EVERY;
    private Optional<Publishing> publishing = Optional.empty();
    private Duration uploadsLookedAtEvery = DEFAULT_UPLOADS_LOOKED_AT_EVERY;
    private long maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
    private int askThreads = DEFAULT_ASK_THREADS;
    private int askQueue = DEFAULT_ASK_QUEUE;
    private int askQueueEach = DEFAULT_ASK_QUEUE_EACH;
    private int askSeconds = DEFAULT_ASK_SECONDS;
    private int historyTurns = DEFAULT_HISTORY_TURNS;
    private int historyCharacters = DEFAULT_HISTORY_CHARACTERS;
    private int liveQueue = DEFAULT_LIVE_QUEUE;
    private int connections = DEFAULT_CONNECTIONS;
    private int connectionsEach = DEFAULT_CONNECTIONS_EACH;
    private int headerSeconds = DEFAULT_HEADER_SECONDS;
    private int bodySeconds = DEFAULT_BODY_SECONDS;
    private int idleSeconds = DEFAULT_IDLE_SECONDS;
    private int pingSeconds = DEFAULT_PING_SECONDS;
    private Map<StreamId, List<String>> suggestions = Map.of();
    private Optional<SourcePolicy> sourcePolicy = Optional.empty();
    private Optional<String> gatewaySecret = Optional.empty();
    private Optional<ClusterTls> clusterTls = Optional.empty();

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

    /** Who may use the service. */
    public AccessSettings access() {
        return access;
    }

    public QaServerOptions setAccess(AccessSettings access) {
        this.access = access;
        return this;
    }

    /** One token that may do everything; null or empty for none. */
    public QaServerOptions setToken(String token) {
        return setAccess(AccessSettings.ofToken(token == null ? "" : token));
    }

    /** The certificate to serve HTTPS with; empty for plain HTTP. */
    public Optional<TlsFiles> tls() {
        return tls;
    }

    public QaServerOptions setTls(TlsFiles files) {
        this.tls = Optional.ofNullable(files);
        return this;
    }

    /** Where encoders publish; empty where none may. */
    public Optional<Publishing> publishing() {
        return publishing;
    }

    public QaServerOptions setPublishing(Publishing listening) {
        this.publishing = Optional.ofNullable(listening);
        return this;
    }

    Duration uploadsLookedAtEvery() {
        return uploadsLookedAtEvery;
    }

    /** How often it is looked whether films that were uploaded are still needed; a minute unless set. */
    public QaServerOptions setUploadsLookedAtEvery(Duration every) {
        this.uploadsLookedAtEvery = every;
        return this;
    }

    Duration tlsCheckedEvery() {
        return tlsCheckedEvery;
    }

    QaServerOptions setTlsCheckedEvery(Duration every) {
        this.tlsCheckedEvery = every;
        return this;
    }

    /** Whether browsers reach the service by https, from here or by a proxy. */
    boolean secure() {
        return tls.isPresent() || access.publicUrl().filter(url -> "https".equals(url.getScheme())).isPresent();
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

    public int askQueueEach() {
        return askQueueEach;
    }

    public QaServerOptions setAskQueueEach(int questions) {
        this.askQueueEach = questions;
        return this;
    }

    public int askSeconds() {
        return askSeconds;
    }

    public QaServerOptions setAskSeconds(int seconds) {
        this.askSeconds = seconds;
        return this;
    }

    public int historyTurns() {
        return historyTurns;
    }

    public QaServerOptions setHistoryTurns(int turns) {
        this.historyTurns = turns;
        return this;
    }

    public int historyCharacters() {
        return historyCharacters;
    }

    public QaServerOptions setHistoryCharacters(int characters) {
        this.historyCharacters = characters;
        return this;
    }

    public int liveQueue() {
        return liveQueue;
    }

    public QaServerOptions setLiveQueue(int events) {
        this.liveQueue = events;
        return this;
    }

    public int connections() {
        return connections;
    }

    public QaServerOptions setConnections(int connections) {
        this.connections = connections;
        return this;
    }

    public int connectionsEach() {
        return connectionsEach;
    }

    public QaServerOptions setConnectionsEach(int connections) {
        this.connectionsEach = connections;
        return this;
    }

    public int headerSeconds() {
        return headerSeconds;
    }

    public QaServerOptions setHeaderSeconds(int seconds) {
        this.headerSeconds = seconds;
        return this;
    }

    public int bodySeconds() {
        return bodySeconds;
    }

    public QaServerOptions setBodySeconds(int seconds) {
        this.bodySeconds = seconds;
        return this;
    }

    public int idleSeconds() {
        return idleSeconds;
    }

    public QaServerOptions setIdleSeconds(int seconds) {
        this.idleSeconds = seconds;
        return this;
    }

    public int pingSeconds() {
        return pingSeconds;
    }

    public QaServerOptions setPingSeconds(int seconds) {
        this.pingSeconds = seconds;
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

    /** What sources may be added, judged by their addresses before anything is begun; who opens them judges again. Empty: only then. */
    public Optional<SourcePolicy> sourcePolicy() {
        return sourcePolicy;
    }

    public QaServerOptions setSourcePolicy(SourcePolicy policy) {
        this.sourcePolicy = Optional.of(policy);
        return this;
    }

    /** What gateways show, which speak for people that they let in; then nobody else is let in. */
    Optional<String> gatewaySecret() {
        return gatewaySecret;
    }

    public QaServerOptions setGatewaySecret(String secret) {
        this.gatewaySecret = Optional.of(secret);
        return this;
    }

    /** Where set, who connects must have a certificate of its authority. */
    Optional<ClusterTls> clusterTls() {
        return clusterTls;
    }

    public QaServerOptions setClusterTls(ClusterTls certificates) {
        this.clusterTls = Optional.of(certificates);
        return setTls(certificates.own());
    }

    /** Whether callers must say who they are. */
    boolean guarded() {
        return access.guarded() || gatewaySecret.isPresent();
    }

    /** Whether only this machine can reach an address. */
    public static boolean isLoopback(String host) {
        return Hosts.isLoopback(host);
    }

    boolean loopback() {
        return isLoopback(host);
    }
}
