package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.evidence.StoredUtterance;
import dev.afterimage.answering.evidence.TextRun;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.Clock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A short account of a window: who and what came, what changed, what could be read and heard. */
final class RecapAnswers {

    private static final int MOST_SENTENCES = 5;
    private static final int MOST_TIMES = 3;
    private static final int MOST_TEXTS = 3;
    /** Shares of the watched time below which something is unlike what this stream shows as a rule. */
    private static final double RARE_SHARE = 0.05;

    private final ObservedStream observed;
    private final Timeline timeline;

    RecapAnswers(ObservedStream observed) {
        this.observed = observed;
        this.timeline = observed.timeline();
    }

    Finding recap(Query.Recap.Of of, Windows.Placed asked) {
        Windows.Placed window = lastSecondIncluded(asked);
        if (of == Query.Recap.Of.UNUSUAL) {
            return unusual(window);
        }
        List<String> sentences = new ArrayList<>();
        List<Support> supports = new ArrayList<>();
        timeline.labels().stream().sorted(Comparator.comparingInt((String label) -> -visits(label, window).size()))
                .forEach(label -> tell(label, window, sentences, supports));
        tellTexts(window, sentences, supports);
        tellSpeech(window, sentences, supports);
        if (of == Query.Recap.Of.NOW) {
            tellNow(sentences, supports);
        }
        if (sentences.isEmpty()) {
            return new Finding.Fact("Nothing was seen " + window.words() + ".", Support.of(window.span()));
        }
        List<String> told = sentences.subList(0, Math.min(MOST_SENTENCES, sentences.size()));
        return new Finding.Fact(String.join(" ", told), supports);
    }

    /** "Between 16 and 18 seconds" tells of what changed in second 18 too. */
    private Windows.Placed lastSecondIncluded(Windows.Placed window) {
        TimeSpan span = new TimeSpan(window.span().start(), Math.min(observed.now(), window.span().end() + 1));
        return window.bounded() && window.edges().isEmpty()
                ? new Windows.Placed(span, window.words(), window.momentary(), window.late(), true) : window;
    }

    private List<CountRun> visits(String label, Windows.Placed window) {
        return new Selection(Thing.of(Kinds.coco().ofLabel(label).singular()), timeline).things().stream()
                .filter(run -> run.span().overlap(window.span()) > 0).toList();
    }

    private void tell(String label, Windows.Placed window, List<String> sentences, List<Support> supports) {
        Kinds.Kind kind = Kinds.coco().ofLabel(label);
        Selection selection = new Selection(Thing.of(kind.singular()), timeline);
        if (selection.present().stream().noneMatch(run -> run.span().overlap(window.span()) > 0)) {
            return;
        }
        List<CountRun> counts = Counting.all(selection.track().runs(), window);
        if (selection.settled()) {
            sentences.add(settled(selection, kind, counts));
            supports.addAll(selection.supports(counts.stream().filter(run -> run.count() > 0)
                    .sorted(Comparator.comparingDouble((CountRun run) -> -run.span().length())).limit(2).toList()));
        } else {
            List<CountRun> came = visits(label, window);
            sentences.add(passing(selection, kind, came, window));
            supports.addAll(selection.supports(came));
        }
    }

    /** {@code There were 3 bottles at first, then 2 from 00:06, 1 from 00:17.} */
    private static String settled(Selection selection, Kinds.Kind kind, List<CountRun> counts) {
        int most = Counting.most(counts);
        int fewest = Counting.fewest(counts);
        if (most == fewest) {
            return "There " + (most == 1 ? "was " : "were ") + Words.counted(most, selection.thing()) + " all the time.";
        }
        List<String> changes = new ArrayList<>();
        int before = -1;
        for (CountRun run : counts) {
            if (run.count() != before && changes.size() <= MOST_TIMES + 1) {
                changes.add(changes.isEmpty() ? Words.counted(run.count(), selection.thing()) + " at first" : "then "
                        + Words.counted(run.count(), selection.thing()) + " from " + Clock.text(run.start()));
            }
            before = run.count();
        }
        return "There were " + String.join(", ", changes) + (counts.size() > changes.size() ? ", between " + fewest + " and " + most
                + " in all" : "") + ".";
    }

