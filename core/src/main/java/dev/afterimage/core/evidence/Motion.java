package dev.afterimage.core.evidence;

/**
 * What a thing was doing as a body in the picture. The camera's own movement is taken out.
 *
 * @param way   whether it stands, or which way it moves
 * @param since seconds from the stream's start at which it began to
 */
public record Motion(Way way, double since) {

    /** Nothing is known of its motion. */
    public static final Motion UNKNOWN = new Motion(Way.UNKNOWN, 0);

    /** {@code NEARER} and {@code FURTHER}: it grows or shrinks at its place, as what moves along the line of sight does. */
    public enum Way {
        UNKNOWN, STANDS, LEFT, RIGHT, UP, DOWN, NEARER, FURTHER;

        public boolean moves() {
            return this != UNKNOWN && this != STANDS;
        }
    }
}
