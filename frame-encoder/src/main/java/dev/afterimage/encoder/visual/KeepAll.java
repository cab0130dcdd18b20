package dev.afterimage.encoder.visual;

/** Every frame is a block of all its tokens. */
final class KeepAll implements CompressionMethod {

    @Override
    public boolean drops() {
        return false;
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
