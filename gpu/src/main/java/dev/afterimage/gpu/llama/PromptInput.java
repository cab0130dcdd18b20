package dev.afterimage.gpu.llama;

import dev.afterimage.core.block.TokenPositions;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.model.graph.LlamaShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** What a model reads, as hidden states on the device. */
final class PromptInput implements AutoCloseable {

    private final GpuNetwork network;
    private final DeviceStream stream;
    private final Transfers transfers;
    private final Function<String, int[]> tokenizer;
    private final DeviceBuffer ids;
    private final DeviceBuffer hidden;
    private final DeviceBuffer deep;

    PromptInput(GpuNetwork network, DeviceStream stream, Transfers transfers, Function<String, int[]> tokenizer) {
        this.network = network;
        this.stream = stream;
        this.transfers = transfers;
        this.tokenizer = tokenizer;
        this.ids = new DeviceBuffer(network.device(), stream);
        this.hidden = new DeviceBuffer(network.device(), stream);
        this.deep = new DeviceBuffer(network.device(), stream);
    }

    /**
     * A stretch of tokens behind whose first layers more of a picture is added (DeepStack).
     *
     * @param from    its first token
     * @param address of (levels, tokens, width) floats
     */
    record Deep(int from, int tokens, long address) { }

    /**
     * @param address   of (tokens, width) floats, until the next part is put
     * @param positions relative to the first token; null for one after the other
     */
    record Hidden(long address, int tokens, TokenPositions positions, List<Deep> deep) {

        long row(int token, int width) {
            return address + (long) token * width * Float.BYTES;
        }

        /** (count, 3), relative to the first token of all. */
        int[] moved(int from, int count) {
            TokenPositions all = positions == null ? TokenPositions.text(tokens) : positions;
            return Arrays.copyOfRange(all.axes(), from * TokenPositions.AXES, (from + count) * TokenPositions.AXES);
        }

        int span() {
            return positions == null ? tokens : positions.span();
        }
    }

    Hidden put(PromptPart part) {
        List<PromptPart> pieces = new ArrayList<>();
        flatten(part, pieces);
        LlamaShape shape = network.shape();
        int tokens = pieces.stream().mapToInt(PromptInput::tokens).sum();
        Hidden whole = new Hidden(hidden.floats((long) tokens * shape.width()), tokens, positions(pieces), new ArrayList<>());
        long further = shape.deepStack() == 0 ? 0 : deep.floats((long) tokens * shape.deepStack() * shape.width());
        int done = 0;
        for (PromptPart piece : pieces) {
            if (piece instanceof PromptPart.Visual visual) {
                see(visual, whole.row(done, shape.width()));
                if (shape.deepStack() > 0) {
                    long levels = further + (long) done * shape.deepStack() * shape.width() * Float.BYTES;
                    deepen(visual, levels);
                    whole.deep().add(new Deep(done, visual.tokens(), levels));
                }
            } else {
                embed(((PromptPart.Tokens) piece).ids(), whole.row(done, shape.width()));
            }
            done += tokens(piece);
        }
        return whole;
    }

    /** Null where all stand one after the other. */
    private TokenPositions positions(List<PromptPart> pieces) {
        boolean axes = network.shape().axes() != null;
        if (!axes || pieces.stream().noneMatch(piece -> piece instanceof PromptPart.Visual visual && visual.grid() != null)) {
            return null;
        }
        return TokenPositions.joined(pieces.stream().map(piece -> piece instanceof PromptPart.Visual visual && visual.grid() != null
                ? TokenPositions.picture(visual.grid()) : TokenPositions.text(tokens(piece))).toList());
    }

    private void see(PromptPart.Visual visual, long to) {
        transfers.upload(network.shape().deepStack() == 0 ? visual.embeddings() : level(visual, 0), to);
    }

    private void deepen(PromptPart.Visual visual, long to) {
        for (int level = 0; level < network.shape().deepStack(); level++) {
            transfers.upload(level(visual, 1 + level), to + (long) level * visual.tokens() * network.shape().width() * Float.BYTES);
        }
    }

    /** (tokens, width) of what stands side by side in (tokens, levels, width). */
    private float[] level(PromptPart.Visual visual, int level) {
        int width = network.shape().width();
        float[] rows = new float[visual.tokens() * width];
        for (int token = 0; token < visual.tokens(); token++) {
            System.arraycopy(visual.embeddings(), token * visual.width() + level * width, rows, token * width, width);
        }
        return rows;
    }

    private void embed(int[] tokens, long to) {
        for (int id : tokens) {
            if (id < 0 || id >= network.shape().vocabulary()) {
                throw new IllegalArgumentException("token " + id + " is not within 0.." + (network.shape().vocabulary() - 1));
            }
        }
        long numbers = ids.bytes((long) tokens.length * Integer.BYTES);
        transfers.upload(tokens, numbers);
        network.rows().embed(stream, network.pool().pages().cell(), network.embedding(), numbers, to, tokens.length, network.shape()
                .width());
    }

    /** To tokens and visual tokens. */
    private void flatten(PromptPart part, List<PromptPart> pieces) {
        if (part instanceof PromptPart.Sequence sequence) {
            sequence.parts().forEach(each -> flatten(each, pieces));
        } else if (part instanceof PromptPart.Text text) {
            pieces.add(new PromptPart.Tokens(tokenizer.apply(text.text())));
        } else {
            pieces.add(part);
        }
        if (part instanceof PromptPart.Visual visual
                && (visual.width() != network.shape().visualWidth() || visual.embeddings().length != visual.tokens() * visual.width())) {
            throw new IllegalArgumentException("visual tokens of width " + visual.width() + " do not fit a model of width "
                    + network.shape().visualWidth());
        }
    }

    private static int tokens(PromptPart piece) {
        return piece instanceof PromptPart.Visual visual ? visual.tokens() : ((PromptPart.Tokens) piece).ids().length;
    }

    @Override
    public void close() {
        ids.close();
        hidden.close();
        deep.close();
    }
}
