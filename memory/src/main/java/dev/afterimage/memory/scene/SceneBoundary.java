package dev.afterimage.memory.scene;

/**
 * The end of a scene.
 *
 * @param frame       the scene's last frame
 * @param seconds     its presentation time
 * @param nextSeconds time of the next scene's first frame; NaN at the end of the stream
 * @param depth       how far similarity dips between the two; 0 at the end of the stream
 */
public record SceneBoundary(long frame, double seconds, double nextSeconds, double depth) {

    /** Whether it is there because the stream ended, not because the picture changed. */
    public boolean endOfStream() {
        return Double.isNaN(nextSeconds);
    }
}
