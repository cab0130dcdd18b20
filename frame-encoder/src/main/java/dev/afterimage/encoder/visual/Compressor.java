package dev.afterimage.encoder.visual;

import dev.afterimage.core.encode.EncodedFrame;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.BitSet;

/**
 * Dynamic token compression of one stream. First the temporal drop (CacheFlow, TimeChat-Online): tokens that match what
 * was kept at their place are left out. Then the rest is kept one by one, or averaged over cells of 2x2 (4x fewer) or
 * 4x4 (16x fewer): one by one where little changed or everything did, 2x2 where the scene moves as a whole, and coarser
 * as far as the budget makes it. What is kept stays in row-major order.
 *
 * <p>A picture is whole at the start of a scene, after a gap, and when the last whole one is long ago. A picture whose
 * tokens all match is left out altogether: the text around it alone would be a dozen tokens that say nothing, and the
 * block before it holds until the next one.
 */
public final class Compressor {

    /** Share of the picture from which it is another scene, or as good as. */
    private static final double CUT = 0.75;
    /** Seconds without a frame after which what was there before says little. */
    private static final double GAP = 5;

    private final CompressionSettings settings;
    private final TokenGrid grid;
    private final int width;
    private final int textTokens;
    private final DropThreshold threshold;
    private final Reference reference;
    private final TokenBudget budget;
    private double lastSeconds = Double.NaN;
    private double lastWhole = Double.NaN;

    /**
     * What was kept of a picture.
     *
     * @param embeddings (tokens, width); empty when the picture adds nothing
     * @param places     (tokens): the place of each in the picture; of a cell, its middle's
     * @param redundancy share of its tokens that match what was there before, 0..1; {@link EncodedFrame#UNMEASURED}
     *                   after a gap and at the beginning
     */
    public record Kept(float[] embeddings, int[] places, double redundancy) {

        public int tokens() {
            return places.length;
        }
    }

    /** @param textTokens tokens of the text around one picture, which the budget pays too */
    public Compressor(CompressionSettings settings, TokenGrid grid, int width, int textTokens) {
        this.settings = settings;
        this.grid = grid;
        this.width = width;
        this.textTokens = textTokens;
        this.threshold = new DropThreshold(settings);
        this.reference = new Reference(grid.places(), width);
        this.budget = new TokenBudget(settings.tokensPerMinute(), grid.places() + textTokens);
    }

    /** @param embeddings (rows x columns, width) */
    public Kept compress(float[] embeddings, double seconds) {
        boolean first = Double.isNaN(lastSeconds);
        float[] cosines = reference.cosines(embeddings);
        BitSet changed = changed(cosines, threshold.value());
        double redundancy = 1 - (double) changed.cardinality() / grid.places();
        boolean comparable = !first && seconds - lastSeconds <= GAP;
        boolean fresh = !comparable || 1 - redundancy >= CUT;
        boolean measured = comparable && threshold.settled();
        if (comparable) {
            threshold.add(cosines);
        }
        lastSeconds = seconds;
        budget.advance(seconds);
        boolean whole = !settings.mode().method().drops() || fresh || !changed.isEmpty() && seconds - lastWhole >= settings.wholeSeconds();
        return kept(embeddings, whole ? grid.all() : changed, whole, seconds, measured ? redundancy : EncodedFrame.UNMEASURED);
    }

    /** Nobody watched before the next picture: it is told whole, as the first one was. */
    void interrupted() {
        lastSeconds = Double.NaN;
    }

    private BitSet changed(float[] cosines, double old) {
        BitSet changed = new BitSet(cosines.length);
        for (int place = 0; place < cosines.length; place++) {
            changed.set(place, cosines[place] < old);
        }
        return changed;
    }

    private Kept kept(float[] embeddings, BitSet wanted, boolean whole, double seconds, double redundancy) {
        int side = wanted.isEmpty() ? 0 : side(wanted, whole);
        if (side == 0) {
            return new Kept(new float[0], new int[0], redundancy);
        }
        BitSet cells = grid.cells(wanted, side);
        reference.keep(embeddings, grid.places(cells, side));
        budget.spend(cells.cardinality() + textTokens);
        if (whole) {
            lastWhole = seconds;
        }
        return new Kept(grid.pooled(embeddings, width, cells, side), grid.middles(cells, side), redundancy);
    }

    /**
     * The side of the cells; 0 where not even the largest fit the budget: the picture is passed over, and what changed
     * stays to be told.
     */
    private int side(BitSet wanted, boolean whole) {
        return settings.mode().method().side(new CompressionMethod.Picture() {

            @Override
            public boolean whole() {
                return whole;
            }

            @Override
            public double changed() {
                return (double) wanted.cardinality() / grid.places();
            }

            @Override
            public int tokens(int side) {
                return grid.cells(wanted, side).cardinality() + textTokens;
            }

            /** Half a picture is saved up for the next scene. */
            @Override
            public double allowed() {
                return budget.balance() - (whole ? 0 : grid.places() / 2.0);
            }
        });
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(lastSeconds);
        out.writeDouble(lastWhole);
        threshold.write(out);
        reference.write(out);
        budget.write(out);
    }

    void read(DataInputStream in) throws IOException {
        lastSeconds = in.readDouble();
        lastWhole = in.readDouble();
        threshold.read(in);
        reference.read(in);
        budget.read(in);
    }
}
