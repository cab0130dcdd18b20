package dev.afterimage.model.runtime;

import ai.onnxruntime.OrtException;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.KeyValues;
import dev.afterimage.core.KvLayout;
import dev.afterimage.core.LanguageSession;
import dev.afterimage.core.LayerMemory;
import dev.afterimage.core.LogProbabilities;
import dev.afterimage.core.PromptPart;
import dev.afterimage.model.graph.LlamaShape;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** A session over a {@link LlamaNetwork}. Keys lie rotated in the cache and leave it position-free, as they were before RoPE. */
final class OnnxLanguageSession implements LanguageSession {

    /** Tokens computed at once; more would only make activations larger than the processor's caches. */
    private static final int CHUNK = 512;

    private final OnnxLanguageModel model;
    private final LlamaNetwork network;
    private final LayerStack layers; // what computes; what is recalled is found by the network's own
    private final KvLayout layout;
    private final KvCache cache;
    private final LayerLengths lengths;
    private long computed;
    private float[] lastHidden; // (width); null when the last token was not computed
    private float[] logits;

    OnnxLanguageSession(OnnxLanguageModel model, LlamaNetwork network, LayerStack layers, int capacity) {
        this.model = model;
        this.network = network;
        this.layers = layers;
        this.layout = network.layout();
        this.lengths = new LayerLengths(layout.layers());
        try {
            this.cache = new KvCache(layout, capacity);
        } catch (OrtException e) {
            throw noMemory(capacity, e);
        }
    }

    @Override
    public int length() {
        return lengths.longest();
    }

    @Override
    public void append(KeyValues block) {
        requireLayout(block, layout);
        reserve(block.tokens());
        float[] rotated = new float[block.tokens() * layout.headDim()];
        for (int layer = 0; layer < layout.layers(); layer++) {
            put(block, layer, layer, lengths.of(layer), rotated);
        }
        lengths.add(block.tokens());
        forgetLogits();
    }

    private static void requireLayout(KeyValues block, KvLayout layout) {
        if (!block.layout().equals(layout)) {
            throw new IllegalArgumentException("a block of " + block.layout() + " does not fit a model of " + layout);
        }
    }

    /** Rotates the keys of layer {@code from} of a block to the positions from {@code position} on and puts them with the values into the cache's layer {@code to}. */
    private void put(KeyValues block, int from, int to, int position, float[] rotated) {
        int headDim = layout.headDim();
        for (int head = 0; head < layout.kvHeads(); head++) {
            int at = (from * layout.kvHeads() + head) * block.tokens() * headDim;
            for (int token = 0; token < block.tokens(); token++) {
                network.rotary().rotate(block.keys(), at + token * headDim, position + token, rotated, token * headDim);
            }
            cache.putKeys(to, head, position, rotated, 0, block.tokens());
            cache.putValues(to, head, position, block.values(), at, block.tokens());
        }
    }

    @Override
    public KeyValues prefill(PromptPart part) {
        float[] hidden = model.embed(part);
        int tokens = hidden.length / network.shape().width();
        KeyValues made = new KeyValues(layout, tokens, new float[layout.size(tokens)], new float[layout.size(tokens)]);
        compute(hidden, tokens, made, 1);
        return made;
    }

    @Override
    public void read(PromptPart part) {
        float[] hidden = model.embed(part);
        compute(hidden, hidden.length / network.shape().width(), null, 1);
    }

    @Override
    public double[] weigh(int[] ids) {
        if (ids.length == 0) {
            return new double[0];
        }
        double[] weights = new double[ids.length];
        weights[0] = LogProbabilities.of(logits(), ids[0]);
        int width = network.shape().width();
        float[] rows = compute(network.embeddings().of(ids), ids.length, null, ids.length);
        for (int i = 1; i < ids.length; i++) {
            weights[i] = LogProbabilities.of(network.logits(Arrays.copyOfRange(rows, (i - 1) * width, i * width)), ids[i]);
        }
        return weights;
    }

