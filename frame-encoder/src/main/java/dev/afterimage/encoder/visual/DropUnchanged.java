package dev.afterimage.encoder.visual;

/** Leaves out tokens that match what was at their place before, and keeps the others as they are. */
final class DropUnchanged implements CompressionMethod {

    @Override
    public boolean drops() {
        return true;
    }

    @Override
    public boolean budgeted() {
        return false;
    }

    @Override
    public int side(Picture picture) {
        return 1;
    }
}
