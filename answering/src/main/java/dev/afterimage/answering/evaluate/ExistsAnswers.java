package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;
import dev.afterimage.core.stream.Clock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether something was there or happened. */
final class ExistsAnswers {

    private final ObservedStream observed;

    ExistsAnswers(ObservedStream observed) {
        this.observed = observed;
    }

    Finding exists(Event event, boolean current, Windows.Placed window) {
        Finding finding = exists(event, window);
        // "Is there a car?" is answered for now, and tells of the last there was.
        boolean gone = current && window.momentary() && finding instanceof Finding.Fact fact && fact.text().startsWith("No, there was no");
        return gone ? lastOne((Finding.Fact) finding, event) : finding;
    }

    private Finding lastOne(Finding.Fact no, Event event) {
        Selection selection = new Selection(event.thing(), observed.timeline());
        List<CountRun> before = selection.present();
        if (before.isEmpty()) {
            return no;
        }
        CountRun last = before.get(before.size() - 1);
        List<Support> supports = new ArrayList<>(no.supports());
        supports.add(selection.support(last));
        return new Finding.Fact(no.text().replaceFirst("\\.$", "") + "; the last was there " + Phrases.fromTo(last.span()) + ".", supports);
    }

    private Finding exists(Event asked, Windows.Placed window) {
        Event event = Rooms.people(asked);
        Optional<Finding> unsure = supposed(event.kind()) ? Optional.empty() : new Selection(event.thing(), observed.timeline())
                .existence(window);
        if (unsure.isPresent()) {
            return unsure.get();
        }
        boolean object = !Occurrences.written(event.thing()) && !event.thing().name().equals(Thing.SPEECH);
        if (object && event.thing().nth() != 0 && window.bounded()) {
            return numbered(event, window);
        }
        if (object && Numbered.counts(event)) {
            return new Numbered(observed).exists(event, window);
        }
        if (object && window.momentary() && (event.kind() == Event.Kind.PRESENT || event.kind() == Event.Kind.ABSENT)) {
            return atMoment(event, window);
        }
        Occurrences.Happened happened = new Occurrences(observed).of(event.kind() == Event.Kind.ABSENT ? absent(event) : event, window);
        if (happened.problem() != null) {
            return happened.problem();
        }
        if (!happened.all().isEmpty() && happened.named() == null) {
            return yes(event, happened.all());
        }
        if (!happened.all().isEmpty()) {
            return new Finding.NotSeen(Words.noneWas(event.thing()) + " seen up to " + Clock.text(observed.now()) + "; "
                    + happened.named() + " was there "
                    + Phrases.fromTo(happened.all().get(0).span()), happened.all().stream().map(Occurrences.Occurrence::support).toList());
        }
        int times = event.nth() > 1 ? new Occurrences(observed).of(event.nth(0), window).all().size() : 0;
        if (times > 0) {
            return new Finding.Fact("No, only " + times + " up to " + Clock.text(observed.now()) + ".", new Occurrences(observed)
                    .of(event.nth(0), window).all().stream()
                    .map(Occurrences.Occurrence::support).toList());
        }
        if (happened.unseen() != null && (event.kind() == Event.Kind.LEAVES || event.kind() == Event.Kind.APPEARS)) {
            return event.kind() == Event.Kind.LEAVES ? new TimeAnswers(observed)
                    .unseen(event, happened.unseen()) : new Finding.NotWatched(observed.timeline().watched().causes(happened.unseen()));
        }
        return object ? no(event, new Selection(event.thing(), observed.timeline()), window) : silent(event, window);
    }

    /** "The first car" is the first of the stream, whatever the window. */
    private Finding numbered(Event event, Windows.Placed window) {
        Windows.Placed whole = new Windows(observed).place(Window.ALL).placed();
        Occurrences.Happened happened = new Occurrences(observed).of(event, whole);
        if (happened.problem() != null) {
            return happened.problem();
        }
        boolean state = event.kind() == Event.Kind.PRESENT || event.kind() == Event.Kind.ABSENT || event.kind() == Event.Kind.MOVES;
        List<Occurrences.Occurrence> within = happened.all().stream().filter(one -> state
                ? window.covers(one.span()) || window.momentary() && one.span().overlap(window.span()) >= 0 : window.contains(one.moment()))
                .toList();
        if (!within.isEmpty()) {
            return yes(event, within);
        }
        if (happened.all().isEmpty()) {
            return no(event, new Selection(event.thing(), observed.timeline()), whole);
        }
        Occurrences.Occurrence other = happened.all().get(0);
        return new Finding.Fact("No: the " + Words.one(event.thing()) + OrderAnswers.verb(event)
                + (state ? " " + Phrases.fromTo(other.span())
                : " at " + Clock.text(other.moment())) + ".", other.support());
    }

    /** Whether a question of this kind takes it for granted that the thing was there. */
    private static boolean supposed(Event.Kind kind) {
        return switch (kind) {
            case LEAVES, ABSENT, TAKEN, PUT_DOWN, RETURNS, MOVES, STOPS, CHANGES -> true;
            default -> false;
        };
    }

    /** All of several things gone at once: none is there. */
    private static Event absent(Event event) {
        return new Event(event.thing(), Event.Kind.ABSENT, event.nth(), Amount.ANY);
    }

