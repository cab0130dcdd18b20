package dev.afterimage.model.runtime;

import ai.onnxruntime.OrtException;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.KeyValues;
import dev.afterimage.core.KvLayout;
import dev.afterimage.core.LanguageSession;
import dev.afterimage.core.LayerMemory;
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
    private final KvLayout layout;
    private final KvCache cache;
    private int length;
    private long computed;
    private float[] lastHidden; // (width); null when the last token was not computed
    private float[] logits;

    OnnxLanguageSession(OnnxLanguageModel model, LlamaNetwork network, int capacity) {
        this.model = model;
        this.network = network;
        this.layout = network.layout();
        try {
            this.cache = new KvCache(layout, capacity);
        } catch (OrtException e) {
            throw noMemory(capacity, e);
        }
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void append(KeyValues block) {
        if (!block.layout().equals(layout)) {
            throw new IllegalArgumentException("a block of " + block.layout() + " does not fit a model of " + layout);
        }
        reserve(block.tokens());
        int size = block.tokens() * layout.headDim();
        float[] rotated = new float[size];
        for (int layer = 0; layer < layout.layers(); layer++) {
            for (int head = 0; head < layout.kvHeads(); head++) {
                int from = (layer * layout.kvHeads() + head) * size;
                for (int token = 0; token < block.tokens(); token++) {
                    network.rotary().rotate(block.keys(), from + token * layout.headDim(), length + token, rotated, token * layout.headDim());
                }
                cache.putKeys(layer, head, length, rotated, 0, block.tokens());
                cache.putValues(layer, head, length, block.values(), from, block.tokens());
            }
        }
        length += block.tokens();
        forgetLogits();
    }

    @Override
    public KeyValues prefill(PromptPart part) {
        float[] hidden = model.embed(part);
        int tokens = hidden.length / network.shape().width();
        KeyValues made = new KeyValues(layout, tokens, new float[layout.size(tokens)], new float[layout.size(tokens)]);
        compute(hidden, tokens, made);
        return made;
    }

    @Override
    public void read(PromptPart part) {
        float[] hidden = model.embed(part);
        compute(hidden, hidden.length / network.shape().width(), null);
    }

    @Override
    public void recall(PromptPart part, LayerMemory memory) {
        throw new UnsupportedOperationException("recall");
    }

    private void compute(float[] hidden, int tokens, KeyValues made) {
        reserve(tokens);
        int width = network.shape().width();
        for (int done = 0; done < tokens; done += CHUNK) {
            int count = Math.min(CHUNK, tokens - done);
            float[] part = count == tokens ? hidden : Arrays.copyOfRange(hidden, done * width, (done + count) * width);
            int from = done;
            forgetLogits();
            lastHidden = network.run(part, count, length, cache, layout.layers() - 1,
                    made == null ? null : (layer, qkv) -> keep(qkv, layer, made, from, count));
            length += count;
            computed += count;
        }
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

    private void reserve(int tokens) {
        if (tokens > cache.capacity() - length) {
            throw new AfterimageException(ErrorCode.MODEL_CONTEXT_FULL,
                    length + " tokens are in the context and " + tokens + " more do not fit into " + cache.capacity(),
                    "ask shorter, or retrieve fewer blocks");
        }
        try {
            cache.reserve(length + tokens, length);
        } catch (OrtException e) {
            throw noMemory(length + tokens, e);
        }
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
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException("cannot truncate " + length + " tokens to " + newLength);
        }
        if (newLength < length) {
            forgetLogits();
        }
        length = newLength;
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
