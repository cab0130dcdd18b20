package dev.afterimage.memory.block;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.memory.prompt.PlainText;
import java.util.List;
import java.util.Optional;

/** An utterance as a note that gets a block of its own: {@code said: "the train leaves at nine"}. */
public final class SpokenNote {

    private SpokenNote() { }

    /** The line alone. */
    public static String text(Utterance said) {
        return "said: \"" + PlainText.line(said.text()).replace('"', '\'') + "\"";
    }

    /**
     * @param index   of the newest frame
     * @param seconds time of the newest frame: blocks stand in the order in which they became known, and what was said is known when it has
     *                ended. The utterance's own times stand in its evidence and before the note.
     */
    public static EncodedFrame of(StreamId stream, long index, double seconds, Utterance said) {
        String note = text(said);
        return new EncodedFrame(stream, index, seconds, new float[0],
                Optional.of(new PromptPart.Text("[" + Clock.text(Math.floor(said.start())) + "] " + note + "\n")),
                note, List.of(Evidence.of(said)), new byte[0]);
    }
}
