package dev.afterimage.core.evidence;

/** Where a thing is: a box as shares of the picture, 0..1 from left to right and from top to bottom. */
public record Spot(double left, double top, double right, double bottom) {

    /** Of what no place is known. */
    public static final Spot UNKNOWN = new Spot(0, 0, 0, 0);

    public boolean known() {
        return right > left && bottom > top;
    }

    /** Share of the picture. */
    public double area() {
        return Math.max(0, right - left) * Math.max(0, bottom - top);
    }

    public double centreX() {
        return (left + right) / 2;
    }

    public double centreY() {
        return (top + bottom) / 2;
    }

    /** The share of this box that lies in the other, 0..1. */
    public double inside(Spot other) {
        double across = Math.min(right, other.right) - Math.max(left, other.left);
        double down = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return across <= 0 || down <= 0 || area() <= 0 ? 0 : across * down / area();
    }
}