    private Finding atMoment(Event event, Windows.Placed window) {
        Selection selection = new Selection(event.thing(), observed.timeline());
        if (selection.undecided().isPresent()) {
            return selection.undecided().get();
        }
        CountRun run = selection.track().state(window.span(), window.late()).orElse(new CountRun(window.span(), 0, 1));
        if (event.kind() == Event.Kind.ABSENT && event.amount().relation() != Amount.Relation.ANY) {
            return gone(event, selection, run, window);
        }
        boolean wanted = event.kind() == Event.Kind.ABSENT ? run.count() == 0 : event.amount().holds(run.count());
        String there = run.count() == 0 ? "there was no " + Words.one(event.thing()) + " "
                + window.words() : Words.counted(run.count(), event.thing()) + " " + window.words();
        if (run.count() == 0 && !selection.everSeen() && !wanted) {
            return new Finding.NotSeen(Words.noneWas(event.thing()) + " seen up to " + Clock.text(observed.now()),
                    selection.closest());
        }
        return new Finding.Fact((wanted ? "Yes, " : "No, ") + there + ".", selection.support(run));
    }

    /** "Were two of them gone?": of the most there had been up to then. */
    private static Finding gone(Event event, Selection selection, CountRun now, Windows.Placed window) {
        int most = selection.track().runs().stream().filter(run -> run.start() <= window.span().end()).mapToInt(CountRun::count).max()
                .orElse(0);
        int gone = most - now.count();
        return new Finding.Fact((event.amount().holds(gone) ? "Yes, " : "No, ") + gone + " of " + Words.counted(most, event.thing())
                + (gone == 1 ? " was" : " were") + " gone " + window.words() + ".", selection.support(now));
    }

    private Finding yes(Event event, List<Occurrences.Occurrence> all) {
        Occurrences.Occurrence first = all.get(0);
        boolean edge = event.kind() != Event.Kind.PRESENT && event.kind() != Event.Kind.ABSENT && event.kind() != Event.Kind.MOVES
                && event.kind() != Event.Kind.STOPS;
        String when = edge ? "at " + Clock.text(first.moment()) : Phrases.fromTo(first.span());
        if (event.thing().name().equals(Thing.SPEECH)) {
            return new Finding.Fact("Yes, " + Phrases.fromTo(first.span()) + ": \"" + first.support().note().replace('"', '\'')
                    .replaceFirst("[.\\s]{1,8}$", "") + "\"" + UtteranceSearch.speaker(event.thing()) + ".",
                    all.stream().map(Occurrences.Occurrence::support).toList());
        }
        if (Occurrences.written(event.thing())) {
            return new Finding.Fact("Yes, \"" + first.support().note() + "\" " + when + ".", all.stream()
                    .map(Occurrences.Occurrence::support).toList());
        }
        String worn = new Selection(event.thing(), observed.timeline()).worn();
        String told = worn.isEmpty() ? "" : ": " + worn;
        return new Finding.Fact("Yes, " + (all.size() == 1 ? "" : all.size() + " times, first ") + when + told + ".", all.stream()
                .map(Occurrences.Occurrence::support).toList());
    }

    private Finding no(Event event, Selection selection, Windows.Placed window) {
        String name = Words.one(event.thing());
        if (!selection.everSeen() && !event.amount().none()) {
            return new Finding.NotSeen(Words.noneWas(event.thing()) + " seen up to " + Clock.text(observed.now()), selection.closest());
        }
        List<CountRun> there = selection.present().stream().filter(run -> !window.bounded() || run.span().overlap(window.span()) > 0)
                .toList();
        List<Support> supports = there.isEmpty() ? List.of(Support.of(window.span())) : selection.supports(there);
        Amount amount = event.amount();
        if (amount.none()) {
            return new Finding.Fact("No, there always was " + Words.article(event.thing().name()) + ".", supports);
        }
        if (amount.relation() != Amount.Relation.ANY && event.kind() == Event.Kind.PRESENT) {
            return new Numbered(observed).never(event, selection, window);
        }
        return new Finding.Fact("No, " + denied(event, name, there, window) + ".", supports);
    }

    private String denied(Event event, String name, List<CountRun> there, Windows.Placed window) {
        String when = window.bounded() ? " " + window.words() : "";
        return switch (event.kind()) {
            case LEAVES -> there.isEmpty() ? "there was no " + name + when : "no " + name + " left" + when
                    + (there.get(there.size() - 1).end() >= observed.now() - 1e-6
                    ? "; one was still there at " + Clock.text(observed.now()) : "");
            case TAKEN -> "no " + name + " was taken" + when;
            case PUT_DOWN -> "no " + name + " was put down" + when;
            case MOVES -> there.isEmpty() ? "there was no " + name + when : "no " + name + " moved" + when;
            case STOPS -> there.isEmpty() ? "there was no " + name + when : "no " + name + " stood still" + when;
            case CHANGES -> "the number of " + Words.plural(event.thing().name()) + " did not change" + when;
            case RETURNS -> "no " + name + " came back" + when;
            case ABSENT -> there.isEmpty() ? "there was no " + name + when : "there was always at least 1 " + name + when;
            case APPEARS, PASSES -> there.isEmpty() ? "no " + name + " came" + when : "no " + name + " came" + when
                    + "; one was there from " + Clock.text(there.get(0).start());
            default -> event.thing().equals(Thing.of(Thing.ANYTHING)) ? "nothing was there " + window.words()
                    : "there was no " + name + " " + window.words();
        };
    }

    private Finding silent(Event event, Windows.Placed window) {
        boolean speech = event.thing().name().equals(Thing.SPEECH);
        List<Occurrences.Occurrence> ever = window.bounded() && event.thing().says().isEmpty() ? new Occurrences(observed).of(event)
                .all() : List.of();
        if (!ever.isEmpty()) {
            return new Finding.Fact((speech ? "No, nothing was said " : "No, there was no text ") + window.words() + ".",
                    Support.of(window.span()));
        }
        String what = event.thing().says().isEmpty() ? "" : " of \"" + event.thing().says() + "\"";
        return new Finding.NotSeen(speech ? "nothing" + what + " was heard " + window.words() : "no text" + what + " was read "
                + window.words(), List.of());
    }
}
