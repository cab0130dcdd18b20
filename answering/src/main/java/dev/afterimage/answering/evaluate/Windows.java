package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Window;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.stream.Clock;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts windows on the stream's clock. */
final class Windows {

    /** A moment given to the second lasts that second. */
    private static final double MOMENT = 1;
    /** How long "the start" and "the end" are. */
    private static final double EDGE = 2;
    private static final double SAME = 1e-6;
    private static final double MINUTES_OF_DAY = 24 * 60;

    private final ObservedStream observed;

    Windows(ObservedStream observed) {
        this.observed = observed;
    }

    /**
     * A window on the clock.
     *
     * @param span    never later than the moment the question is asked at
     * @param words   how an answer names it: {@code at 00:22}, {@code between 00:10 and 00:20}, {@code up to 00:30}
     * @param late    whether of two states that fill it alike the later counts
     * @param bounded whether it narrows the question down
     * @param edges   the events it begins or ends with
     */
    record Placed(TimeSpan span, String words, boolean momentary, boolean late, boolean bounded, List<Occurrences.Edge> edges) {

        Placed(TimeSpan span, String words, boolean momentary, boolean late, boolean bounded) {
            this(span, words, momentary, late, bounded, List.of());
        }

        /** Whether something that happened at this moment happened in the window: after the red car came, the red car does not come. */
        boolean contains(double seconds) {
            return span.contains(seconds) && edges.stream().noneMatch(edge -> Math.abs(edge.seconds() - seconds) < SAME);
        }

        /** Whether something was there in the window over this stretch, in part or whole. */
        boolean covers(TimeSpan stretch) {
            return !bounded || stretch.overlap(span) > 0 && !itself(stretch);
        }

        /** Whether it is the thing that the window is named by: "after the red car" asks for others. */
        boolean itself(TimeSpan stretch) {
            return edges.stream().anyMatch(edge -> edge.kind() == Event.Kind.PRESENT
                    && Math.abs(edge.span().start() - stretch.start()) < SAME
                    && Math.abs(edge.span().end() - stretch.end()) < SAME);
        }
    }

    /** A window, or what there is to say where it has no place on the clock. */
    record Result(Placed placed, Finding problem) { }

    Result place(Window window) {
        double now = observed.now();
        if (window instanceof Window.Current && observed.current()) {
            return place(Window.NOW);
        }
        if (window instanceof Window.All || window instanceof Window.Current) {
            return placed(new TimeSpan(0, now), "up to " + Clock.text(now), false, true, false);
        }
        if (window instanceof Window.Now) {
            return moment(Math.max(0, now - MOMENT), now, true);
        }
        if (window instanceof Window.At at) {
            return at.seconds() > now ? ofDay(at.seconds(), at.seconds(), future(at.seconds())) : moment(at.seconds(), Math.min(now,
                    at.seconds() + MOMENT), false);
        }
        if (window instanceof Window.Ago ago) {
            double then = now - ago.seconds();
            return then < 0 ? before() : moment(then, Math.min(now, then + MOMENT), false);
        }
        if (window instanceof Window.Part part) {
            return part(part.name());
        }
        if (window instanceof Window.Clock clock) {
            return clock(clock);
        }
        return stretch(window, now);
    }

    /** Of a camera {@code 23:04} is a time of day where that many minutes have not gone by yet, and the clock has shown it. */
    private Result ofDay(double from, double to, Result otherwise) {
        boolean hours = observed.live() && from >= 60 && from < MINUTES_OF_DAY && from == Math.rint(from);
        if (!hours) {
            return otherwise;
        }
        boolean open = to >= MINUTES_OF_DAY;
        Result placed = clock(new Window.Clock(minutes(from), open ? "" : minutes(to), "", ""));
        return placed.placed() == null ? otherwise : placed;
    }

    private static String minutes(double ofDay) {
        return String.format(Locale.ROOT, "%02d:%02d", (int) ofDay / 60, (int) ofDay % 60);
    }

    private Result stretch(Window window, double now) {
        if (window instanceof Window.Between between) {
            return between.from() > now ? ofDay(between.from(), between.to(), future(between.from())) : span(between.from(), between.to());
        }
        if (window instanceof Window.First first) {
            return span(0, first.seconds());
        }
        if (window instanceof Window.Last last) {
            return span(Math.max(0, now - last.seconds()), now);
        }
        return byEvent(window);
    }

    private Result part(Window.Part.Name part) {
        double now = observed.now();
        return switch (part) {
            case START -> placed(new TimeSpan(0, Math.min(now, EDGE)), "at the start", true, false, true);
            case END -> placed(new TimeSpan(Math.max(0, now - EDGE), now), "at the end", true, true, true);
            case MIDDLE -> moment(now / 2, Math.min(now, now / 2 + MOMENT), false);
            case FIRST_HALF -> span(0, now / 2);
            case SECOND_HALF -> span(now / 2, now);
        };
    }

