package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.evidence.StoredUtterance;
import dev.afterimage.answering.evidence.TextRun;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.Clock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What there was, what came, what could be read and heard. */
final class SceneAnswers {

    private static final int MOST_CITED = 8;

    private final ObservedStream observed;
    private final Timeline timeline;

    SceneAnswers(ObservedStream observed) {
        this.observed = observed;
        this.timeline = observed.timeline();
    }

    Finding what(Event event, Window asked, Windows.Placed window) {
        Selection selection = new Selection(event.thing(), timeline);
        Optional<Finding> undecided = selection.undecided();
        if (undecided.isPresent()) {
            return undecided.get();
        }
        return switch (event.kind()) {
            case STOPS -> selection.related() ? neighbours(selection, window) : new Finding.CannotTell("the notes do not tell of that");
            case PRESENT -> selection.related() ? neighbours(selection, window) : window.momentary() ? atMoment(selection, window)
                    : kinds(selection, window);
            case APPEARS, PASSES, LEAVES -> came(event, selection, asked, window);
            default -> new Finding.CannotTell("the notes do not tell of that");
        };
    }

    private Finding atMoment(Selection selection, Windows.Placed window) {
        Optional<Timeline.Moment> known = timeline.during(window.span()).stream()
                .max(Comparator.comparingDouble(moment -> moment.span().overlap(window.span())));
        if (known.isEmpty()) {
            return new Finding.NotSeen("it is not known what was there " + window.words(), List.of());
        }
        List<Evidence> seen = known.get().evidence().stream().filter(evidence -> meant(selection, evidence)).toList();
        String told = seen.isEmpty() ? "Nothing" : Phrases.capital(described(seen));
        return new Finding.Fact(told + " " + window.words() + ".",
                new Support(known.get().span(), 1, seen.isEmpty() ? "block" : "object", known.get().note()));
    }

    private static boolean meant(Selection selection, Evidence evidence) {
        boolean anything = selection.thing().equals(Thing.of(Thing.ANYTHING));
        return anything && evidence.kind() == Evidence.Kind.TEXT || anything && evidence.kind() == Evidence.Kind.OBJECT
                && !selection.faint(evidence) || selection.matches(evidence);
    }

    /** {@code 2 cars, 1 person and the text "EXIT"}, colours said where they are known. */
    static String described(List<Evidence> evidence) {
        List<String> items = new ArrayList<>();
        for (Evidence one : evidence) {
            Kinds.Kind kind = Kinds.coco().ofLabel(one.label());
            List<String> colours = one.things().stream().map(thing -> thing.colour()).filter(colour -> !colour.isEmpty()).distinct()
                    .toList();
            boolean all = one.things().stream().noneMatch(thing -> thing.colour().isEmpty());
            String colour = colours.isEmpty() || !all ? "" : " (" + Phrases.list(colours) + ")";
            items.add(one.kind() == Evidence.Kind.TEXT ? "the text \"" + one.label() + "\"" : one.count() + " "
                    + (one.count() == 1 ? kind.singular() : kind.plural()) + colour);
        }
        return Phrases.list(items);
    }

    /** Each kind of thing seen, and what was written. */
    private Finding kinds(Selection selection, Windows.Placed window) {
        List<String> named = new ArrayList<>();
        List<Support> supports = new ArrayList<>();
        for (String label : timeline.labels().stream().filter(one -> !timeline.faint(one)).toList()) {
            var track = timeline.counts(evidence -> evidence.label().equals(label) && selection.matches(evidence), Evidence::count);
            List<CountRun> visits = track.credible(track.visits()).stream()
                    .filter(run -> !window.bounded() || run.span().overlap(window.span()) > 0).toList();
            if (!visits.isEmpty()) {
                Kinds.Kind kind = Kinds.coco().ofLabel(label);
                named.add(visits.stream().mapToInt(CountRun::count).max().orElse(1) == 1 ? Words.article(kind.singular()) : kind.plural());
                supports.add(selection.support(visits.get(0)));
            }
        }
        if (selection.thing().equals(Thing.of(Thing.ANYTHING))) {
            texts(Thing.of(Thing.TEXT), window).forEach(text -> {
                named.add("the text \"" + text.text() + "\"");
                supports.add(Support.of(text));
            });
        }
        if (named.isEmpty() && !selection.thing().name().equals(Thing.ANYTHING)) {
            return new Finding.NotSeen(Words.noneWas(selection.thing()) + " seen " + window.words(), selection.closest());
        }
        return named.isEmpty() ? new Finding.Fact("Nothing " + window.words() + ".", Support.of(window.span()))
                : new Finding.Fact(Phrases.capital(Phrases.list(named)) + ".", supports);
    }

