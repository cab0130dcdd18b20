package dev.afterimage.ingest.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;

import dev.afterimage.ingest.media.ByteSource;
import dev.afterimage.ingest.media.Interrupt;

/** The body of an HTTP answer; where the server knows ranges, a seek asks for the rest again. */
final class HttpBytes implements ByteSource {

    /** A seek ahead by less than this reads over what lies between. */
    private static final long READ_OVER_BYTES = 1 << 18;

    private final HttpFetcher fetcher;
    private final Interrupt interrupt;
    private final String address;
    private final long end;
    private final long size;
    private final boolean seekable;
    private final String url;
    private final String type;
    private HttpFetcher.Fetched fetched;
    private InputStream body;
    private long position;
    private long wanted;

    /**
     * @param from first byte wanted
     * @param end  behind the last byte wanted; {@link Long#MAX_VALUE} for all
     */
    HttpBytes(HttpFetcher fetcher, String address, long from, long end, Interrupt interrupt) throws IOException {
        this.fetcher = fetcher;
        this.address = address;
        this.interrupt = interrupt;
        this.end = end;
        this.wanted = from;
        fetch();
        ClassicHttpResponse response = fetched.response();
        HttpEntity entity = response.getEntity();
        long length = entity == null ? 0 : entity.getContentLength();
        this.size = length < 0 ? -1 : from + length;
        this.seekable = size >= 0 && (response.getCode() == 206 || has(response, HttpHeaders.ACCEPT_RANGES, "bytes"));
        this.url = fetched.url();
        this.type = entity == null || entity.getContentType() == null ? "" : entity.getContentType().toLowerCase(Locale.ROOT);
    }

    private static boolean has(ClassicHttpResponse response, String name, String value) {
        Header header = response.getFirstHeader(name);
        return header != null && value.equalsIgnoreCase(header.getValue());
    }

    /** Where it came from in the end. */
    String url() {
        return url;
    }

    /** As the server calls it, lower case; empty when it does not. */
    String type() {
        return type;
    }

    private void fetch() throws IOException {
        close();
        fetched = fetcher.get(address, wanted, interrupt);
        body = fetched.response().getEntity() == null ? InputStream.nullInputStream() : fetched.response().getEntity().getContent();
        position = fetched.response().getCode() == 206 ? wanted : 0;
    }

    @Override
    public int read(byte[] into, int length) throws IOException {
        if (wanted >= end || size >= 0 && wanted >= size) {
            return -1;
        }
        if (wanted < position || wanted > position + READ_OVER_BYTES && seekable) {
            fetch();
        }
        while (position < wanted) {
            int over = body.read(into, 0, (int) Math.min(length, wanted - position));
            if (over < 0) {
                return -1;
            }
            position += over;
        }
        int count = body.read(into, 0, (int) Math.min(length, end - wanted));
        position += Math.max(0, count);
        wanted = position;
        return count;
    }

    @Override
    public void seek(long position) {
        wanted = position;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean seekable() {
        return seekable;
    }

    @Override
    public void close() {
        if (fetched != null) {
            fetched.close();
        }
    }
}
