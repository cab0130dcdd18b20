package dev.afterimage.gpu.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The parameters of each kernel, read from its source. The device itself would take any arguments and compute nonsense.
 */
public final class Signatures {

    /** What a parameter takes. */
    public enum Kind {
        POINTER(Long.class, Long.BYTES),
        LONG(Long.class, Long.BYTES),
        INT(Integer.class, Integer.BYTES),
        FLOAT(Float.class, Float.BYTES);

        private final Class<?> type;
        private final int bytes;

        Kind(Class<?> type, int bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        public int bytes() {
            return bytes;
        }
    }

    private static final Pattern KERNEL = Pattern.compile("extern \"C\" __global__ void (\\w+)\\(([^)]*)\\)");
    private static final Signatures SHIPPED = of(KernelSource.text());

    private final Map<String, List<Kind>> kinds;

    private Signatures(Map<String, List<Kind>> kinds) {
        this.kinds = kinds;
    }

    /** Of the kernels that this module ships. */
    public static Signatures shipped() {
        return SHIPPED;
    }

    public static Signatures of(String source) {
        Map<String, List<Kind>> kinds = new LinkedHashMap<>();
        Matcher matcher = KERNEL.matcher(source);
        for (MatchResult kernel : matcher.results().toList()) {
            kinds.put(kernel.group(1), Stream.of(kernel.group(2).split(",")).map(parameter -> kind(kernel.group(1), parameter.strip()))
                    .toList());
        }
        return new Signatures(kinds);
    }

    private static Kind kind(String kernel, String parameter) {
        if (parameter.contains("*")) {
            return Kind.POINTER;
        }
        String type = parameter.substring(0, Math.max(0, parameter.lastIndexOf(' '))).strip();
        return switch (type) {
            case "long long" -> Kind.LONG;
            case "int" -> Kind.INT;
            case "float" -> Kind.FLOAT;
            default -> throw new IllegalStateException("kernel " + kernel + " has the parameter '" + parameter
                    + "', which nobody can pass");
        };
    }

    public Set<String> kernels() {
        return kinds.keySet();
    }

    /** The kinds of a kernel's parameters, after comparing the arguments with them. */
    public List<Kind> checked(String kernel, Object... arguments) {
        List<Kind> wanted = kinds.get(kernel);
        if (wanted == null) {
            throw new IllegalArgumentException("there is no kernel '" + kernel + "'");
        }
        if (wanted.size() != arguments.length) {
            throw new IllegalArgumentException(kernel + " takes " + wanted.size() + " arguments, not " + arguments.length);
        }
        for (int i = 0; i < arguments.length; i++) {
            if (!wanted.get(i).type.isInstance(arguments[i])) {
                throw new IllegalArgumentException("argument " + i + " of " + kernel + " is a " + wanted.get(i) + ", not " + arguments[i]);
            }
        }
        return wanted;
    }
}