    private Result byEvent(Window window) {
        Occurrences occurrences = new Occurrences(observed);
        if (window instanceof Window.BetweenEvents between) {
            Occurrences.Edge first = occurrences.edge(between.first());
            Occurrences.Edge second = occurrences.edge(between.second());
            if (first.problem() != null || second.problem() != null) {
                return new Result(null, first.problem() != null ? first.problem() : second.problem());
            }
            return open(span(Math.min(first.seconds(), second.seconds()), Math.max(first.seconds(), second.seconds())), first, second);
        }
        Event event = window instanceof Window.After after ? after.event() : window instanceof Window.Before before
                ? before.event() : ((Window.While) window).event();
        Occurrences.Edge edge = occurrences.edge(event);
        if (edge.problem() != null) {
            return new Result(null, edge.problem());
        }
        if (window instanceof Window.After) {
            return open(span(edge.seconds(), observed.now()), edge);
        }
        return window instanceof Window.Before ? open(span(0, edge.seconds()), edge) : span(edge.span().start(), edge.span().end());
    }

    private static Result open(Result result, Occurrences.Edge... edges) {
        Placed placed = result.placed();
        return new Result(new Placed(placed.span(), placed.words(), placed.momentary(), placed.late(), placed.bounded(),
                List.of(edges)), null);
    }

    private Result clock(Window.Clock clock) {
        if (!observed.live()) {
            return new Result(null, new Finding.CannotTell("this recording carries no time of day"));
        }
        ZonedDateTime now = observed.started().atZone(observed.zone()).plus(Duration.ofMillis((long) (observed.now() * 1000)));
        LocalDate day = day(clock.day(), now.toLocalDate());
        LocalTime from = clock.from().isEmpty() ? start(clock.part()) : LocalTime.parse(clock.from());
        LocalTime to = clock.to().isEmpty() ? end(clock.part()) : LocalTime.parse(clock.to());
        if (clock.from().isEmpty() && clock.part().isEmpty() && !clock.to().isEmpty()) {
            from = LocalTime.MIN;
        }
        double start = seconds(day, from);
        boolean moment = clock.from().equals(clock.to()) && !clock.from().isEmpty();
        double end = moment ? start + 60 : to.isAfter(from) ? seconds(day, to) : seconds(day.plusDays(1), to);
        if (end <= 0 || start > observed.now()) {
            return start > observed.now() ? new Result(null, new Finding.NotSeen("that lies after "
                    + wallClock(observed.now()) + ", the last moment there is", List.of())) : before();
        }
        return span(Math.max(0, start), end);
    }

    private double seconds(LocalDate day, LocalTime time) {
        return Duration.between(observed.started(), ZonedDateTime.of(day, time, observed.zone()).toInstant()).toMillis() / 1000.0;
    }

    private static LocalDate day(String name, LocalDate today) {
        if (name.isEmpty() || name.equals("today")) {
            return today;
        }
        if (name.equals("yesterday")) {
            return today.minusDays(1);
        }
        DayOfWeek wanted = DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT));
        return today.minusDays(Math.floorMod(today.getDayOfWeek().getValue() - wanted.getValue(), 7));
    }

    private static LocalTime start(String part) {
        return switch (part) {
            case "morning" -> LocalTime.of(5, 0);
            case "afternoon" -> LocalTime.NOON;
            case "evening" -> LocalTime.of(17, 0);
            case "night" -> LocalTime.of(21, 0);
            default -> LocalTime.MIN;
        };
    }

    private static LocalTime end(String part) {
        return switch (part) {
            case "morning" -> LocalTime.NOON;
            case "afternoon" -> LocalTime.of(18, 0);
            case "evening" -> LocalTime.of(23, 0);
            case "night" -> LocalTime.of(5, 0);
            default -> LocalTime.MAX;
        };
    }

    private Result moment(double from, double to, boolean late) {
        return placed(new TimeSpan(from, Math.max(from, to)), "at " + Clock.text(late ? to : from), true, late, true);
    }

    private Result span(double from, double to) {
        double end = Math.min(observed.now(), to);
        double start = Math.min(from, end);
        return placed(new TimeSpan(start, end), "between " + Clock.text(start) + " and " + Clock.text(end), false, true, true);
    }

    /** Nobody watched before the stream began. */
    private Result before() {
        return new Result(null, new Finding.NotWatched(List.of(), "the stream begins "
                + (observed.live() ? "at " + wallClock(0) : "later")));
    }

    /** {@code 23:04}, with the day where it is another than now's. */
    private String wallClock(double seconds) {
        ZonedDateTime then = observed.started().atZone(observed.zone()).plus(Duration.ofMillis((long) (seconds * 1000)));
        ZonedDateTime now = observed.started().atZone(observed.zone()).plus(Duration.ofMillis((long) (observed.now() * 1000)));
        String day = then.toLocalDate().equals(now.toLocalDate()) ? "" : " on "
                + then.format(DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH));
        return then.format(DateTimeFormatter.ofPattern("HH:mm")) + day;
    }

    private Result future(double seconds) {
        return new Result(null, new Finding.NotSeen(Clock.text(seconds) + " lies after " + Clock.text(observed.now())
                + ", the last moment there is", List.of()));
    }

    private static Result placed(TimeSpan span, String words, boolean momentary, boolean late, boolean bounded) {
        return new Result(new Placed(span, words, momentary, late, bounded), null);
    }

    Optional<Finding> unwatched(Placed placed) {
        return placed.bounded() ? observed.timeline().watched().hiding(placed.span())
                .map(gap -> new Finding.NotWatched(observed.timeline().watched().causes(gap))) : Optional.empty();
    }
}
