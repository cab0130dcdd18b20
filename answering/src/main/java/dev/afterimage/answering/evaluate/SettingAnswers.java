package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.Brightness;
import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;
import dev.afterimage.answering.time.TimeSpan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether it all is indoors or outdoors, by things that stand in one of them only; and whether it is light or dark, by the stored pictures.
 * By day it is light outdoors: of a room neither is known.
 */
final class SettingAnswers {

    private static final Set<String> INSIDE = Set.of("indoors", "indoor", "inside");
    private static final Set<String> OUTSIDE = Set.of("outdoors", "outdoor", "outside");
    private static final Set<String> DAY = Set.of("day", "daytime", "daylight");
    private static final Set<String> NIGHT = Set.of("night", "nighttime");
    private static final Set<String> LIGHT = Set.of("light", "bright");
    private static final Set<String> DARK = Set.of("dark");
    /** Of 255: dark is what is less bright nearly all over, light what is as bright as the other in half of the picture. */
    private static final int DARK_BELOW = 60;
    private static final int LIGHT_FROM = 90;
    private static final Set<String> OF_OUTDOORS = Set.of("car", "bus", "truck", "train", "airplane", "boat", "traffic light",
            "fire hydrant", "stop sign", "parking meter", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "kite", "skis",
            "snowboard", "surfboard");
    private static final Set<String> OF_ROOMS = Set.of("couch", "bed", "toilet", "tv", "microwave", "oven", "toaster", "sink",
            "refrigerator", "keyboard", "mouse", "dining table");
    /** How many times as long the one side's things must have been in view as the other's. */
    private static final double CLEARLY = 3;
    /** Seconds in view from which on a thing tells of its place. */
    private static final double LONG_ENOUGH = 1.5;

    private final ObservedStream observed;

    SettingAnswers(ObservedStream observed) {
        this.observed = observed;
    }

    /** Whether all of the words tell of where or when it all is. */
    static boolean about(Query.Is query) {
        return place(query) || query.thing().equals(Thing.of(Thing.ANYTHING)) && (all(query, DAY, NIGHT) || all(query, LIGHT, DARK));
    }

    private static boolean place(Query.Is query) {
        return all(query, INSIDE, OUTSIDE);
    }

    private static boolean all(Query.Is query, Set<String> one, Set<String> other) {
        return !query.values().isEmpty() && query.values().stream().allMatch(value -> one.contains(value) || other.contains(value));
    }

    Finding is(Query.Is query, Windows.Placed window) {
        return place(query) ? where(query, window) : brightness(query, window);
    }

    private Finding brightness(Query.Is query, Windows.Placed window) {
        // Is it day or night? asks a camera about now.
        Windows.Placed when = window.bounded() || !observed.current() ? window : new Windows(observed).place(Window.NOW).placed();
        List<Brightness.Level> levels = observed.pictures().during(when.span());
        boolean dark = levels.stream().allMatch(one -> one.level() < DARK_BELOW);
        boolean light = levels.stream().filter(one -> one.middle() >= LIGHT_FROM && one.coloured()).count() * 2 > levels.size()
                && levels.stream().noneMatch(one -> one.level() < DARK_BELOW);
        if (levels.isEmpty() || dark == light) {
            return new Finding.CannotTell(levels.isEmpty() ? "no picture of that time is kept"
                    : "the pictures are neither light nor dark throughout", cited(levels));
        }
        boolean asksDay = all(query, DAY, NIGHT);
        if (asksDay && !outdoors(window)) {
            return new Finding.CannotTell("it was " + (dark ? "dark" : "light")
                    + ", and nothing that was seen shows that it is outdoors: by day or by night is not known", cited(levels));
        }
        Set<String> right = asksDay ? dark ? NIGHT : DAY : dark ? DARK : LIGHT;
        return new Finding.Fact(answer(query, right, asksDay ? dark ? "night" : "day" : dark ? "dark" : "light") + (asksDay
                ? ": it was " + (dark ? "dark" : "light") + " outdoors." : "."), cited(levels));
    }

    /** A car on a screen or behind a window does not make a room the street. */
    private boolean outdoors(Windows.Placed window) {
        double out = longest(seen(OF_OUTDOORS, window));
        return out >= LONG_ENOUGH && out >= CLEARLY * longest(seen(OF_ROOMS, window));
    }

    private static List<Support> cited(List<Brightness.Level> levels) {
        return levels.stream().map(one -> Support.of(new TimeSpan(one.seconds(), one.seconds()))).toList();
    }

    /** In the question's own word, where it has one for it. */
    private static String answer(Query.Is query, Set<String> right, String otherwise) {
        String said = query.values().stream().filter(right::contains).findFirst().orElse(otherwise);
        return query.values().size() > 1 ? Phrases.capital(said) : (query.values().contains(said) ? "Yes, " : "No, ") + said;
    }

    private Finding where(Query.Is query, Windows.Placed window) {
        Map<String, List<CountRun>> outdoors = seen(OF_OUTDOORS, window);
        Map<String, List<CountRun>> rooms = seen(OF_ROOMS, window);
        double out = longest(outdoors);
        double in = longest(rooms);
        if (Math.max(out, in) < LONG_ENOUGH || out < CLEARLY * in && in < CLEARLY * out) {
            return new Finding.CannotTell("nothing that was seen tells whether it is indoors or outdoors");
        }
        boolean outside = out > in;
        String answer = answer(query, outside ? OUTSIDE : INSIDE, outside ? "outdoors" : "indoors");
        return fact(answer, outside ? outdoors : rooms);
    }

    private Finding fact(String answer, Map<String, List<CountRun>> seen) {
        List<String> longest = seen.entrySet().stream().sorted(Comparator.comparingDouble(one -> -seconds(one.getValue())))
                .map(Map.Entry::getKey).limit(2).toList();
        List<String> named = longest.stream().map(label -> Words.article(Kinds.coco().ofLabel(label).singular())).toList();
        List<Support> supports = new ArrayList<>();
        longest.forEach(label -> supports.addAll(selection(label).supports(seen.get(label).stream()
                .sorted(Comparator.comparingDouble(run -> -run.span().length())).toList())));
        return new Finding.Fact(answer + ": " + Phrases.list(named) + " could be seen.", supports);
    }

    private Map<String, List<CountRun>> seen(Set<String> labels, Windows.Placed window) {
        Map<String, List<CountRun>> seen = new LinkedHashMap<>();
        observed.timeline().labels().stream().filter(labels::contains).forEach(label -> {
            List<CountRun> runs = selection(label).present().stream().filter(run -> !window.bounded()
                    || run.span().overlap(window.span()) > 0).toList();
            if (!runs.isEmpty()) {
                seen.put(label, runs);
            }
        });
        return seen;
    }

    private Selection selection(String label) {
        return new Selection(Thing.of(Kinds.coco().ofLabel(label).singular()), observed.timeline());
    }

    private static double longest(Map<String, List<CountRun>> seen) {
        return seen.values().stream().mapToDouble(SettingAnswers::seconds).max().orElse(0);
    }

    private static double seconds(List<CountRun> runs) {
        return runs.stream().mapToDouble(run -> run.span().length()).sum();
    }
}
