package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.Finding;
import dev.afterimage.answering.evidence.Brightness;
import dev.afterimage.answering.evidence.EvidenceCache;
import dev.afterimage.answering.evidence.StreamEvidence;
import dev.afterimage.answering.evidence.Sureness;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.parse.QuestionParser;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.retrieval.StreamIndex;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.evidence.Evidence.Kind;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.memory.prompt.StreamPrompt;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers questions with a model that looked at the frames itself. What the evidence beside its blocks decides is
 * computed, as for packs that read notes; everything else is read by the model from its stored blocks
 * ({@link VisualReading}), with the evidence of the moments it reads as text. Where something was looked for and not
 * found, the model looks as well. Nothing later than the question's moment is looked at.
 */
public final class VisualAsker extends StreamAsker {

    private final VisualSettings settings;
    private final BlockIndex index;
    private final EvidenceCache beside = new EvidenceCache();
    private final VisualReading reading;

    /** @param prompt the one the blocks were prefilled behind; shared with the write path it is computed once */
    public VisualAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, VisualSettings settings, StreamPrompt prompt) {
        this(store, model, embedder, settings, prompt, InstantSource.system());
    }

    /** @param clock tells what time it is while nobody watches */
    public VisualAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, VisualSettings settings, StreamPrompt prompt,
            InstantSource clock) {
        this(store, model, embedder, settings, prompt, clock, GRAMMAR);
    }

    /** @param parser turns questions into queries */
    public VisualAsker(SegmentStore store, LanguageModel model, TextEmbedder embedder, VisualSettings settings, StreamPrompt prompt,
            InstantSource clock, QuestionParser parser) {
        super(store, model, clock, parser);
        this.settings = settings;
        this.index = new BlockIndex(model, embedder);
        this.reading = new VisualReading(store, model, settings, prompt, index);
    }

    @Override
    Step begin(Question question, Query query, Moment moment, StopWatch watch, Deadline deadline) {
        Policy policy = question.retrieval().policy().orElse(settings.retrieval().policy());
        StreamIndex.Blocks blocks = index.blocks(store, moment.stream(), moment.now(), policy);
        deadline.check();
        Inquiry inquiry = inquiry(question, query, moment, blocks);
        Optional<Finding> decided = inquiry.outside().or(() -> nothing(moment, blocks)).or(inquiry::decided);
        Optional<Finding> told = NearbySpeech.quoted(query, NearbySpeech.near(query, decided, inquiry.timeline())).or(() -> decided.filter(
                finding -> last(inquiry, finding))).or(() -> deaf(inquiry));
        told = told.or(() -> inquiry.removed(blocks.keptFrom()).map(gone -> decided.orElse(gone)));
        deadline.check();
        if (told.isPresent()) {
            watch.retrieved();
            Finding finding = told.get();
            return new Step(false, inquiry.understood(),
                    onText -> ComputedAnswers.outcome(finding, question.stream(), List::of, onText, watch));
        }
        return new Step(true, inquiry.understood(), onText -> reading.read(inquiry, blocks, decided, onText, watch, deadline));
    }

    private Inquiry inquiry(Question question, Query query, Moment moment, StreamIndex.Blocks blocks) {
        StreamEvidence kept = StreamEvidence.besideBlocks(blocks.entries(), beside.upTo(store, moment.stream(), moment.now()));
        Timeline timeline = new Timeline(kept.observations(), store.scenes(question.stream(), moment.now()), moment.watched(), moment.now(),
                Sureness.FLOOR);
        return new Inquiry(question, query, moment, kept, timeline, Brightness.of(store, question.stream()));
    }

    private static Optional<Finding> nothing(Moment moment, StreamIndex.Blocks blocks) {
        if (!blocks.entries().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Finding.NotWatched.anything(moment.watched().causes(), moment.now()));
    }

    /**
     * Whether the model has nothing to add. Of 80 kinds of things the detector knows where they were; what it does not
     * know or did not find the model may have seen. What is written it cannot read better than the text reader.
     */
    private static boolean last(Inquiry inquiry, Finding finding) {
        boolean outside = inquiry.outside().isPresent();
        return outside || finding instanceof Finding.Fact || finding instanceof Finding.NotWatched || !inquiry.needs(Kind.OBJECT);
    }

    /** What is said cannot be seen. */
    private static Optional<Finding> deaf(Inquiry inquiry) {
        return inquiry.unkept().contains(Kind.SPEECH) ? Optional.of(inquiry.cannotTell(Set.of(Kind.SPEECH))) : Optional.empty();
    }
}
