package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.ClassesLookedFor;
import dev.afterimage.answering.evaluate.Evaluator;
import dev.afterimage.answering.evaluate.RequiredEvidence;
import dev.afterimage.answering.evaluate.Finding;
import dev.afterimage.answering.evaluate.ObservedStream;
import dev.afterimage.answering.evaluate.PartlyLookedFor;
import dev.afterimage.answering.evidence.Brightness;
import dev.afterimage.answering.evidence.StreamEvidence;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.form.QuestionForm;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QueryDocument;
import dev.afterimage.answering.query.QuerySentence;
import dev.afterimage.answering.time.TimeExpressions;
import dev.afterimage.answering.time.TimeReference;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Understood;
import dev.afterimage.core.evidence.Evidence.Kind;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A question as it was understood, and what was observed up to its moment: the same for every pack. */
final class Inquiry {

    private static final Map<Kind, String> NOT_LOOKED_FOR = Map.of(
            Kind.OBJECT, "objects were not detected in all of this stream: the object detector was switched off",
            Kind.TEXT, "what is written was not read in all of this stream: the text reader was switched off",
            Kind.SPEECH, "what is said was not written down in all of this stream: it has no sound, the speech reader was switched off, or"
                    + " no speech pack is installed");

    /** Frames show their times as a clock shows them. */
    private static final Pattern MOMENT = Pattern.compile("at (\\d{1,9}(?:\\.\\d{1,9})?) seconds");

    private final Question question;
    private final Query query;
    private final StreamAsker.Moment moment;
    private final StreamEvidence kept;
    private final Timeline timeline;
    private final Evaluator evaluator;

    Inquiry(Question question, Query query, StreamAsker.Moment moment, StreamEvidence kept, Timeline timeline, Brightness pictures) {
        this.question = question;
        this.query = query;
        this.moment = moment;
        this.kept = kept;
        this.timeline = timeline;
        StreamInfo stream = moment.stream();
        this.evaluator = new Evaluator(new ObservedStream(timeline, stream.started(), stream.dated(), ZoneId.systemDefault(),
                stream.live() || question.at().isPresent(), pictures));
    }

    Question question() {
        return question;
    }

    StreamId stream() {
        return question.stream();
    }

    Query query() {
        return query;
    }

    StreamAsker.Moment moment() {
        return moment;
    }

    Timeline timeline() {
        return timeline;
    }

    StreamEvidence kept() {
        return kept;
    }

    /** How it was understood; empty where the model reads it as it was asked. */
    Optional<Understood> understood() {
        return query.computable() ? Optional.of(new Understood(QuerySentence.of(query), QueryDocument.of(query))) : Optional.empty();
    }

    /** The kinds of evidence that would decide it and were not looked for. */
    Set<Kind> unkept() {
        Set<Kind> missing = EnumSet.noneOf(Kind.class);
        if (query.computable()) {
            missing.addAll(RequiredEvidence.of(query));
            missing.removeAll(kept.looked());
        }
        return missing;
    }

    /** Whether evidence of this kind has a part in deciding it. */
    boolean needs(Kind kind) {
        return !query.computable() || RequiredEvidence.of(query).contains(kind);
    }

    /** Names the readers that would tell. */
    Finding cannotTell(Set<Kind> unkept) {
        return new Finding.CannotTell(String.join("; ", unkept.stream().sorted().map(NOT_LOOKED_FOR::get).toList()), List.of());
    }

    /** What the evidence says; empty for an open question, and where what would decide it was not looked for. */
    Optional<Finding> decided() {
        if (!query.computable() || unlooked().isPresent()) {
            return Optional.empty();
        }
        Finding evaluated = evaluator.evaluate(query);
        Set<Kind> unkept = unkept();
        Finding found = unkept.isEmpty() || PartlyLookedFor.stands(evaluated, query) ? evaluated : cannotTell(unkept);
        return Optional.of(kept.classes().map(classes -> new ClassesLookedFor(classes).qualified(found, query)).orElse(found));
    }

    /** Where speech was heard in a part of the stream, that part may tell. */
    private boolean heard(Set<Kind> unkept) {
        return unkept.equals(Set.of(Kind.SPEECH)) && !timeline.said().isEmpty();
    }

    /** That what would decide it was not looked for; empty for an open question. */
    Optional<Finding> unlooked() {
        Set<Kind> unkept = unkept();
        if (!unkept.isEmpty() && !heard(unkept)) {
            return Optional.of(cannotTell(unkept));
        }
        return query.computable() ? kept.classes().flatMap(classes -> new ClassesLookedFor(classes).unlooked(query)) : Optional.empty();
    }

    /**
     * That what a model would read is gone, where that is so for all of the time asked about.
     *
     * @param from time from which on blocks can be read
     */
    Optional<Finding> removed(double from) {
        TimeReference time = time();
        boolean gone = from > moment.now() || time.bounded() && time.span().end() < from;
        return gone ? Optional.of(new Finding.CannotTell(from > moment.now() ? "the pictures of this stream have been removed to save space"
                : "the pictures before " + Clock.text(from) + " have been removed to save space; only what was noted of them is left",
                List.of())) : Optional.empty();
    }

    /** What there is to say of its time whatever was seen: that it is still to come, or that nobody watched. */
    Optional<Finding> outside() {
        if (query.computable()) {
            return evaluator.outside(query);
        }
        TimeReference time = TimeExpressions.find(form().stem(), moment.now());
        if (time.future()) {
            return Optional.of(Unwatched.future(time.span().start(), moment.now()));
        }
        return time.bounded() ? moment.watched().hiding(time.span()).<Finding>map(gap ->
                new Finding.NotWatched(moment.watched().causes(gap))) : Optional.empty();
    }

    /** Its words for a model that reads it, and for retrieval: of an open query its own, else those of a sentence that stands alone. */
    String words() {
        return query instanceof Query.Open open ? open.question() : question.earlier().isEmpty() ? form().stem()
                : MOMENT.matcher(QuerySentence.of(query)).replaceAll(found -> "at " + Clock.text(Double.parseDouble(found.group(1))));
    }

    /** The form in which it was asked. */
    QuestionForm form() {
        return QuestionForm.of(question.text());
    }

    /** The time that it names. */
    TimeReference time() {
        Optional<TimeReference> placed = query.computable() && unlooked().isEmpty() || query.computable()
                && RequiredEvidence.timedByClock(query)
                ? evaluator.time(query) : Optional.empty();
        return query.computable() ? placed.orElseGet(() -> TimeExpressions.find("", moment.now()))
                : TimeExpressions.find(words(), moment.now());
    }

    /** Gaps that take a part of the time asked about. */
    List<Gap> missing() {
        TimeReference time = time();
        return time.momentary() ? List.of() : moment.watched().missing(time.span());
    }
}
