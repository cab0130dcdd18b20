package dev.afterimage.eval.videoqa;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.eval.needle.Needle.Content;
import dev.afterimage.eval.needle.Needle;
import dev.afterimage.eval.needle.NeedleSet;
import dev.afterimage.eval.videoqa.QaItem.Interval;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A day as somebody with glasses sees it, made up: rooms are entered and left, things lie in them, are put down and
 * taken away. What was to be seen, where and when is known, and questions with their answers follow from it. The same
 * seed and length give the same pictures and questions.
 */
public final class EgocentricDay {

    private static final int SHORTEST_VISIT = 6;
    private static final int LONGEST_VISIT = 16;
    private static final int THINGS_AT_START = 4;

    private final DayLevel level;
    private final Random random;
    private final int seconds;
    private final List<Needle> things;
    private final List<Visit> visits = new ArrayList<>();

    /** Where a thing lies in the picture. */
    enum Place {
        LEFT(0.2, List.of("left")), MIDDLE(0.5, List.of("middle", "centre", "center")), RIGHT(0.8, List.of("right"));

        final double x;
        final List<String> words;

        Place(double x, List<String> words) {
            this.x = x;
            this.words = words;
        }
    }

    /** @param things what lies there, by place */
    record Visit(int room, int start, int end, Map<Place, Needle> things) { }

    private EgocentricDay(int seconds, long seed, DayLevel level) {
        this.level = level;
        this.random = new Random(seed);
        this.seconds = seconds;
        // All but a quarter are used, so that there is something that never was.
        List<Needle> all = new ArrayList<>(NeedleSet.of(NeedleSet.PICTURES).needles().stream()
                .filter(needle -> needle.content() instanceof Content.Picture).toList());
        Collections.shuffle(all, random);
        this.things = level.similar() ? Coloured.both(all) : all;
        live();
    }

    /**
     * @param level    how hard it is, 1 to 3
     * @param labelled whether each thing's name is written under it, for packs that read but do not know such things
     */
    public static QaVideo of(double minutes, long seed, int level, boolean labelled) {
        if (!(minutes >= 1 && minutes <= 24 * 60)) {
            throw new AfterimageException(ErrorCode.USAGE, "cannot generate a day of " + minutes + " minutes",
                    "give --minutes from 1 to 1440");
        }
        EgocentricDay day = new EgocentricDay((int) Math.round(minutes * 60), seed, DayLevel.of(level));
        return new QaVideo("day", List.of(), Optional.of(new DayPictures(day.visits, day.seconds, labelled)), day.seconds, day.questions());
    }

    /** Minutes of a level's day unless another length is asked for. */
    public static double minutes(int level) {
        return DayLevel.of(level).minutes();
    }

    private List<Needle> used() {
        return things.subList(0, things.size() * 3 / 4);
    }

    private void live() {
        List<Map<Place, Needle>> rooms = new ArrayList<>();
        for (int i = 0; i < level.rooms(); i++) {
            rooms.add(new TreeMap<>());
        }
        List<Needle> away = new ArrayList<>(used());
        for (int i = 0; i < THINGS_AT_START * level.rooms() / DayLevel.of(1).rooms(); i++) {
            put(rooms.get(i % level.rooms()), away);
        }
        int room = 0;
        for (int start = 0; start < seconds; ) {
            int end = Math.min(seconds, start + SHORTEST_VISIT + random.nextInt(LONGEST_VISIT - SHORTEST_VISIT));
            // In the middle of a visit something may be put down or taken away: the picture changes while one stands there.
            int middle = (start + end) / 2;
            visits.add(new Visit(room, start, middle, new TreeMap<>(rooms.get(room))));
            change(rooms.get(room), away);
            visits.add(new Visit(room, middle, end, new TreeMap<>(rooms.get(room))));
            start = end;
            room = (room + 1 + random.nextInt(level.rooms() - 1)) % level.rooms();
        }
    }

    private void change(Map<Place, Needle> room, List<Needle> away) {
        if (room.size() < level.room() && !away.isEmpty()) {
            put(room, away);
        } else if (!room.isEmpty() && random.nextInt(3) == 0) {
            Place place = new ArrayList<>(room.keySet()).get(random.nextInt(room.size()));
            away.add(room.remove(place));
        }
    }

    private void put(Map<Place, Needle> room, List<Needle> away) {
        List<Place> free = new ArrayList<>(List.of(Place.values()));
        free.removeAll(room.keySet());
        room.put(free.get(random.nextInt(free.size())), away.remove(random.nextInt(away.size())));
    }

