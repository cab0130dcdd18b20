package dev.afterimage.memory.fake;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.LayerMemory;
import dev.afterimage.core.model.PromptPart;
import java.util.ArrayList;
import java.util.List;

/** The cache of {@link FakeLanguageModel}: one context number a token stands for attention to all that went before. */
final class FakeSession implements LanguageSession {

    private final FakeLanguageModel model;
    private final int capacity;
    private final List<Integer> ids = new ArrayList<>();
    private final List<Float> contexts = new ArrayList<>();
    private boolean computedLast;
    private long computed;

    FakeSession(FakeLanguageModel model, int capacity) {
        this.model = model;
        this.capacity = capacity;
    }

    @Override
    public int length() {
        return ids.size();
    }

    @Override
    public void append(StoredKeyValues stored) {
        KeyValues block = stored.decoded();
        for (int token = 0; token < block.tokens(); token++) {
            add(Math.round(block.values()[token * block.layout().headDim()]), block.values()[token * block.layout().headDim() + 1]);
        }
        computedLast = false;
    }

    @Override
    public KeyValues prefill(PromptPart part) {
        int from = ids.size();
        read(part);
        KvLayout layout = FakeLanguageModel.LAYOUT;
        int tokens = ids.size() - from;
        float[] keys = new float[layout.size(tokens)]; // (layers, 1, tokens, headDim)
        float[] values = new float[layout.size(tokens)];
        for (int layer = 0; layer < layout.layers(); layer++) {
            for (int token = 0; token < tokens; token++) {
                int at = (layer * tokens + token) * layout.headDim();
                for (int d = 0; d < layout.headDim(); d++) {
                    keys[at + d] = FakeLanguageModel.direction(ids.get(from + token), d) + layer * contexts.get(from + token);
                }
                values[at] = ids.get(from + token);
                values[at + 1] = contexts.get(from + token);
            }
        }
        return new KeyValues(layout, tokens, keys, values);
    }

    /** One number a token is all its layers' cache, so what layer 0 recalls is what all hold. */
    @Override
    public void recall(PromptPart part, LayerMemory memory) {
        int asked = model.ids(part).length;
        for (int layer = 0; layer < FakeLanguageModel.LAYOUT.layers(); layer++) {
            List<? extends StoredKeyValues> recalled = memory.recall(layer, model.queries(part, layer));
            if (layer == 0) {
                recalled.forEach(this::append);
            }
        }
        computed += asked;
        model.computed += asked;
    }

    @Override
    public void read(PromptPart part) {
        for (int id : model.ids(part)) {
            float attended = 0;
            for (int i = 0; i < ids.size(); i++) {
                attended += (float) Math.cos(ids.get(i) * 0.37 + i * 0.011) + contexts.get(i) * 0.01f;
            }
            add(id, attended);
            computed++;
            model.computed++;
        }
        computedLast = true;
    }

    private void add(int id, float context) {
        if (ids.size() == capacity) {
            throw new IllegalStateException("the session holds " + capacity + " tokens already");
        }
        ids.add(id);
        contexts.add(context);
    }

    @Override
    public float[] logits() {
        if (!computedLast) {
            throw new IllegalStateException("no token was computed last");
        }
        return model.logits(ids);
    }

    @Override
    public void truncate(int length) {
        ids.subList(length, ids.size()).clear();
        contexts.subList(length, contexts.size()).clear();
        computedLast = false;
    }

    @Override
    public long computedTokens() {
        return computed;
    }

    @Override
    public void close() { }
}
