package dev.afterimage.answering.time;

/**
 * The time a question speaks of.
 *
 * @param span     never later than the moment the question is asked at, unless {@link #future}
 * @param future   whether the question speaks of a time that had not come when it was asked
 * @param question the question without the words of time
 */
public record TimeReference(Kind kind, TimeSpan span, boolean future, String question) {

    public enum Kind {
        /** One moment, given to the second. */
        MOMENT,
        /** The newest moment. */
        NOW,
        /** The stream's first moments. */
        START,
        /** The stream's last moments. */
        END,
        /** From here to there. */
        SPAN,
        /** All there was so far, said in so many words. */
        ALL,
        /** Nothing was said of time. */
        UNSAID
    }

    /** Whether it asks for the state at one moment rather than over a stretch. */
    public boolean momentary() {
        return kind == Kind.MOMENT || kind == Kind.NOW || kind == Kind.START || kind == Kind.END;
    }

    /** Whether the time narrows down what is asked about. */
    public boolean bounded() {
        return kind != Kind.ALL && kind != Kind.UNSAID;
    }
}
