package dev.afterimage.benchmark.worlds;

import dev.afterimage.answering.ask.AskSettings;
import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Parts;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.store.StoreIdentity;
import dev.afterimage.store.codec.KvForm;
import dev.afterimage.worlds.World;
import dev.afterimage.worlds.WorldFrames;
import dev.afterimage.worlds.WorldQuestion;
import java.time.Instant;
import java.util.List;

/** Worlds as streams of one real store, prefilled and stored as the write path does it, and asked by the product's own asker. */
final class WorldStore implements AutoCloseable {

    private final TemporaryDirectory directory = new TemporaryDirectory();
    private final LanguageModel model;
    private final TextEmbedder embedder;
    private final NotesPrompt prompt;
    private final SegmentStore store;
    private final Asker asker;

    WorldStore(LanguageModel model, TextEmbedder embedder, AskSettings settings) {
        this.model = model;
        this.embedder = embedder;
        this.prompt = new NotesPrompt(model);
        this.store = Parts.store(directory.path(),
                new StoreIdentity(model.name(), model.identity(), "worlds/" + prompt.version(), model.layout()), true);
        this.asker = Parts.notesAsker(store, model, embedder, settings, prompt);
    }

    void add(World world) {
        add(world.stream(), WorldFrames.withSpeech(world), world.length);
        world.scenes().forEach(store::putScene);
    }

    /** @param last the newest frame's time, seconds */
    void add(StreamId stream, List<EncodedFrame> frames, double last) {
        store.putStream(StreamInfo.begun(new SourceSettings(stream, "synthetic", 1 / World.SAMPLE, SourceSettings.Pace.ASAP, false,
                ReadingSettings.DEFAULT), Instant.EPOCH));
        try (BlockPrefiller prefiller = new BlockPrefiller(model, prompt, embedder, model.windowTokens(), KvForm.FP16)) {
            frames.forEach(frame -> prefiller.prefill(frame).ifPresent(store::commit));
        }
        store.putFrame(stream, Math.round(last / World.SAMPLE), new Thumbnail(last, new byte[] {1}));
    }

    /** Gives a stream's space back. */
    void remove(StreamId stream) {
        store.deleteStream(stream);
    }

    Reply ask(StreamId stream, WorldQuestion asked) {
        return asker.ask(new Question(stream, asked.text(), asked.at(), asked.earlier().stream()
                .map(text -> new LanguageModel.Message("user", text)).toList()), piece -> { });
    }

    @Override
    public void close() {
        store.close();
        directory.close();
    }
}
