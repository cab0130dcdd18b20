package dev.afterimage.model.vision;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which a tower of the Qwen-VL family reads a picture's tokens: window by window, row by row in each.
 * Windows at the right and bottom edge may be smaller.
 *
 * @param tokens  (rows x columns): row x columns + column of each
 * @param windows how many tokens each window holds
 */
record PatchOrder(int rows, int columns, int[] tokens, List<Integer> windows) {

    /** @param side of a window, in tokens; 0 for one window */
    static PatchOrder of(int rows, int columns, int side) {
        int down = side == 0 ? rows : side;
        int across = side == 0 ? columns : side;
        int[] tokens = new int[rows * columns];
        List<Integer> windows = new ArrayList<>();
        int at = 0;
        for (int top = 0; top < rows; top += down) {
            for (int left = 0; left < columns; left += across) {
                int before = at;
                for (int row = top; row < Math.min(top + down, rows); row++) {
                    for (int column = left; column < Math.min(left + across, columns); column++) {
                        tokens[at++] = row * columns + column;
                    }
                }
                windows.add(at - before);
            }
        }
        return new PatchOrder(rows, columns, tokens, windows);
    }
}
