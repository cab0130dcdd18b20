package dev.afterimage.core.retention;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of something is kept.
 *
 * @param bytes on the disk, {@link Long#MAX_VALUE} for no limit
 * @param days  of age, infinite for no limit
 */
public record Limit(long bytes, double days) {

    public static final Limit NONE = new Limit(Long.MAX_VALUE, Double.POSITIVE_INFINITY);
    /** Files are written and given back in parts of some megabytes: a smaller limit could not be kept to. */
    public static final long LEAST_BYTES = 64L << 20;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([KMGT]?)(I?)B?");

    public Limit {
        if (bytes < LEAST_BYTES) {
            throw new AfterimageException(ErrorCode.USAGE, "a limit of " + bytes + " bytes is too small to be kept to",
                    "give at least 64 MiB");
        }
        if (!(days > 0)) {
            throw new AfterimageException(ErrorCode.USAGE, "a limit of " + days + " days keeps nothing", "give a number above 0");
        }
    }

    public boolean none() {
        return equals(NONE);
    }

    /** Whichever is stricter. */
    public Limit and(Limit other) {
        return new Limit(Math.min(bytes, other.bytes), Math.min(days, other.days));
    }

    /** {@code 500MB}, {@code 2 GiB}, {@code 1.5G}: K, M, G and T count in thousands, Ki, Mi, Gi and Ti in 1024; a bare number is bytes. */
    public static long parseBytes(String text) {
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!size.matches() || size.group(2).isEmpty() && !size.group(3).isEmpty()) {
            throw new AfterimageException(ErrorCode.USAGE, "'" + text + "' is not a size", "write for example 500MB, 20GB or 1.5TB");
        }
        int power = size.group(2).isEmpty() ? 0 : "KMGT".indexOf(size.group(2)) + 1;
        double bytes = Double.parseDouble(size.group(1)) * Math.pow(size.group(3).isEmpty() ? 1000 : 1024, power);
        if (bytes > Long.MAX_VALUE / 2.0) {
            throw new AfterimageException(ErrorCode.USAGE, "no disk has " + text, "write for example 500MB, 20GB or 1.5TB");
        }
        return Math.round(bytes);
    }
}
