package dev.afterimage.qa.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a file that a request asks for: {@code Range: bytes=FIRST-LAST} of RFC 9110, one range. */
record ByteRange(long first, long last) {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * @param header null for none
     * @return empty for the whole file, as for a header of another form, which may be ignored
     * @throws HttpFailure 416 for a range that lies behind the file
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher asked = ONE.matcher(header == null ? "" : header.strip());
        if (!asked.matches() || asked.group(1).isEmpty() && asked.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (asked.group(1).isEmpty()) {
            long length = Math.min(size, Long.parseLong(asked.group(2)));
            return Optional.of(required(size - length, size - 1, size));
        }
        long first = Long.parseLong(asked.group(1));
        long last = asked.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(asked.group(2)));
        return Optional.of(required(first, last, size));
    }

    private static ByteRange required(long first, long last, long size) {
        if (first > last) {
            throw new HttpFailure(416, "HTTP_RANGE", "the video has " + size + " bytes", "ask for a range within them");
        }
        return new ByteRange(first, last);
    }

    long length() {
        return last - first + 1;
    }
}
