package dev.afterimage.worlds;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Traits;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.encoder.note.NoteWriter;
import dev.afterimage.encoder.object.TrackedThing;
import dev.afterimage.encoder.picture.Box;
import dev.afterimage.memory.block.SpokenNote;
import dev.afterimage.worlds.World.Stay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A world as the frame encoder would tell it, its faults included: now and then a thing is missed for one frame or
 * taken for a new one, something that is not there shows up faintly for a frame or two, a letter is misread. Frames
 * have a note where it changes, as the encoder's have.
 */
public final class WorldFrames {

    private static final Box BOX = new Box(0.4f, 0.4f, 0.6f, 0.6f);
    /** Chances a frame, taken from what the encoder does on the shipped clips: a miss or a new number about once in a hundred. */
    private static final double MISSED = 0.008;
    private static final double RENUMBERED = 0.004;
    private static final double MISREAD = 0.05;
    private static final double COLOUR_AFTER = 2;

    private final World world;
    private final Random random;
    private final Map<Stay, Integer> numbers = new HashMap<>();
    private final Map<Stay, Integer> firsts = new HashMap<>();
    private final Map<World.Blip, Integer> blipNumbers = new HashMap<>();
    private final Map<Integer, Double> since = new HashMap<>();
    private final List<TrackedThing.Gone> gone = new ArrayList<>();
    private List<TrackedThing> shown = List.of();
    private int next;

    private WorldFrames(World world) {
        this.world = world;
        this.random = new Random(world.seed * 104729 + 5);
    }

    /** Those frames that have a note. */
    static List<EncodedFrame> of(World world) {
        WorldFrames frames = new WorldFrames(world);
        List<EncodedFrame> written = new ArrayList<>();
        String before = "";
        for (int index = 0; index * World.SAMPLE <= world.length; index++) {
            List<Evidence> evidence = frames.evidence(index);
            String note = NoteWriter.note(evidence);
            if (!note.equals(before)) {
                written.add(frames.frame(index, evidence, note));
                frames.gone.clear();
                before = note;
            }
        }
        return written;
    }

    /** The same, and what is said between them: a block of its own behind the newest frame when it has ended, as the write path has it. */
    public static List<EncodedFrame> withSpeech(World world) {
        List<EncodedFrame> frames = new ArrayList<>(of(world));
        for (WorldSpeech.SpokenLine said : WorldSpeech.of(world).spoken) {
            long index = (long) (said.utterance().end() / World.SAMPLE);
            frames.add(SpokenNote.of(world.stream(), index, index * World.SAMPLE, said.utterance()));
        }
        frames.sort(Comparator.comparingLong(EncodedFrame::index));
        return frames;
    }

    private List<Evidence> evidence(int index) {
        double now = index * World.SAMPLE;
        List<TrackedThing> things = new ArrayList<>();
        for (Stay stay : world.stays) {
            boolean edge = now < stay.start() + 1 || now + 1 > stay.end();
            if (stay.at(now) && (edge || random.nextDouble() >= MISSED)) {
                things.add(thing(stay, now, !edge && random.nextDouble() < RENUMBERED));
            }
        }
        for (World.Blip blip : world.blips) {
            if (blip.frame() <= index && index < blip.frame() + blip.frames()) {
                blipNumbers.computeIfAbsent(blip, b -> next++);
                things.add(new TrackedThing(blipNumbers.get(blip), blip.label(), "left", BOX, blip.score(), blip.frame() * World.SAMPLE, "",
                        "", Traits.UNKNOWN));
            }
        }
        things.sort(Comparator.comparing(TrackedThing::label).thenComparing(TrackedThing::id));
        shown.stream().filter(thing -> things.stream().noneMatch(other -> other.id() == thing.id()))
                .forEach(thing -> gone.add(new TrackedThing.Gone(thing, now, to(thing, now))));
        shown = List.copyOf(things);
        List<Evidence> texts = world.signs.stream().filter(sign -> sign.start() <= now && now < sign.end())
                .map(sign -> new Evidence(Evidence.Kind.TEXT, read(sign.words()), 1, List.of("centre"), 0.9)).toList();
        return NoteWriter.evidence(things, gone, texts);
    }

    private TrackedThing thing(Stay stay, double now, boolean renumber) {
        if (renumber || !numbers.containsKey(stay)) {
            numbers.put(stay, next++);
        }
        int id = numbers.get(stay);
        boolean there = shown.stream().anyMatch(thing -> thing.id() == id);
        since.compute(id, (number, before) -> there ? before : Double.valueOf(now));
        String colour = now - stay.start() >= COLOUR_AFTER ? stay.colour() : "";
        String from = now - stay.start() >= World.SAMPLE && id == firstNumber(stay) ? stay.from() : "";
        return new TrackedThing(id, stay.label(), stay.place(now), BOX, (float) stay.score(), since.get(id), colour, from,
                Traits.UNKNOWN);
    }

    private int firstNumber(Stay stay) {
        return firsts.computeIfAbsent(stay, numbers::get);
    }

    private String to(TrackedThing thing, double now) {
        return numbers.entrySet().stream().filter(entry -> entry.getValue() == thing.id() && now >= entry.getKey().end()).findFirst()
                .map(entry -> entry.getKey().to()).orElse("");
    }

    private String read(String words) {
        return random.nextDouble() < MISREAD ? words.replace('O', '0').replace('I', 'l') : words;
    }

    private EncodedFrame frame(int index, List<Evidence> evidence, String note) {
        double seconds = index * World.SAMPLE;
        return new EncodedFrame(world.stream(), index, seconds, new float[] {1},
                Optional.of(new PromptPart.Text(NoteWriter.time(seconds) + " " + note + "\n")),
                note, evidence, new byte[] {1});
    }
}
