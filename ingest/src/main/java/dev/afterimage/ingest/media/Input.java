package dev.afterimage.ingest.media;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** What is to be opened; asked again for every connection, so that what holds of an address is seen to hold each time. */
@FunctionalInterface
public interface Input {

    Opening open(Interrupt interrupt) throws MediaException;

    /** Whatever FFmpeg makes of a URL. */
    static Input of(String url, Map<String, String> options) {
        return interrupt -> new Opening(url, options, "", null, null, false);
    }

    /** The same from a byte on, of formats that can be entered anywhere. */
    default Input from(long position) {
        return interrupt -> open(interrupt).with("skip_initial_bytes", Long.toString(position));
    }

    /** Opens what a playlist refers to. */
    @FunctionalInterface
    interface Opener {

        /** @throws IOException also when it may not be opened */
        ByteSource open(String url, Map<String, String> options) throws IOException;
    }

    /**
     * How FFmpeg is to open something.
     *
     * @param url     for FFmpeg; with {@code bytes} only what relative addresses are relative to
     * @param options FFmpeg's, by name
     * @param format  FFmpeg's name of the format; empty: to be found out
     * @param bytes   what is read; null: FFmpeg connects by itself
     * @param opener  for all else that is opened on the way; not null where {@code bytes} is not
     * @param guarded whether nobody but FFmpeg may ask the server anything, and FFmpeg itself may make one connection and no second
     */
    record Opening(String url, Map<String, String> options, String format, ByteSource bytes, Opener opener, boolean guarded) {

        Opening with(String option, String value) {
            Map<String, String> more = new HashMap<>(options);
            more.put(option, value);
            return new Opening(url, more, format, bytes, opener, guarded);
        }
    }
}
