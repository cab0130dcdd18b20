package dev.afterimage.model.runtime;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.model.vision.Rgb;
import dev.afterimage.model.vision.Stills;
import dev.afterimage.model.vision.VisionDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
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
        VisualLayout layout = vision.layout();
        String placeholder = layout.placeholder();
        // Chat templates write a picture out as the layout does, or its token alone, or a mark of their own.
        String shortened = vision.token() == null ? text : text
                .replace(layout.imageStart() + vision.token() + layout.imageEnd(), placeholder).replace(vision.token(), placeholder);
        shortened = vision.written() == null ? shortened : shortened.replace(vision.written(), placeholder);
        String[] pieces = shortened.split(Pattern.quote(placeholder), -1);
        if (pieces.length - 1 != pictures.size()) {
            throw new AfterimageException(ErrorCode.USAGE, "the prompt has " + (pieces.length - 1) + " times " + placeholder
                    + " and there are " + pictures.size()
                    + " pictures", "write " + placeholder + " once for each picture");
        }
        List<PromptPart.Visual> seen = stills.of(pictures);
        StringBuilder expanded = new StringBuilder(pieces[0]);
        for (int i = 0; i < seen.size(); i++) {
            expanded.append(layout.imageStart()).append(vision.visualToken().repeat(seen.get(i).tokens())).append(layout.imageEnd())
                    .append(pieces[i + 1]);
        }
        int[] ids = model.tokenize(expanded.toString());
        return new PicturePrompt(ids, new PromptPart.Sequence(parts(ids, vision.imageToken(), seen)));
    }

    private static List<PromptPart> parts(int[] ids, int imageToken, List<PromptPart.Visual> seen) {
        int total = seen.stream().mapToInt(PromptPart.Visual::tokens).sum();
        if (Arrays.stream(ids).filter(id -> id == imageToken).count() != total) {
            throw new AfterimageException(ErrorCode.MODEL_MALFORMED, "the pack's tokenizer does not keep the tokens of pictures whole",
                    "correct the checkpoint's tokenizer.json and import it again");
        }
        List<PromptPart> parts = new ArrayList<>();
        Iterator<PromptPart.Visual> pictures = seen.iterator();
        for (int from = 0, to; from < ids.length; from = to) {
            to = from;
            while (to < ids.length && ids[to] != imageToken) {
                to++;
            }
            if (to > from) {
                parts.add(new PromptPart.Tokens(Arrays.copyOfRange(ids, from, to)));
            } else {
                PromptPart.Visual picture = pictures.next();
                parts.add(picture);
                to = from + picture.tokens();
            }
        }
        return parts;
    }
}
