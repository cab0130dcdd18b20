package dev.afterimage.cli;

import dev.afterimage.core.answer.Retrieval;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** How blocks are chosen for a question. */
final class RetrievalOptions {

    @Option(names = "--retrieval", paramLabel = "NAME", completionCandidates = PolicyNames.class,
            description = "how stored blocks are chosen: ${COMPLETION-CANDIDATES} (default: as the service is set)")
    private String policy;
    @Option(names = "--blocks", paramLabel = "N", description = "most blocks in the context")
    private Integer blocks;
    @Option(names = "--tokens", paramLabel = "N", description = "most tokens of stored blocks in the context")
    private Integer tokens;

    /** Those that were registered beside the product's own, too. */
    private static final class PolicyNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Retrieval.Policy.values().stream().map(Retrieval.Policy::label).iterator();
        }
    }

    Retrieval retrieval() {
        return retrieval(policy, blocks, tokens);
    }

    /** What the flags say, and where they are silent what {@code otherwise} says. */
    Retrieval or(Retrieval otherwise) {
        Retrieval said = retrieval();
        return new Retrieval(said.policy().or(otherwise::policy), said.blocks().isPresent() ? said.blocks() : otherwise.blocks(),
                said.tokens().isPresent() ? said.tokens() : otherwise.tokens(), List.of());
    }

    static Retrieval retrieval(String policy, Integer blocks, Integer tokens) {
        return new Retrieval(Optional.ofNullable(policy).map(Retrieval.Policy::of), number(blocks), number(tokens), List.of());
    }

    private static OptionalInt number(Integer given) {
        return given == null ? OptionalInt.empty() : OptionalInt.of(given);
    }
}
