package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.Course;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.core.evidence.Spot;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What stood where in relation to something else. The picture is flat: what is behind stands higher in it and may be hidden, so that
 * only neighbourhood, sides and lying upon are told.
 */
final class Neighbours {

    private static final Pattern RELATION = Pattern.compile("^(next to|beside|near|close to|by|left of|right of|to left of|to right of"
            + "|on left of|on right of|above|below|under|on top of) (.+)$");
    /** Sizes of the larger of two things that may lie between them. */
    private static final double NEAR = 0.75;

    private final String relation;
    private final Selection anchor;

    private Neighbours(String relation, Selection anchor) {
        this.relation = relation;
        this.anchor = anchor;
    }

    /** {@code next to white van}; empty where the property names no relation to something that the detector knows. */
    static Optional<Neighbours> of(String property, Timeline timeline) {
        Matcher matcher = RELATION.matcher(property);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> words = Arrays.asList(matcher.group(2).split(" "));
        boolean coloured = words.size() > 1 && ColourNames.is(words.get(0));
        Thing thing = Thing.of(String.join(" ", words.subList(coloured ? 1 : 0, words.size()))).coloured(coloured ? words.get(0) : "");
        Selection anchor = new Selection(thing, timeline);
        return anchor.undecided().isPresent() || anchor.visits().isEmpty() ? Optional.empty()
                : Optional.of(new Neighbours(matcher.group(1), anchor));
    }

    /** Whether a visit stood so, at some time that it shares with what it is compared to. */
    boolean has(Visit visit) {
        return anchor.visits().stream().filter(other -> other.track() != visit.track() && other.span().overlap(visit.span()) > 0)
                .anyMatch(other -> shared(visit, other).anyMatch(time -> holds(visit.course().at(time), other.course().at(time))));
    }

    /** Times at which either was seen while both were there, and the first such moment. */
    private static DoubleStream shared(Visit visit, Visit other) {
        double first = Math.max(visit.span().start(), other.span().start());
        double last = Math.min(visit.span().end(), other.span().end());
        return DoubleStream.concat(DoubleStream.of(first), Stream.of(visit, other).flatMap(one -> one.course().places().stream())
                .mapToDouble(Course.Place::seconds).filter(time -> time > first && time <= last));
    }

    private boolean holds(Spot one, Spot other) {
        if (!one.known() || !other.known()) {
            return false;
        }
        double width = Math.max(one.right() - one.left(), other.right() - other.left());
        double height = Math.max(one.bottom() - one.top(), other.bottom() - other.top());
        double across = Math.max(one.left(), other.left()) - Math.min(one.right(), other.right());
        double down = Math.max(one.top(), other.top()) - Math.min(one.bottom(), other.bottom());
        boolean near = across < NEAR * width && down < NEAR * height && Math.min(across, down) < 0;
        return switch (relation) {
            case "left of", "to left of", "on left of" -> near && one.centreX() < other.left();
            case "right of", "to right of", "on right of" -> near && one.centreX() > other.right();
            case "above" -> near && one.centreY() < other.top();
            case "below", "under" -> near && one.centreY() > other.bottom();
            case "on top of" -> across < 0 && one.bottom() < other.bottom() && one.bottom() > other.top()
                    && one.centreY() < other.centreY();
            default -> near;
        };
    }
}
