package dev.afterimage.model.graph;

/**
 * The sizes of a model of the Whisper family.
 *
 * @param frames    of the encoder's output, half as many as mel frames go in
 * @param bands     mel bands
 * @param width     hidden size
 * @param heads     of attention, everywhere
 * @param positions tokens the decoder can hold
 */
public record WhisperShape(int encoderLayers, int decoderLayers, int width, int heads, int feedForward, int vocabulary, int bands,
        int frames,
                           int positions) {

    public int headDim() {
        return width / heads;
    }
}