    /** Things that came or left within the window; after an event the next, before one the last. */
    private Finding came(Event event, Selection selection, Window asked, Windows.Placed window) {
        boolean leaves = event.kind() == Event.Kind.LEAVES;
        List<Visit> all = selection.visits().stream().filter(visit -> {
            double moment = leaves ? visit.span().end() : visit.span().start();
            return (!window.bounded() || window.contains(moment)) && !(leaves && visit.span().end() >= observed.now() - 1e-6);
        }).toList();
        if (all.isEmpty()) {
            return new Finding.NotSeen("nothing " + (leaves ? "left " : "came ") + window.words(), List.of());
        }
        int nth = event.thing().nth() != 0 ? event.thing().nth() : event.nth();
        List<Visit> told = nth != 0 ? Occurrences.nth(all, nth) : asked instanceof Window.After
                ? all.subList(0, 1) : asked instanceof Window.Before ? all.subList(all.size() - 1, all.size()) : all;
        if (told.isEmpty()) {
            return new Finding.NotSeen("there were only " + all.size() + " " + window.words(), List.of());
        }
        return new Finding.Fact(Phrases.capital(Phrases.list(told.stream()
                .map(visit -> named(visit) + " at " + Clock.text(leaves ? visit.span().end() : visit.span().start())).toList())) + ".",
                selection.supports(told.stream().map(Visit::run).toList()));
    }

    static String named(Visit visit) {
        String name = Kinds.coco().ofLabel(visit.label()).singular();
        String colour = Looks.colour(visit);
        return colour.isEmpty() ? Words.article(name) : Words.article(colour + " " + name);
    }

    /** What was near something else, or on a side of it. */
    private Finding neighbours(Selection selection, Windows.Placed window) {
        List<Visit> near = PlaceAnswers.meant(selection, window);
        return near.isEmpty() ? new Finding.NotSeen("nothing of the kind was seen there", List.of())
                : new Finding.Fact(Phrases.capital(Phrases.list(near.stream().map(SceneAnswers::named).distinct().toList())) + ".",
                selection.supports(near.stream().map(Visit::run).toList()));
    }

    private List<TextRun> texts(Thing thing, Windows.Placed window) {
        List<TextRun> read = Writing.read(timeline).stream().filter(text -> !window.bounded() || text.span().overlap(window.span()) > 0
                || window.contains(window.span().start()) && text.span().contains(window.span().start())).toList();
        return Occurrences.nth(Writing.meant(thing, read), thing.nth());
    }

    Finding written(Thing thing, Windows.Placed window) {
        List<TextRun> texts = new ArrayList<>(texts(thing, window));
        if (texts.isEmpty()) {
            return new Finding.NotSeen("no text was read " + window.words(), List.of());
        }
        texts.sort(Comparator.comparingDouble(text -> -text.span().length()));
        List<String> quoted = texts.stream().map(text -> "\"" + text.text() + "\"").distinct().toList();
        return new Finding.Fact(Phrases.list(quoted) + ".", texts.stream().limit(MOST_CITED).map(Support::of).toList());
    }

    Finding said(Thing speech, Windows.Placed window) {
        List<StoredUtterance> heard = timeline.said().stream().filter(said -> !window.bounded() || said.span().overlap(window.span()) > 0)
                .toList();
        List<StoredUtterance> meant = Occurrences.nth(UtteranceSearch.about(speech.says(), heard), speech.nth());
        if (meant.isEmpty()) {
            return new Finding.NotSeen((heard.isEmpty() || speech.says().isEmpty() ? "nothing was heard " : "nothing of \"" + speech.says()
                    + "\" was heard ") + window.words(),
                    heard.stream().limit(MOST_CITED).map(Support::of).toList());
        }
        return new Finding.Fact(Phrases.list(meant.stream().map(UtteranceSearch::quoted).distinct().toList())
                + UtteranceSearch.speaker(speech) + ".", meant
                .stream().limit(MOST_CITED)
                .map(Support::of).toList());
    }
}
