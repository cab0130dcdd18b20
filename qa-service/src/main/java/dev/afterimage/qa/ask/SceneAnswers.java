package dev.afterimage.qa.ask;

import dev.afterimage.core.Evidence;
import dev.afterimage.core.Scene;
import dev.afterimage.memory.evidence.Run;
import dev.afterimage.memory.evidence.TextRun;
import dev.afterimage.memory.evidence.Timeline;
import dev.afterimage.memory.question.QuestionForm.Ask;
import dev.afterimage.memory.question.Subject;
import dev.afterimage.memory.question.SubjectWords;
import dev.afterimage.memory.time.Clock;
import dev.afterimage.memory.time.TimeSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What was there, where it was, what was written. */
final class SceneAnswers {

    private final Inquiry inquiry;

    SceneAnswers(Inquiry inquiry) {
        this.inquiry = inquiry;
    }

    Finding what() {
        if (inquiry.form.occurrence() != 0) {
            return firstOrLast();
        }
        boolean happened = inquiry.form.text().toLowerCase(Locale.ROOT).matches(".*\\b(?:happen\\w*|going on|chang\\w+|describe|summar\\w+|recap)\\b.*");
        boolean absentNow = inquiry.subject.kind() == Subject.Kind.THINGS && !inquiry.form.time().momentary() && inquiry.state().count() == 0;
        boolean kinds = inquiry.form.text().matches("(?i).*\\b(?:objects|things|items|kinds|sorts)\\b.*");
        if (inquiry.form.time().momentary() || inquiry.momentary() && !happened && !absentNow && !kinds) {
            return atMoment();
        }
        return happened ? story() : kinds();
    }

    private boolean meant(Evidence evidence) {
        boolean anything = inquiry.subject.kind() == Subject.Kind.ANYTHING;
        boolean right = anything || evidence.kind() == Evidence.Kind.OBJECT && inquiry.subject.matches(evidence.label());
        return right && inquiry.form.place().map(place -> evidence.places().stream().anyMatch(p -> p.contains(place))).orElse(true);
    }

    private Finding atMoment() {
        Timeline.Moment moment = inquiry.timeline.during(inquiry.moment()).stream()
                .max(Comparator.comparingDouble(m -> m.span().overlap(inquiry.moment()))).orElseThrow();
        List<Evidence> seen = moment.evidence().stream().filter(this::meant).toList();
        String told = Phrases.capital(Phrases.describe(seen));
        return new Finding.Fact(List.of(told + ".", told + " " + inquiry.atMoment() + "."),
                List.of(new Support(moment.span(), 1, seen.isEmpty() ? "block" : "object", moment.note())));
    }

    /** Each kind of thing seen, with the most at once. */
    private Finding kinds() {
        List<String> named = new ArrayList<>();
        List<Support> supports = new ArrayList<>();
        for (String label : inquiry.timeline.labels()) {
            Subject one = SubjectWords.ofLabel(label);
            var track = inquiry.timeline.counts(e -> e.kind() == Evidence.Kind.OBJECT && e.label().equals(label) && meant(e), Evidence::count);
            List<Run> visits = track.credible(track.visits()).stream().filter(v -> !inquiry.form.time().bounded() || v.span().overlap(inquiry.window()) > 0).toList();
            if (!visits.isEmpty()) {
                named.add(visits.stream().mapToInt(Run::count).max().orElse(1) == 1 ? one.one() : one.plural());
                supports.add(inquiry.support(visits.get(0)));
            }
        }
        if (inquiry.subject.kind() == Subject.Kind.ANYTHING) {
            texts().forEach(text -> {
                named.add("the text \"" + text.text() + "\"");
                supports.add(Support.of(text));
            });
        }
        if (named.isEmpty()) {
            return new Finding.Fact("Nothing " + Phrases.when(inquiry.window(), false) + ".", List.of(new Support(inquiry.window(), 1, "block", "")));
        }
        return new Finding.Fact(Phrases.capital(Phrases.list(named)) + ".", supports);
    }

