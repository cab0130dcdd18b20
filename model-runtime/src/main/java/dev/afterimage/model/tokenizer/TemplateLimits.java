package dev.afterimage.model.tokenizer;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a chat template may do in one rendering. It comes with a checkpoint, so it is a stranger's program: its length,
 * steps, time, strings, lists and output are bounded, and it has only the filters, functions and tags that chat
 * templates use.
 */
final class TemplateLimits {

    /** Characters of a template; the longest in use have about 20 000. */
    static final int LENGTH = 100_000;
    static final int STEPS = 200_000;
    /** Of the processor: a busy machine makes no template a hostile one. */
    static final Duration TIME = Duration.ofSeconds(3);
    /** Elements that a variable may hold, those of its elements included. */
    static final int ELEMENTS = 20_000;
    /** Joinings of strings or lists in one expression: each operand may be as long as a string may be. */
    static final int JOINS = 200;
    /** Brackets within brackets; reading an expression takes time with their square. */
    static final int NESTING = 100;
    /** Characters that a string, and the output, may have beside four times what goes in. */
    private static final int CHARACTERS = 1 << 16;
    private static final int RANGE = 1000;
    private static final int DEPTH = 20;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Pattern TAG = Pattern.compile("\\{[{%].*?[%}]}", Pattern.DOTALL);

    private static final Set<String> FILTERS = Set.of("abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first",
            "float", "int", "join", "last",
            "length", "list", "lower", "map", "reject", "rejectattr", "replace", "reverse", "round", "safe", "select", "selectattr",
                    "sort", "string", "sum", "title",
            "tojson", "trim", "unique", "upper");
    private static final Set<String> FUNCTIONS = Set.of(":namespace", ":range", "fn:immutable_list", "fn:map_entry", "fn:list");
    private static final Set<String> NO_TAGS = Set.of("autoescape", "block", "call", "cycle", "extends", "from", "ifchanged", "import",
            "include", "print", "unless");
    private static final Map<Context.Library, Set<String>> DISABLED = disabled();

    private final int longest;
    private final long started = spent();
    private int steps;
    private boolean changed;
    private String exceeded;

    /** @param input characters that go in */
    TemplateLimits(long input) {
        this.longest = (int) Math.min(Integer.MAX_VALUE / 2, CHARACTERS + 4 * input);
    }

    private static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(String what) {
            super(what);
        }
    }

    /** What of a template is too much whatever goes in; null for nothing. */
    static String tooMuch(String template) {
        if (template.length() > LENGTH) {
            return "it is longer than " + LENGTH + " characters";
        }
        for (Matcher tags = TAG.matcher(template); tags.find();) {
            if (tags.group().chars().filter(c -> c == '~' || c == '+').count() > JOINS) {
                return "it joins more than " + JOINS + " things at once";
            }
            if (nesting(tags.group()) > NESTING) {
                return "its brackets are nested more than " + NESTING + " deep";
            }
        }
        return null;
    }

    /** Brackets in quotes count as well: that is still far from what templates in use have. */
    private static int nesting(String tag) {
        int now = 0;
        int most = 0;
        for (int i = 0; i < tag.length(); i++) {
            now += "([{".indexOf(tag.charAt(i)) >= 0 ? 1 : ")]}".indexOf(tag.charAt(i)) >= 0 ? -1 : 0;
            most = Math.max(most, now);
        }
        return most;
    }

    /** What was too much in the rendering; null for nothing. */
    String exceeded() {
        return exceeded;
    }

    JinjavaConfig config() {
        return JinjavaConfig.newBuilder().withTrimBlocks(true).withLstripBlocks(true)
                // What a user writes in double braces is text, not a template of its own.
                .withNestedInterpretationEnabled(false).withKeepTrailingNewline(true).withFailOnUnknownTokens(false)
                .withDisabled(DISABLED).withElResolver(new TemplateMethods(longest)).withNodePreProcessor(this::step)
                .withMaxOutputSize(longest).withMaxStringLength(longest).withMaxListSize(ELEMENTS).withMaxMapSize(ELEMENTS)
                        .withRangeLimit(RANGE)
                .withMaxMacroRecursionDepth(DEPTH).build();
    }

    private void step(Node node, JinjavaInterpreter interpreter) {
        if (++steps > STEPS) {
            exceed("it takes more than " + STEPS + " steps");
        }
        if (spent() - started > TIME.toNanos()) {
            exceed("it takes longer than " + TIME.toSeconds() + " seconds");
        }
        if (changed) {
            changed = false;
            int left = ELEMENTS;
            for (Object value : interpreter.getContext().values()) {
                left = left(value, left);
            }
        }
        changed = node instanceof TagNode tag && (tag.getName().equals("set") || tag.getName().equals("do"));
    }

    /** Nanoseconds that this thread has computed, or that went by where that is not known. */
    private static long spent() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private void exceed(String what) {
        exceeded = what;
        throw new Exceeded(what);
    }

    /** Each element counts as often as it can be come by: a list that holds another twice is printed as long. */
    private int left(Object value, int left) {
        Collection<?> elements = value instanceof Map<?, ?> map ? map.values() : value instanceof Collection<?> collection
                ? collection : Set.of();
        int now = left;
        for (Object element : elements) {
            if (--now < 0) {
                exceed("its variables hold more than " + ELEMENTS + " elements");
            }
            now = left(element, now);
        }
        return now;
    }

    private static Map<Context.Library, Set<String>> disabled() {
        Context all = new Jinjava().getGlobalContext();
        return Map.of(Context.Library.FILTER, but(FILTERS::contains, all.getAllFilters().stream().map(filter -> filter.getName())),
                Context.Library.FUNCTION, but(FUNCTIONS::contains, all.getAllFunctions().stream().map(function -> function.getName())),
                Context.Library.TAG, NO_TAGS);
    }

    private static Set<String> but(Predicate<String> allowed, Stream<String> all) {
        return all.filter(allowed.negate()).collect(Collectors.toUnmodifiableSet());
    }
}
