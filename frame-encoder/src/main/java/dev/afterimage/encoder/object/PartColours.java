package dev.afterimage.encoder.object;

import dev.afterimage.core.evidence.Shade;
import dev.afterimage.encoder.picture.Box;
import dev.afterimage.encoder.picture.Picture;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The colours of the parts of one thing, voted over its sights. Boxes hold ground too: a colour counts in so far as there is more of it in
 * the part than around the box. So a grey car on a grey road has no colour, and a white one has.
 */
final class PartColours {

    /** Cells of the sample each way, and how much larger than the box it is. */
    private static final int SIDE = 36;
    private static final float AROUND = 1.5f;
    /** Left, top, right and bottom of each part, as shares of the box. */
    private static final Map<Shade.Part, float[]> PARTS = new EnumMap<>(Map.of(Shade.Part.WHOLE, new float[] {0.2f, 0.2f, 0.8f, 0.8f},
            Shade.Part.TOP, new float[] {0.3f, 0.01f, 0.7f, 0.13f}, Shade.Part.UPPER, new float[] {0.25f, 0.17f, 0.75f, 0.48f},
            Shade.Part.LOWER, new float[] {0.25f, 0.54f, 0.75f, 0.9f}));
    /** How much of what is around the box is taken off. */
    private static final float GROUND = 0.8f;
    private static final int LEAST_SIGHTS = 3;
    /** Enough sights for good: later ones are looked at now and then only. */
    private static final int MANY_SIGHTS = 24;
    private static final int NOW_AND_THEN = 8;
    /** Shares of the votes from which on a colour is told: of a hue, and of black, grey or white. */
    private static final float SHARE_OF_HUE = 0.17f;
    private static final float SHARE = 0.25f;
    /** And of the share of the part's first colour. */
    private static final float SECOND = 0.45f;

    private final Map<Shade.Part, float[]> votes = new EnumMap<>(Shade.Part.class);
    private int looks;
    private int sights;

    void look(Picture picture, Box box) {
        sights++;
        if (looks >= MANY_SIGHTS && sights % NOW_AND_THEN != 0) {
            return;
        }
        float wider = box.width() * (AROUND - 1) / 2;
        float higher = box.height() * (AROUND - 1) / 2;
        Box around = new Box(box.left() - wider, box.top() - higher, box.right() + wider, box.bottom() + higher).clipped();
        byte[] rgb = picture.part(around, SIDE, SIDE);
        Box inside = new Box((box.left() - around.left()) / around.width(), (box.top() - around.top()) / around.height(),
                (box.right() - around.left()) / around.width(), (box.bottom() - around.top()) / around.height());
        float[] ground = ground(rgb, inside);
        PARTS.forEach((part, place) -> vote(votes.computeIfAbsent(part, any -> new float[Palette.NAMES.size()]),
                shares(rgb, part(inside, place)), ground));
        looks++;
    }

    private static Box part(Box inside, float[] place) {
        return new Box(inside.left() + place[0] * inside.width(), inside.top() + place[1] * inside.height(),
                inside.left() + place[2] * inside.width(), inside.top() + place[3] * inside.height());
    }

    private static void vote(float[] votes, float[] part, float[] ground) {
        for (int colour = 0; colour < votes.length; colour++) {
            votes[colour] += Math.max(0, part[colour] - GROUND * ground[colour]);
        }
    }

    /** The share of each colour in what lies in the box. */
    private static float[] shares(byte[] rgb, Box box) {
        float[] shares = new float[Palette.NAMES.size()];
        int top = Math.round(box.top() * SIDE);
        int left = Math.round(box.left() * SIDE);
        int bottom = Math.max(top + 1, Math.round(box.bottom() * SIDE));
        int right = Math.max(left + 1, Math.round(box.right() * SIDE));
        int pixels = 0;
        for (int row = Math.max(0, top); row < Math.min(SIDE, bottom); row++) {
            for (int column = Math.max(0, left); column < Math.min(SIDE, right); column++) {
                add(shares, rgb, row * SIDE + column);
                pixels++;
            }
        }
        return scaled(shares, pixels);
    }

    /** The same of what lies outside the box. */
    private static float[] ground(byte[] rgb, Box inside) {
        float[] shares = new float[Palette.NAMES.size()];
        int pixels = 0;
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                float x = (column + 0.5f) / SIDE;
                float y = (row + 0.5f) / SIDE;
                if (x < inside.left() || x > inside.right() || y < inside.top() || y > inside.bottom()) {
                    add(shares, rgb, row * SIDE + column);
                    pixels++;
                }
            }
        }
        return scaled(shares, pixels);
    }

    private static void add(float[] shares, byte[] rgb, int cell) {
        int colour = Palette.of(rgb[cell * 3] & 0xff, rgb[cell * 3 + 1] & 0xff, rgb[cell * 3 + 2] & 0xff);
        if (colour != Palette.NONE) {
            shares[colour]++;
        }
    }

    private static float[] scaled(float[] shares, int pixels) {
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= Math.max(1, pixels);
        }
        return shares;
    }

    /** At most two colours a part, the surer first. */
    List<Shade> shades() {
        List<Shade> shades = new ArrayList<>();
        if (looks >= LEAST_SIGHTS) {
            votes.forEach((part, of) -> shades.addAll(shades(part, of)));
        }
        return shades;
    }

    private List<Shade> shades(Shade.Part part, float[] of) {
        List<Shade> shades = new ArrayList<>();
        float[] hues = of.clone();
        int more = of[Palette.BLUE] >= of[Palette.LIGHT_BLUE] ? Palette.BLUE : Palette.LIGHT_BLUE;
        hues[Palette.BLUE] = 0;
        hues[Palette.LIGHT_BLUE] = 0;
        hues[more] = of[Palette.BLUE] + of[Palette.LIGHT_BLUE];
        for (int colour = 0; colour < hues.length; colour++) {
            float share = hues[colour] / looks;
            if (share >= (colour <= Palette.WHITE ? SHARE : SHARE_OF_HUE)) {
                shades.add(new Shade(part, Palette.NAMES.get(colour), Math.round(share * 100) / 100d));
            }
        }
        shades.sort(Comparator.comparing(Shade::share).reversed());
        return shades.stream().filter(shade -> shade.share() >= SECOND * shades.get(0).share()).limit(2).toList();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(looks);
        out.writeInt(sights);
        out.writeInt(votes.size());
        for (Map.Entry<Shade.Part, float[]> entry : votes.entrySet()) {
            out.writeUTF(entry.getKey().name());
            for (float vote : entry.getValue()) {
                out.writeFloat(vote);
            }
        }
    }

    static PartColours read(DataInputStream in) throws IOException {
        PartColours colours = new PartColours();
        colours.looks = in.readInt();
        colours.sights = in.readInt();
        for (int left = in.readInt(); left > 0; left--) {
            float[] votes = new float[Palette.NAMES.size()];
            Shade.Part part = Shade.Part.valueOf(in.readUTF());
            for (int i = 0; i < votes.length; i++) {
                votes[i] = in.readFloat();
            }
            colours.votes.put(part, votes);
        }
        return colours;
    }
}
