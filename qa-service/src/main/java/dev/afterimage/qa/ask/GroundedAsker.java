package dev.afterimage.qa.ask;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.Answer;
import dev.afterimage.core.Asker;
import dev.afterimage.core.BlockEntry;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.Question;
import dev.afterimage.core.Reply;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamInfo;
import dev.afterimage.core.TextEmbedder;
import dev.afterimage.memory.evidence.Timeline;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.memory.question.QuestionForm;
import dev.afterimage.memory.question.QuestionReader;
import dev.afterimage.memory.retrieval.BlockIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Answers questions from what is stored, in five stages: resolve the stream and the moment, retrieve blocks, load their KV (nothing stored is
 * computed anew), decode, cite. What the evidence decides is computed, and the model only words it; what it doesn't is read from the notes
 * by the model; what nothing supports is {@link Answer.NotSeen}. Nothing later than the question's moment is looked at.
 */
public final class GroundedAsker implements Asker {

    private static final int CITED_MOMENTS = 4;
    private static final int BLOCKS_EACH = 3;

    private final SegmentStore store;
    private final LanguageModel model;
    private final BlockIndex index;
    private final Answering answering;
    private final double seenFloor;

    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder) {
        this(store, model, embedder, AskSettings.DEFAULT);
    }

    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, AskSettings settings) {
        this(store, model, embedder, settings, new NotesPrompt(model));
    }

    /** @param prompt the one the blocks were prefilled behind; shared with the write path it is computed once */
    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, AskSettings settings, NotesPrompt prompt) {
        this.store = store;
        this.model = model;
        this.seenFloor = settings.seenFloor();
        this.index = new BlockIndex(model, embedder, settings.retrieval());
        this.answering = new Answering(store, model, prompt, settings);
    }

    @Override
    public Reply ask(Question question, Consumer<String> onText) {
        StopWatch watch = new StopWatch();
        StreamInfo stream = store.stream(question.stream()).orElseThrow(() -> new AfterimageException(ErrorCode.STREAM_UNKNOWN,
                "there is no stream '" + question.stream() + "'", "list the streams there are with: afterimage streams list"));
        double last = Math.max(0, stream.lastSeconds());
        double now = Math.min(question.at().orElse(last), last);
        try {
            return answer(question, now, onText, watch);
        } catch (AfterimageException failure) {
            return new Reply(new Answer.Failed(failure.code(), failure.line()), new Reply.Usage(0, 0, 0, 0), watch.timings(), model.name(), now);
        }
    }

    private Reply answer(Question question, double now, Consumer<String> onText, StopWatch watch) {
        List<BlockEntry> entries = store.entries(question.stream(), 0, now);
        QuestionForm form = QuestionReader.read(question.text(), NotesPrompt.earlierQuestions(question.earlier()), now);
        Timeline timeline = new Timeline(entries, store.scenes(question.stream(), now), now, seenFloor);
        Finding finding = EvidenceReasoner.find(form, timeline);
        BlockIndex.Retrieved retrieved = index.retrieve(question.text(), form.time(), entries, restingOn(finding, timeline));
        watch.retrieved();
        Answering.Outcome outcome = answering.answer(question, finding, retrieved, entries, onText, watch);
        return new Reply(outcome.answer(), outcome.usage(), watch.timings(), model.name(), now);
    }

    /** Numbers of the blocks that hold in the stretches a finding rests on. */
    private static Set<Long> restingOn(Finding finding, Timeline timeline) {
        List<Support> supports = finding instanceof Finding.Fact fact ? fact.supports() : List.of();
        Set<Long> blocks = new HashSet<>();
        supports.stream().limit(CITED_MOMENTS).forEach(support ->
                timeline.during(support.span()).stream().limit(BLOCKS_EACH).forEach(moment -> blocks.add(moment.block())));
        timeline.said().stream().filter(said -> supports.stream().limit(CITED_MOMENTS).anyMatch(support -> support.span().overlap(said.span()) > 0))
                .forEach(said -> blocks.add(said.block()));
        return blocks;
    }
}
