package dev.afterimage.core.model;

import java.util.Locale;

/**
 * The text around pictures in a vision-language model's prompts, special tokens written out. A stream's context is
 * {@code pinned | frame, frame, ... | question}; the model answers behind it.
 *
 * @param placeholder stands for one picture in a raw prompt, e.g. {@code <image>}
 * @param imageStart  what precedes a picture's visual tokens, e.g. {@code <fake_token_around_image><global-img>}
 * @param imageEnd    what follows them
 * @param pinned      start of the user's turn of a stream, up to the first frame
 * @param frame       what precedes a stream's picture; {@link #TIME} in it becomes the frame's time, {@link #SECONDS}
 *                    its seconds with one decimal
 * @param question    what follows the frames: {@link #QUESTION} in it becomes the question; closes the turn and opens
 *                    the answer
 * @param clock       seconds after which a frame's time begins anew at 00:00, for a model that can't write later ones;
 *                    0 for never
 */
public record VisualLayout(String placeholder, String imageStart, String imageEnd, String pinned, String frame, String question,
        int clock) {

    public static final String TIME = "{time}";
    public static final String SECONDS = "{seconds}";
    public static final String QUESTION = "{question}";

    /** With a clock that never begins anew. */
    public VisualLayout(String placeholder, String imageStart, String imageEnd, String pinned, String frame, String question) {
        this(placeholder, imageStart, imageEnd, pinned, frame, question, 0);
    }

    /** A frame's time as the model reads it; minutes go on past 59, as SmolVLM2 writes them. */
    public String time(double seconds) {
        long whole = (long) Math.floor(seconds);
        long shown = clock > 0 ? whole % clock : whole;
        return String.format(Locale.ROOT, "%02d:%02d", shown / 60, shown % 60);
    }

    /** What precedes the visual tokens of a frame at {@code seconds}. */
    public String beforeFrame(double seconds) {
        double shown = clock > 0 ? seconds % clock : seconds;
        return frame.replace(TIME, time(seconds)).replace(SECONDS, String.format(Locale.ROOT, "%.1f", shown)) + imageStart;
    }

    public String asked(String question) {
        return this.question.replace(QUESTION, question);
    }
}
