package dev.afterimage.answering.retrieval;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What retrieval needs of one stream's blocks, in flat columns: the keys that the model's probe looks at and the text
 * vectors. It grows with the stream and as far as questions look, never further. ReKV wants every layer's mean keys;
 * they are taken in with the first question that asks so.
 */
public final class StreamIndex {

    /** Probes of more layers than this look at bytes: ten hours of a frame a second take 28 MB a layer as floats, at 192 of them. */
    private static final int FLOAT_LAYERS = 4;
    /** How many of the first blocks keep every layer's mean keys as floats. */
    private static final int EXACT_BLOCKS = 256;

    private final LanguageModel model;
    private final StreamId stream;
    private final List<BlockEntry> entries = new ArrayList<>(); // without their vectors
    private FloatColumn text;
    private final Map<Integer, FloatColumn> means = new TreeMap<>();
    private final TokenColumn tokens; // null where the probe looks at mean keys
    private final boolean everyLayer;
    private final List<ByteColumn> layers = new ArrayList<>();
    private int layered;

    StreamIndex(LanguageModel model, StreamId stream) {
        this.model = model;
        this.stream = stream;
        boolean mean = model.probe().kind() == RetrievalProbe.Kind.MEAN;
        this.everyLayer = mean && model.probe().layers().size() > FLOAT_LAYERS;
        List<Integer> floats = everyLayer ? List.of() : mean ? model.probe().layers() : List.of(model.retrievalLayer());
        floats.forEach(layer -> means.put(layer, new FloatColumn(model.layout().keyWidth())));
        this.tokens = mean ? null : new TokenColumn(model.layout().keyWidth(), model.tokenKeys());
    }

    /**
     * The blocks up to a moment; what the index does not have yet is read from the store.
     *
     * @param rekv whether {@link Blocks#meanOf} will be asked of any layer
     */
    synchronized Blocks upTo(SegmentStore store, double now, boolean rekv) {
        store.entries(stream, entries.size(), now).forEach(this::add);
        int count = countUpTo(now);
        if ((rekv || everyLayer) && layered < count) {
            while (layers.size() < model.layout().layers()) {
                layers.add(new ByteColumn(model.layout().keyWidth(), EXACT_BLOCKS));
            }
            store.entries(stream, layered, now).forEach(this::addLayers);
        }
        return new Blocks(this, List.copyOf(entries.subList(0, count)), (int) Math.min(count, store.firstKept(stream)));
    }

    /**
     * Whether the store still holds what was taken in, as far as {@code now}: a stream that was deleted and begun again
     * has other blocks.
     */
    synchronized boolean agreesWith(SegmentStore store, double now) {
        int count = countUpTo(now);
        if (count == 0) {
            return entries.isEmpty();
        }
        BlockEntry last = entries.get(count - 1);
        List<BlockEntry> stored = store.entries(stream, last.number(), last.seconds());
        return !stored.isEmpty() && stored.get(0).seconds() == last.seconds() && stored.get(0).tokens() == last.tokens();
    }

    private int countUpTo(double now) {
        int from = 0;
        int to = entries.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (entries.get(middle).seconds() <= now) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private void add(BlockEntry entry) {
        int width = model.layout().keyWidth();
        means.forEach((layer, column) -> column.add(entry.meanKeys(), layer * width));
        if (tokens != null) {
            tokens.add(entry.tokenKeys());
        }
        if (text == null && entry.textVector().length > 0) {
            text = new FloatColumn(entry.textVector().length);
            entries.forEach(before -> text.add(new float[0], 0));
        }
        if (text != null) {
            text.add(entry.textVector(), 0);
        }
        entries.add(new BlockEntry(entry.stream(), entry.number(), entry.seconds(), entry.tokens(), entry.windowStart(), entry.note(),
                entry.evidence(),
                new float[0], new float[0], new float[0]));
    }

    private void addLayers(BlockEntry entry) {
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).add(entry.meanKeys(), layer * model.layout().keyWidth());
        }
        layered++;
    }

    /** The blocks up to some moment. Safe for use by several threads. */
    public static final class Blocks {

        private final StreamIndex index;
        private final FloatColumn text;
        private final List<BlockEntry> entries;
        private final int firstKept;

        private Blocks(StreamIndex index, List<BlockEntry> entries, int firstKept) {
            this.firstKept = firstKept;
            this.index = index;
            this.text = index.text;
            this.entries = entries;
        }

        /** Ascending, without their vectors. */
        public List<BlockEntry> entries() {
            return entries;
        }

        /** Index of the first block whose KV is kept: earlier ones are known and cannot be read. */
        public int firstKept() {
            return firstKept;
        }

        /** Time from which on blocks can be read; infinite where none can. */
        public double keptFrom() {
            return firstKept == 0 ? 0 : firstKept < entries.size() ? entries.get(firstKept).seconds() : Double.POSITIVE_INFINITY;
        }

        /** The best of those that can be read, see {@link Ranking#best}. */
        int[] best(double[] scores, int count) {
            return firstKept == 0 ? Ranking.best(scores, count) : Arrays.stream(Ranking.best(Arrays.copyOfRange(scores, firstKept, size()),
                    count)).map(index -> index + firstKept).toArray();
        }

        int size() {
            return entries.size();
        }

        /** Whether any block has a note that the text index knows. */
        boolean hasText() {
            return text != null;
        }

        /** Cosine of the question's and each note's vectors; 0 for a block without one. */
        double[] text(float[] question) {
            double[] scores = new double[size()];
            text.dots(question, scores);
            return scores;
        }

        /** Dot product of a query with each block's mean key in one of the probe's layers, or in the retrieval layer. */
        double[] probed(int layer, float[] query) {
            if (index.everyLayer) {
                return meanOf(layer, query);
            }
            double[] scores = new double[size()];
            index.means.get(layer).dots(query, scores);
            return scores;
        }

        /** Dot product of a query with each block's mean key in any layer. */
        double[] meanOf(int layer, float[] query) {
            return index.layers.get(layer).dots(query, size());
        }

        /** See {@link TokenColumn#matches}. */
        double[][] matches(float[] queries, int[] wanted, boolean unit) {
            return index.tokens.matches(queries, wanted, unit);
        }
    }
}
