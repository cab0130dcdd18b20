package dev.afterimage.encoder.picture;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/** One frame's pixels in OpenCV's hands: R G B, 8 bits. Give it back with {@link #close()}; what is made from it does not depend on it. */
public final class Picture implements AutoCloseable {

    static final int THUMBNAIL_WIDTH = 320;

    private final BytePointer pixels;
    private final Mat rgb;

    public Picture(Frame frame) {
        if (frame.width() < 1 || frame.height() < 1) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, "frame " + frame.index() + " of '" + frame.stream()
                    + "' has no pixels",
                    "check the source");
        }
        pixels = new BytePointer(frame.rgb());
        rgb = new Mat(frame.height(), frame.width(), opencv_core.CV_8UC3, pixels);
    }

    public int width() {
        return rgb.cols();
    }

    public int height() {
        return rgb.rows();
    }

    /** The pixels themselves, for readers that work with OpenCV; valid until {@link #close()}. */
    public Mat rgb() {
        return rgb;
    }

    /** Stretched to a size. @return (height, width, 3) bytes */
    public byte[] stretched(int width, int height) {
        try (PointerScope scope = new PointerScope()) {
            return bytes(resized(rgb, width, height, opencv_imgproc.INTER_LINEAR));
        }
    }

    /** Fitted into the middle of a black square. @return (side, side, 3) bytes */
    public byte[] letterboxed(Letterbox place) {
        try (PointerScope scope = new PointerScope()) {
            byte[] square = new byte[place.side() * place.side() * 3];
            byte[] inner = bytes(resized(rgb, place.width(), place.height(), opencv_imgproc.INTER_LINEAR));
            for (int row = 0; row < place.height(); row++) {
                System.arraycopy(inner, row * place.width() * 3, square, ((place.dy() + row) * place.side() + place.dx()) * 3,
                        place.width() * 3);
            }
            return square;
        }
    }

    /** The whole in grey, each cell the mean of what it covers. @return (rows, columns) values 0..255 */
    public byte[] grey(int columns, int rows) {
        return grey(new Box(0, 0, 1, 1), columns, rows);
    }

    /** A part of the picture in grey. @return (rows, columns) values 0..255 */
    public byte[] grey(Box part, int columns, int rows) {
        try (PointerScope scope = new PointerScope()) {
            Mat small = resized(new Mat(rgb, pixelsOf(part)), columns, rows, opencv_imgproc.INTER_AREA);
            Mat grey = new Mat();
            opencv_imgproc.cvtColor(small, grey, opencv_imgproc.COLOR_RGB2GRAY);
            return bytes(grey);
        }
    }

    /** A part of the picture, each cell the mean of what it covers. @return (rows, columns, 3) bytes, R G B */
    public byte[] part(Box part, int columns, int rows) {
        try (PointerScope scope = new PointerScope()) {
            return bytes(resized(new Mat(rgb, pixelsOf(part)), columns, rows, opencv_imgproc.INTER_AREA));
        }
    }

    /** JPEG, at most 320 pixels wide and as high. */
    public byte[] thumbnail() {
        try (PointerScope scope = new PointerScope()) {
            double scale = Math.min(1, (double) THUMBNAIL_WIDTH / Math.max(width(), height()));
            Mat small = resized(rgb, Math.max(1, (int) Math.round(width() * scale)), Math.max(1, (int) Math.round(height() * scale)),
                    opencv_imgproc.INTER_AREA);
            Mat bgr = new Mat();
            opencv_imgproc.cvtColor(small, bgr, opencv_imgproc.COLOR_RGB2BGR);
            BytePointer jpeg = new BytePointer();
            opencv_imgcodecs.imencode(".jpg", bgr, jpeg);
            byte[] bytes = new byte[Math.toIntExact(jpeg.limit())];
            jpeg.get(bytes);
            return bytes;
        }
    }

    private Rect pixelsOf(Box part) {
        Box box = part.clipped();
        int left = Math.min(width() - 1, Math.round(box.left() * width()));
        int top = Math.min(height() - 1, Math.round(box.top() * height()));
        int right = Math.max(left + 1, Math.round(box.right() * width()));
        int bottom = Math.max(top + 1, Math.round(box.bottom() * height()));
        return new Rect(left, top, right - left, bottom - top);
    }

    private static Mat resized(Mat from, int width, int height, int interpolation) {
        Mat to = new Mat();
        opencv_imgproc.resize(from, to, new Size(width, height), 0, 0, interpolation);
        return to;
    }

    private static byte[] bytes(Mat mat) {
        byte[] bytes = new byte[Math.toIntExact(mat.total() * mat.elemSize())];
        mat.data().get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        rgb.close();
        pixels.close();
    }
}
