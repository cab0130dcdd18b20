package dev.afterimage.core.answer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;

/**
 * How one question wants its blocks chosen; whatever is left empty is as the service is set.
 *
 * @param blocks most blocks in the context; ReKV's k
 * @param tokens most tokens of stored blocks in the context
 * @param given  numbers of the blocks to read, and of no others: what an evaluation that knows the truth asks with; empty to retrieve
 */
public record Retrieval(Optional<Policy> policy, OptionalInt blocks, OptionalInt tokens, List<Long> given) {

    /**
     * A way to choose blocks, by its name. There are those below, and one for each {@link RetrievalPolicy} that is
     * registered as a service; each is one object, so {@code ==} compares them.
     */
    public static final class Policy {

        private static final Map<String, Policy> ALL_OF_THEM = new LinkedHashMap<>();

        /** ReKV as published: each layer takes the blocks whose mean keys its own queries meet best, and nothing else. */
        public static final Policy REKV = named("rekv");
        /** The newest blocks always; the rest by the pack's probe, the text index and words of time, fused. */
        public static final Policy DEFAULT = named("default");
        /** Evenly over the stream, blind to the question. */
        public static final Policy UNIFORM = named("uniform");
        /** Only the newest. */
        public static final Policy RECENT = named("recent");
        /** All that fit, newest first. */
        public static final Policy ALL = named("all");

        static {
            ServiceLoader.load(RetrievalPolicy.class, RetrievalPolicy.class.getClassLoader()).stream()
                    .map(provider -> provider.get().name()).sorted().forEach(Policy::named);
        }

        private final String label;

        private Policy(String label) {
            this.label = label;
        }

        private static Policy named(String label) {
            return ALL_OF_THEM.computeIfAbsent(label, Policy::new);
        }

        /** All there are, the five of the product first. */
        public static List<Policy> values() {
            return List.copyOf(ALL_OF_THEM.values());
        }

        /** @throws AfterimageException {@link ErrorCode#USAGE} when there is none of that name */
        public static Policy of(String name) {
            Policy policy = ALL_OF_THEM.get(name);
            if (policy == null) {
                throw new AfterimageException(ErrorCode.USAGE, "there is no retrieval '" + name + "'", "use one of "
                        + String.join(", ", ALL_OF_THEM.keySet()) + "; one that was added since this process began needs it started again");
            }
            return policy;
        }

        public String label() {
            return label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** Everything as the service is set. */
    public static final Retrieval AS_SET = new Retrieval(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), List.of());

    public Retrieval {
        given = List.copyOf(given);
        requirePositive("blocks", blocks);
        requirePositive("tokens", tokens);
    }

    /** As if an oracle had named the blocks. */
    public static Retrieval of(List<Long> given) {
        return new Retrieval(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), given);
    }

    private static void requirePositive(String what, OptionalInt number) {
        if (number.isPresent() && number.getAsInt() < 1) {
            throw new AfterimageException(ErrorCode.USAGE, "a context of " + number.getAsInt() + " " + what + " holds nothing",
                    "ask with at least 1");
        }
    }
}
