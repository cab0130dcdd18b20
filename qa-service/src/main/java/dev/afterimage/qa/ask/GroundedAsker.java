package dev.afterimage.qa.ask;

import dev.afterimage.core.Answer;
import dev.afterimage.core.LanguageModel;
import dev.afterimage.core.Question;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.TextEmbedder;
import dev.afterimage.memory.evidence.Timeline;
import dev.afterimage.memory.prompt.NotesPrompt;
import dev.afterimage.memory.question.FollowUp;
import dev.afterimage.memory.question.QuestionForm;
import dev.afterimage.memory.question.QuestionReader;
import dev.afterimage.memory.retrieval.BlockIndex;
import dev.afterimage.memory.retrieval.RetrievalSettings;
import dev.afterimage.memory.retrieval.StreamIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Answers questions from what is stored, in five stages: resolve the stream and the moment, retrieve blocks, load their KV (nothing stored is
 * computed anew), decode, cite. What the evidence decides is computed, and the model only words it; what it doesn't is read from the notes
 * by the model; what nothing supports is {@link Answer.NotSeen}. Nothing later than the question's moment is looked at.
 */
public final class GroundedAsker extends StreamAsker {

    private static final int CITED_MOMENTS = 4;
    private static final int BLOCKS_EACH = 3;

    private final AskSettings settings;
    private final BlockIndex index;
    private final Answering answering;

    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder) {
        this(store, model, embedder, AskSettings.DEFAULT);
    }

    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, AskSettings settings) {
        this(store, model, embedder, settings, new NotesPrompt(model));
    }

    /** @param prompt the one the blocks were prefilled behind; shared with the write path it is computed once */
    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, AskSettings settings, NotesPrompt prompt) {
        super(store, model);
        this.settings = settings;
        this.index = new BlockIndex(model, embedder);
        this.answering = new Answering(new Context(store, model, prompt), model, prompt, settings);
    }

    @Override
    Outcome answer(Question question, Moment moment, Consumer<String> onText, StopWatch watch) {
        RetrievalSettings retrieval = settings.retrieval().asked(question.retrieval(), answering.room(question.text()));
        StreamIndex.Blocks blocks = index.blocks(store, moment.stream(), moment.now(), retrieval.policy());
        List<String> earlier = NotesPrompt.earlierQuestions(question.earlier());
        QuestionForm form = QuestionReader.read(question.text(), earlier, moment.now());
        Timeline timeline = new Timeline(blocks.entries(), store.scenes(question.stream(), moment.now()), moment.now(), settings.seenFloor());
        Finding finding = EvidenceReasoner.find(form, timeline);
        List<Long> given = question.retrieval().given();
        BlockIndex.Retrieved retrieved = given.isEmpty() ? index.retrieve(question.text(), form.time(), blocks, restingOn(finding, timeline), retrieval)
                : BlockIndex.given(given, blocks, retrieval);
        watch.retrieved();
        Answering.Asked asked = new Answering.Asked(question, FollowUp.resolved(question.text(), earlier, moment.now()), retrieved, blocks.entries());
        return answering.answer(asked, finding, onText, watch);
    }

    /** Numbers of the blocks that hold in the stretches a finding rests on. */
    private static Set<Long> restingOn(Finding finding, Timeline timeline) {
        List<Support> supports = finding instanceof Finding.Fact fact ? fact.supports() : finding instanceof Finding.Told told ? told.near() : List.of();
        Set<Long> blocks = new HashSet<>();
        supports.stream().limit(CITED_MOMENTS).forEach(support ->
                timeline.during(support.span()).stream().limit(BLOCKS_EACH).forEach(moment -> blocks.add(moment.block())));
        timeline.said().stream().filter(said -> supports.stream().limit(CITED_MOMENTS).anyMatch(support -> support.span().overlap(said.span()) > 0))
                .forEach(said -> blocks.add(said.block()));
        return blocks;
    }
}
