package dev.afterimage.encoder.object;

import dev.afterimage.core.evidence.Traits;
import dev.afterimage.encoder.picture.Box;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What the tracker vouches for in one frame.
 *
 * @param id     the same for one thing from frame to frame
 * @param label  a class of {@link CocoClasses}
 * @param place  {@code left}, {@code centre} or {@code right}: the third its middle is in
 * @param score  0..1, smoothed over the last frames
 * @param since  seconds from the stream's start at which it was first shown
 * @param colour a colour word; empty where none is sure
 * @param from   side of the picture it came in by: {@code left}, {@code right}, {@code top}, {@code bottom}; empty where unsure
 * @param traits what all sights of it tell
 */
public record TrackedThing(int id, String label, String place, Box box, float score, double since, String colour, String from,
                           Traits traits) {

    /** The last that was known of a thing when it was gone. @param to the side it went out by; empty where unsure */
    public record Gone(TrackedThing thing, double seconds, String to) {

        public void write(DataOutputStream out) throws IOException {
            thing.write(out);
            out.writeDouble(seconds);
            out.writeUTF(to);
        }

        public static Gone read(DataInputStream in) throws IOException {
            return new Gone(TrackedThing.read(in), in.readDouble(), in.readUTF());
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(id);
        out.writeUTF(label);
        out.writeUTF(place);
        box.write(out);
        out.writeFloat(score);
        out.writeDouble(since);
        out.writeUTF(colour);
        out.writeUTF(from);
        SavedTraits.write(out, traits);
    }

    static TrackedThing read(DataInputStream in) throws IOException {
        return new TrackedThing(in.readInt(), in.readUTF(), in.readUTF(), Box.read(in), in.readFloat(), in.readDouble(), in.readUTF(),
                in.readUTF(), SavedTraits.read(in));
    }
}
