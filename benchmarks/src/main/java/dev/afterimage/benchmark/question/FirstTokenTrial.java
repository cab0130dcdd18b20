package dev.afterimage.benchmark.question;

import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.answering.retrieval.StreamIndex;
import dev.afterimage.answering.time.TimeExpressions;
import dev.afterimage.benchmark.report.Clock;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.encoder.note.NoteWriter;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.model.Generation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** One question up to its first token, answered from stored KV or by prefilling the same notes again, in the same layout. */
final class FirstTokenTrial {

    static final String RETRIEVE = "retrieve";
    static final String READ = "read+decode";
    static final String APPEND = "rotate+append";
    static final String QUESTION = "question";
    static final String PREFILL = "prefill notes+question";
    static final String FIRST = "first token";

    private final LanguageModel model;
    private final NotesPrompt prompt;
    private final StreamId stream;
    private final String question;
    private final Clock clock;
    private final RetrievalSettings retrieval;
    private final BlockIndex index;

    FirstTokenTrial(LanguageModel model, NotesPrompt prompt, TextEmbedder embedder, StreamId stream, String question,
            RetrievalSettings retrieval, Clock clock) {
        this.model = model;
        this.prompt = prompt;
        this.stream = stream;
        this.question = question;
        this.clock = clock;
        this.retrieval = retrieval;
        this.index = new BlockIndex(model, embedder);
    }

    /** @param tokens of the notes in the context */
    record Outcome(Stages stages, int blocks, int tokens, int firstToken) { }

    Outcome loaded(SegmentStore store) {
        Stages stages = new Stages(clock);
        List<BlockEntry> blocks = retrieve(store);
        stages.end(RETRIEVE);
        PromptPart asked = prompt.question(question);
        try (LanguageSession session = session(blocks, asked)) {
            stages.end(APPEND);
            for (BlockEntry block : blocks) {
                KeyValues keyValues = store.read(stream, block.number()).keyValues();
                stages.end(READ);
                session.append(keyValues);
                stages.end(APPEND);
            }
            session.read(asked);
            stages.end(QUESTION);
            int first = Generation.best(session.logits());
            stages.end(FIRST);
            return new Outcome(stages, blocks.size(), tokens(blocks), first);
        }
    }

    /** The rival's best case: the texts are at hand in the index, and all is read in one go. */
    Outcome prefilledAgain(SegmentStore store) {
        Stages stages = new Stages(clock);
        List<BlockEntry> blocks = retrieve(store);
        stages.end(RETRIEVE);
        PromptPart.Text asked = (PromptPart.Text) prompt.question(question);
        try (LanguageSession session = session(blocks, asked)) {
            IntStream notes = blocks.stream().flatMapToInt(block -> Arrays.stream(model.tokenize(text(block))));
            session.read(new PromptPart.Tokens(IntStream.concat(notes, Arrays.stream(model.tokenize(asked.text()))).toArray()));
            stages.end(PREFILL);
            int first = Generation.best(session.logits());
            stages.end(FIRST);
            return new Outcome(stages, blocks.size(), tokens(blocks), first);
        }
    }

    private List<BlockEntry> retrieve(SegmentStore store) {
        StreamInfo info = store.stream(stream).orElseThrow();
        StreamIndex.Blocks blocks = index.blocks(store, info, info.lastSeconds(), retrieval.policy());
        return index.retrieve(question, TimeExpressions.find(question, info.lastSeconds()), blocks, Set.of(), retrieval).blocks();
    }

    /** Holds the pinned prompt already, which both ways load. */
    private LanguageSession session(List<BlockEntry> blocks, PromptPart asked) {
        KeyValues pinned = prompt.pinnedKeyValues();
        LanguageSession session = model.newSession(pinned.tokens() + tokens(blocks) + model.tokenize(((PromptPart.Text) asked).text())
                .length + 1);
        session.append(pinned);
        return session;
    }

    private static int tokens(List<BlockEntry> blocks) {
        return blocks.stream().mapToInt(BlockEntry::tokens).sum();
    }

    private static String text(BlockEntry block) {
        return NoteWriter.time(block.seconds()) + " " + block.note() + "\n";
    }
}
