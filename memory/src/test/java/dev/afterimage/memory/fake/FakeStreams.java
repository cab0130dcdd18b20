package dev.afterimage.memory.fake;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.block.SpokenNote;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Streams made of words: {@code "4.8 1 car; 8.6 nothing; 10 2 person, text \"EXIT\""}. */
public final class FakeStreams {

    private FakeStreams() { }

    /**
     * @param moments {@code SECONDS WHAT} joined by {@code ;}, WHAT being {@code nothing} or a comma-joined list of
     *                {@code COUNT LABEL [PLACE...]} and {@code text "..." [PLACE]}; or {@code said FROM-TO WORDS},
     *                known at SECONDS
     */
    public static List<EncodedFrame> frames(StreamId stream, String moments) {
        List<EncodedFrame> frames = new ArrayList<>();
        for (String moment : moments.split(";")) {
            String[] timed = moment.strip().split("\\s+", 2);
            double seconds = Double.parseDouble(timed[0]);
            if (timed[1].startsWith("said ")) {
                frames.add(SpokenNote.of(stream, frames.size(), seconds, utterance(timed[1].substring(5))));
                continue;
            }
            List<Evidence> evidence = evidence(timed[1]);
            frames.add(new EncodedFrame(stream, frames.size(), seconds, new float[] {1},
                    Optional.of(new PromptPart.Text(line(seconds, timed[1]))),
                    timed[1], evidence, new byte[] {1}));
        }
        return frames;
    }

    private static Utterance utterance(String words) {
        String[] parts = words.split("[- ]", 3);
        return new Utterance(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), parts[2], 0.6);
    }

    private static String line(double seconds, String note) {
        return String.format(Locale.ROOT, "[%02d:%02d] %s%n", (int) seconds / 60, (int) seconds % 60, note).replace("\r", "");
    }

    private static List<Evidence> evidence(String what) {
        List<Evidence> evidence = new ArrayList<>();
        for (String part : what.split(",")) {
            String one = part.strip();
            if (one.startsWith("text \"")) {
                String place = one.substring(one.lastIndexOf('"') + 1).strip();
                evidence.add(new Evidence(Evidence.Kind.TEXT, one.substring(6, one.lastIndexOf('"')), 1,
                        place.isEmpty() ? List.of() : List.of(place), 0.9));
            } else if (!one.equals("nothing")) {
                evidence.add(thing(one));
            }
        }
        return evidence;
    }

    private static Evidence thing(String words) {
        List<String> rest = new ArrayList<>(List.of(words.split(" ")));
        int count = Integer.parseInt(rest.remove(0));
        List<String> places = new ArrayList<>();
        while (List.of("left", "centre", "right").contains(rest.get(rest.size() - 1))) {
            places.add(0, rest.remove(rest.size() - 1));
        }
        return new Evidence(Evidence.Kind.OBJECT, String.join(" ", rest), count, places, 0.7);
    }

    /** Prefills and stores the moments, the stream's newest frame being at {@code lastSeconds}. */
    public static void watch(SegmentStore store, BlockPrefiller prefiller, StreamId stream, String moments, double lastSeconds) {
        store.putStream(new StreamInfo(stream, "file:fake.mp4", 2, Instant.EPOCH, 640, 360, false, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1,
                ""));
        for (EncodedFrame frame : frames(stream, moments)) {
            prefiller.prefill(frame).ifPresent(store::commit);
            store.putFrame(stream, frame.index(), new Thumbnail(frame.seconds(), frame.thumbnail()));
        }
        store.putFrame(stream, (long) (lastSeconds * 2), new Thumbnail(lastSeconds, new byte[] {1}));
    }
}