    @Override
    public void recall(PromptPart part, LayerMemory memory) {
        if (!network.layers().apart()) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, model.name() + " keeps several layers in one graph, so they cannot recall each for itself",
                    "choose blocks for all layers at once, or import the model with one layer a graph");
        }
        float[] hidden = model.embed(part);
        int tokens = hidden.length / network.shape().width();
        int[] recalled = lengths.toArray();
        int longest = lengths.longest();
        forgetLogits();
        for (int layer = 0; layer < layout.layers(); layer++) {
            longest = reserve(recalled[layer] + tokens, longest);
            for (KeyValues block : memory.recall(layer, queries(layer, hidden, tokens, recalled[layer]))) {
                requireLayout(block, new KvLayout(1, layout.kvHeads(), layout.headDim()));
                longest = reserve(recalled[layer] + block.tokens() + tokens, longest);
                put(block, 0, layer, recalled[layer], new float[block.tokens() * layout.headDim()]);
                recalled[layer] += block.tokens();
            }
            if (tokens > 0 && layer < layout.layers() - 1) {
                hidden = network.layers().step(layer, hidden, tokens, recalled[layer], cache, null);
            }
        }
        lengths.set(recalled);
        computed += tokens;
    }

    /**
     * A layer's queries do not depend on what it recalls itself. Where there is no graph for them alone, the layer is run for them behind the
     * {@code past} tokens its cache holds already.
     *
     * @param hidden (tokens, width): what goes into the layer
     * @return (tokens, queryWidth), before RoPE
     */
    private float[] queries(int layer, float[] hidden, int tokens, int past) {
        float[] queries = new float[tokens * network.shape().queryWidth()];
        LayerStack.QkvSink sink = (l, qkv) -> OnnxLanguageModel.keepQueries(qkv, network.shape(), queries);
        if (tokens > 0 && network.projects(layer)) {
            network.project(layer, hidden, tokens, sink);
        } else if (tokens > 0) {
            network.layers().step(layer, hidden, tokens, past, cache, sink);
        }
        return queries;
    }

    /** @return hidden states of the last {@code rows} tokens, (rows, width), if that many are computed at once */
    private float[] compute(float[] hidden, int tokens, KeyValues made, int rows) {
        reserve(tokens);
        int width = network.shape().width();
        int chunk = Math.max(CHUNK, rows);
        float[] last = new float[0];
        for (int done = 0; done < tokens; done += chunk) {
            int count = Math.min(chunk, tokens - done);
            float[] part = count == tokens ? hidden : Arrays.copyOfRange(hidden, done * width, (done + count) * width);
            int from = done;
            forgetLogits();
            last = layers.run(part, count, lengths.toArray(), cache, layout.layers() - 1,
                    made == null ? null : (layer, qkv) -> keep(qkv, layer, made, from, count), Math.min(rows, count));
            lastHidden = Arrays.copyOfRange(last, last.length - width, last.length);
            lengths.add(count);
            computed += count;
        }
        return last;
    }

    /** Copies keys and values of one layer out of {@code qkv} (count, qkvWidth) to the tokens from {@code from} on. */
    private void keep(FloatBuffer qkv, int layer, KeyValues made, int from, int count) {
        LlamaShape shape = network.shape();
        int headDim = layout.headDim();
        for (int head = 0; head < layout.kvHeads(); head++) {
            int target = ((layer * layout.kvHeads() + head) * made.tokens() + from) * headDim;
            for (int token = 0; token < count; token++) {
                int source = token * shape.qkvWidth() + shape.queryWidth() + head * headDim;
                qkv.get(source, made.keys(), target + token * headDim, headDim);
                qkv.get(source + shape.keyWidth(), made.values(), target + token * headDim, headDim);
            }
        }
    }

    private void reserve(int more) {
        reserve(lengths.longest() + more, lengths.longest());
    }

    /**
     * Makes room in every layer.
     *
     * @param filled what the longest layer holds by now
     * @return the larger of both
     */
    private int reserve(int needed, int filled) {
        if (needed > cache.capacity()) {
            throw new AfterimageException(ErrorCode.MODEL_CONTEXT_FULL, filled + " tokens are in the context and " + (needed - filled)
                    + " more do not fit into " + cache.capacity(), "ask shorter, or retrieve fewer blocks");
        }
        try {
            cache.reserve(needed, filled);
        } catch (OrtException e) {
            throw noMemory(needed, e);
        }
        return Math.max(needed, filled);
    }

    private static AfterimageException noMemory(int tokens, OrtException cause) {
        return new AfterimageException(ErrorCode.MODEL_FAILED, "no cache for " + tokens + " tokens can be made: " + cause.getMessage(),
                "give the process more memory", cause);
    }

    @Override
    public float[] logits() {
        if (lastHidden == null) {
            throw new IllegalStateException("no token has been computed since the last append or truncate");
        }
        if (logits == null) {
            logits = network.logits(lastHidden);
        }
        return logits.clone();
    }

    @Override
    public void truncate(int newLength) {
        if (newLength < 0 || newLength > lengths.longest()) {
            throw new IllegalArgumentException("cannot truncate " + lengths.longest() + " tokens to " + newLength);
        }
        if (newLength < lengths.longest()) {
            forgetLogits();
            lengths.truncate(newLength);
        }
    }

    private void forgetLogits() {
        lastHidden = null;
        logits = null;
    }

    @Override
    public long computedTokens() {
        return computed;
    }

    @Override
    public void close() {
        cache.close();
    }
}
