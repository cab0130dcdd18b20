package dev.afterimage.qa.ask;

import dev.afterimage.core.Evidence;
import dev.afterimage.memory.evidence.Timeline;
import dev.afterimage.memory.question.Clause;
import dev.afterimage.memory.question.QuestionForm;
import dev.afterimage.memory.question.QuestionForm.Ask;
import dev.afterimage.memory.question.QuestionForm.Aspect;
import dev.afterimage.memory.question.Subject;
import dev.afterimage.memory.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Computes the answer to a question from the evidence where the evidence decides it. */
final class EvidenceReasoner {

    private static final Pattern THE_STREAM = Pattern.compile("\\b(?:video|clip|recording|stream|footage|film)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern WHO = Pattern.compile("\\bwhom?\\b", Pattern.CASE_INSENSITIVE);

    private EvidenceReasoner() { }

    static Finding find(QuestionForm asked, Timeline timeline) {
        if (timeline.moments().isEmpty()) {
            return new Finding.Unseen("nothing was watched up to " + Clock.text(timeline.until()), List.of());
        }
        if (asked.time().future()) {
            return new Finding.Unseen(Clock.text(asked.time().span().start()) + " lies after " + Clock.text(timeline.until()) + ", the last moment there is", List.of());
        }
        return asked.clause().map(clause -> bound(asked, clause, timeline)).orElseGet(() -> plain(ask(asked), timeline));
    }

    /** A question bound to an event: of several stretches the event may mean, the first in which there is something to tell. */
    private static Finding bound(QuestionForm asked, Clause clause, Timeline timeline) {
        List<QuestionForm> bound = new Anchors(timeline).bound(asked, clause);
        if (bound.isEmpty()) {
            String anchor = clause.anchor().subject().map(Subject::singular).orElse("text");
            return new Finding.Unseen("no " + anchor + " was seen up to " + Clock.text(timeline.until()), List.of());
        }
        List<Finding> found = bound.stream().map(form -> nextTo(form, clause, timeline).orElseGet(() -> plain(ask(form), timeline))).toList();
        return found.stream().filter(finding -> finding instanceof Finding.Fact fact && !fact.phrasings().get(0).matches("(?:No|0|Nothing)\\b.*")).findFirst()
                .orElse(found.get(0));
    }

    /** {@code What came after the dog?} */
    private static Optional<Finding> nextTo(QuestionForm form, Clause clause, Timeline timeline) {
        boolean after = clause.relation() == Clause.Relation.AFTER;
        boolean next = (after || clause.relation() == Clause.Relation.BEFORE) && form.ask() == Ask.WHAT && form.aspect() == Aspect.APPEARS
                && !timeline.visits().isEmpty();
        return next ? Optional.of(new VisitAnswers(new Inquiry(form, timeline)).next(after)) : Optional.empty();
    }

    private static Finding plain(QuestionForm form, Timeline timeline) {
        Inquiry inquiry = new Inquiry(form, timeline);
        SpeechAnswers speech = new SpeechAnswers(inquiry);
        Optional<Finding> asked = speech.find();
        Finding found = asked.or(() -> missing(inquiry)).orElseGet(() -> answer(inquiry));
        Finding spoken = found instanceof Finding.Unseen unseen ? speech.orSaid(unseen) : found;
        return asked.isEmpty() ? speech.told(spoken, found instanceof Finding.Fact) : spoken;
    }

    /** An elliptical {@code cars at 00:10?} without a question before it asks how many; {@code first car?} asks when. */
    private static QuestionForm ask(QuestionForm form) {
        if (form.ask() != Ask.OTHER || form.subject().map(s -> s.kind() == Subject.Kind.UNKNOWN).orElse(true)) {
            return form;
        }
        Ask ask = form.occurrence() != 0 ? Ask.WHEN : form.time().momentary() ? Ask.HOW_MANY : Ask.EXISTS;
        return form.asking(ask);
    }

    /** What can't be answered because nothing of the kind was ever seen. */
    private static Optional<Finding> missing(Inquiry inquiry) {
        QuestionForm form = inquiry.form;
        String bound = " up to " + Clock.text(inquiry.now());
        if (form.unsupported().isPresent()) {
            return Optional.of(new Finding.Unseen("the notes tell what was seen, when and where, but nothing of '" + form.unsupported().get() + "'", inquiry.closest()));
        }
        if (form.ask() == Ask.HOW_LONG && THE_STREAM.matcher(form.text()).find() && form.subjects().stream().allMatch(s -> s.kind() == Subject.Kind.UNKNOWN)) {
            return Optional.of(new SceneAnswers(inquiry).length());
        }
        if (form.ask() == Ask.SCENES) {
            return Optional.of(new SceneAnswers(inquiry).changes());
        }
        if (form.comparison()) {
            return Optional.empty();
        }
        if (form.subject().map(s -> s.kind() == Subject.Kind.UNKNOWN).orElse(false)) {
            return Optional.of(form.ask() == Ask.WHAT || form.ask() == Ask.OTHER ? new Finding.Open() : unknown(inquiry));
        }
        if (form.subject().map(s -> s.kind() == Subject.Kind.THINGS).orElse(false) && form.ask() != Ask.WHICH_FIRST
                && form.ask() != Ask.WRITING && !form.amount().none()) {
            List<Subject> never = form.subjects().stream().filter(one -> neverSeen(inquiry, one)).toList();
            if (inquiry.either() ? never.size() == form.subjects().size() : !never.isEmpty()) {
                Optional<Finding> written = never.size() == form.subjects().size() ? new WrittenAnswers(inquiry).find() : Optional.empty();
                return written.isPresent() ? written : Optional.of(new Finding.Unseen("no " + never.get(0).singular() + " was seen" + bound, inquiry.closest()));
            }
            if (form.colour().isPresent() && form.ask() != Ask.COLOUR && inquiry.track.most() == 0) {
                return Optional.of(uncoloured(inquiry));
            }
        }
        return Optional.empty();
    }

    /** Things of the kind were seen, but none surely of the colour. */
    private static Finding uncoloured(Inquiry inquiry) {
        List<Support> closest = inquiry.believed().stream().filter(visit -> inquiry.subject.matches(visit.label())).map(visit -> inquiry.support(visit.run())).toList();
        return new Finding.Unseen("no " + inquiry.form.colour().orElseThrow() + " " + inquiry.subject.singular() + " was made out up to "
                + Clock.text(inquiry.now()), closest);
    }

    private static boolean neverSeen(Inquiry inquiry, Subject one) {
        var track = inquiry.timeline.counts(evidence -> evidence.kind() == Evidence.Kind.OBJECT && one.matches(evidence.label()), Evidence::count);
        return track.credible(track.visits()).isEmpty();
    }

    /** Words that are no detector class may still stand written in the picture. */
    private static Finding unknown(Inquiry inquiry) {
        WrittenAnswers written = new WrittenAnswers(inquiry);
        return written.find().orElseGet(() -> new Finding.Unseen("no " + inquiry.form.subject().orElseThrow().singular() + " was seen up to " + Clock.text(inquiry.now()),
                written.closest()));
    }

    private static Finding answer(Inquiry inquiry) {
        boolean writing = !inquiry.form.comparison() && inquiry.form.subject().map(s -> s.kind() == Subject.Kind.WRITING).orElse(false);
        if (writing || inquiry.form.ask() == Ask.WRITING) {
            return new SceneAnswers(inquiry).writing();
        }
        return switch (inquiry.form.ask()) {
            case WHAT -> inquiry.form.subjects().isEmpty() || inquiry.subject.labels().size() != 1 || inquiry.form.time().bounded() || WHO.matcher(inquiry.form.text()).find()
                    ? new SceneAnswers(inquiry).what() : new Finding.Open();
            case OTHER -> new Finding.Open();
            default -> inquiry.form.subjects().isEmpty() ? new Finding.Open() : aboutSubject(inquiry);
        };
    }

    private static Finding aboutSubject(Inquiry inquiry) {
        return switch (inquiry.form.ask()) {
            case WHEN -> new TimeAnswers(inquiry).when();
            case HOW_LONG -> new TimeAnswers(inquiry).howLong();
            case HOW_OFTEN -> new TimeAnswers(inquiry).howOften();
            case WHICH_FIRST -> inquiry.form.comparison() ? new OrderAnswers(inquiry).whichFirst() : new TimeAnswers(inquiry).when();
            case HOW_MANY -> new CountAnswers(inquiry).howMany();
            case WHERE -> new SceneAnswers(inquiry).where();
            case SIDE -> new VisitAnswers(inquiry).side();
            case COLOUR -> new VisitAnswers(inquiry).colour();
            default -> new CountAnswers(inquiry).exists();
        };
    }
}
