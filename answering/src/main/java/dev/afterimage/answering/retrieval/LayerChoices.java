package dev.afterimage.answering.retrieval;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LayerMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * ReKV as published (section 3.3): every layer takes the k blocks whose mean keys have the largest dot products with
 * the mean of its own queries, in time order. Which blocks the next layer wants is known only when this one is through;
 * those that this one chose are read for it meanwhile, since neighbouring layers agree on many.
 */
public final class LayerChoices implements LayerMemory {

    private final LanguageModel model;
    private final StreamIndex.Blocks blocks;
    private final RetrievalSettings settings;
    private final ReadAhead reads;
    private final boolean speculate;
    private final double[] sums;
    private final List<List<Long>> chosen = new ArrayList<>();
    private int guessed;
    private int met;

    public LayerChoices(LanguageModel model, StreamIndex.Blocks blocks, RetrievalSettings settings, ReadAhead reads) {
        this(model, blocks, settings, reads, true);
    }

    /** @param speculate whether blocks are read for the next layer before it chooses */
    public LayerChoices(LanguageModel model, StreamIndex.Blocks blocks, RetrievalSettings settings, ReadAhead reads, boolean speculate) {
        this.model = model;
        this.blocks = blocks;
        this.settings = settings;
        this.reads = reads;
        this.speculate = speculate;
        this.sums = new double[blocks.size()];
    }

    @Override
    public List<StoredKeyValues> recall(int layer, float[] queries) {
        int kvHeads = model.layout().kvHeads();
        float[] grouped = BlockScores.grouped(queries, model.queryHeads(), kvHeads, model.layout().headDim());
        double[] scores = blocks.meanOf(layer, BlockScores.mean(grouped, model.layout().keyWidth()));
        Budget budget = new Budget(blocks, settings.tokenBudget(), settings.blocks());
        Arrays.stream(blocks.best(scores, settings.most())).forEach(budget::take);
        List<Long> numbers = budget.taken().stream().map(i -> blocks.entries().get(i).number()).toList();
        note(numbers, scores);
        List<StoredKeyValues> recalled = reads.layers(numbers, layer);
        if (speculate && layer + 1 < model.layout().layers()) {
            reads.begin(numbers, layer + 1);
        }
        return recalled;
    }

    private void note(List<Long> numbers, double[] scores) {
        if (!chosen.isEmpty()) {
            guessed += numbers.size();
            met += (int) numbers.stream().filter(Set.copyOf(chosen.get(chosen.size() - 1))::contains).count();
        }
        chosen.add(numbers);
        double least = Arrays.stream(scores).min().orElse(0);
        double range = Math.max(Arrays.stream(scores).max().orElse(0) - least, 1e-12);
        Arrays.setAll(sums, i -> sums[i] + (scores[i] - least) / range);
    }

    /** Block numbers that each layer took, ascending. */
    public List<List<Long>> chosen() {
        return List.copyOf(chosen);
    }

    /** Share of the blocks a layer took that the layer before it had taken too, 0..1. */
    public double agreement() {
        return guessed == 0 ? 0 : (double) met / guessed;
    }

    /** What was taken by any layer, scored by all of them together, each layer's scores brought to 0..1 first. */
    public BlockIndex.Retrieved retrieved() {
        Set<Long> any = new TreeSet<>();
        chosen.forEach(any::addAll);
        List<BlockEntry> taken = blocks.entries().stream().filter(entry -> any.contains(entry.number())).toList();
        return new BlockIndex.Retrieved(taken, sums, -1);
    }
}
