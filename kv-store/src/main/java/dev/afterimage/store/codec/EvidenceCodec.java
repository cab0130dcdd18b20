package dev.afterimage.store.codec;

import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Sighting;
import dev.afterimage.core.evidence.Traits;
import java.util.ArrayList;
import java.util.List;

/**
 * Pieces of evidence within other values: {@code count (4) | evidence...}, each {@code kind (text) | label | count (4) | places count (4) |
 * places... | score (8)}, of the kind {@value #TIMED_SPEECH} also {@code start (8) | end (8)}, of the kind {@value #FOLLOWED} also
 * {@code things count (4) | things...}, each {@code track (8) | since (8) | until (8) | colour | from | to}. Of the kind {@value #TRAITED}
 * each thing also has {@code sights (4) | seen (8) | best (8) | left (8) | top (8) | right (8) | bottom (8) | way | since (8) | shades
 * count (4) | shades...}, each {@code part | colour | share (8)}.
 */
final class EvidenceCodec {

    /** Speech with times of its own. Speech without, as version 1 first knew it, is written by its kind's name like everything else. */
    private static final String TIMED_SPEECH = "SPEECH FROM TO";
    /** Objects that were followed; others likewise. */
    private static final String FOLLOWED = "OBJECT FOLLOWED";
    /** Followed objects with traits. */
    private static final String TRAITED = "OBJECT FOLLOWED WITH TRAITS";

    private EvidenceCodec() { }

    static void write(ValueWriter writer, List<Evidence> all) {
        writer.ints(all.size());
        all.forEach(evidence -> write(writer, evidence));
    }

    private static void write(ValueWriter writer, Evidence evidence) {
        writer.text(word(evidence)).text(evidence.label()).ints(evidence.count(), evidence.places().size());
        evidence.places().forEach(writer::text);
        writer.doubles(evidence.score());
        if (word(evidence).equals(TIMED_SPEECH)) {
            writer.doubles(evidence.start(), evidence.end());
        } else if (!evidence.things().isEmpty()) {
            writer.ints(evidence.things().size());
            evidence.things().forEach(thing -> write(writer, thing, word(evidence).equals(TRAITED)));
        }
    }

    private static void write(ValueWriter writer, Sighting thing, boolean traited) {
        writer.longs(thing.track()).doubles(thing.since(), thing.until()).text(thing.colour()).text(thing.from()).text(thing.to());
        if (traited) {
            TraitsCodec.write(writer, thing.traits());
        }
    }

    private static String word(Evidence evidence) {
        boolean timed = evidence.kind() == Evidence.Kind.SPEECH && evidence.timed();
        if (evidence.things().isEmpty()) {
            return timed ? TIMED_SPEECH : evidence.kind().name();
        }
        return evidence.things().stream().anyMatch(thing -> thing.traits().known()) ? TRAITED : FOLLOWED;
    }

    static List<Evidence> read(ValueReader reader) {
        List<Evidence> all = new ArrayList<>();
        for (int left = reader.ints(); left > 0; left--) {
            String word = reader.text();
            boolean timed = word.equals(TIMED_SPEECH);
            boolean traited = word.equals(TRAITED);
            boolean followed = word.equals(FOLLOWED) || traited;
            Evidence.Kind kind = timed ? Evidence.Kind.SPEECH : followed ? Evidence.Kind.OBJECT : Evidence.Kind.valueOf(word);
            String label = reader.text();
            int count = reader.ints();
            List<String> places = new ArrayList<>();
            for (int more = reader.ints(); more > 0; more--) {
                places.add(reader.text());
            }
            double score = reader.doubles();
            double start = timed ? reader.doubles() : Evidence.UNTIMED;
            double end = timed ? reader.doubles() : Evidence.UNTIMED;
            all.add(new Evidence(kind, label, count, places, score, start, end, followed ? things(reader, traited) : List.of()));
        }
        return all;
    }

    private static List<Sighting> things(ValueReader reader, boolean traited) {
        List<Sighting> things = new ArrayList<>();
        for (int left = reader.ints(); left > 0; left--) {
            things.add(new Sighting(reader.longs(), reader.doubles(), reader.doubles(), reader.text(), reader.text(), reader.text(),
                    traited ? TraitsCodec.read(reader) : Traits.UNKNOWN));
        }
        return things;
    }
}
