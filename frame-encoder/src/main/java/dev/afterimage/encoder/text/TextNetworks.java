package dev.afterimage.encoder.text;

import dev.afterimage.core.model.Network;
import dev.afterimage.encoder.picture.Picture;
import java.util.List;

/** Both networks that find and read writing; shared by all streams. */
public final class TextNetworks {

    private final TextDetector detector;
    private final TextRecogniser recogniser;

    /** @param characters what the recogniser's classes stand for, without blank and space */
    public TextNetworks(Network detector, Network recogniser, List<String> characters) {
        this.detector = new TextDetector(detector);
        this.recogniser = new TextRecogniser(recogniser, characters);
    }

    List<TextLine> find(Picture picture) {
        return detector.find(picture);
    }

    LineReading read(Picture picture, TextLine line) {
        return recogniser.read(picture, line);
    }
}
