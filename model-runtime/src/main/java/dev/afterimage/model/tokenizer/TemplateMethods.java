package dev.afterimage.model.tokenizer;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import com.hubspot.jinjava.lib.Importable;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import jinjava.javax.el.MethodNotFoundException;

/**
 * The methods that a chat template may call: Python's on strings, as far as templates use them, and those that look
 * into mappings. Java's own are not called: they take regular expressions, and make strings of any length.
 */
final class TemplateMethods extends ELResolver {

    private final ELResolver values = JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY;
    private final int longest;

    /** @param longest characters that a string may have */
    TemplateMethods(int longest) {
        this.longest = longest;
    }

    @Override
    public Object invoke(ELContext context, Object base, Object method, Class<?>[] types, Object[] given) {
        Object result;
        if (base instanceof Importable) {
            return values.invoke(context, base, method, types, given); // a filter or a test
        } else if (base instanceof CharSequence text) {
            result = ofString(text.toString(), String.valueOf(method), given == null ? new Object[0] : given);
        } else if (base instanceof Map<?, ?> map) {
            result = ofMap(map, String.valueOf(method), given == null ? new Object[0] : given);
        } else {
            throw new MethodNotFoundException("there is no method '" + method + "'");
        }
        context.setPropertyResolved(true);
        return result;
    }

    private Object ofString(String text, String method, Object[] given) {
        return switch (method + "/" + given.length) {
            case "strip/0", "trim/0" -> text.strip();
            case "lstrip/0" -> text.stripLeading();
            case "rstrip/0" -> text.stripTrailing();
            case "strip/1" -> stripped(text, string(given[0]), true, true);
            case "lstrip/1" -> stripped(text, string(given[0]), true, false);
            case "rstrip/1" -> stripped(text, string(given[0]), false, true);
            case "upper/0" -> text.toUpperCase(Locale.ROOT);
            case "lower/0" -> text.toLowerCase(Locale.ROOT);
            case "capitalize/0" -> text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)
                    .toLowerCase(Locale.ROOT);
            case "startswith/1", "startsWith/1" -> text.startsWith(string(given[0]));
            case "endswith/1", "endsWith/1" -> text.endsWith(string(given[0]));
            case "find/1" -> (long) text.indexOf(string(given[0]));
            case "split/0" -> new ArrayList<>(Arrays.asList(text.strip().split("\\s+")));
            case "split/1" -> split(text, string(given[0]));
            case "replace/2" -> replaced(text, string(given[0]), string(given[1]), longest);
            default -> throw new MethodNotFoundException("strings have no method '" + method + "' here");
        };
    }

    private static Object ofMap(Map<?, ?> map, String method, Object[] given) {
        return switch (method + "/" + given.length) {
            case "get/1" -> map.get(given[0]);
            case "get/2" -> map.containsKey(given[0]) ? map.get(given[0]) : given[1];
            case "items/0" -> new ArrayList<>(map.entrySet());
            case "keys/0" -> new ArrayList<>(map.keySet());
            case "values/0" -> new ArrayList<>(map.values());
            default -> throw new MethodNotFoundException("mappings have no method '" + method + "' here");
        };
    }

    private static String string(Object value) {
        return String.valueOf(value);
    }

    private static String stripped(String text, String characters, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && characters.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (right && to > from && characters.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    private static List<String> split(String text, String by) {
        if (by.isEmpty()) {
            throw new IllegalArgumentException("an empty separator");
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(by); at >= 0; at = text.indexOf(by, from)) {
            parts.add(text.substring(from, at));
            from = at + by.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Fails where the result would be longer than it may be, before it is made. */
    static String replaced(String text, String old, String by, int longest) {
        long times = old.isEmpty() ? text.length() + 1L : split(text, old).size() - 1L;
        if (text.length() + times * (by.length() - old.length()) > longest) {
            throw new IllegalArgumentException("a string would be longer than " + longest + " characters");
        }
        return text.replace(old, by);
    }

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        return values.getValue(context, base, property);
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        return values.getType(context, base, property);
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
        values.setValue(context, base, property, value);
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        return values.isReadOnly(context, base, property);
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return values.getCommonPropertyType(context, base);
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
        return values.getFeatureDescriptors(context, base);
    }
}
