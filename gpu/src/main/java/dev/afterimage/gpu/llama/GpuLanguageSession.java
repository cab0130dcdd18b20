package dev.afterimage.gpu.llama;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.block.TokenPositions;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.LayerMemory;
import dev.afterimage.core.model.LogProbabilities;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.kernel.StoredNumbers;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.runtime.LayerLengths;
import dev.afterimage.model.runtime.LayerPositions;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A session over a {@link GpuNetwork}, on a stream of its own. Keys lie rotated in the pages and leave the device as they were before
 * RoPE.
 */
final class GpuLanguageSession implements LanguageSession {

    private final GpuNetwork network;
    private final DeviceWeights weights;
    private final LlamaShape shape;
    private final KvLayout layout;
    private final DeviceStream stream;
    private final Transfers transfers;
    private final PromptInput input;
    private final LayerRunner runner;
    private final PagedCache cache;
    private final BlockLoader loader;
    private final BlockPacker packer;
    private final DeviceBuffer kept;
    private final DeviceBuffer places;
    private final TokenTurns turns;
    private final LayerLengths lengths;
    private final LayerPositions positions;
    private long computed;
    /** Address of the last computed token's state; 0 when the last token was not computed. */
    private long lastHidden;
    private float[] logits;

    /** @param weights what computes: the network's layers, or those that read memory */
    GpuLanguageSession(GpuNetwork network, DeviceWeights weights, Function<String, int[]> tokenizer, int capacity) {
        this.network = network;
        this.weights = weights;
        this.shape = network.shape();
        this.layout = new KvLayout(shape.layers(), shape.kvHeads(), shape.headDim());
        Device device = network.device();
        this.stream = device.newStream();
        this.transfers = new Transfers(network.staging(), stream);
        this.input = new PromptInput(network, stream, transfers, tokenizer);
        this.runner = new LayerRunner(network, stream);
        this.cache = new PagedCache(network.pool(), shape.layers(), capacity, new DeviceBuffer(device, stream), transfers);
        this.loader = new BlockLoader(device, network.staging(), stream);
        this.packer = new BlockPacker(network, stream);
        this.kept = new DeviceBuffer(device, stream);
        this.places = new DeviceBuffer(device, stream);
        this.turns = new TokenTurns(network, transfers, new DeviceBuffer(device, stream), new DeviceBuffer(device, stream));
        this.lengths = new LayerLengths(shape.layers());
        this.positions = new LayerPositions(shape.layers(), shape.axes() != null);
    }

    @Override
    public int length() {
        return lengths.longest();
    }

    @Override
    public void append(StoredKeyValues stored) {
        requireLayout(stored, layout);
        reserve(stored.tokens());
        int[] filled = lengths.toArray();
        load(stored, 0, filled);
        lengths.add(stored.tokens());
        forgetLogits();
    }

    /** All layers of a block behind what the model's layers from {@code to} on hold. @param filled by layer, tokens in the cache */
    private void load(StoredKeyValues stored, int to, int[] filled) {
        if (stored.pieces().isEmpty()) {
            KeyValues numbers = stored.decoded();
            long bytes = loader.bring(2 * Float.BYTES * numbers.keys().length, buffer -> buffer.asFloatBuffer().put(numbers.keys())
                    .put(numbers.values()));
            load(stored, StoredNumbers.floats(numbers.layout().layers(), numbers.tokens(), layout.kvHeads(), layout.headDim()), bytes, to,
                    filled);
        }
        int layer = to;
        for (StoredKeyValues.Piece piece : stored.pieces()) {
            long bytes = loader.bring(piece.bytes().length, buffer -> buffer.put(piece.bytes()));
            load(stored, StoredNumbers.of(piece, stored.tokens()), bytes, layer, filled);
            layer += piece.layers();
        }
    }

    /** Layers of one piece, which lies on the device: those that turn alike by one kernel. */
    private void load(StoredKeyValues stored, StoredNumbers numbers, long bytes, int to, int[] filled) {
        for (int first = 0, next; first < numbers.layers(); first = next) {
            next = first + 1;
            while (next < numbers.layers() && loadsAlike(to + first, to + next, filled)) {
                next++;
            }
            load(stored, numbers, bytes, first, to + first, next - first, filled);
        }
        loader.used();
    }

    /** Whether one launch can load both layers. */
    private boolean loadsAlike(int layer, int other, int[] filled) {
        return network.turnsAlike(layer, other)
                && (shape.axes() == null || next(layer, filled[layer]) == next(other, filled[other]));
    }

    private int next(int layer, int filled) {
        return positions.next(layer, filled);
    }

    private static void requireLayout(StoredKeyValues block, KvLayout layout) {
        if (!block.layout().equals(layout)) {
            throw new IllegalArgumentException("a block of " + block.layout() + " does not fit a model of " + layout);
        }
    }

