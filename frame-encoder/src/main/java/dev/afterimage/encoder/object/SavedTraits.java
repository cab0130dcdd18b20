package dev.afterimage.encoder.object;

import dev.afterimage.core.evidence.Motion;
import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Spot;
import dev.afterimage.core.evidence.Traits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Traits in an encoder's saved state. */
final class SavedTraits {

    private SavedTraits() { }

    static void write(DataOutputStream out, Traits traits) throws IOException {
        out.writeInt(traits.sights());
        Spot spot = traits.spot();
        for (double value : new double[] {traits.seen(), traits.best(), spot.left(), spot.top(), spot.right(), spot.bottom(),
                traits.motion().since()}) {
            out.writeDouble(value);
        }
        out.writeUTF(traits.motion().way().name());
        out.writeInt(traits.shades().size());
        for (Shade shade : traits.shades()) {
            out.writeUTF(shade.part().name());
            out.writeUTF(shade.colour());
            out.writeDouble(shade.share());
        }
    }

    static Traits read(DataInputStream in) throws IOException {
        int sights = in.readInt();
        double seen = in.readDouble();
        double best = in.readDouble();
        Spot spot = new Spot(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        double since = in.readDouble();
        Motion motion = new Motion(Motion.Way.valueOf(in.readUTF()), since);
        List<Shade> shades = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            shades.add(new Shade(Shade.Part.valueOf(in.readUTF()), in.readUTF(), in.readDouble()));
        }
        return new Traits(sights, seen, best, spot, motion, shades);
    }
}
