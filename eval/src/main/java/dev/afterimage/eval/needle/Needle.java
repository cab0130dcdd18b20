package dev.afterimage.eval.needle;

import dev.afterimage.eval.input.Digest;
import dev.afterimage.eval.input.FileDigest;
import java.nio.file.Path;
import java.util.List;

/**
 * Something put into a haystack for one second, and the question that only who saw it can answer.
 *
 * @param id       unique in its set
 * @param content  what is laid over the picture
 * @param name     how a question names it, with its article: {@code the guitar}, {@code the text "BLUE 42"}
 * @param question what is asked
 * @param answers  accepted answers; {@code {time}} stands for the second it was shown at
 */
public record Needle(String id, Content content, String name, String question, List<String> answers) {

    /** Stands in an accepted answer for the moment the needle was shown. */
    public static final String TIME = "{time}";

    public Needle {
        answers = List.copyOf(answers);
    }

    /** What is laid over a frame. */
    public sealed interface Content {

        /**
         * White, at the bottom.
         *
         * @param height of the font, share of the frame's height, 0..1; capitals reach seven tenths of it
         */
        record Text(String text, double height) implements Content { }

        /**
         * In the centre.
         *
         * @param bytes  of a picture file
         * @param height share of the frame's height, 0..1
         */
        record Picture(byte[] bytes, double height) implements Content { }

        /** A film, in the centre, from its beginning. */
        record Clip(Path file, double height) implements Content { }
    }

    /** Of everything that decides what is shown, asked and accepted. */
    public String digest() {
        Digest digest = new Digest().add(id).add(name).add(question).add(answers.toString());
        if (content instanceof Content.Picture picture) {
            return digest.add(picture.bytes()).add(Double.toString(picture.height())).hex();
        }
        if (content instanceof Content.Clip clip) {
            return digest.add(FileDigest.of(clip.file())).add(Double.toString(clip.height())).hex();
        }
        return digest.add(content.toString()).hex();
    }

    /** {@code text}, {@code image} or {@code video}, as MM-NIAVH calls them. */
    public String modality() {
        return content instanceof Content.Text ? "text" : content instanceof Content.Picture ? "image" : "video";
    }
}
