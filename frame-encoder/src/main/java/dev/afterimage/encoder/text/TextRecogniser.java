package dev.afterimage.encoder.text;

import dev.afterimage.core.model.Network;
import dev.afterimage.encoder.picture.Picture;
import dev.afterimage.encoder.picture.Planes;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Reads one line: PP-OCRv4's recogniser (SVTR, CTC), over a line straightened and brought to 48 pixels of height. */
final class TextRecogniser {

    private static final int HEIGHT = 48;
    /** Shorter lines are filled up to what the network saw when it was trained. */
    private static final int LEAST_WIDTH = 160;
    private static final int MOST_WIDTH = 1600;
    private static final int MULTIPLE = 32;
    /** A line this much higher than long stands upright, top to the right. */
    private static final float UPRIGHT = 1.5f;
    private static final float GREY = 127.5f;

    private final Network network;
    private final CtcDecoder decoder;

    TextRecogniser(Network network, List<String> characters) {
        this.network = network;
        this.decoder = new CtcDecoder(characters);
    }

    LineReading read(Picture picture, TextLine line) {
        int[] width = new int[1];
        byte[] strip = strip(picture, line, width);
        float[] input = padded(Planes.reversed(strip, new float[] {GREY, GREY, GREY}, new float[] {GREY, GREY, GREY}), width[0]);
        Network.Tensor steps = network.run(Map.of("x", new Network.Tensor(input, 1, 3, HEIGHT, input.length / 3 / HEIGHT))).values()
                .iterator().next();
        return decoder.decode(steps.data(), (int) steps.shape()[2]);
    }

    /** The line cut out upright. @return (48, width, 3) bytes */
    private static byte[] strip(Picture picture, TextLine line, int[] width) {
        try (PointerScope scope = new PointerScope()) {
            boolean upright = line.height() > UPRIGHT * line.length();
            float length = upright ? line.height() : line.length();
            float height = upright ? line.length() : line.height();
            width[0] = Math.max(8, Math.min(MOST_WIDTH, Math.round(HEIGHT * length / Math.max(1, height))));
            Mat from = new Mat(4, 2, opencv_core.CV_32FC1, new FloatPointer(line.corners()));
            float w = width[0];
            float[] corners = upright ? new float[] {0, HEIGHT, 0, 0, w, 0, w, HEIGHT} : new float[] {0, 0, w, 0, w, HEIGHT, 0, HEIGHT};
            Mat to = new Mat(4, 2, opencv_core.CV_32FC1, new FloatPointer(corners));
            Mat strip = new Mat();
            opencv_imgproc.warpPerspective(picture.rgb(), strip, opencv_imgproc.getPerspectiveTransform(from, to),
                    new Size(width[0], HEIGHT),
                    opencv_imgproc.INTER_CUBIC, opencv_core.BORDER_REPLICATE, new Scalar());
            byte[] bytes = new byte[width[0] * HEIGHT * 3];
            strip.data().get(bytes);
            return bytes;
        }
    }

    /** Fills up with grey (0 after normalisation) on the right. */
    private static float[] padded(float[] planes, int width) {
        int whole = Math.max(LEAST_WIDTH, (width + MULTIPLE - 1) / MULTIPLE * MULTIPLE);
        float[] padded = new float[3 * HEIGHT * whole];
        for (int row = 0; row < 3 * HEIGHT; row++) {
            System.arraycopy(planes, row * width, padded, row * whole, width);
        }
        return padded;
    }
}