    /** {@code Cars came 4 times: a white car at 00:05, a red car at 00:15 and 2 more.} The same one may have come more than once. */
    private String passing(Selection selection, Kinds.Kind kind, List<CountRun> came, Windows.Placed window) {
        List<Visit> visits = selection.visits().stream().filter(visit -> visit.span().overlap(window.span()) > 0).toList();
        List<String> each = visits.isEmpty() ? came.stream().map(run -> "at " + Clock.text(run.start())).toList()
                : visits.stream().map(visit -> SceneAnswers.named(visit) + " at " + Clock.text(visit.span().start())).toList();
        List<String> told = new ArrayList<>(each.subList(0, Math.min(MOST_TIMES + 1, each.size())));
        int more = each.size() - told.size();
        String list = more == 0 ? Phrases.list(told) : String.join(", ", told) + " and " + more + " more";
        return Phrases.capital(came.size() == 1 ? "1 " + kind.singular() + " came: " + list
                : kind.plural() + " came " + (came.size() == 2 ? "twice" : came.size() + " times") + ": " + list) + ".";
    }

    private void tellTexts(Windows.Placed window, List<String> sentences, List<Support> supports) {
        List<TextRun> texts = TextRun.of(timeline).stream().filter(text -> text.kind() == Evidence.Kind.TEXT && text.span()
                .overlap(window.span()) > 0)
                .sorted(Comparator.comparingDouble(text -> -text.span().length())).limit(MOST_TEXTS).toList();
        if (!texts.isEmpty()) {
            sentences.add("The text " + Phrases.list(texts.stream().map(text -> "\"" + text.text() + "\"").distinct().toList())
                    + " could be read.");
            texts.forEach(text -> supports.add(Support.of(text)));
        }
    }

    private void tellSpeech(Windows.Placed window, List<String> sentences, List<Support> supports) {
        List<StoredUtterance> said = timeline.said().stream().filter(one -> one.span().overlap(window.span()) > 0).limit(MOST_TEXTS)
                .toList();
        if (!said.isEmpty()) {
            sentences.add("It was said: " + Phrases.list(said.stream().map(UtteranceSearch::quoted).toList()) + ".");
            said.forEach(one -> supports.add(Support.of(one)));
        }
    }

    private void tellNow(List<String> sentences, List<Support> supports) {
        Windows.Placed now = new Windows(observed).place(Window.NOW).placed();
        timeline.during(now.span()).stream().reduce((a, b) -> b).ifPresent(moment -> {
            List<Evidence> seen = moment.evidence().stream().filter(evidence -> evidence.kind() != Evidence.Kind.SPEECH
                    && !timeline.faint(evidence.label())).toList();
            boolean several = seen.size() > 1 || !seen.isEmpty() && seen.get(0).count() > 1;
            sentences.add(0, (several ? "Now there are " : "Now there is ") + (seen.isEmpty() ? "nothing" : SceneAnswers.described(seen))
                    + ".");
            supports.add(0, new Support(moment.span(), 1, seen.isEmpty() ? "block" : "object", moment.note()));
        });
    }

    /** Kinds that are there for a small part of the watched time, seldom or more at once than as a rule. */
    private Finding unusual(Windows.Placed window) {
        double watched = Math.max(1, timeline.watched().seconds(new TimeSpan(0, observed.now())));
        Map<String, List<CountRun>> rare = new LinkedHashMap<>();
        for (String label : timeline.labels()) {
            Selection selection = new Selection(Thing.of(Kinds.coco().ofLabel(label).singular()), timeline);
            double there = selection.present().stream().mapToDouble(run -> run.span().length()).sum();
            List<CountRun> within = selection.present().stream().filter(run -> run.span().overlap(window.span()) > 0).toList();
            if (!within.isEmpty() && there / watched < RARE_SHARE && selection.present().size() <= 2) {
                rare.put(label, within);
            }
        }
        if (rare.isEmpty()) {
            return new Finding.Fact("Nothing unlike the rest " + window.words() + ": what came, came again and again or stayed.",
                    Support.of(window.span()));
        }
        List<String> told = new ArrayList<>();
        List<Support> supports = new ArrayList<>();
        rare.forEach((label, runs) -> {
            told.add(Words.article(Kinds.coco().ofLabel(label).singular()) + " " + Phrases.fromTo(runs.get(0).span()));
            supports.addAll(new Selection(Thing.of(Kinds.coco().ofLabel(label).singular()), timeline).supports(runs));
        });
        return new Finding.Fact("Seen seldom here: " + Phrases.list(told) + ".", supports);
    }
}
