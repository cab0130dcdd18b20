package dev.afterimage.memory.fake;

import dev.afterimage.core.model.VisionTower;
import dev.afterimage.core.model.VisualLayout;
import java.util.Arrays;

/** Sees 4 x 4 places, each as the mean colour of its part of the picture and where it is; a part smaller than a pixel sees that pixel. */
public final class FakeTower implements VisionTower {

    public static final int SIDE = 4;
    private static final int WIDTH = 8;
    private static final VisualLayout LAYOUT = new VisualLayout("<image>", "<|image|>", "<|image|>", "<|im_start|>You see:",
            "\nFrame from {time}:",
            "\n{question}<|im_end|>");

    @Override
    public Seen see(int width, int height, byte[] rgb) {
        float[] embeddings = new float[SIDE * SIDE * WIDTH];
        for (int place = 0; place < SIDE * SIDE; place++) {
            int x = (2 * (place % SIDE) + 1) * width / (2 * SIDE);
            int y = (2 * (place / SIDE) + 1) * height / (2 * SIDE);
            for (int channel = 0; channel < 3; channel++) {
                int level = rgb[(y * width + x) * 3 + channel] & 0xff;
                embeddings[place * WIDTH + 2 * channel] = (float) Math.cos(level * Math.PI / 255);
                embeddings[place * WIDTH + 2 * channel + 1] = (float) Math.sin(level * Math.PI / 255);
            }
            embeddings[place * WIDTH + 6] = 0.1f * place;
        }
        float[] feature = Arrays.copyOf(embeddings, WIDTH);
        return new Seen(embeddings, feature);
    }

    @Override
    public int rows() {
        return SIDE;
    }

    @Override
    public int columns() {
        return SIDE;
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public VisualLayout layout() {
        return LAYOUT;
    }
}
