package dev.afterimage.answering.ask;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Timed notes as a frame encoder writes them, most of them about everyday things, some about one thing that a question asks for. */
final class NotedStream {

    static final StreamId STREAM = new StreamId("hall");
    static final double SECONDS_APART = 5;

    /** A thing (or the words written) that only one note tells of, and a question about it, put in other words where there are some. */
    record Needle(Evidence seen, String question, int note) { }

    private static final String[][] NEEDLES = {
        {"umbrella", "Where was the umbrella?"}, {"dog", "When did the dog appear?"}, {"\"EXIT B2\"", "What does the exit sign say?"},
        {"suitcase", "How many suitcases were there?"}, {"bicycle", "Was somebody riding a bike?"}, {"cat", "Did you see a pet cat?"},
        {"laptop", "When was the computer on the desk?"}, {"pizza", "When was there something to eat?"},
        {"\"CLOSED TODAY\"", "Is the shop closed?"},
        {"bus", "When did the bus come?"}, {"truck", "Was there a lorry?"}, {"teddy bear", "Where is the child's toy?"},
        {"horse", "At what time was the horse there?"}, {"\"PLATFORM 9\"", "Which platform was shown?"},
        {"clock", "Where was the clock hanging?"},
        {"skateboard", "Who had a skateboard?"}, {"train", "Did anything arrive on rails?"},
        {"elephant", "Was there a big grey animal with a trunk?"},
        {"knife", "Was something sharp lying around?"}, {"\"WET FLOOR\"", "Was there a warning about slipping?"},
        {"airplane", "What flew past?"},
        {"refrigerator", "Where do they keep food cold?"}, {"\"GATE 14\"", "Which gate was on the board?"},
        {"sheep", "When did the sheep walk by?"},
        {"boat", "Where was the boat?"}, {"motorcycle", "When did the motorbike pass?"}, {"surfboard", "Who carried a surfboard?"},
        {"microwave", "Is there an appliance to heat food?"}, {"\"SALE 50%\"", "What discount was written?"},
        {"wine glass", "How many glasses of wine stood there?"},
        {"toothbrush", "Did you see a toothbrush?"}, {"fire hydrant", "When was the hydrant in view?"}};
    private static final String[] EVERYDAY = {"car", "person", "chair", "bottle", "cup", "tv", "handbag", "potted plant", "book", "bench"};
    private static final String[] PLACES = {"left", "centre", "right"};

    final List<EncodedFrame> frames = new ArrayList<>();
    final List<Needle> needles = new ArrayList<>();

    NotedStream(int notes, long seed) {
        Random random = new Random(seed);
        for (int note = 0; note < notes; note++) {
            List<Evidence> seen = new ArrayList<>();
            int needle = (note - 4) / 3;
            if (note >= 4 && (note - 4) % 3 == 0 && needle < NEEDLES.length) {
                seen.add(evidence(NEEDLES[needle][0], 1, random));
                needles.add(new Needle(seen.get(0), NEEDLES[needle][1], note));
            } else if (note % 9 != 8) {
                seen.add(evidence(EVERYDAY[random.nextInt(EVERYDAY.length)], 1 + random.nextInt(3), random));
            }
            frames.add(frame(note, seen));
        }
    }

    private static Evidence evidence(String what, int count, Random random) {
        boolean text = what.startsWith("\"");
        String place = PLACES[random.nextInt(PLACES.length)];
        return new Evidence(text ? Evidence.Kind.TEXT : Evidence.Kind.OBJECT, what.replace("\"", ""), text ? 1 : count,
                Collections.nCopies(count, place), 0.6);
    }

    private static EncodedFrame frame(int number, List<Evidence> seen) {
        String note = seen.isEmpty() ? "nothing" : String.join("; ", seen.stream().map(NotedStream::words).toList());
        double seconds = number * SECONDS_APART;
        return new EncodedFrame(STREAM, number, seconds, new float[] {1},
                Optional.of(new PromptPart.Text("[" + Clock.text(seconds) + "] " + note + "\n")), note, seen,
                new byte[] {1});
    }

    private static String words(Evidence seen) {
        if (seen.kind() == Evidence.Kind.TEXT) {
            return "text \"" + seen.label() + "\"";
        }
        String place = seen.places().get(0).equals("centre") ? " in the centre" : " on the " + seen.places().get(0);
        return (seen.count() == 1 ? seen.label() : seen.count() + " " + Kinds.coco().ofLabel(seen.label()).plural()) + place;
    }
}
