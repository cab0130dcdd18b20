package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Window;
import dev.afterimage.answering.time.TimeReference;
import dev.afterimage.answering.time.TimeSpan;

import java.util.Optional;

/**
 * Evaluates a query over what was observed: the answer is computed and worded here, and rests on the stretches it
 * cites. Nothing after the question's moment counts, and nothing is said of a time that nobody watched.
 */
public final class Evaluator {

    private final ObservedStream observed;

    public Evaluator(ObservedStream observed) {
        this.observed = observed;
    }

    /** @param query none that is open or small talk */
    public Finding evaluate(Query query) {
        if (query instanceof Query.Unwatched asked) {
            return unwatched(asked);
        }
        if (observed.timeline().moments().isEmpty() && observed.timeline().said().isEmpty()) {
            return Finding.NotWatched.anything(observed.timeline().watched().causes(), observed.now());
        }
        Optional<Finding> undecided = new Decidable(observed.timeline()).undecided(query);
        if (undecided.isPresent()) {
            return undecided.get();
        }
        Windows windows = new Windows(observed);
        Windows.Result window = windows.place(query.window());
        if (window.problem() != null) {
            return window.problem();
        }
        Optional<Finding> unwatched = windows.unwatched(window.placed());
        return unwatched.orElseGet(() -> UnwatchedParts.qualified(within(answer(query, window.placed()), window.placed()), query,
                window.placed(),
                observed.timeline().watched()));
    }

    /** What there is to say of a query's time whatever was seen: that it is still to come, or that nobody watched. */
    public Optional<Finding> outside(Query query) {
        if (query instanceof Query.Unwatched asked) {
            return Optional.of(unwatched(asked));
        }
        if (!RequiredEvidence.timedByClock(query)) {
            return Optional.empty();
        }
        Windows windows = new Windows(observed);
        Windows.Result window = windows.place(query.window());
        return window.problem() != null ? Optional.of(window.problem()) : windows.unwatched(window.placed());
    }

    private Finding unwatched(Query.Unwatched asked) {
        Windows.Result window = new Windows(observed).place(asked.window());
        return window.problem() != null ? window.problem() : new OutageAnswers(observed).answer(asked, window.placed());
    }

    /** The stretch that a query is about; empty where it is about all of it, or its time has no place on the clock. */
    public Optional<TimeReference> time(Query query) {
        Windows.Placed placed = new Windows(observed).place(query.window()).placed();
        return placed == null || !placed.bounded() ? Optional.empty()
                : Optional.of(new TimeReference(placed.momentary() ? TimeReference.Kind.MOMENT : TimeReference.Kind.SPAN, placed.span(),
                false, ""));
    }

    /** Cites the parts that lie in the stretch asked about. */
    private static Finding within(Finding finding, Windows.Placed window) {
        if (!(finding instanceof Finding.Fact fact) || !window.bounded() || window.momentary()) {
            return finding;
        }
        return new Finding.Fact(fact.text(), fact.supports().stream().map(support -> support.span().overlap(window.span()) <= 0 ? support
                : new Support(new TimeSpan(Math.max(support.span().start(), window.span().start()),
                        Math.min(support.span().end(), window.span().end())), support.score(),
                        support.kind(), support.note())).toList());
    }

    private Finding answer(Query query, Windows.Placed window) {
        if (query instanceof Query.Count count) {
            return new CountAnswers(observed).count(count, window);
        }
        if (query instanceof Query.Compare compare) {
            return new CountAnswers(observed).compare(compare);
        }
        if (query instanceof Query.Exists exists) {
            return new ExistsAnswers(observed).exists(exists.event(), exists.window().equals(Window.CURRENT), window);
        }
        if (query instanceof Query.When when) {
            return new TimeAnswers(observed).when(when.event(), window);
        }
        if (query instanceof Query.HowLong howLong) {
            return new TimeAnswers(observed).howLong(howLong.event(), window);
        }
        if (query instanceof Query.TimeBetween between) {
            return new TimeAnswers(observed).between(between.first(), between.second());
        }
        if (query instanceof Query.Order order) {
            return new OrderAnswers(observed).order(order);
        }
        if (query instanceof Query.BeforeAfter order) {
            return new OrderAnswers(observed).beforeAfter(order);
        }
        return about(query, window);
    }

    private Finding about(Query query, Windows.Placed window) {
        if (query instanceof Query.Where where) {
            return new PlaceAnswers(observed).where(where.event(), where.choices(), window);
        }
        if (query instanceof Query.AttributeOf attribute) {
            return new AttributeAnswers(observed).attribute(attribute, window);
        }
        if (query instanceof Query.Is is) {
            return new AttributeAnswers(observed).is(is, window);
        }
        if (query instanceof Query.What what) {
            return new SceneAnswers(observed).what(what.event(), what.window(), window);
        }
        if (query instanceof Query.Written written) {
            return new SceneAnswers(observed).written(written.thing(), window);
        }
        if (query instanceof Query.Said said) {
            return new SceneAnswers(observed).said(said.thing(), window);
        }
        if (query instanceof Query.Recap recap) {
            return new RecapAnswers(observed).recap(recap.of(), window);
        }
        return new Finding.CannotTell("the evidence does not decide this");
    }
}
