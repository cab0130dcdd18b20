package dev.afterimage.encoder.picture;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A rectangle as shares of the picture: 0..1 from left to right and from top to bottom. Overlaps come out as in pixels, whatever the
 * picture's shape, since both axes are scaled alike in both boxes.
 */
public record Box(float left, float top, float right, float bottom) {

    public float width() {
        return right - left;
    }

    public float height() {
        return bottom - top;
    }

    /** Share of the picture. */
    public float area() {
        return Math.max(0, width()) * Math.max(0, height());
    }

    public float centreX() {
        return (left + right) / 2;
    }

    public float centreY() {
        return (top + bottom) / 2;
    }

    public Box clipped() {
        return new Box(clip(left), clip(top), clip(right), clip(bottom));
    }

    /** Intersection over union, 0..1. */
    public float overlap(Box other) {
        float both = shared(other);
        float either = area() + other.area() - both;
        return either <= 0 ? 0 : both / either;
    }

    /** The share of this box that lies in the other, 0..1. */
    public float inside(Box other) {
        float own = area();
        return own <= 0 ? 0 : shared(other) / own;
    }

    /** Distance of the centres in box sizes: 1 is about one box further. */
    public float distance(Box other) {
        float across = Math.abs(centreX() - other.centreX()) / Math.max(1e-6f, (width() + other.width()) / 2);
        float down = Math.abs(centreY() - other.centreY()) / Math.max(1e-6f, (height() + other.height()) / 2);
        return (float) Math.hypot(across, down);
    }

    public void write(DataOutputStream out) throws IOException {
        for (float edge : new float[] {left, top, right, bottom}) {
            out.writeFloat(edge);
        }
    }

    public static Box read(DataInputStream in) throws IOException {
        return new Box(in.readFloat(), in.readFloat(), in.readFloat(), in.readFloat());
    }

    private float shared(Box other) {
        float across = Math.min(right, other.right) - Math.max(left, other.left);
        float down = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return across <= 0 || down <= 0 ? 0 : across * down;
    }

    private static float clip(float share) {
        return Math.max(0, Math.min(1, share));
    }
}
