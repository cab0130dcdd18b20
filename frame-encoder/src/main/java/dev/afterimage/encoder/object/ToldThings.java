package dev.afterimage.encoder.object;

import dev.afterimage.core.evidence.Motion;
import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Traits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was told last of the things in view, and whether they have more to tell by now: one came in another's place, began to move or
 * stopped, has a colour that was not known, or was seen twice as often. So what is known of what is still there is never much older than
 * its last sight.
 */
public final class ToldThings {

    /** Seconds after which what is in view is told again in any case. */
    private static final double AGAIN = 10;

    private record Told(Motion.Way way, int sights, String colours) { }

    private final Map<Integer, Told> told = new LinkedHashMap<>();
    private double last;

    /**
     * @param anyway whether it is told whatever this says
     * @param left   whether something is gone that was not told of
     */
    public boolean renewed(List<TrackedThing> things, double seconds, boolean anyway, boolean left) {
        boolean due = !things.isEmpty() && seconds - last >= AGAIN;
        boolean renewed = anyway || left || due || things.stream().anyMatch(this::more);
        if (renewed) {
            told.clear();
            things.forEach(thing -> told.put(thing.id(), told(thing.traits())));
            last = seconds;
        }
        return renewed;
    }

    private boolean more(TrackedThing thing) {
        Told before = told.get(thing.id());
        Told now = told(thing.traits());
        return before == null || before.way != now.way || now.sights >= 2 * before.sights || !before.colours.equals(now.colours);
    }

    private static Told told(Traits traits) {
        Map<Shade.Part, String> first = new EnumMap<>(Shade.Part.class);
        traits.shades().forEach(shade -> first.putIfAbsent(shade.part(), shade.colour()));
        return new Told(traits.motion().way(), traits.sights(), first.toString());
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeDouble(last);
        out.writeInt(told.size());
        for (Map.Entry<Integer, Told> one : told.entrySet()) {
            out.writeInt(one.getKey());
            out.writeUTF(one.getValue().way.name());
            out.writeInt(one.getValue().sights);
            out.writeUTF(one.getValue().colours);
        }
    }

    public void read(DataInputStream in) throws IOException {
        last = in.readDouble();
        told.clear();
        for (int left = in.readInt(); left > 0; left--) {
            told.put(in.readInt(), new Told(Motion.Way.valueOf(in.readUTF()), in.readInt(), in.readUTF()));
        }
    }
}
