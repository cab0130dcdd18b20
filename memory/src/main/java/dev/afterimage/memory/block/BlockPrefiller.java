package dev.afterimage.memory.block;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.memory.prompt.PlainText;
import dev.afterimage.memory.prompt.StreamPrompt;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Turns the encoded frames of one stream into KV blocks, in order: each is prefilled behind
 * {@code [pinned prompt | window of earlier blocks]}. The window is not saved anywhere: {@link #restore} rebuilds it
 * from the stored blocks, and what is prefilled then equals, to the bit, what would have been prefilled without the
 * break. Where the model has a bridge, each block comes with the memory of everything up to it. Once restored from a
 * store, each block must be committed there before the next is made. Used by one thread.
 */
public final class BlockPrefiller implements AutoCloseable {

    /** Most tokens of the text around a picture: a time of day, and a picture's own marks. */
    private static final int FRAME_TEXT_TOKENS = 64;

    private final LanguageModel model;
    private final TextEmbedder embedder;
    private final KvCodec codec;
    private final int mostTokens;
    private final LanguageSession session;
    private final int pinnedTokens;
    private final int windowTokens;
    private PrefillWindow window;
    /** Where the window's blocks are read again; null where nothing was restored, then they stay in memory. */
    private LongFunction<StoredKeyValues> stored;
    /** Null where the model has no bridge, or nothing was restored. */
    private MemoryKeeper memory;

    public BlockPrefiller(LanguageModel model, StreamPrompt prompt, TextEmbedder embedder) {
        this(model, prompt, embedder, model.windowTokens(), KvCodec.EXACT);
    }

    /**
     * @param windowTokens most tokens in the window, the newest block included; 0 for blocks that each stand alone
     *                     behind the pinned prompt. A window that is to hold pictures holds one at least
     * @param codec        of the store; the window holds what it gives back (its rounding) from the start, or a restart
     *                     would go on from other numbers
     */
    public BlockPrefiller(LanguageModel model, StreamPrompt prompt, TextEmbedder embedder, int windowTokens,
            KvCodec codec) {
        this.model = model;
        this.embedder = embedder;
        this.codec = codec;
        KeyValues pinned = prompt.pinnedKeyValues();
        this.pinnedTokens = pinned.tokens();
        int room = model.contextLength() - pinnedTokens;
        int block = model.vision().map(tower -> tower.rows() * tower.columns() + FRAME_TEXT_TOKENS)
                .orElse(windowTokens == 0 ? LanguageModel.DEFAULT_WINDOW_TOKENS : 0);
        this.mostTokens = Math.min(Math.max(windowTokens, block), room);
        this.windowTokens = windowTokens == 0 ? 0 : mostTokens;
        this.session = model.newSession(pinnedTokens + mostTokens);
        session.append(pinned);
        this.window = new PrefillWindow(this.windowTokens, 0);
    }

    /** Goes on behind the newest stored block. */
    public void restore(SegmentStore store, StreamId stream) {
        restore(store, stream, store.lastEntry(stream).map(last -> last.number() + 1).orElse(0L));
    }

    /**
     * Goes on with block {@code nextNumber}, as if nothing later had been stored: a job that replays writes the same blocks again. Where
     * their windows were removed for space meanwhile, it goes on behind what is kept of them.
     */
    public void restore(SegmentStore store, StreamId stream, long nextNumber) {
        long start = nextNumber == 0 ? 0 : store.entries(stream, nextNumber - 1, Double.MAX_VALUE).get(0).windowStart();
        start = Math.min(nextNumber, Math.max(start, store.firstKept(stream)));
        window = new PrefillWindow(windowTokens, start);
        memory = model.bridge().map(bridge -> new MemoryKeeper(bridge, store, stream, nextNumber)).orElse(null);
        stored = number -> model.readied(store.stored(stream, number));
        session.truncate(pinnedTokens);
        for (long number = start; number < nextNumber; number++) {
            keep(stored.apply(number));
        }
    }

    /** Number that the next block will have. */
    public long nextNumber() {
        return window.next();
    }

    /**
     * Prefills what the frame adds.
     *
     * @return empty when the frame adds nothing and so gets no block
     * @throws AfterimageException {@link ErrorCode#MODEL_CONTEXT_FULL} when one frame alone is longer than the window
     */
    public Optional<KvBlock> prefill(EncodedFrame frame) {
        return frame.tokens().map(this::harmless).filter(part -> tokens(part) > 0).map(part -> block(frame, part, prefill(part)));
    }

    private StoredKeyValues prefill(PromptPart part) {
        int coming = tokens(part);
        if (coming > mostTokens) {
            throw new AfterimageException(ErrorCode.MODEL_CONTEXT_FULL, "one frame has " + coming + " tokens, the window " + mostTokens,
                    "widen the window or compress the frame more");
        }
        if (window.makeRoom(coming)) {
            session.truncate(pinnedTokens);
            window.blocks().forEachOrdered(session::append);
        }
        int before = session.length();
        StoredKeyValues made = session.prefill(part, codec);
        session.truncate(before);
        return made;
    }

    /** What was computed is rounded once; the window and the index go by what a restart would load. */
    private KvBlock block(EncodedFrame frame, PromptPart part, StoredKeyValues made) {
        StoredKeyValues readied = model.readied(made);
        KeyValues rounded = readied.decoded();
        float[] text = frame.note().isEmpty() ? new float[0] : embedder.embed(frame.note());
        BlockEntry entry = new BlockEntry(frame.stream(), window.next(), frame.seconds(), rounded.tokens(), window.start(), frame.note(),
                frame.evidence(), text, BlockKeys.mean(rounded), tokenKeys(rounded));
        keep(readied);
        return new KvBlock(entry, rounded, made, Optional.ofNullable(memory).map(keeper -> keeper.after(entry.number(), part)));
    }

    /** Where mean keys find the blocks, each token's own would only fill the index. */
    private float[] tokenKeys(KeyValues block) {
        return model.probe().kind() == RetrievalProbe.Kind.MEAN ? new float[0] : BlockKeys.ofTokens(block, model.retrievalLayer());
    }

    /** Twice in memory, in the session and beside it, a full window would cost each stream as much again. */
    private void keep(StoredKeyValues block) {
        session.append(block);
        long number = window.next();
        LongFunction<StoredKeyValues> again = stored;
        window.add(block.tokens(), again == null ? () -> block : () -> again.apply(number));
    }

    /** Text seen in a picture is never a command: encoders that mean special tokens give {@link PromptPart.Tokens}. */
    private PromptPart harmless(PromptPart part) {
        if (part instanceof PromptPart.Sequence sequence) {
            return new PromptPart.Sequence(sequence.parts().stream().map(this::harmless).toList());
        }
        return part instanceof PromptPart.Text text ? new PromptPart.Tokens(model.tokenize(PlainText.of(text.text()))) : part;
    }

    private int tokens(PromptPart part) {
        if (part instanceof PromptPart.Tokens tokens) {
            return tokens.ids().length;
        }
        if (part instanceof PromptPart.Sequence sequence) {
            return sequence.parts().stream().mapToInt(this::tokens).sum();
        }
        return part instanceof PromptPart.Visual visual ? visual.tokens() : model.tokenize(((PromptPart.Text) part).text()).length;
    }

    @Override
    public void close() {
        session.close();
    }
}