    /**
     * Puts layers of a block that lies on the device behind what the model's layers from {@code to} on hold.
     *
     * @param filled by layer of the model, tokens in the cache
     */
    private void load(StoredKeyValues stored, StoredNumbers numbers, long bytes, int from, int to, int layers, int[] filled) {
        TokenTurns.Turn turn = turns.of(to, next(to, filled[to]), stored.positions(), 0, stored.tokens());
        int[] places = new int[2 * layers];
        for (int i = 0; i < layers; i++) {
            places[i] = filled[to + i];
            places[layers + i] = shape.axes() == null ? filled[to + i] : turn.row();
        }
        long address = this.places.bytes(2L * shape.layers() * Integer.BYTES);
        transfers.upload(places, address);
        turn.kernels().load(stream, numbers, bytes, cache.pool(), cache.table(to), cache.tableLength(), address,
                address + (long) layers * Integer.BYTES, from, layers);
        note(to, layers, filled, stored);
    }

    private void note(int to, int layers, int[] filled, StoredKeyValues block) {
        TokenPositions moved = block.positions() == null ? TokenPositions.text(block.tokens()) : block.positions();
        for (int layer = to; shape.axes() != null && layer < to + layers; layer++) {
            positions.add(layer, filled[layer], next(layer, filled[layer]), moved.axes(), moved.span());
        }
    }

    @Override
    public KeyValues prefill(PromptPart part) {
        PromptInput.Hidden hidden = input.put(part);
        Kept kept = kept(hidden.tokens());
        compute(hidden, kept);
        KeyValues made = new KeyValues(layout, hidden.tokens(), new float[layout.size(hidden.tokens())],
                new float[layout.size(hidden.tokens())], hidden.positions());
        transfers.download(kept.keys(0), made.keys(), 0, made.keys().length);
        transfers.download(kept.values(0), made.values(), 0, made.values().length);
        return made;
    }

    @Override
    public StoredKeyValues prefill(PromptPart part, KvCodec store) {
        if (store.numbers().isEmpty()) {
            return store.kept(prefill(part));
        }
        PromptInput.Hidden hidden = input.put(part);
        Kept kept = kept(hidden.tokens());
        packer.begin(new PackedLayer(layout.kvHeads(), layout.headDim(), hidden.tokens(), store.numbers().get()));
        compute(hidden, (layer, qkv, from, count) -> {
            kept.accept(layer, qkv, from, count);
            if (from + count == hidden.tokens()) {
                packer.pack(layer, kept.keys(layer), kept.values(layer));
            }
        });
        return store.kept(layout, hidden.tokens(), hidden.positions(), packer.packed());
    }

    private Kept kept(int tokens) {
        long floats = layout.size(tokens);
        return new Kept(kept.floats(2 * floats), floats * Float.BYTES, tokens);
    }

    /** Keys before RoPE, (layers, kvHeads, tokens, headDim) floats on the device, and behind them values. @param bytes of either */
    private final class Kept implements QkvSink {

        private final long address;
        private final long bytes;
        private final int tokens;

        Kept(long address, long bytes, int tokens) {
            this.address = address;
            this.bytes = bytes;
            this.tokens = tokens;
        }

        /** Address of a layer's. */
        long keys(int layer) {
            return address + bytes / shape.layers() * layer;
        }

        long values(int layer) {
            return keys(layer) + bytes;
        }

        @Override
        public void accept(int layer, long qkv, int from, int count) {
            network.cache(layer).keep(stream, qkv, keys(layer), values(layer), count, tokens, from);
        }
    }

    @Override
    public void read(PromptPart part) {
        compute(input.put(part), null);
    }

    @Override
    public double[] weigh(int[] ids) {
        if (ids.length == 0) {
            return new double[0];
        }
        double[] weights = new double[ids.length];
        weights[0] = LogProbabilities.of(logits(), ids[0]);
        PromptInput.Hidden hidden = input.put(new PromptPart.Tokens(ids));
        compute(hidden, null);
        for (int i = 1; i < ids.length; i++) {
            weights[i] = LogProbabilities.of(logits(hidden.row(i - 1, shape.width())), ids[i]);
        }
        return weights;
    }

    /** Receives queries, keys and values before RoPE of {@code count} tokens from token {@code from} of the part on. */
    private interface QkvSink {
        void accept(int layer, long qkv, int from, int count);
    }

    /** Afterwards the hidden states are those behind the last layer. */
    private void compute(PromptInput.Hidden hidden, QkvSink sink) {
        reserve(hidden.tokens());
        int chunk = network.chunkTokens();
        int[] starts = IntStream.range(0, shape.layers()).map(layer -> next(layer, lengths.of(layer))).toArray();
        for (int done = 0; done < hidden.tokens(); done += chunk) {
            int count = Math.min(chunk, hidden.tokens() - done);
            long rows = hidden.row(done, shape.width());
            forgetLogits();
            for (int layer = 0; layer < shape.layers(); layer++) {
                long qkv = runner.project(weights, layer, rows, count);
                if (sink != null) {
                    sink.accept(layer, qkv, done, count);
                }
                runner.finish(weights, layer, rows, qkv, count, cache, lengths.of(layer), turns.of(layer, starts[layer],
                        hidden.positions(), done, count));
                runner.deepen(hidden, layer, done, count);
            }
            note(hidden, done, count, starts);
            computed += count;
            lastHidden = hidden.row(done + count - 1, shape.width());
        }
    }

