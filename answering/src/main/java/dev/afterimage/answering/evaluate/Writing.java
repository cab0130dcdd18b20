package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.TextRun;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.core.evidence.Evidence;

import java.util.List;
import java.util.Optional;

/** The writing that a question means by a {@link Thing}, its {@code nth} left aside. */
final class Writing {

    private Writing() { }

    /** All that was read, in order of first sight. */
    static List<TextRun> read(Timeline timeline) {
        return TextRun.of(timeline).stream().filter(text -> text.kind() == Evidence.Kind.TEXT).toList();
    }

    /** The words by which a thing may be named in writing, its colour among them; empty where more is said of it. */
    static Optional<String> name(Thing thing) {
        boolean named = thing.equals(Thing.of(thing.name()).nth(thing.nth()).coloured(thing.colour()));
        return named ? Optional.of((thing.colour() + " " + thing.name()).strip()) : Optional.empty();
    }

    /** Those that show what the thing says, what else is said of it ("the closed sign"), and are at its place. */
    static List<TextRun> meant(Thing thing, List<TextRun> read) {
        List<TextRun> meant = thing.says().isEmpty() ? read : TextRun.showing(thing.says(), read);
        for (String with : thing.with()) {
            meant = Selection.placed(with) ? meant : TextRun.showing(with, meant);
        }
        String place = thing.place().equals("middle") ? "centre" : thing.place();
        return place.isEmpty() ? meant : meant.stream().filter(text -> text.places().stream().anyMatch(at -> at.contains(place))).toList();
    }
}
