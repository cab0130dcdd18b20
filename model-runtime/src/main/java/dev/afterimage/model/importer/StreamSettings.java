package dev.afterimage.model.importer;

import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.graph.BridgeShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code afterimage.json} beside a checkpoint: how a model was trained to be streamed to and searched. Every key is
 * optional:
 * <pre>{@code
 * {"retrieval": {"kind": "mean" | "late", "layers": [2, 3], "blocks": 8, "scale": 0.05}, "retrieval_layer": 2, "window_tokens": 0,
 *  "not_seen": "not seen",
 *  "bridge": {"tokens": 32, "heads": 4, "layers": 2, "feed_forward": 256, "past": 8, "before": "\nSeen before:"},
 *  "stream": {"pinned": "...", "frame": "\nFrame from {time}:", "question": "\n\n{question}<end_of_utterance>\nAssistant:", "clock": 6000}}
 * }</pre>
 */
final class StreamSettings {

    /** What an answer's context is to hold of memory at most. */
    private static final int MOST_MEMORY_TOKENS = 256;
    /** PyTorch's own. */
    private static final float BRIDGE_EPSILON = 1e-5f;

    private final Config config;
    private final int layers;
    private final int contextLength;

    StreamSettings(Path directory, int layers, int contextLength) {
        this.config = Config.read(directory, "afterimage.json");
        this.layers = layers;
        this.contextLength = contextLength;
    }

    /** A family's own layout, with what the file says instead. */
    VisualLayout layout(VisualLayout family) {
        Config stream = config.in("stream");
        String question = stream.text("question").orElse(family.question());
        if (!question.contains(VisualLayout.QUESTION)) {
            throw Config.malformed(stream.key("question") + " does not hold " + VisualLayout.QUESTION);
        }
        return new VisualLayout(family.placeholder(), family.imageStart(), family.imageEnd(), stream.text("pinned").orElse(family.pinned()),
                stream.text("frame").orElse(family.frame()), question, stream.number("clock", 0, Integer.MAX_VALUE, 0));
    }

    /** @param visual whether blocks hold visual tokens, which ReKV's own score was made for, in every layer */
    ModelSource.Reading reading(boolean visual) {
        // Early layers tell texts apart best (measured on notes); what a picture shows is told apart where its tokens
        // have been read a while.
        Integer layer = config.has("retrieval_layer")
                || visual ? Integer.valueOf(config.number("retrieval_layer", 0, layers - 1, layers / 2)) : null;
        Integer window = config.has("window_tokens") ? Integer.valueOf(config.number("window_tokens", 0, contextLength, null)) : null;
        return new ModelSource.Reading(probe(visual), layer, window, config.text("not_seen").orElse(null));
    }

    /** The sizes of the bridge in {@code bridge.safetensors}; empty where there is none. @param width the language model's hidden size */
    Optional<BridgeShape> bridge(int width) {
        Config bridge = config.in("bridge");
        if (!bridge.present()) {
            return Optional.empty();
        }
        int heads = bridge.number("heads", 1, width, 4);
        if (width % heads != 0) {
            throw Config.malformed(bridge.key("heads") + " is " + heads + ", which does not divide " + width);
        }
        return Optional.of(new BridgeShape(bridge.number("tokens", 2, MOST_MEMORY_TOKENS, 32), width, heads,
                bridge.number("feed_forward", 1, 16 * width, null),
                BRIDGE_EPSILON, bridge.number("layers", 1, 16, 2), bridge.number("past", 1, 64, 8),
                bridge.text("before").orElse("\nSeen before:")));
    }

    private RetrievalProbe probe(boolean visual) {
        Config retrieval = config.in("retrieval");
        if (!retrieval.present()) {
            return visual ? new RetrievalProbe(RetrievalProbe.Kind.MEAN, IntStream.range(0, layers).boxed().toList()) : null;
        }
        String kind = retrieval.text("kind").orElse("mean");
        List<Integer> chosen = retrieval.numbers("layers", 0, layers - 1);
        if (chosen.isEmpty()) {
            throw Config.malformed(retrieval.key("layers") + " names no layer");
        }
        return new RetrievalProbe(switch (kind) {
            case "mean" -> RetrievalProbe.Kind.MEAN;
            case "late" -> RetrievalProbe.Kind.LATE;
            default -> throw Config.malformed(retrieval.key("kind") + " is '" + kind + "', neither mean nor late");
        }, chosen, retrieval.number("blocks", 1, contextLength, 0), retrieval.has("scale") ? retrieval.positive("scale", 0) : 0);
    }
}