    /** Stretches in which a thing was in view, up to a moment. */
    private List<Interval> seen(Needle thing, int until) {
        List<Interval> seen = new ArrayList<>();
        for (Visit visit : visits) {
            if (visit.start() < until && visit.things().containsValue(thing)) {
                double end = Math.min(until, visit.end());
                Interval last = seen.isEmpty() ? null : seen.get(seen.size() - 1);
                if (last != null && last.end() == visit.start()) {
                    seen.set(seen.size() - 1, new Interval(last.start(), end));
                } else {
                    seen.add(new Interval(visit.start(), end));
                }
            }
        }
        return seen;
    }

    private List<QaItem> questions() {
        List<QaItem> items = new ArrayList<>();
        for (int at = 30; at <= seconds; at += 30) {
            ask(items, at);
        }
        return items;
    }

    /** One question of each kind that this moment has an answer to, of a thing drawn. */
    private void ask(List<QaItem> items, int at) {
        List<Needle> met = new ArrayList<>(used().stream().filter(thing -> !seen(thing, at).isEmpty()).toList());
        Collections.shuffle(met, random);
        if (met.size() < 2) {
            return;
        }
        if (level.farBack()) {
            // The longest ago first: what was just seen is easy.
            met.sort(Comparator.comparingDouble((Needle thing) -> last(thing, at).end()));
        }
        Needle thing = met.get(0);
        List<Interval> seen = seen(thing, at);
        Interval last = seen.get(seen.size() - 1);
        String article = article(thing);
        String id = "at-" + at + "-";
        items.add(item(id + "last-seen", "last seen", "When did you last see " + article + "?", at, List.of(Needle.TIME), List.of(last)));
        items.add(item(id + "times", "how many times", "How many times did " + thing.name() + " appear?", at,
                List.of(Integer.toString(seen.size())), seen));
        if (level.similar()) {
            items.add(item(id + "first-seen", "first seen", "When did you first see " + article + "?", at, List.of(Needle.TIME),
                    List.of(seen.get(0))));
        }
        if (level.farBack()) {
            until(met.get(met.size() / 2), at).ifPresent(items::add);
        }
        place(met.get(1), at).ifPresent(items::add);
        first(met.get(0), met.get(1), at).ifPresent(items::add);
        Needle never = things.get(used().size() + random.nextInt(things.size() - used().size()));
        items.add(item(id + "never", "never seen", "When did you see " + article(never) + "?", at, List.of(QaItem.NOT_SEEN), List.of()));
    }

    private Interval last(Needle thing, int at) {
        List<Interval> seen = seen(thing, at);
        return seen.get(seen.size() - 1);
    }

    /** How often a thing appeared in the earlier half of the day so far: a count over a stretch that is long past. */
    private Optional<QaItem> until(Needle thing, int at) {
        int half = at / 2;
        List<Interval> seen = seen(thing, half);
        return seen.isEmpty() ? Optional.empty() : Optional.of(item("at-" + at + "-times-until", "how many times until",
                String.format("How many times did %s appear before %02d:%02d?", thing.name(), half / 60, half % 60), at,
                List.of(Integer.toString(seen.size())), seen));
    }

    private static QaItem item(String id, String task, String question, int at, List<String> answers, List<Interval> evidence) {
        return new QaItem(id, task, question, at, List.of(), answers, evidence);
    }

    /** Where a thing was put; asked where it always lay in one place. */
    private Optional<QaItem> place(Needle thing, int at) {
        List<Place> places = visits.stream().filter(visit -> visit.start() < at).flatMap(visit -> visit.things().entrySet().stream())
                .filter(entry -> entry.getValue() == thing).map(Map.Entry::getKey).distinct().toList();
        return places.size() != 1 ? Optional.empty()
                : Optional.of(item("at-" + at + "-where", "put where", "Where did you see " + thing.name() + "?", at,
                places.get(0).words, seen(thing, at)));
    }

    private Optional<QaItem> first(Needle one, Needle other, int at) {
        Interval a = seen(one, at).get(0);
        Interval b = seen(other, at).get(0);
        return a.start() == b.start() ? Optional.empty() : Optional.of(new QaItem("at-" + at + "-first", "who came first",
                "Which came first, " + one.name() + " or " + other.name() + "?", at, List.of(one.name(), other.name()),
                List.of(a.start() < b.start() ? one.name() : other.name()), List.of(a.start() < b.start() ? a : b)));
    }

    private static String article(Needle thing) {
        return thing.id().endsWith("s") && !thing.id().endsWith("us") ? thing.id()
                : ("aeiou".indexOf(thing.id().charAt(0)) >= 0 ? "an " : "a ") + thing.id();
    }
}
