package dev.afterimage.encoder.note;

import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.encoder.object.TrackedThing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is in a frame, as evidence and in one line:
 * <pre>
 * note   = "nothing" | things [ "; " texts ] | texts
 * things = thing { ", " thing }         in the order of the labels
 * thing  = [ colour ] label place | count [ colour ] plural [ place ]     for several things only when all have the one colour
 * place  = " on the left" | " in the centre" | " on the right"     for several things only when all are in one place
 * texts  = 'text "' line '"' { ', "' line '"' }
 * </pre>
 */
public final class NoteWriter {

    /** Notes are read by a small model and each token costs storage: a page of writing is cut to its first lines; evidence has them all. */
    private static final int LINES = 6;
    private static final int LINE = 60;

    private NoteWriter() { }

    /** @param gone since the note before */
    public static List<Evidence> evidence(List<TrackedThing> things, List<TrackedThing.Gone> gone, List<Evidence> texts) {
        Map<String, List<TrackedThing>> byLabel = things.stream()
                .collect(Collectors.groupingBy(TrackedThing::label, LinkedHashMap::new, Collectors.toList()));
        List<Evidence> all = new ArrayList<>();
        byLabel.forEach((label, alike) -> all.add(new Evidence(label, alike.stream().map(TrackedThing::place).toList(),
                alike.stream().mapToDouble(TrackedThing::score).average().orElse(0), alike.stream().map(NoteWriter::sighting).toList())));
        all.addAll(texts);
        gone.stream().collect(Collectors.groupingBy(one -> one.thing().label(), LinkedHashMap::new, Collectors.toList()))
                .forEach((label, alike) -> all.add(new Evidence(label, List.of(), alike.stream().mapToDouble(one -> one.thing().score())
                .average().orElse(0),
                        alike.stream().map(NoteWriter::sighting).toList())));
        return all;
    }

    private static Sighting sighting(TrackedThing thing) {
        return new Sighting(thing.id(), thing.since(), Sighting.THERE, thing.colour(), thing.from(), "",
                thing.traits());
    }

    private static Sighting sighting(TrackedThing.Gone gone) {
        TrackedThing thing = gone.thing();
        return new Sighting(thing.id(), thing.since(), gone.seconds(), thing.colour(), thing.from(), gone.to(), thing.traits());
    }

    public static String note(List<Evidence> evidence) {
        String things = evidence.stream().filter(e -> e.kind() == Evidence.Kind.OBJECT && e.count() > 0).map(NoteWriter::thing)
                .collect(Collectors.joining(", "));
        String texts = evidence.stream().filter(e -> e.kind() == Evidence.Kind.TEXT)
                .limit(LINES).map(e -> '"' + quotable(e.label()) + '"').collect(Collectors.joining(", "));
        if (texts.isEmpty()) {
            return things.isEmpty() ? "nothing" : things;
        }
        return (things.isEmpty() ? "" : things + "; ") + "text " + texts;
    }

    private static String quotable(String line) {
        String plain = line.replace('"', '\'').replaceAll("\\s+", " ");
        return plain.length() <= LINE ? plain : plain.substring(0, LINE).strip() + "...";
    }

    private static String thing(Evidence seen) {
        String what = seen.count() == 1 ? colour(seen) + seen.label() : seen.count() + " " + colour(seen) + Plurals.of(seen.label());
        Set<String> places = new LinkedHashSet<>(seen.places());
        return places.size() == 1 ? what + where(places.iterator().next()) : what;
    }

    private static String colour(Evidence seen) {
        Set<String> colours = seen.things().stream().map(Sighting::colour).collect(Collectors.toSet());
        String only = colours.size() == 1 ? colours.iterator().next() : "";
        return only.isEmpty() ? "" : only + " ";
    }

    private static String where(String place) {
        return place.equals("centre") ? " in the centre" : " on the " + place;
    }

    /** {@code [mm:ss]}, from an hour on {@code [h:mm:ss]}. */
    public static String time(double seconds) {
        long whole = (long) Math.floor(Math.max(0, seconds));
        return whole < 3600 ? String.format(Locale.ROOT, "[%02d:%02d]", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "[%d:%02d:%02d]", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
