package dev.afterimage.qa.http;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Two streams, half a minute each, as their true clips go: what was seen, when, with real pictures. */
public final class FakeStreams {

    public static final StreamId STREET = new StreamId("street");
    public static final StreamId TABLE = new StreamId("table");
    public static final Instant STARTED = Instant.parse("2026-03-01T09:00:00Z");
    private static final int SECONDS = 30;

    private FakeStreams() { }

    public static FakeStore filled() {
        FakeStore store = new FakeStore();
        fill(store, STREET, streetNotes(), "car");
        fill(store, TABLE, tableNotes(), "bottle");
        return store;
    }

    private record TimedNote(double seconds, String note, int count) { }

    private static List<TimedNote> streetNotes() {
        return List.of(new TimedNote(0, "nothing", 0), new TimedNote(5, "1 car, right", 1), new TimedNote(9, "nothing", 0),
                new TimedNote(15, "2 cars, left and centre", 2),
                new TimedNote(19, "1 car, left", 1), new TimedNote(20, "nothing", 0), new TimedNote(25, "1 car, centre", 1),
                new TimedNote(28, "nothing", 0));
    }

    private static List<TimedNote> tableNotes() {
        return List.of(new TimedNote(0, "3 bottles, left, centre and right", 3), new TimedNote(7, "2 bottles, left and right", 2),
                new TimedNote(12, "3 bottles, left, centre and right", 3), new TimedNote(18, "1 bottle, left", 1),
                new TimedNote(24, "2 bottles, left and centre", 2));
    }

    private static void fill(FakeStore store, StreamId stream, List<TimedNote> notes, String label) {
        store.putStream(new StreamInfo(stream, stream + ".mp4", 1, STARTED, 768, 432, true, StreamInfo.Status.WATCHING, 0, 0, 0, 0, -1,
                ""));
        for (int second = 0; second < SECONDS; second++) {
            store.putFrame(stream, second, new Thumbnail(second, picture(stream, second)));
        }
        for (int i = 0; i < notes.size(); i++) {
            TimedNote said = notes.get(i);
            double end = i + 1 < notes.size() ? notes.get(i + 1).seconds() - 1 : SECONDS - 1;
            store.putEntry(entry(stream, i, said.seconds(), said.note(), label, said.count()));
            store.putScene(new Scene(stream, i, said.seconds(), end, said.note(), i + 1 < notes.size()));
        }
    }

    public static BlockEntry entry(StreamId stream, long number, double seconds, String note, String label, int count) {
        List<Evidence> evidence = new ArrayList<>();
        if (count > 0) {
            evidence.add(new Evidence(Evidence.Kind.OBJECT, label, count, List.of("centre"), .9));
        }
        return new BlockEntry(stream, number, seconds, 12, 0, note, evidence, new float[0], new float[0], new float[0]);
    }

    /** The clip's frame of that second, JPEG. */
    public static byte[] picture(StreamId stream, int second) {
        String name = String.format("/frames/%s/%02d.jpg", stream, second % SECONDS);
        try (InputStream in = FakeStreams.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
