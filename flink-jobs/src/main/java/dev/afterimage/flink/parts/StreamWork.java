package dev.afterimage.flink.parts;

/** What the job has done for a stream since it was begun, or begun again after a failure. Safe for use by several threads. */
public final class StreamWork {

    private long frames;
    private long tokensDropped;
    private long begun = System.currentTimeMillis();
    private long stored;

    /** @param droppedBefore tokens that compression had left out by then */
    public synchronized void begins(long droppedBefore) {
        frames = 0;
        tokensDropped = droppedBefore;
        begun = System.currentTimeMillis();
    }

    /** A frame is stored. */
    public synchronized void stored() {
        frames++;
        stored = System.currentTimeMillis();
    }

    /** Tokens of notes that said nothing new, or visual tokens that compression left out. */
    public synchronized void dropped(long tokens) {
        tokensDropped += tokens;
    }

    /** From when the stream was begun until the last frame was stored. */
    public synchronized double framesPerSecond() {
        long millis = stored - begun;
        return frames == 0 || millis <= 0 ? 0 : frames * 1000.0 / millis;
    }

    public synchronized long tokensDropped() {
        return tokensDropped;
    }
}
