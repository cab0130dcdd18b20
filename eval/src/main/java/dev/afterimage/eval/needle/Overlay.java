package dev.afterimage.eval.needle;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;

/** Lays needles over frames: text white at the bottom, pictures and clips in the centre. Safe for use by several threads. */
public final class Overlay {

    private static final double TEXT_WIDTH = 0.92;
    /**
     * Frames a second read of a clip, and most of them kept: it is shown for a second, and a set of long films must not
     * fill the memory.
     */
    private static final int CLIP_RATE = 4;
    private static final int CLIP_FRAMES = 8;

    private final FrameSource footage;
    private final Map<String, List<BufferedImage>> pictures = new ConcurrentHashMap<>();

    /** @param footage opens clips */
    public Overlay(FrameSource footage) {
        this.footage = footage;
    }

    /** @param shown seconds since the needle came up */
    public void paint(BufferedImage frame, Needle needle, double shown) {
        Graphics2D canvas = frame.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        try {
            if (needle.content() instanceof Needle.Content.Text text) {
                write(canvas, frame, text);
            } else if (needle.content() instanceof Needle.Content.Picture picture) {
                centre(canvas, frame, stills(needle).get(0), picture.height());
            } else if (needle.content() instanceof Needle.Content.Clip clip) {
                centre(canvas, frame, at(stills(needle), shown), clip.height());
            }
        } finally {
            canvas.dispose();
        }
    }

    /** Lines of text from the bottom up, white with a thin dark rim so that a white wall behind it does not swallow it. */
    private static void write(Graphics2D canvas, BufferedImage frame, Needle.Content.Text needle) {
        Font font = font((int) Math.max(10, Math.round(frame.getHeight() * needle.height())));
        AttributedString attributed = new AttributedString(needle.text(), Map.of(TextAttribute.FONT, font));
        LineBreakMeasurer measurer = new LineBreakMeasurer(attributed.getIterator(), canvas.getFontRenderContext());
        List<TextLayout> lines = new ArrayList<>();
        while (measurer.getPosition() < needle.text().length()) {
            lines.add(measurer.nextLayout((float) (frame.getWidth() * TEXT_WIDTH)));
        }
        double y = frame.getHeight() * 0.95;
        for (int i = lines.size() - 1; i >= 0; i--) {
            TextLayout line = lines.get(i);
            y -= line.getDescent();
            write(canvas, line, (frame.getWidth() - line.getAdvance()) / 2, y, font.getSize());
            y -= line.getAscent() + line.getLeading();
        }
    }

    private static void write(Graphics2D canvas, TextLayout line, double x, double baseline, int size) {
        Shape outline = line.getOutline(AffineTransform.getTranslateInstance(x, baseline));
        canvas.setColor(new Color(0, 0, 0, 200));
        canvas.setStroke(new BasicStroke(Math.max(1.5f, size / 10f), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.draw(outline);
        canvas.setColor(Color.WHITE);
        canvas.fill(outline);
    }

    /** One line, centred on {@code x}. */
    public static void write(Graphics2D canvas, String text, double x, double baseline, int size) {
        TextLayout line = new TextLayout(text, font(size), canvas.getFontRenderContext());
        write(canvas, line, x - line.getAdvance() / 2, baseline, size);
    }

    private static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.BOLD, size);
    }

    /** Never wider than the frame. */
    private static void centre(Graphics2D canvas, BufferedImage frame, BufferedImage picture, double share) {
        double scale = Math.min(share * frame.getHeight() / picture.getHeight(), 0.96 * frame.getWidth() / picture.getWidth());
        int width = (int) Math.max(1, Math.round(picture.getWidth() * scale));
        int height = (int) Math.max(1, Math.round(picture.getHeight() * scale));
        canvas.drawImage(picture, (frame.getWidth() - width) / 2, (frame.getHeight() - height) / 2, width, height, null);
    }

    private static BufferedImage at(List<BufferedImage> stills, double shown) {
        return stills.get((int) (Math.round(shown * CLIP_RATE) % stills.size()));
    }

    private List<BufferedImage> stills(Needle needle) {
        return pictures.computeIfAbsent(needle.id(), id -> needle.content() instanceof Needle.Content.Picture picture
                ? List.of(picture(picture)) : film((Needle.Content.Clip) needle.content()));
    }

    private List<BufferedImage> film(Needle.Content.Clip clip) {
        List<BufferedImage> stills = new ArrayList<>();
        try (FrameSource.Capture capture = footage.open(settings(clip.file()), -1, 0)) {
            for (Frame frame = capture.next(); frame != null && stills.size() < CLIP_FRAMES; frame = capture.next()) {
                stills.add(Pixels.image(frame.width(), frame.height(), frame.rgb()));
            }
        }
        return stills;
    }

    static SourceSettings settings(Path clip) {
        return new SourceSettings(new StreamId("needle"), clip.toString(), CLIP_RATE, SourceSettings.Pace.ASAP, false,
                ReadingSettings.DEFAULT);
    }

    /** A picture needle's own picture. */
    public static BufferedImage picture(Needle.Content.Picture picture) {
        try {
            return decode(picture.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IOException where the bytes are no picture Java reads (PNG, JPEG, GIF, BMP, and WebP through its plug-in) */
    static BufferedImage decode(byte[] bytes) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
        if (picture == null) {
            throw new IOException("neither PNG, JPEG, WebP, GIF nor BMP");
        }
        return picture;
    }
}
