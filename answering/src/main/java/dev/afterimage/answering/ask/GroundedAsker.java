package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.Finding;
import dev.afterimage.answering.evaluate.Support;
import dev.afterimage.answering.evidence.Brightness;
import dev.afterimage.answering.evidence.EvidenceCache;
import dev.afterimage.answering.evidence.StreamEvidence;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.parse.QuestionParser;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.answering.retrieval.StreamIndex;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.memory.prompt.NotesPrompt;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers questions from what is stored. What the evidence decides is computed and worded without the model, at once.
 * What it doesn't is read from the notes by the model: retrieve blocks, load their KV (nothing stored is computed
 * again), decode, cite. What nothing supports is {@link Answer.NotSeen}. Nothing later than the question's moment is
 * looked at.
 */
public final class GroundedAsker extends StreamAsker {

    private static final int CITED_MOMENTS = 4;
    private static final int BLOCKS_EACH = 3;
    private static final Finding NOT_IN_NOTES = new Finding.CannotTell("the notes of this stream tell what was seen and said, where and "
            + "when; "
            + "a pack that looks at the pictures may tell more",
            List.of());

    private final AskSettings settings;
    private final BlockIndex index;
    private final EvidenceCache beside = new EvidenceCache();
    private final NotesReading answering;

    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder) {
        this(store, model, embedder, AskSettings.DEFAULT);
    }

    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, AskSettings settings) {
        this(store, model, embedder, settings, new NotesPrompt(model));
    }

    /** @param prompt the one the blocks were prefilled behind; shared with the write path it is computed once */
    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, AskSettings settings, NotesPrompt prompt) {
        this(store, model, embedder, settings, prompt, InstantSource.system());
    }

    /** @param clock tells what time it is while nobody watches */
    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, AskSettings settings, NotesPrompt prompt,
            InstantSource clock) {
        this(store, model, embedder, settings, prompt, clock, GRAMMAR);
    }

    /** @param parser turns questions into queries */
    public GroundedAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, AskSettings settings, NotesPrompt prompt,
            InstantSource clock, QuestionParser parser) {
        super(store, model, clock, parser);
        this.settings = settings;
        this.index = new BlockIndex(model, embedder);
        this.answering = new NotesReading(new Context(store, model, prompt), model, prompt, settings);
    }

    @Override
    Step begin(Question question, Query query, Moment moment, StopWatch watch, Deadline deadline) {
        Policy policy = question.retrieval().policy().orElse(settings.retrieval().policy());
        StreamIndex.Blocks blocks = index.blocks(store, moment.stream(), moment.now(), policy);
        deadline.check();
        Inquiry inquiry = inquiry(question, query, moment, blocks);
        deadline.check();
        Optional<Finding> decided = inquiry.outside().or(inquiry::unlooked).or(inquiry::decided);
        List<Support> said = NearbySpeech.near(query, decided, inquiry.timeline());
        // A model that was never taught to read what was said is not asked to: what tells all is quoted.
        boolean taught = !said.isEmpty() && model.notSeen().isPresent();
        Optional<Finding> quoted = NearbySpeech.quoted(query, said).or(() -> decided);
        Optional<Finding> removed = inquiry.removed(blocks.keptFrom());
        Optional<Finding> found = quoted.or(() -> far(inquiry, blocks) ? Optional.empty() : removed);
        List<Support> heard = taught && removed.isEmpty() ? said : List.of();
        if (heard.isEmpty() && (found.isPresent() || far(inquiry, blocks))) {
            watch.retrieved();
            Finding finding = found.orElse(NOT_IN_NOTES);
            return new Step(false, inquiry.understood(), onText -> ComputedAnswers.outcome(finding, question.stream(),
                    () -> answering.closest(index.nearest(inquiry.words(), blocks), blocks.entries(), moment.watched(), question.stream()),
                    onText, watch));
        }
        return new Step(true, inquiry.understood(), onText -> {
            deadline.check();
            NotesReading.ReadingTask asked = asked(inquiry, heard, blocks, found.orElse(NOT_IN_NOTES));
            watch.retrieved();
            return answering.read(asked, onText, watch, deadline);
        });
    }

    private Inquiry inquiry(Question question, Query query, Moment moment, StreamIndex.Blocks blocks) {
        StreamEvidence kept = StreamEvidence.inBlocks(blocks.entries(), beside.upTo(store, moment.stream(), moment.now()));
        Timeline timeline = new Timeline(kept.observations(), store.scenes(question.stream(), moment.now()), moment.watched(), moment.now(),
                settings.seenFloor());
        return new Inquiry(question, query, moment, kept, timeline, Brightness.of(store, question.stream()));
    }

    /** Whether no note comes near an open question, so that reading them is of no use. */
    private boolean far(Inquiry inquiry, StreamIndex.Blocks blocks) {
        return !inquiry.question().retrieval().given().isEmpty()
                || index.nearest(inquiry.words(), blocks).cosine() < settings.textFloor();
    }

    private NotesReading.ReadingTask asked(Inquiry inquiry, List<Support> heard, StreamIndex.Blocks blocks, Finding otherwise) {
        String words = inquiry.words();
        RetrievalSettings retrieval = settings.retrieval().asked(inquiry.question().retrieval(), answering.room(words));
        List<Long> given = inquiry.question().retrieval().given();
        BlockIndex.Retrieved retrieved = given.isEmpty()
                ? index.retrieve(words, inquiry.time(), blocks, restingOn(heard, inquiry.timeline()), retrieval)
                : BlockIndex.given(given, blocks, retrieval);
        return new NotesReading.ReadingTask(inquiry.question(), words, inquiry.query().whether(), retrieved, blocks.entries(),
                inquiry.moment().watched(), heard, otherwise);
    }

    /** Numbers of the blocks that tell of what was said near a question. */
    private static Set<Long> restingOn(List<Support> heard, Timeline timeline) {
        Set<Long> blocks = new HashSet<>();
        List<Support> first = heard.stream().limit(CITED_MOMENTS).toList();
        first.forEach(support -> timeline.during(support.span()).stream().limit(BLOCKS_EACH).forEach(moment -> blocks.add(moment.block())));
        timeline.said().stream().filter(said -> first.stream().anyMatch(support -> support.span().overlap(said.span()) > 0))
                .forEach(said -> blocks.add(said.block()));
        return blocks;
    }
}
