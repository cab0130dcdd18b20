package dev.afterimage.qa.ask;

import dev.afterimage.memory.question.Subject;
import dev.afterimage.memory.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which of several came first: things by when they were seen, other names by when they could be read. */
final class OrderAnswers {

    private final Inquiry inquiry;

    OrderAnswers(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    /** @param support of its first appearance; empty when there was none */
    private record FirstSight(Subject subject, Optional<Support> support) {

        double start() {
            return support.map(seen -> seen.span().start()).orElse(Double.POSITIVE_INFINITY);
        }

        /** {@code the car at 00:05}, {@code the text "guitar" at 00:05}. */
        String told() {
            Support seen = support.orElseThrow();
            return (seen.kind().equals("text") ? "the text \"" + seen.note() + "\"" : "the " + subject.singular()) + " at " + Clock.text(seen.span().start());
        }
    }

    Finding whichFirst() {
        List<FirstSight> sights = inquiry.form.subjects().stream().map(one -> new FirstSight(one, first(one)))
                .sorted(Comparator.comparingDouble(FirstSight::start)).toList();
        FirstSight first = sights.get(0);
        if (first.support.isEmpty()) {
            return new Finding.Unseen("neither was seen up to " + Clock.text(inquiry.now()), List.of());
        }
        List<Support> supports = sights.stream().flatMap(sight -> sight.support.stream()).toList();
        Optional<FirstSight> missing = sights.stream().filter(sight -> sight.support.isEmpty()).findFirst();
        if (missing.isPresent()) {
            return new Finding.Unseen("no " + missing.get().subject.singular() + " was seen up to " + Clock.text(inquiry.now()) + ", only " + first.told(), supports);
        }
        return new Finding.Fact(yesNo(first.subject) + Phrases.capital(sights.stream().map(FirstSight::told).collect(Collectors.joining(", "))) + ".", supports);
    }

    /** What a detector saw counts before what stands written. */
    private Optional<Support> first(Subject one) {
        if (one.kind() == Subject.Kind.WRITING) {
            return written(one);
        }
        var track = inquiry.counts(one);
        return track.credible(track.visits()).stream().findFirst().map(inquiry::support)
                .or(() -> written(one));
    }

    private Optional<Support> written(Subject one) {
        return WrittenAnswers.of(one, inquiry.timeline).stream().findFirst().map(Support::of);
    }

    /** {@code Did the car come before the person?} wants yes or no first. */
    private String yesNo(Subject first) {
        String text = inquiry.form.text().toLowerCase(Locale.ROOT);
        if (!text.matches("\\W*(?:and )?(?:did|does|do|was|were|is|are|has|have)\\b.*")) {
            return "";
        }
        boolean after = text.matches(".*\\b(?:after|later than)\\b.*");
        return first.equals(inquiry.form.subjects().get(0)) != after ? "Yes. " : "No. ";
    }
}
