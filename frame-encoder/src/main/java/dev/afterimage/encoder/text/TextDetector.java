package dev.afterimage.encoder.text;

import dev.afterimage.core.model.Network;
import dev.afterimage.encoder.picture.Picture;
import dev.afterimage.encoder.picture.Planes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RotatedRect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size2f;

/**
 * Finds lines of text: PP-OCRv4's detector, a network with differentiable binarisation (Liao et al. 2020, "DB"). It
 * gives each pixel's probability to lie in the kernel of a line; each connected kernel becomes a rectangle and is blown
 * up again to the line's size.
 */
final class TextDetector {

    private static final float[] MEAN = {0.485f * 255, 0.456f * 255, 0.406f * 255};
    private static final float[] DEVIATION = {0.229f * 255, 0.224f * 255, 0.225f * 255};
    /** Bounds of the longer side in the network: finer finds smaller writing and costs its square. */
    private static final int LEAST_SIDE = 736;
    private static final int MOST_SIDE = 960;
    private static final int MULTIPLE = 32;

    private static final float KERNEL = 0.3f;
    private static final float LINE_SCORE = 0.6f;
    private static final float BLOW_UP = 1.6f;
    private static final float SMALLEST_KERNEL = 3;
    private static final int MOST_LINES = 60;

    private final Network network;

    TextDetector(Network network) {
        this.network = network;
    }

    /** @return the lines from top to bottom, from left to right where they are level */
    List<TextLine> find(Picture picture) {
        int longer = Math.max(picture.width(), picture.height());
        double scale = (double) Math.max(LEAST_SIDE, Math.min(MOST_SIDE, longer)) / longer;
        int width = side(picture.width() * scale);
        int height = side(picture.height() * scale);
        float[] input = Planes.reversed(picture.stretched(width, height), MEAN, DEVIATION);
        float[] kernels = network.run(Map.of("x", new Network.Tensor(input, 1, 3, height, width))).values().iterator().next().data();
        try (PointerScope scope = new PointerScope()) {
            Mat map = new Mat(height, width, opencv_core.CV_32FC1, new FloatPointer(kernels));
            List<TextLine> lines = lines(map, picture);
            lines.sort(Comparator.<TextLine>comparingInt(line -> Math.round(line.box().centreY() * 24))
                    .thenComparing(line -> line.box().left()));
            return lines;
        }
    }

    private static int side(double length) {
        return Math.max(MULTIPLE, (int) Math.round(length / MULTIPLE) * MULTIPLE);
    }

    private static List<TextLine> lines(Mat map, Picture picture) {
        Mat kernels = new Mat();
        opencv_imgproc.threshold(map, kernels, KERNEL, 255, opencv_imgproc.THRESH_BINARY);
        kernels.convertTo(kernels, opencv_core.CV_8UC1);
        MatVector contours = new MatVector();
        opencv_imgproc.findContours(kernels, contours, opencv_imgproc.RETR_LIST, opencv_imgproc.CHAIN_APPROX_SIMPLE);
        List<TextLine> lines = new ArrayList<>();
        for (long i = 0; i < contours.size() && lines.size() < MOST_LINES; i++) {
            RotatedRect kernel = opencv_imgproc.minAreaRect(contours.get(i));
            if (Math.min(kernel.size().width(), kernel.size().height()) < SMALLEST_KERNEL) {
                continue;
            }
            float score = score(map, contours, (int) i);
            if (score >= LINE_SCORE) {
                lines.add(line(blownUp(kernel), score, (float) picture.width() / map.cols(), (float) picture.height() / map.rows(),
                        picture));
            }
        }
        return lines;
    }

    /** Mean probability inside a contour. */
    private static float score(Mat map, MatVector contours, int index) {
        Rect around = opencv_imgproc.boundingRect(contours.get(index));
        Mat mask = new Mat(around.height(), around.width(), opencv_core.CV_8UC1, new Scalar(0));
        opencv_imgproc.drawContours(mask, contours, index, new Scalar(255), opencv_imgproc.FILLED, opencv_imgproc.LINE_8, new Mat(),
                Integer.MAX_VALUE, new Point(-around.x(), -around.y()));
        return (float) opencv_core.mean(new Mat(map, around), mask).get(0);
    }

    /** The kernel is the line shrunk by area x ratio / perimeter; the same distance leads back. */
    private static RotatedRect blownUp(RotatedRect kernel) {
        float width = kernel.size().width();
        float height = kernel.size().height();
        float distance = width * height * BLOW_UP / (2 * (width + height));
        return new RotatedRect(kernel.center(), new Size2f(width + 2 * distance, height + 2 * distance), kernel.angle());
    }

    private static TextLine line(RotatedRect rectangle, float score, float scaleX, float scaleY, Picture picture) {
        Point2f points = new Point2f(4);
        rectangle.points(points);
        float[] corners = new float[8];
        for (int i = 0; i < 4; i++) {
            corners[i * 2] = clip(points.getPointer(i).x() * scaleX, picture.width());
            corners[i * 2 + 1] = clip(points.getPointer(i).y() * scaleY, picture.height());
        }
        return new TextLine(Corners.inReadingOrder(corners), Corners.around(corners, picture.width(), picture.height()), score);
    }

    private static float clip(float value, int size) {
        return Math.max(0, Math.min(size, value));
    }
}
