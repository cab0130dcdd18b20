package dev.afterimage.qa.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

import java.util.regex.Pattern;

/** Says what is wrong with a JSON document without naming the library that reads it. */
final class JsonComplaints {

    /** {@code , from `StreamReadConstraints.getMaxNestingDepth()`} and the like. */
    private static final Pattern ORIGIN = Pattern.compile(",? (?:from|as per|bound as|for|of type) `[^`]{0,200}`");
    /** Where in the source, and which setting of the library would let it pass. */
    private static final Pattern ASIDE = Pattern.compile(" ?\\(start marker at \\[[^\\]]{0,300}\\]\\)|: enable `?[\\w.]{1,100}`? to allow");
    private static final Pattern CLASS = Pattern.compile("\\b(?:[a-z]\\w{0,40}\\.){2,8}[A-Z][\\w$.]{0,100}");

    private JsonComplaints() { }

    static String of(JsonProcessingException e) {
        if (e instanceof MismatchedInputException) {
            return "there is something behind it, or nothing at all";
        }
        String plain = ASIDE.matcher(ORIGIN.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("")).replaceAll("");
        return CLASS.matcher(plain).replaceAll("it").replaceAll("\\(\\)|`", "").replaceAll("\\s+", " ").strip();
    }
}
