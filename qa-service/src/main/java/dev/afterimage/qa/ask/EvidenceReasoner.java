package dev.afterimage.qa.ask;

import dev.afterimage.core.Evidence;
import dev.afterimage.memory.evidence.TextRun;
import dev.afterimage.memory.evidence.Timeline;
import dev.afterimage.memory.question.QuestionForm;
import dev.afterimage.memory.question.QuestionForm.Ask;
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
        QuestionForm form = ask(asked);
        Inquiry inquiry = new Inquiry(form, timeline);
        SpeechAnswers speech = new SpeechAnswers(inquiry);
        Finding found = speech.find().or(() -> missing(inquiry)).orElseGet(() -> answer(inquiry));
        return found instanceof Finding.Unseen unseen ? speech.orSaid(unseen) : found;
    }

    /** An elliptical {@code cars at 00:10?} without a question before it asks how many; {@code first car?} asks when. */
    private static QuestionForm ask(QuestionForm form) {
        if (form.ask() != Ask.OTHER || form.subject().map(s -> s.kind() == Subject.Kind.UNKNOWN).orElse(true)) {
            return form;
        }
        Ask ask = form.occurrence() != 0 ? Ask.WHEN : form.time().momentary() ? Ask.HOW_MANY : Ask.EXISTS;
        return new QuestionForm(form.text(), ask, form.subjects(), form.amount(), form.occurrence(), form.visits(), form.aspect(), form.place(), form.literal(),
                form.unsupported(), false, form.total(), false, form.time());
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
        if (form.subject().map(s -> s.kind() == Subject.Kind.UNKNOWN).orElse(false)) {
            return Optional.of(form.ask() == Ask.WHAT || form.ask() == Ask.OTHER ? new Finding.Open() : unknown(inquiry));
        }
        if (form.subject().map(s -> s.kind() == Subject.Kind.THINGS).orElse(false) && form.ask() != Ask.WHICH_FIRST
                && form.ask() != Ask.WRITING && !form.amount().none()) {
            List<Subject> never = form.subjects().stream().filter(one -> neverSeen(inquiry, one)).toList();
            if (inquiry.either() ? never.size() == form.subjects().size() : !never.isEmpty()) {
                return Optional.of(new Finding.Unseen("no " + never.get(0).singular() + " was seen" + bound, inquiry.closest()));
            }
        }
        return Optional.empty();
    }

    private static boolean neverSeen(Inquiry inquiry, Subject one) {
        var track = inquiry.timeline.counts(moment -> moment.evidence().stream().filter(e -> one.matches(e.label())).mapToInt(Evidence::count).sum());
        return track.credible(track.visits()).isEmpty();
    }

    /** Words that are no detector class may still stand written in the picture. */
    private static Finding unknown(Inquiry inquiry) {
        String words = inquiry.form.subject().orElseThrow().singular();
        List<Support> shown = TextRun.of(inquiry.timeline).stream().filter(text -> text.shows(words)).map(Support::of).toList();
        if (!shown.isEmpty() && inquiry.form.ask() == Ask.WHEN) {
            return new Finding.Fact("The text \"" + shown.get(0).note() + "\" was there " + Phrases.fromTo(shown.get(0).span()) + ".", shown);
        }
        return new Finding.Unseen("no " + words + " was seen up to " + Clock.text(inquiry.now()), shown);
    }

    private static Finding answer(Inquiry inquiry) {
        boolean writing = inquiry.form.subject().map(s -> s.kind() == Subject.Kind.WRITING).orElse(false);
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
            case WHICH_FIRST -> new TimeAnswers(inquiry).whichFirst();
            case HOW_MANY -> new CountAnswers(inquiry).howMany();
            case WHERE -> new SceneAnswers(inquiry).where();
            default -> new CountAnswers(inquiry).exists();
        };
    }
}
