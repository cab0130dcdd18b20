package dev.afterimage.qa.ask;

import dev.afterimage.memory.evidence.Said;
import dev.afterimage.memory.question.QuestionForm;
import dev.afterimage.memory.question.QuestionForm.Ask;
import dev.afterimage.memory.question.SpeechQuestion;
import dev.afterimage.memory.time.Clock;
import dev.afterimage.memory.time.TimeReference.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What was said, when, and whether: answers quote, and never say more than was heard. */
final class SpeechAnswers {

    private static final int LEAST_WORDS = 2;
    private static final int MOST_CITED = 8;
    private static final Pattern NOTHING = Pattern.compile("^(?:No|0|Nothing)\\b");

    private final Inquiry inquiry;
    private final QuestionForm form;
    private final SpeechQuestion question;

    SpeechAnswers(Inquiry inquiry) {
        this.inquiry = inquiry;
        this.form = inquiry.form;
        this.question = SpeechQuestion.of(form.time().question());
    }

    /** The answer to a question about speech; empty for a question about the picture. */
    Optional<Finding> find() {
        if (!question.asked() || inquiry.timeline.said().isEmpty() && form.unsupported().isPresent()) {
            return Optional.empty();
        }
        List<Said> heard = inquiry.timeline.said().stream().filter(this::inTime).toList();
        List<Said> meant = nearest(heard);
        return Optional.of(meant.isEmpty() ? unheard(heard) : answer(meant));
    }

    private boolean inTime(Said said) {
        return !form.time().bounded() || said.span().overlap(inquiry.window()) > 0;
    }

    /** Those that hold most of the question's words; all when it names none. */
    private List<Said> nearest(List<Said> heard) {
        if (question.topic().isEmpty()) {
            return heard;
        }
        int most = heard.stream().mapToInt(said -> said.holds(question.topic())).max().orElse(0);
        return most == 0 ? List.of() : heard.stream().filter(said -> said.holds(question.topic()) == most).toList();
    }

    private Finding unheard(List<Said> heard) {
        String when = form.time().bounded() ? Phrases.when(inquiry.window(), form.time().momentary()) : "up to " + Clock.text(inquiry.now());
        String what = heard.isEmpty() || question.topic().isEmpty() ? "nothing was heard " : "nothing of the kind was said ";
        return new Finding.Unseen(what + when, supports(heard));
    }

    private Finding answer(List<Said> meant) {
        if (question.who()) {
            return new Finding.Unseen("the notes tell what was said, not by whom", supports(meant));
        }
        List<Said> told = form.first() ? meant.subList(0, 1) : form.last() ? meant.subList(meant.size() - 1, meant.size()) : meant;
        return switch (form.ask()) {
            case WHEN -> new Finding.Fact(Phrases.capital(Phrases.list(told.stream().map(said -> Phrases.fromTo(said.span())).distinct().toList())) + ".", supports(told));
            case EXISTS -> new Finding.Fact("Yes, " + Phrases.fromTo(told.get(0).span()) + ": " + quoted(told.get(0)) + ".", supports(told));
            case HOW_MANY, HOW_OFTEN -> new Finding.Fact(told.size() + (told.size() == 1 ? " time, at " : " times, at ")
                    + Phrases.list(told.stream().map(said -> Clock.text(said.span().start())).toList()) + ".", supports(told));
            case HOW_LONG -> new Finding.Fact("About " + Clock.length(told.stream().mapToDouble(said -> said.span().length()).sum()) + ", "
                    + Phrases.list(told.stream().map(said -> Phrases.fromTo(said.span())).toList()) + ".", supports(told));
            default -> new Finding.Fact(Phrases.list(told.stream().map(SpeechAnswers::quoted).distinct().toList()) + ".", supports(told));
        };
    }

    /**
     * For a question that the picture does not decide, or decides with "nothing" or "somebody": where something was said that shares words with it, the
     * answer may lie there. What was said before may hold now.
     *
     * @param seen whether {@code otherwise} was computed from the picture
     */
    Finding told(Finding otherwise, boolean seen) {
        // Of a follow-up its own words, where it has any: the rest of its form may be the earlier question's.
        Set<String> own = SpeechQuestion.of(form.text()).topic();
        Set<String> topic = own.isEmpty() ? question.topic() : own;
        int least = seen ? LEAST_WORDS : 1;
        boolean open = !seen || question.who() || otherwise instanceof Finding.Fact fact && NOTHING.matcher(fact.phrasings().get(0)).find();
        List<Said> near = inquiry.timeline.said().stream().filter(said -> form.time().kind() == Kind.NOW || inTime(said)).filter(said -> said.holds(topic) >= least)
                .sorted(Comparator.comparingInt((Said said) -> said.holds(topic)).thenComparingDouble(said -> said.span().start()).reversed()).toList();
        return open && !near.isEmpty() && form.ask() != Ask.EXISTS ? new Finding.Told(supports(near), otherwise) : otherwise;
    }

    private static String quoted(Said said) {
        return "\"" + said.text().replace('"', '\'').replaceAll("[.\\s]+$", "") + "\"";
    }

    private static List<Support> supports(List<Said> said) {
        return said.stream().limit(MOST_CITED).map(Support::of).toList();
    }

    /**
     * For a question whose answer was not seen: where all it names was spoken of in one breath, that is quoted as what was said, not as what is;
     * where some of it was, it is the closest there is.
     */
    Finding orSaid(Finding.Unseen unseen) {
        List<Said> meant = nearest(inquiry.timeline.said().stream().filter(this::inTime).toList());
        int named = question.topic().size();
        if (meant.isEmpty() || named == 0) {
            return unseen;
        }
        boolean asksFact = form.ask() != Ask.EXISTS && form.ask() != Ask.HOW_MANY && form.unsupported().isEmpty();
        if (asksFact && named >= LEAST_WORDS && meant.get(0).holds(question.topic()) == named) {
            return new Finding.Fact("It was said " + Phrases.fromTo(meant.get(0).span()) + ": " + quoted(meant.get(0)) + ".", supports(meant));
        }
        return unseen.closest().isEmpty() ? new Finding.Unseen(unseen.why(), supports(meant)) : unseen;
    }
}