    /** What changed, moment by moment. */
    private Finding story() {
        List<Timeline.Moment> moments = inquiry.timeline.during(inquiry.window());
        List<String> told = new ArrayList<>();
        List<Support> supports = new ArrayList<>();
        String before = "";
        for (Timeline.Moment moment : moments) {
            String now = Phrases.describe(moment.evidence().stream().filter(this::meant).toList());
            if (!now.equals(before)) {
                told.add(now + " at " + Clock.text(Math.max(moment.span().start(), inquiry.window().start())));
                supports.add(new Support(moment.span(), 1, moment.evidence().isEmpty() ? "block" : "object", moment.note()));
            }
            before = now;
        }
        return new Finding.Fact(Phrases.capital(Phrases.list(told)) + ".", supports);
    }

    private Finding firstOrLast() {
        record Sight(String label, Run visit) { }
        List<Sight> sights = new ArrayList<>();
        for (String label : inquiry.timeline.labels()) {
            var track = inquiry.timeline.counts(e -> e.label().equals(label) && meant(e), Evidence::count);
            track.credible(track.visits()).stream().filter(v -> !inquiry.form.time().bounded() || v.span().overlap(inquiry.window()) > 0)
                    .forEach(visit -> sights.add(new Sight(label, visit)));
        }
        sights.sort(Comparator.comparingDouble(sight -> sight.visit.start()));
        int n = inquiry.form.last() ? sights.size() : inquiry.form.occurrence();
        if (sights.isEmpty() || n > sights.size()) {
            return new Finding.Unseen("nothing of the kind was seen up to " + Clock.text(inquiry.now()), List.of());
        }
        Sight sight = sights.get(n - 1);
        return new Finding.Fact(Phrases.capital(SubjectWords.ofLabel(sight.label).one()) + ", " + Phrases.fromTo(sight.visit.span()) + ".",
                List.of(inquiry.support(sight.visit)));
    }

    Finding where() {
        TimeSpan span = span();
        Set<String> places = new LinkedHashSet<>();
        for (Timeline.Moment moment : inquiry.timeline.during(span)) {
            List<String> here = moment.evidence().stream().filter(e -> e.kind() == Evidence.Kind.OBJECT && inquiry.subject.matches(e.label()))
                    .flatMap(e -> e.places().stream()).toList();
            if (!here.isEmpty()) {
                places.add(Phrases.places(here));
            }
        }
        if (places.isEmpty()) {
            return inquiry.momentary() ? new Finding.Fact("There was no " + inquiry.subject.singular() + " " + inquiry.atMoment() + ".",
                    List.of(inquiry.support(inquiry.state()))) : new Finding.Open();
        }
        List<Run> cited = inquiry.momentary() ? List.of(inquiry.state()) : inquiry.visits().stream().filter(v -> v.span().overlap(span) >= 0).toList();
        String told = inquiry.momentary() ? places.iterator().next() : String.join(", then ", places.stream().limit(4).toList());
        return new Finding.Fact(Phrases.capital(told) + ".", inquiry.supports(cited));
    }

    /** The stretch whose places are asked about: the moment, or else a visit. */
    private TimeSpan span() {
        if (inquiry.momentary() && inquiry.state().count() > 0 || inquiry.form.time().momentary()) {
            return inquiry.state().count() > 0 ? inside(inquiry.state().span(), inquiry.moment()) : inquiry.moment();
        }
        List<Run> visits = inquiry.stretches();
        return visits.isEmpty() ? inquiry.window() : visits.get(inquiry.form.first() ? 0 : visits.size() - 1).span();
    }

    private static TimeSpan inside(TimeSpan run, TimeSpan moment) {
        double start = Math.max(run.start(), moment.start());
        return new TimeSpan(start, Math.max(start, Math.min(run.end(), moment.end())));
    }

