package dev.afterimage.model.runtime;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.PromptPart;
import dev.afterimage.model.vision.Rgb;
import dev.afterimage.model.vision.Stills;
import dev.afterimage.model.vision.VisionDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A prompt with pictures in it.
 *
 * @param ids  with the image token once for each visual token
 * @param part what the model reads
 */
public record PicturePrompt(int[] ids, PromptPart part) {

    /** Puts pictures where the text has the family's placeholder, in their order. */
    static PicturePrompt of(OnnxLanguageModel model, VisionDescription vision, Stills stills, String text, List<Rgb> pictures) {
        String placeholder = vision.layout().placeholder();
        String[] pieces = text.split(Pattern.quote(placeholder), -1);
        if (pieces.length - 1 != pictures.size()) {
            throw new AfterimageException(ErrorCode.USAGE, "the prompt has " + (pieces.length - 1) + " times " + placeholder + " and there are " + pictures.size()
                    + " pictures", "write " + placeholder + " once for each picture");
        }
        int width = vision.shape().outWidth();
        List<float[]> seen = stills.of(pictures);
        StringBuilder expanded = new StringBuilder(pieces[0]);
        for (int i = 0; i < seen.size(); i++) {
            expanded.append(vision.layout().imageStart()).append(placeholder.repeat(seen.get(i).length / width)).append(vision.layout().imageEnd()).append(pieces[i + 1]);
        }
        int[] ids = model.tokenize(expanded.toString());
        return new PicturePrompt(ids, new PromptPart.Sequence(parts(ids, vision.imageToken(), seen, width)));
    }

    private static List<PromptPart> parts(int[] ids, int imageToken, List<float[]> seen, int width) {
        int total = seen.stream().mapToInt(embeddings -> embeddings.length / width).sum();
        if (Arrays.stream(ids).filter(id -> id == imageToken).count() != total) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "the pack's tokenizer does not keep the tokens of pictures whole",
                    "correct the checkpoint's tokenizer.json and import it again");
        }
        float[] rows = OnnxLanguageModel.joined(seen);
        List<PromptPart> parts = new ArrayList<>();
        int taken = 0;
        for (int from = 0, to; from < ids.length; from = to) {
            boolean picture = ids[from] == imageToken;
            to = from + 1;
            while (to < ids.length && (ids[to] == imageToken) == picture) {
                to++;
            }
            int count = to - from;
            parts.add(picture ? new PromptPart.Visual(Arrays.copyOfRange(rows, taken * width, (taken + count) * width), count, width)
                    : new PromptPart.Tokens(Arrays.copyOfRange(ids, from, to)));
            taken += picture ? count : 0;
        }
        return parts;
    }
}
