package dev.afterimage.store.codec;

import dev.afterimage.core.evidence.Motion;
import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Spot;
import dev.afterimage.core.evidence.Traits;
import java.util.ArrayList;
import java.util.List;

/** Traits of one thing within a piece of evidence ({@link EvidenceCodec} has the fields). */
final class TraitsCodec {

    private TraitsCodec() { }

    static void write(ValueWriter writer, Traits traits) {
        Spot spot = traits.spot();
        writer.ints(traits.sights()).doubles(traits.seen(), traits.best(), spot.left(), spot.top(), spot.right(), spot.bottom())
                .text(traits.motion().way().name()).doubles(traits.motion().since()).ints(traits.shades().size());
        traits.shades().forEach(shade -> writer.text(shade.part().name()).text(shade.colour()).doubles(shade.share()));
    }

    static Traits read(ValueReader reader) {
        int sights = reader.ints();
        double seen = reader.doubles();
        double best = reader.doubles();
        Spot spot = new Spot(reader.doubles(), reader.doubles(), reader.doubles(), reader.doubles());
        Motion motion = new Motion(Motion.Way.valueOf(reader.text()), reader.doubles());
        return new Traits(sights, seen, best, spot, motion, shades(reader));
    }

    private static List<Shade> shades(ValueReader reader) {
        List<Shade> shades = new ArrayList<>();
        for (int left = reader.ints(); left > 0; left--) {
            shades.add(new Shade(Shade.Part.valueOf(reader.text()), reader.text(), reader.doubles()));
        }
        return shades;
    }
}
