package dev.afterimage.model.vision;

/**
 * A grid of vectors resampled: linear between the centres of cells, without regard to how far it shrinks (as PyTorch's
 * interpolate does).
 */
final class Bilinear {

    private Bilinear() { }

    /**
     * @param grid (rows, columns, width)
     * @return (newRows, newColumns, width)
     */
    static float[] resize(float[] grid, int rows, int columns, int width, int newRows, int newColumns) {
        float[] resized = new float[newRows * newColumns * width];
        for (int y = 0; y < newRows; y++) {
            float sourceY = position(y, rows, newRows);
            int top = (int) sourceY;
            int bottom = Math.min(top + 1, rows - 1);
            for (int x = 0; x < newColumns; x++) {
                float sourceX = position(x, columns, newColumns);
                int left = (int) sourceX;
                int right = Math.min(left + 1, columns - 1);
                float down = sourceY - top;
                float over = sourceX - left;
                for (int i = 0; i < width; i++) {
                    float above = grid[(top * columns + left) * width + i] * (1 - over) + grid[(top * columns + right) * width + i] * over;
                    float below = grid[(bottom * columns + left) * width + i] * (1 - over)
                            + grid[(bottom * columns + right) * width + i] * over;
                    resized[(y * newColumns + x) * width + i] = above * (1 - down) + below * down;
                }
            }
        }
        return resized;
    }

    private static float position(int index, int length, int newLength) {
        return Math.max(0, (index + 0.5f) * ((float) length / newLength) - 0.5f);
    }
}