    Finding writing() {
        List<TextRun> texts = texts();
        if (texts.isEmpty()) {
            boolean ever = !TextRun.of(inquiry.timeline).isEmpty();
            boolean asked = inquiry.form.ask() == Ask.EXISTS && ever && inquiry.form.literal().isEmpty();
            return asked ? new Finding.Fact("No, there was no text " + (inquiry.momentary() ? inquiry.atMoment() : Phrases.when(inquiry.window(), false)) + ".",
                    List.of(new Support(inquiry.momentary() ? inquiry.moment() : inquiry.window(), 1, "block", "")))
                    : new Finding.Unseen("no " + (inquiry.form.literal().isPresent() ? "such " : "") + "text was read " + bound(), TextRun.of(inquiry.timeline).stream().map(Support::of).toList());
        }
        List<TextRun> told = inquiry.form.first() ? texts.subList(0, 1) : inquiry.form.last() ? texts.subList(texts.size() - 1, texts.size()) : texts;
        List<Support> supports = told.stream().map(Support::of).toList();
        return switch (inquiry.form.ask()) {
            case WHEN -> new Finding.Fact(Phrases.capital(Phrases.list(told.stream().map(text -> Phrases.fromTo(text.span())).distinct().toList())) + ".", supports);
            case EXISTS -> new Finding.Fact("Yes, \"" + told.get(0).text() + "\" " + Phrases.fromTo(told.get(0).span()) + ".", supports);
            case WHERE -> new Finding.Fact(Phrases.capital(Phrases.places(told.stream().flatMap(text -> text.places().stream()).toList())) + ": " + quoted(told) + ".", supports);
            case HOW_MANY, HOW_OFTEN -> new Finding.Fact(told.size() + ": " + quoted(told) + ".", supports);
            case HOW_LONG -> new Finding.Fact("About " + Clock.length(told.stream().mapToDouble(text -> text.span().length()).sum()) + ", "
                    + Phrases.list(told.stream().map(text -> Phrases.fromTo(text.span())).toList()) + ".", supports);
            default -> new Finding.Fact(quoted(told) + ".", supports);
        };
    }

    private String bound() {
        if (!inquiry.form.time().bounded()) {
            return "up to " + Clock.text(inquiry.now());
        }
        return inquiry.form.time().momentary() ? inquiry.atMoment() : Phrases.when(inquiry.window(), false);
    }

    private static String quoted(List<TextRun> texts) {
        return Phrases.list(texts.stream().map(text -> "\"" + text.text() + "\"").distinct().toList());
    }

    /** Texts of the question's time that show what it quotes, the longest held first unless it asks for an order. */
    private List<TextRun> texts() {
        TimeSpan span = inquiry.form.time().bounded() ? inquiry.window() : new TimeSpan(0, inquiry.now());
        List<TextRun> read = TextRun.of(inquiry.timeline).stream()
                .filter(text -> text.kind() == Evidence.Kind.TEXT && (text.span().overlap(span) > 0 || text.span().contains(span.start()))).toList();
        List<TextRun> found = new ArrayList<>(inquiry.form.literal().map(words -> TextRun.showing(words, read)).orElse(read));
        if (inquiry.form.occurrence() == 0 && inquiry.form.ask() != Ask.WHEN) {
            found.sort(Comparator.comparingDouble(text -> -text.span().length()));
        }
        return found;
    }

    /** When one scene ends and the next begins. */
    Finding changes() {
        List<Scene> begun = inquiry.timeline.scenes().stream().filter(scene -> scene.start() > 0 && scene.number() > 0)
                .filter(scene -> !inquiry.form.time().bounded() || inquiry.window().contains(scene.start())).toList();
        if (inquiry.form.text().toLowerCase(Locale.ROOT).contains("how many")) {
            int scenes = begun.size() + 1;
            return new Finding.Fact(scenes + (scenes == 1 ? " scene." : " scenes."), begun.isEmpty() ? List.of(new Support(new TimeSpan(0, inquiry.now()), 1, "block", ""))
                    : begun.stream().map(this::support).toList());
        }
        int n = inquiry.form.last() ? begun.size() : inquiry.form.occurrence();
        if (begun.isEmpty() || n > begun.size()) {
            return new Finding.Unseen("the scene changed " + (begun.isEmpty() ? "nowhere" : "only " + begun.size() + " times") + " " + bound(), begun.stream().map(this::support).toList());
        }
        List<Scene> told = n == 0 ? begun : begun.subList(n - 1, n);
        return new Finding.Fact("At " + Phrases.list(told.stream().map(scene -> Clock.text(scene.start())).toList()) + ".", told.stream().map(this::support).toList());
    }

    private Support support(Scene scene) {
        return new Support(new TimeSpan(scene.start(), Math.max(scene.start(), Math.min(scene.end(), inquiry.now()))), 1, "block", scene.note());
    }

    /** How long the stream itself is. */
    Finding length() {
        return new Finding.Fact("About " + Clock.length(inquiry.now()) + ".", List.of(new Support(new TimeSpan(0, inquiry.now()), 1, "block", "")));
    }
}
