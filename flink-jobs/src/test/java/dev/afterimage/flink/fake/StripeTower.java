package dev.afterimage.flink.fake;

import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.memory.fake.FakeTower;

/**
 * Sees in the synthetic source's one pixel 4 x 4 places: the top row, which no two frames show alike, and the others,
 * which say whether it is light.
 */
public final class StripeTower implements VisionTower {

    private static final int WIDTH = 4;
    private final VisionTower layouts = new FakeTower();

    @Override
    public Seen see(int width, int height, byte[] rgb) {
        float[] embeddings = new float[16 * WIDTH];
        double light = (rgb[2] & 0xff) / 255.0 * Math.PI;
        for (int place = 0; place < 16; place++) {
            double number = place < 4 ? (rgb[0] & 0xff) * 1.7 + place : light;
            embeddings[place * WIDTH] = (float) Math.cos(number);
            embeddings[place * WIDTH + 1] = (float) Math.sin(number);
        }
        return new Seen(embeddings, new float[] {(float) Math.cos(light), (float) Math.sin(light)});
    }

    @Override
    public int rows() {
        return 4;
    }

    @Override
    public int columns() {
        return 4;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public VisualLayout layout() {
        return layouts.layout();
    }
}
