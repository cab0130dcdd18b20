package dev.afterimage.core;

import java.util.Locale;

/**
 * The text around pictures in a vision-language model's prompts, special tokens written out. A stream's context is
 * {@code pinned | frame, frame, ... | question}; the model answers behind it.
 *
 * @param placeholder stands for one picture in a raw prompt, e.g. {@code <image>}
 * @param imageStart  what precedes a picture's visual tokens, e.g. {@code <fake_token_around_image><global-img>}
 * @param imageEnd    what follows them
 * @param pinned      start of the user's turn of a stream, up to the first frame
 * @param frame       what precedes a stream's picture; {@link #TIME} in it becomes the frame's time
 * @param question    what follows the frames: {@link #QUESTION} in it becomes the question; closes the turn and opens the answer
 */
public record VisualLayout(String placeholder, String imageStart, String imageEnd, String pinned, String frame, String question) {

    public static final String TIME = "{time}";
    public static final String QUESTION = "{question}";

    /** What precedes the visual tokens of a frame at {@code seconds}; minutes go on past 59, as SmolVLM2 writes them. */
    public String beforeFrame(double seconds) {
        long whole = (long) Math.floor(seconds);
        return frame.replace(TIME, String.format(Locale.ROOT, "%02d:%02d", whole / 60, whole % 60)) + imageStart;
    }

    public String asked(String question) {
        return this.question.replace(QUESTION, question);
    }
}
