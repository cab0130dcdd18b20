package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.TextRun;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.core.evidence.Evidence;

import java.util.List;

/** The writing that a question means by a {@link Thing}, its {@code nth} left aside. */
final class Writing {

    private Writing() { }

    /** All that was read, in order of first sight. */
    static List<TextRun> read(Timeline timeline) {
        return TextRun.of(timeline).stream().filter(text -> text.kind() == Evidence.Kind.TEXT).toList();
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
