package dev.afterimage.core.error;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes passwords and tokens out of texts that hold URLs. Where it is not clear what belongs to a password, more is
 * masked rather than less: everything from the first colon to the last {@code @}, since people write passwords with
 * {@code @ / ? #} without escaping them. Masking twice changes nothing more.
 */
public final class Secrets {

    private static final String MASK = "***";
    private static final String SCHEME_END = "://";

    /** Behind a host, or in its place: nothing, or a port. */
    private static final Pattern PORT = Pattern.compile("\\d{0,5}(?![\\w@%+~!$&*=-]).*", Pattern.DOTALL);

    /**
     * Parameters of a query, a fragment or a path; the last two delimiters are those of cameras that write {@code
     * /user=a_password=b_channel=1}.
     */
    private static final Pattern PARAMETER = Pattern.compile("([?&;#/_,]"
            + "(?:[\\w.%-]{0,60}?(?:pass|pwd|token|secret|signature|credential|auth|apikey|jwt)[\\w.%-]{0,60}"
            + "|(?:[\\w.%-]{0,60}[_.-])?(?:key|sig|pw))=)([^&\\s]+)", Pattern.CASE_INSENSITIVE);

    /** SRT's stream name; with more than one colon, or as {@code #!::...}, it carries a user and a password. */
    private static final Pattern STREAM_ID = Pattern.compile("([?&]streamid=)([^&\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern PLAIN_STREAM_ID = Pattern.compile("[\\w./-]*(?::[\\w./-]*)?\\W?");

    private static final Pattern CLOSING = Pattern.compile("['\")\\]>},;:.]*$");

    private Secrets() { }

    /** Of a text that may hold any number of URLs. */
    public static String mask(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        for (int scheme = text.indexOf(SCHEME_END); scheme >= 0; scheme = text.indexOf(SCHEME_END, at)) {
            int begin = scheme + SCHEME_END.length();
            int end = end(text, begin);
            masked.append(text, at, begin).append(masked(text.substring(begin, end)));
            at = end;
        }
        return parameters(masked.append(text, at, text.length()).toString());
    }

    /** Whether a URL stands as it is shown, with a secret taken out: masked or not, that part is the mask. */
    public static boolean holdsMask(String url) {
        return url.contains(":" + MASK + "@") || url.contains("=" + MASK);
    }

    /** Of one URL as a whole: it may hold spaces. */
    public static String maskUrl(String url) {
        int scheme = url.indexOf(SCHEME_END);
        if (scheme < 0) {
            return mask(url);
        }
        int begin = scheme + SCHEME_END.length();
        return parameters(url.substring(0, begin) + masked(url.substring(begin)));
    }

    /** Where a URL ends: at white space or where the next one begins, unless a password has begun and its {@code @} is still to come. */
    private static int end(String text, int begin) {
        int token = begin;
        while (token < text.length() && !Character.isWhitespace(text.charAt(token))) {
            token++;
        }
        int end = Math.min(token, nextUrl(text, begin, token));
        if (text.substring(begin, end).indexOf('@') >= 0 || portOrNothing(text.substring(begin, token))) {
            return end;
        }
        int line = text.indexOf('\n', begin);
        int limit = Math.max(token, nextUrl(text, token, line < 0 ? text.length() : line));
        int at = text.lastIndexOf('@', limit - 1);
        return at < end ? token : Math.max(token, at + 1);
    }

    /** Whether what follows the host's colon cannot be the beginning of a password. */
    private static boolean portOrNothing(String rest) {
        int colon = colon(rest);
        return colon < 0 || colon > authorityEnd(rest) || PORT.matcher(rest.substring(colon + 1)).matches();
    }

    /** Where the scheme of the next URL begins, at most {@code limit}. */
    private static int nextUrl(String text, int from, int limit) {
        int next = text.indexOf(SCHEME_END, from);
        if (next < 0 || next >= limit) {
            return limit;
        }
        while (next > from && Character.isLetterOrDigit(text.charAt(next - 1))) {
            next--;
        }
        return next;
    }

    /** @param url what stands behind a URL's {@code ://} */
    private static String masked(String url) {
        // Behind a host and its port an @ may be one of a parameter's, whose rest must not stay.
        String rest = url.indexOf('@') > authorityEnd(url) && portOrNothing(url) ? parameters(url) : url;
        int colon = colon(rest);
        int at = rest.lastIndexOf('@');
        if (colon >= 0 && colon < at) {
            return rest.substring(0, colon + 1) + MASK + rest.substring(at);
        }
        // No host can be made out: a URL that was cut off within its password.
        return at >= 0 || portOrNothing(rest) ? rest : rest.substring(0, colon + 1) + MASK;
    }

    /** The first colon that is not one of an IPv6 address; -1 for none. */
    private static int colon(String rest) {
        int bracket = rest.startsWith("[") ? rest.indexOf(']') : -1;
        return rest.indexOf(':', Math.max(0, bracket));
    }

    private static int authorityEnd(String rest) {
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static String parameters(String text) {
        if (text.indexOf('=') < 0) {
            return text;
        }
        String named = PARAMETER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + MASK
                + closing(found.group(2))));
        return STREAM_ID.matcher(named).replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                + (PLAIN_STREAM_ID.matcher(found.group(2)).matches() ? found.group(2) : MASK + closing(found.group(2)))));
    }

    /** Quotes and the like that close the sentence around a URL. */
    private static String closing(String value) {
        Matcher closing = CLOSING.matcher(value);
        return closing.find() ? closing.group() : "";
    }
}
