package dev.afterimage.encoder.picture;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.StreamId;
import java.time.Instant;
import java.util.Random;

/** A world of grey squares, larger than a picture, with striped things before it. */
final class PaintedWorld {

    static final int WIDTH = 384;
    static final int HEIGHT = 288;
    private static final int SQUARE = 12;
    private static final int ACROSS = 80;
    private static final int DOWN = 60;
    private static final int[] SQUARES = new Random(3).ints((long) ACROSS * DOWN, 0, 256).toArray();

    private PaintedWorld() { }

    /** Where a thing is in the picture, in pixels. */
    record Thing(int left, int top, int wide, int high) {

        Box box() {
            return new Box((float) left / WIDTH, (float) top / HEIGHT, (float) (left + wide) / WIDTH, (float) (top + high) / HEIGHT);
        }

        private boolean covers(int column, int row) {
            return column >= left && column < left + wide && row >= top && row < top + high;
        }

        /** Its own pattern, which goes along with it. */
        private int grey(int column, int row) {
            return ((column - left) / 8 + (row - top) / 8) % 2 * 160 + 40;
        }
    }

    /** What a camera sees that looks at this corner of the world. */
    static Picture seenFrom(int x, int y, double seconds, Thing... things) {
        byte[] rgb = new byte[WIDTH * HEIGHT * 3];
        for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
            byte value = (byte) grey(pixel % WIDTH, pixel / WIDTH, x, y, things);
            rgb[pixel * 3] = value;
            rgb[pixel * 3 + 1] = value;
            rgb[pixel * 3 + 2] = value;
        }
        return new Picture(new Frame(new StreamId("s"), 0, seconds, Instant.EPOCH, WIDTH, HEIGHT, rgb));
    }

    private static int grey(int column, int row, int x, int y, Thing... things) {
        for (Thing thing : things) {
            if (thing.covers(column, row)) {
                return thing.grey(column, row);
            }
        }
        return SQUARES[Math.floorMod((row + y) / SQUARE, DOWN) * ACROSS + Math.floorMod((column + x) / SQUARE, ACROSS)];
    }
}
