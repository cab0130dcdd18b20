package dev.afterimage.model.tokenizer;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chat templates, written for Python's jinja2, in words that Jinjava reads alike: whitespace that a {@code -} takes
 * away is gone, lists are turned by a filter, and each value given to {@code namespace} stands in brackets. Marks of
 * the assistant's words for training are left out. What stands in quotes is kept.
 */
final class TemplateDialect {

    private static final Pattern OPENING = Pattern.compile("\\{[{%#]");
    private static final Pattern TURNED = Pattern.compile("([\\w.\\]\\['\"]+)\\[::-1]");
    private static final Pattern TRAINING = Pattern.compile("(end)?generation");

    private final String template;
    private final StringBuilder plain = new StringBuilder();
    private int at;
    /** Whether the tag before took away the whitespace that follows. */
    private boolean stripped;

    private TemplateDialect(String template) {
        this.template = template;
    }

    static String plain(String template) {
        return new TemplateDialect(template).all();
    }

    private String all() {
        Matcher opening = OPENING.matcher(template);
        while (opening.find(at)) {
            int end = end(opening.start());
            if (end < 0) {
                break; // never closed: Jinjava says so
            }
            tag(template.substring(at, opening.start()), template.substring(opening.start(), end));
            at = end;
        }
        return plain.append(stripped ? template.substring(at).stripLeading() : template.substring(at)).toString();
    }

    /** @return behind the tag that begins at {@code from}, or -1 */
    private int end(int from) {
        char kind = template.charAt(from + 1);
        String closing = (kind == '{' ? '}' : kind) + "}";
        char quote = 0;
        for (int i = from + 2; i + 1 < template.length(); i++) {
            char c = template.charAt(i);
            if (quote == 0 && template.startsWith(closing, i) && !(kind == '{' && template.startsWith("}}}", i))) {
                return i + 2;
            }
            if (quote != 0 && c == '\\') {
                i++;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && kind != '#' && (c == '\'' || c == '"')) {
                quote = c;
            }
        }
        return -1;
    }

    /** @param before text between the tag before and this one */
    private void tag(String before, String tag) {
        boolean left = tag.charAt(2) == '-';
        boolean right = tag.length() > 4 && tag.charAt(tag.length() - 3) == '-' && tag.length() > (left ? 5 : 4);
        String text = stripped ? before.stripLeading() : before;
        plain.append(left ? text.stripTrailing() : text);
        String inner = tag.substring(left ? 3 : 2, tag.length() - (right ? 3 : 2));
        stripped = right;
        if (!TRAINING.matcher(inner.strip()).matches()) {
            plain.append(tag, 0, 2).append(tag.charAt(1) == '#' ? inner : rewritten(inner)).append(tag, tag.length() - 2, tag.length());
        }
    }

    private static String rewritten(String expression) {
        String turned = TURNED.matcher(expression).replaceAll("$1|reverse");
        int call = turned.indexOf("namespace(");
        return call < 0 ? turned : bracketed(turned, call + "namespace(".length());
    }

    /** {@code a=x|length - 1} would be read as {@code (a=x|length) - 1}. */
    private static String bracketed(String expression, int from) {
        StringBuilder out = new StringBuilder(expression.substring(0, from));
        int depth = 0;
        int begun = from;
        for (int i = from; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (depth == 0 && (c == ',' || c == ')')) {
                out.append(argument(expression.substring(begun, i))).append(c);
                begun = i + 1;
                if (c == ')') {
                    break;
                }
            }
            depth += List.of('(', '[', '{').contains(c) ? 1 : List.of(')', ']', '}').contains(c) ? -1 : 0;
        }
        return out.append(expression.substring(begun)).toString();
    }

    private static String argument(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals + 1) + "(" + argument.substring(equals + 1).strip() + ")";
    }
}