    private void note(PromptInput.Hidden hidden, int from, int count, int[] starts) {
        if (shape.axes() != null) {
            int[] moved = hidden.moved(from, count);
            int span = from + count == hidden.tokens() ? hidden.span() : -1;
            for (int layer = 0; layer < shape.layers(); layer++) {
                positions.add(layer, lengths.of(layer), starts[layer], moved, span);
            }
        }
        lengths.add(count);
    }

    @Override
    public void recall(PromptPart part, LayerMemory memory) {
        PromptInput.Hidden hidden = input.put(part);
        int tokens = hidden.tokens();
        int[] recalled = lengths.toArray();
        int longest = lengths.longest();
        forgetLogits();
        for (int layer = 0; layer < shape.layers(); layer++) {
            longest = reserve(layer, recalled[layer] + tokens, longest);
            long qkv = tokens == 0 ? 0 : runner.project(network.layers(), layer, hidden.address(), tokens);
            for (StoredKeyValues found : memory.recall(layer, queries(qkv, tokens))) {
                requireLayout(found, new KvLayout(1, layout.kvHeads(), layout.headDim()));
                longest = reserve(layer, recalled[layer] + found.tokens() + tokens, longest);
                load(found, layer, recalled);
                recalled[layer] += found.tokens();
            }
            if (tokens > 0 && layer < shape.layers() - 1) {
                runner.finish(network.layers(), layer, hidden.address(), qkv, tokens, cache, recalled[layer], turns.of(layer, next(layer,
                        recalled[layer]), hidden.positions(), 0, tokens));
                runner.deepen(hidden, layer, 0, tokens);
            }
        }
        lengths.set(recalled);
        computed += tokens;
    }

    /** @return (tokens, queryWidth), before RoPE */
    private float[] queries(long qkv, int tokens) {
        float[] queries = new float[tokens * shape.queryWidth()];
        for (int token = 0; token < tokens; token++) {
            transfers.download(qkv + (long) token * shape.qkvWidth() * Float.BYTES, queries, token * shape.queryWidth(),
                    shape.queryWidth());
        }
        return queries;
    }

    /** Runs as many layers as are asked for, once. @param queries by layer, filled with (tokens, queryWidth) before RoPE */
    void queries(PromptPart part, int lastLayer, Map<Integer, float[]> queries) {
        PromptInput.Hidden hidden = input.put(part);
        for (int layer = 0; hidden.tokens() > 0 && layer <= lastLayer; layer++) {
            reserve(layer, hidden.tokens(), 0);
            long qkv = runner.project(weights, layer, hidden.address(), hidden.tokens());
            if (queries.containsKey(layer)) {
                queries.put(layer, queries(qkv, hidden.tokens()));
            }
            if (layer < lastLayer) {
                runner.finish(weights, layer, hidden.address(), qkv, hidden.tokens(), cache, 0, turns.of(layer, 0, hidden.positions(), 0,
                        hidden.tokens()));
                runner.deepen(hidden, layer, 0, hidden.tokens());
            }
        }
    }

    private void reserve(int more) {
        int longest = lengths.longest();
        for (int layer = 0; layer < shape.layers(); layer++) {
            requireRoom(longest + more, longest);
            cache.reserve(layer, lengths.of(layer) + more);
        }
    }

    /**
     * Makes room in one layer.
     *
     * @param filled what the longest layer holds by now
     * @return the larger of both
     */
    private int reserve(int layer, int needed, int filled) {
        requireRoom(needed, filled);
        cache.reserve(layer, needed);
        return Math.max(needed, filled);
    }

    private void requireRoom(int needed, int filled) {
        if (needed > cache.capacity()) {
            throw new AfterimageException(ErrorCode.MODEL_CONTEXT_FULL, filled + " tokens are in the context and " + (needed - filled)
                    + " more do not fit into " + cache.capacity(), "ask shorter, or retrieve fewer blocks");
        }
    }

    @Override
    public float[] logits() {
        if (lastHidden == 0) {
            throw new IllegalStateException("no token has been computed since the last append or truncate");
        }
        if (logits == null) {
            logits = logits(lastHidden);
        }
        return logits.clone();
    }

    private float[] logits(long hidden) {
        float[] all = new float[shape.vocabulary()];
        transfers.download(runner.logits(hidden), all, 0, all.length);
        return all;
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
        lastHidden = 0;
        logits = null;
    }

    @Override
    public long computedTokens() {
        return computed;
    }

    @Override
    public void close() {
        try {
            if (!network.device().lost()) {
                stream.synchronise();
            }
        } finally {
            packer.close();
            runner.close();
            input.close();
            cache.close();
            loader.close();
            kept.close();
            places.close();
            turns.close();
            transfers.close();
            stream.close();
        }
    }
}
