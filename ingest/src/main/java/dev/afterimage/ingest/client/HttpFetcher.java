package dev.afterimage.ingest.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.net.PercentCodec;
import org.apache.hc.core5.util.Timeout;

import dev.afterimage.core.source.SourcePolicy;
import dev.afterimage.core.source.SourceUrl;
import dev.afterimage.ingest.media.Interrupt;

/**
 * Gets things over HTTP for sources of clients. Every redirect is looked at like the first address, and every address
 * that a name is resolved to before it is connected to; certificates are checked against the name. No proxy, no
 * cookies, no compression.
 */
final class HttpFetcher {

    private static final int MOST_REDIRECTS = 5;
    /** Of an answer's head, which is kept in memory; the library bounds neither. */
    private static final Http1Config HEADS = Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(200).setMaxEmptyLineCount(10)
            .build();

    private final SourcePolicy policy;
    private final Duration timeout;
    private final CloseableHttpClient client;

    HttpFetcher(SourcePolicy policy, Resolver resolver, Duration timeout) {
        this.policy = policy;
        this.timeout = timeout;
        Timeout each = Timeout.of(timeout);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setDnsResolver(resolver).setMaxConnPerRoute(16)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(HEADS).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(each).setSocketTimeout(each).build())
                        .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(each).build()).build())
                .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(each).setConnectionRequestTimeout(each)
                        .setProtocolUpgradeEnabled(false).build())
                .disableRedirectHandling().disableAutomaticRetries().disableCookieManagement().disableContentCompression()
                .setUserAgent("Afterimage").build();
    }

    /**
     * What was answered with 200 or 206.
     *
     * @param url  where it came from in the end
     * @param stop takes back that the interrupt breaks it off
     */
    record Fetched(String url, ClassicHttpResponse response, HttpGet request, Runnable stop) {

        /** Without reading what is still to come of it. */
        void close() {
            request.cancel();
            stop.run();
            try {
                response.close();
            } catch (IOException gone) {
                // It was broken off.
            }
        }
    }

    /** @param from first byte wanted */
    Fetched get(String address, long from, Interrupt interrupt) throws IOException {
        SourceUrl url = allowed(address);
        SourceUrl credentials = url;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            Fetched fetched = once(url, credentials, from, interrupt);
            int status = fetched.response().getCode();
            if (status == 200 || status == 206) {
                return fetched;
            }
            Header location = fetched.response().getFirstHeader(HttpHeaders.LOCATION);
            fetched.close();
            if (status < 300 || status >= 400 || location == null) {
                throw new IOException("the server answered " + status);
            }
            url = allowed(uri(url).resolve(escaped(location.getValue())).toString());
            boolean sameServer = url.scheme().equals(credentials.scheme()) && url.host().equalsIgnoreCase(credentials.host())
                    && url.port() == credentials.port();
            credentials = sameServer && url.userInfo().isEmpty() ? credentials : url;
        }
        throw new IOException("more than " + MOST_REDIRECTS + " redirects");
    }

    private SourceUrl allowed(String address) throws IOException {
        Optional<SourceUrl> url = policy.url(address).filter(known -> known.scheme().startsWith("http"));
        return url.orElseThrow(() -> new IOException("clients may not have '" + address + "' opened"));
    }

    private Fetched once(SourceUrl url, SourceUrl credentials, long firstByte, Interrupt interrupt) throws IOException {
        HttpGet request = new HttpGet(uri(url));
        if (firstByte > 0) {
            request.setHeader(HttpHeaders.RANGE, "bytes=" + firstByte + "-");
        }
        HttpHost target = new HttpHost(url.scheme(), url.host(), url.port());
        Runnable stop = interrupt.onStop(request::cancel);
        // A server that sends its header byte by byte never lets a read time out.
        CompletableFuture<Void> answered = new CompletableFuture<>();
        answered.orTimeout(2 * timeout.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            request.cancel();
            return null;
        });
        try {
            // What it refers to is got with the same credentials.
            String from = new SourceUrl(url.scheme(), credentials.userInfo(), url.host(), url.port(), url.rest())
                    .at(url.host(), url.port());
            return new Fetched(from, client.executeOpen(target, request, context(target, credentials)), request, stop);
        } catch (IOException | RuntimeException e) {
            stop.run();
            if (answered.isDone()) {
                throw new SocketTimeoutException("no answer in time");
            }
            throw e;
        } finally {
            answered.complete(null);
        }
    }

    private static HttpClientContext context(HttpHost target, SourceUrl url) {
        HttpClientContext context = HttpClientContext.create();
        if (!url.userInfo().isEmpty()) {
            String user = url.userInfo().substring(0, url.userInfo().length() - 1);
            int colon = user.indexOf(':');
            BasicCredentialsProvider known = new BasicCredentialsProvider();
            known.setCredentials(new AuthScope(target), new UsernamePasswordCredentials(
                    PercentCodec.decode(colon < 0 ? user : user.substring(0, colon), StandardCharsets.UTF_8),
                    (colon < 0 ? "" : PercentCodec.decode(user.substring(colon + 1), StandardCharsets.UTF_8)).toCharArray()));
            context.setCredentialsProvider(known);
        }
        return context;
    }

    /** Without user and fragment, which are not sent. */
    private static URI uri(SourceUrl url) throws IOException {
        String sent = url.rest().contains("#") ? url.rest().substring(0, url.rest().indexOf('#')) : url.rest();
        String rest = escaped(sent.startsWith("/") ? sent : "/" + sent).replace("[", "%5B").replace("]", "%5D");
        try {
            return URI.create(new SourceUrl(url.scheme(), "", url.host(), url.port(), rest).at(url.host(), url.port()));
        } catch (IllegalArgumentException malformed) {
            throw new IOException("the address is malformed");
        }
    }

    /** People leave characters in URLs that servers accept and {@link URI} does not. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            boolean legal = character > ' ' && character < 0x7F && "\"<>\\^`{|}".indexOf(character) < 0;
            escaped.append(legal ? String.valueOf(character) : String.format("%%%02X", (int) character));
        }
        return escaped.toString();
    }
}
