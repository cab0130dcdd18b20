package dev.afterimage.core;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How one question wants its blocks chosen; whatever is left empty is as the service is set.
 *
 * @param blocks most blocks in the context; ReKV's k
 * @param tokens most tokens of stored blocks in the context
 * @param given  numbers of the blocks to read, and of no others: what an evaluation that knows the truth asks with; empty to retrieve
 */
public record Retrieval(Optional<Policy> policy, OptionalInt blocks, OptionalInt tokens, List<Long> given) {

    public enum Policy {
        /** ReKV as published: each layer takes the blocks whose mean keys its own queries meet best, and nothing else. */
        REKV,
        /** The newest blocks always; the rest by the pack's probe, the text index and words of time, fused. */
        DEFAULT,
        /** Evenly over the stream, blind to the question. */
        UNIFORM,
        /** Only the newest. */
        RECENT,
        /** All that fit, newest first. */
        ALL;

        /** @throws AfterimageException {@link ErrorCode#USAGE} when there is none of that name */
        public static Policy of(String name) {
            for (Policy policy : values()) {
                if (policy.label().equals(name)) {
                    return policy;
                }
            }
            throw new AfterimageException(ErrorCode.USAGE, "there is no retrieval '" + name + "'", "use rekv, default, uniform, recent or all");
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
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
            throw new AfterimageException(ErrorCode.USAGE, "a context of " + number.getAsInt() + " " + what + " holds nothing", "ask with at least 1");
        }
    }
}
