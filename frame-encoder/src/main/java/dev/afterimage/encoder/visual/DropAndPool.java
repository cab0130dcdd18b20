package dev.afterimage.encoder.visual;

/** Leaves out what did not change, and averages the rest over cells where the scene moves as a whole or the budget is short. */
final class DropAndPool implements CompressionMethod {

    /** Sides of the cells: 1x, 4x, 16x. */
    private static final int[] SIDES = {1, 2, 4};
    /** Share of the picture from which the scene moves as a whole. */
    private static final double MOVING = 0.25;

    @Override
    public boolean drops() {
        return true;
    }

    @Override
    public boolean budgeted() {
        return true;
    }

    @Override
    public int side(Picture picture) {
        boolean moving = !picture.whole() && picture.changed() > MOVING;
        for (int side : SIDES) {
            if ((side > 1 || !moving) && picture.tokens(side) <= picture.allowed()) {
                return side;
            }
        }
        return 0;
    }
}
