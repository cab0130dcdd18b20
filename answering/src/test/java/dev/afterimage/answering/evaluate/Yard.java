package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.Sureness;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Motion;
import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.evidence.Spot;
import dev.afterimage.core.evidence.Traits;
import dev.afterimage.core.stream.StreamId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A small stream, written down as the frame encoder would: who is there from when to when. */
final class Yard {

    private static final StreamId STREAM = new StreamId("yard");

    /** One thing, from its coming to its going. */
    private record Stay(long track, String label, double start, double end, String colour, String from, String to, Course course) {
        boolean at(double seconds) {
            return start <= seconds && seconds < end;
        }
    }

    /** What somebody wears or how a thing looks; where it is, and when it begins to move and to stand. */
    private record Course(List<Shade> shades, Spot spot, List<Motion> motions) {
        Traits at(double seconds, double start) {
            Motion now = motions.stream().filter(motion -> motion.since() <= seconds).reduce((a, b) -> b).orElse(Motion.UNKNOWN);
            return spot == Spot.UNKNOWN ? Traits.UNKNOWN : new Traits((int) (2 * (seconds - start)) + 1, seconds, 0.9, spot, now, shades);
        }
    }

    private record Words(String text, double start, double end) { }

    private final List<Stay> stays = new ArrayList<>();
    private final List<Words> texts = new ArrayList<>();
    private final List<Words> speech = new ArrayList<>();

    /** A thing from the left to the right; there from the start when {@code start} is 0, still there when {@code end} is infinite. */
    Yard thing(String label, double start, double end, String colour) {
        return thing(label, start, end, colour, "left", "right");
    }

    Yard thing(String label, double start, double end, String colour, String from, String to) {
        stays.add(new Stay(stays.size() + 1, label, start, end, colour, from, to, new Course(List.of(), Spot.UNKNOWN, List.of())));
        return this;
    }

    /** A thing that was followed closely, and came and went by no side. */
    Yard followed(String label, double start, double end, Spot spot, List<Shade> shades, Motion... motions) {
        stays.add(new Stay(stays.size() + 1, label, start, end, "", "", "", new Course(shades, spot, List.of(motions))));
        return this;
    }

    Yard text(String text, double start, double end) {
        texts.add(new Words(text, start, end));
        return this;
    }

    Yard said(String text, double start, double end) {
        speech.add(new Words(text, start, end));
        return this;
    }

    /** What is known at second {@code now}. */
    ObservedStream at(double now) {
        List<BlockEntry> entries = new ArrayList<>();
        for (double second = 0; second <= now; second += 0.5) {
            entries.add(entry(entries.size(), second));
        }
        return ObservedStream.of(new Timeline(entries, List.of(), now, Sureness.FLOOR));
    }

    /** The same of a camera that began at noon. */
    ObservedStream liveAt(double now) {
        return new ObservedStream(at(now).timeline(), Instant.parse("2026-11-30T12:00:00Z"), true, ZoneOffset.UTC, true);
    }

    private BlockEntry entry(long number, double second) {
        List<Evidence> evidence = new ArrayList<>();
        for (String label : stays.stream().map(Stay::label).distinct().toList()) {
            List<Stay> there = stays.stream().filter(stay -> stay.label.equals(label) && stay.at(second)).toList();
            if (!there.isEmpty()) {
                evidence.add(new Evidence(label, there.stream().map(stay -> "centre").toList(), 0.9, there.stream()
                        .map(stay -> new Sighting(stay.track, stay.start, Sighting.THERE, stay.colour, stay.start == 0 ? "" : stay.from,
                        "", stay.course.at(second, stay.start))).toList()));
            }
            List<Stay> gone = stays.stream().filter(stay -> stay.label.equals(label) && stay.end <= second && second < stay.end + 0.5)
                    .toList();
            if (!gone.isEmpty()) {
                evidence.add(new Evidence(label, List.of(), 0.9, gone.stream()
                        .map(stay -> new Sighting(stay.track, stay.start, stay.end, stay.colour, stay.start == 0 ? "" : stay.from, stay.to,
                                stay.course.at(stay.end, stay.start)))
                        .toList()));
            }
        }
        texts.stream().filter(text -> text.start <= second && second < text.end)
                .forEach(text -> evidence.add(new Evidence(Evidence.Kind.TEXT, text.text, 1, List.of("centre"), 0.95)));
        speech.stream().filter(one -> one.start <= second && second < one.start + 0.5)
                .forEach(one -> evidence.add(new Evidence(Evidence.Kind.SPEECH, one.text, 1, List.of(), 0.9, one.start, one.end)));
        return new BlockEntry(STREAM, number, second, 1, 0, "", evidence, new float[0], new float[0], new float[0]);
    }
}
