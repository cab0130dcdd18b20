package dev.afterimage.eval.videoqa;

import dev.afterimage.eval.haystack.Animation;
import dev.afterimage.eval.needle.Needle;
import dev.afterimage.eval.needle.Overlay;
import dev.afterimage.eval.videoqa.EgocentricDay.Visit;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Draws a made-up day: a room's walls, floor and furniture by its number, swaying with the head; and the things in it. */
record DayPictures(List<Visit> visits, double seconds, boolean labelled) implements Animation {

    private static final int WIDTH = 480;
    private static final int HEIGHT = 360;
    private static final double FLOOR = 0.68;
    private static final double THING = 0.34;
    private static final int SWAY = 10;

    @Override
    public BufferedImage picture(long index, double second) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = picture.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        Random head = new Random(index);
        int dx = head.nextInt(2 * SWAY + 1) - SWAY;
        int dy = head.nextInt(SWAY + 1) - SWAY / 2;
        Visit visit = at(second);
        room(canvas, visit.room(), dx, dy);
        for (var entry : visit.things().entrySet()) {
            int size = (int) (THING * HEIGHT);
            int x = (int) (entry.getKey().x * WIDTH) - size / 2 + dx;
            int y = (int) (FLOOR * HEIGHT) - size + dy;
            canvas.drawImage(Overlay.picture((Needle.Content.Picture) entry.getValue().content()), x, y, size, size, null);
            if (labelled) {
                Overlay.write(canvas, entry.getValue().id().toUpperCase(Locale.ROOT), x + size / 2.0, y + size + HEIGHT * 0.12,
                        (int) (HEIGHT * 0.07));
            }
        }
        canvas.dispose();
        return picture;
    }

    private Visit at(double second) {
        return visits.stream().filter(visit -> second < visit.end()).findFirst().orElse(visits.get(visits.size() - 1));
    }

    private static void room(Graphics2D canvas, int number, int dx, int dy) {
        Random look = new Random(number * 7919L + 13);
        Color wall = Color.getHSBColor(look.nextFloat(), 0.15f + 0.25f * look.nextFloat(), 0.6f + 0.3f * look.nextFloat());
        int wallEnd = (int) (FLOOR * HEIGHT) - 20;
        int horizon = wallEnd + dy;
        canvas.setPaint(new GradientPaint(0, 0, wall.brighter(), 0, horizon, wall));
        canvas.fillRect(0, 0, WIDTH, horizon);
        Color floor = Color.getHSBColor(look.nextFloat(), 0.3f, 0.3f + 0.3f * look.nextFloat());
        canvas.setPaint(new GradientPaint(0, horizon, floor.darker(), 0, HEIGHT, floor));
        canvas.fillRect(0, horizon, WIDTH, HEIGHT - horizon);
        for (int i = 0; i < 4; i++) {
            int width = 40 + look.nextInt(90);
            int height = 30 + look.nextInt(120);
            int x = look.nextInt(WIDTH + 60) - 60 + dx;
            int y = 10 + look.nextInt(Math.max(1, wallEnd - height - 10)) + dy;
            canvas.setColor(Color.getHSBColor(look.nextFloat(), 0.2f + 0.3f * look.nextFloat(), 0.35f + 0.4f * look.nextFloat()));
            canvas.fillRect(x, y, width, height);
            canvas.setColor(new Color(0, 0, 0, 60));
            canvas.drawRect(x, y, width, height);
        }
    }
}
