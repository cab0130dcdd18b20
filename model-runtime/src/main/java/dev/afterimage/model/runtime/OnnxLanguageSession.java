package dev.afterimage.model.runtime;

import ai.onnxruntime.OrtException;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.block.TokenPositions;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.LayerMemory;
import dev.afterimage.core.model.LogProbabilities;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.graph.LlamaShape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

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
    private final LayerPositions positions;
    private long computed;
    private float[] lastHidden; // (width); null when the last token was not computed
    private float[] logits;

    OnnxLanguageSession(OnnxLanguageModel model, LlamaNetwork network, LayerStack layers, int capacity) {
        this.model = model;
        this.network = network;
        this.layers = layers;
        this.layout = network.layout();
        this.lengths = new LayerLengths(layout.layers());
        this.positions = new LayerPositions(layout.layers(), network.shape().axes() != null);
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
    public void append(StoredKeyValues stored) {
        requireLayout(stored, layout);
        KeyValues block = stored.decoded();
        reserve(block.tokens());
        float[] rotated = new float[block.tokens() * layout.headDim()];
        for (int layer = 0; layer < layout.layers(); layer++) {
            put(block, layer, layer, lengths.of(layer), rotated);
        }
        lengths.add(block.tokens());
        forgetLogits();
    }

    private static void requireLayout(StoredKeyValues block, KvLayout layout) {
        if (!block.layout().equals(layout)) {
            throw new IllegalArgumentException("a block of " + block.layout() + " does not fit a model of " + layout);
        }
    }

    /**
     * Rotates the keys of layer {@code from} of a block to where they stand behind {@code length} tokens and puts them
     * with the values into the cache's layer {@code to}.
     */
    private void put(KeyValues block, int from, int to, int length, float[] rotated) {
        int headDim = layout.headDim();
        int start = positions.next(to, length);
        int[] moved = moved(block);
        float[][] angles = network.shape().axes() == null ? null : LayerInputs.angles(network.shape(), network.rotary(), to, moved, start);
        for (int head = 0; head < layout.kvHeads(); head++) {
            int at = (from * layout.kvHeads() + head) * block.tokens() * headDim;
            if (angles == null) {
                network.rotary(to).rotate(block.keys(), at, start, block.tokens(), rotated);
            } else {
                network.rotary(to).rotate(block.keys(), at, angles, rotated);
            }
            cache.putKeys(to, head, length, rotated, 0, block.tokens());
            cache.putValues(to, head, length, block.values(), at, block.tokens());
        }
        positions.add(to, length, start, moved, block.positions() == null ? block.tokens() : block.positions().span());
    }

    private int[] moved(KeyValues block) {
        if (network.shape().axes() == null) {
            return new int[0];
        }
        return block.positions() == null ? TokenPositions.text(block.tokens()).axes() : block.positions().axes();
    }

    @Override
    public KeyValues prefill(PromptPart part) {
        ModelInput input = model.input(part);
        int tokens = input.tokens();
        KeyValues made = new KeyValues(layout, tokens, new float[layout.size(tokens)], new float[layout.size(tokens)], input.positions());
        compute(input, made, 1);
        return made;
    }

    @Override
    public void read(PromptPart part) {
        compute(model.input(part), null, 1);
    }

    @Override
    public double[] weigh(int[] ids) {
        if (ids.length == 0) {
            return new double[0];
        }
        double[] weights = new double[ids.length];
        weights[0] = LogProbabilities.of(logits(), ids[0]);
        int width = network.shape().width();
        float[] rows = compute(new ModelInput(network.embeddings().of(ids), ids.length), null, ids.length);
        for (int i = 1; i < ids.length; i++) {
            weights[i] = LogProbabilities.of(network.logits(Arrays.copyOfRange(rows, (i - 1) * width, i * width)), ids[i]);
        }
        return weights;
    }

    @Override
    public void recall(PromptPart part, LayerMemory memory) {
        if (!network.layers().apart()) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, model.name() + " keeps several layers in one graph, so they "
                    + "cannot recall each for itself",
                    "choose blocks for all layers at once, or import the model with one layer a graph");
        }
        ModelInput input = model.input(part);
        float[] hidden = input.hidden();
        int tokens = input.tokens();
        int[] recalled = lengths.toArray();
        int longest = lengths.longest();
        forgetLogits();
        try (LayerInputs others = new LayerInputs(network.shape(), network.rotary(), input, 0, tokens,
                layer -> positions.next(layer, recalled[layer]))) {
            for (int layer = 0; layer < layout.layers(); layer++) {
                longest = reserve(recalled[layer] + tokens, longest);
                for (StoredKeyValues found : memory.recall(layer, queries(layer, hidden, tokens, others, recalled[layer]))) {
                    KeyValues block = found.decoded();
                    requireLayout(block, new KvLayout(1, layout.kvHeads(), layout.headDim()));
                    longest = reserve(recalled[layer] + block.tokens() + tokens, longest);
                    put(block, 0, layer, recalled[layer], new float[block.tokens() * layout.headDim()]);
                    recalled[layer] += block.tokens();
                }
                if (tokens > 0 && layer < layout.layers() - 1) {
                    hidden = network.layers().step(layer, hidden, tokens, others, recalled[layer], cache, null);
                }
            }
        }
        lengths.set(recalled);
        computed += tokens;
    }

    /**
     * A layer's queries do not depend on what it recalls itself. Where there is no graph for them alone, the layer is
     * run for them behind the {@code past} tokens its cache holds already.
     *
     * @param hidden (tokens, width): what goes into the layer
     * @return (tokens, queryWidth), before RoPE
     */
    private float[] queries(int layer, float[] hidden, int tokens, LayerInputs others, int past) {
        float[] queries = new float[tokens * network.shape().queryWidth()];
        LayerStack.QkvSink sink = (l, qkv) -> OnnxLanguageModel.keepQueries(qkv, network.shape(), queries);
        if (tokens > 0 && network.projects(layer)) {
            network.project(layer, hidden, tokens, sink);
        } else if (tokens > 0) {
            network.layers().step(layer, hidden, tokens, others, past, cache, sink);
        }
        return queries;
    }

    /** @return hidden states of the last {@code rows} tokens, (rows, width), if that many are computed at once */
    private float[] compute(ModelInput input, KeyValues made, int rows) {
        int tokens = input.tokens();
        reserve(tokens);
        int chunk = Math.max(CHUNK, rows);
        int[] starts = IntStream.range(0, layout.layers()).map(layer -> positions.next(layer, lengths.of(layer))).toArray();
        float[] last = new float[0];
        for (int done = 0; done < tokens;) {
            int from = done;
            int count = input.chunk(from, chunk);
            forgetLogits();
            try (LayerInputs others = new LayerInputs(network.shape(), network.rotary(), input, from, count, layer -> starts[layer])) {
                last = layers.run(input.hidden(from, count), count, others, lengths.toArray(), cache, layout.layers() - 1,
                        made == null ? null : (layer, qkv) -> keep(qkv, layer, made, from, count), Math.min(rows, count));
            }
            int width = network.shape().width();
            lastHidden = Arrays.copyOfRange(last, last.length - width, last.length);
            note(input, from, count, starts);
            computed += count;
            done += count;
        }
        return last;
    }

    private void note(ModelInput input, int from, int count, int[] starts) {
        if (network.shape().axes() != null) {
            int[] moved = input.axes(from, count);
            int span = from + count == input.tokens() ? input.span() : -1;
            for (int layer = 0; layer < layout.layers(); layer++) {
                positions.add(layer, lengths.of(layer), starts[layer], moved, span);
            }
        }
        lengths.add(count);
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
