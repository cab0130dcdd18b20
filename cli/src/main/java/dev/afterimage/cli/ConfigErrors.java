package dev.afterimage.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;

import java.io.CharConversionException;
import java.util.Collection;
import java.util.stream.Collectors;

/** Says what is wrong with a configuration file in the words of the file, not those of the library that reads it. */
final class ConfigErrors {

    private ConfigErrors() { }

    static AfterimageException notText(String file, CharConversionException e) {
        return new AfterimageException(ErrorCode.USAGE_CONFIG, "cannot read " + file + ": it is no text in UTF-8", "save it as UTF-8", e);
    }

    static AfterimageException of(String file, JsonProcessingException e) {
        // The library wraps it once or twice.
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CharConversionException notText) {
                return notText(file, notText);
            }
        }
        String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
        return new AfterimageException(ErrorCode.USAGE_CONFIG, "cannot read " + file + where + ": " + what(e),
                "compare it with docs/configuration.md", e);
    }

    private static String what(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "there is no key '" + path(unknown) + "'";
        }
        if (e instanceof MismatchedInputException mismatched) {
            return "'" + path(mismatched) + "' is not " + expected(mismatched.getTargetType());
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty() && mapping.getCause() == null) {
            return "'" + path(mapping) + "' cannot be read";
        }
        return String.valueOf(e.getOriginalMessage()).strip().replaceAll("\\s+", " ");
    }

    /** For example {@code sources[0].fps}; of the file as a whole {@code it}. */
    private static String path(JsonMappingException e) {
        String path = e.getPath().stream().map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "."
                + step.getFieldName()).collect(Collectors.joining());
        return path.isEmpty() ? "it" : path.startsWith(".") ? path.substring(1) : path;
    }

    private static String expected(Class<?> type) {
        if (type == Integer.class || type == int.class) {
            return "a whole number";
        }
        if (type == Double.class || type == double.class) {
            return "a number";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a text";
        }
        return type != null && Collection.class.isAssignableFrom(type)
                ? "a list without empty entries" : "a block of keys with something behind each";
    }
}
