package dev.afterimage.core.stream;

/**
 * What the readers of evidence took of one stream since the process began to watch it.
 *
 * @param frames  that were stored
 * @param objects nanoseconds for all of them, of detecting and following objects
 * @param text    of reading what is written
 * @param speech  of writing down what is said
 */
public record ReaderCosts(long frames, long objects, long text, long speech) {

    public static final ReaderCosts NONE = new ReaderCosts(0, 0, 0, 0);

    public double objectsMillis() {
        return perFrame(objects);
    }

    public double textMillis() {
        return perFrame(text);
    }

    public double speechMillis() {
        return perFrame(speech);
    }

    /** Milliseconds a frame. */
    private double perFrame(long nanos) {
        return frames == 0 ? 0 : nanos / 1e6 / frames;
    }

    ReaderCosts and(long frames, ReadingCost cost, long speech) {
        return new ReaderCosts(this.frames + frames, objects + cost.objects(), text + cost.text(), this.speech + speech);
    }
}
