package dev.afterimage.model.importer;

import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.graph.BridgeShape;
import dev.afterimage.model.graph.BridgeWeights;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.graph.RotaryVisionWeights;
import dev.afterimage.model.graph.VisionWeights;
import dev.afterimage.model.vision.VisionDescription;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A checkpoint of any kind, as a pack is built from it. Opening one finds its faults; afterwards only reading can fail. */
interface ModelSource extends AutoCloseable {

    /** As {@code pack.json} names it, e.g. {@code llama} or {@code qwen3-vl}. */
    String family();

    /** The name the checkpoint gives itself, else {@code unlessGiven}. */
    String title(String unlessGiven);

    String licence();

    PackDescription.Source source() throws IOException;

    /** The adapter that is merged into its weights or reads its memory, if there is one. */
    default Optional<PackDescription.Adapter> adapter() throws IOException {
        return Optional.empty();
    }

    LlamaShape shape();

    LlamaWeights weights();

    /** The weights that memory is read with, where they are others than {@link #weights}. */
    default Optional<Recalling> recalling() {
        return Optional.empty();
    }

    /** A tokenizer.json. */
    byte[] tokenizer() throws IOException;

    Speech speech();

    /** Empty for a checkpoint that reads text alone. */
    Optional<Eyes> eyes();

    /** Empty for a checkpoint without recurrent memory. */
    default Optional<Bridge> bridge() {
        return Optional.empty();
    }

    Reading reading();

    @Override
    void close();

    /**
     * @param chatTemplate Jinja; empty when there is none
     * @param endTokens    ids that end a turn
     */
    record Speech(String chatTemplate, String bosToken, String eosToken, List<Integer> endTokens) { }

    /**
     * @param weights null where {@code rotary} is there
     * @param newline the learnt token behind a still picture's tokens, (width); empty where there is none
     * @param rotary  of a tower of the Qwen-VL family; null for others
     */
    record Eyes(VisionDescription description, VisionWeights weights, float[] newline, RotaryVisionWeights rotary) {

        Eyes(VisionDescription description, VisionWeights weights, float[] newline) {
            this(description, weights, newline, null);
        }
    }

    record Bridge(BridgeShape shape, BridgeWeights weights) { }

    /** Changes a layer's weights in place. */
    interface LayerChange {
        void apply(int index, LlamaWeights.Layer layer);
    }

    /**
     * @param change     of a layer's own weights to those that memory is read with
     * @param invocation ids of the tokens from which on these weights were taught to act: memory's own beginning
     */
    record Recalling(LayerChange change, List<Integer> invocation) { }

    /**
     * How streams are kept and searched; null for what the checkpoint leaves to the program.
     *
     * @param windowTokens see {@link dev.afterimage.core.model.LanguageModel#windowTokens}
     * @param notSeen      what the model answers when it has not seen what it is asked about
     */
    record Reading(RetrievalProbe probe, Integer retrievalLayer, Integer windowTokens, String notSeen) { }
}
