package dev.afterimage.model.graph;

import java.util.List;

/**
 * Which of a token's three positions (time, row, column) each rotary frequency turns by (M-RoPE).
 *
 * @param sections    how many frequencies turn by time, row and column
 * @param interleaved whether they take turns (Qwen3-VL) and do not lie in three stretches (Qwen2-VL)
 */
public record RotaryAxes(List<Integer> sections, boolean interleaved) {

    public RotaryAxes {
        sections = List.copyOf(sections);
        if (sections.size() != 3) {
            throw new IllegalArgumentException(sections + " are no sections of three axes");
        }
    }

    /** @param frequency of a head's; those behind all sections turn by time */
    int axis(int frequency) {
        if (interleaved) {
            int axis = frequency % 3;
            return frequency < 3 * sections.get(axis) ? axis : 0;
        }
        int rows = sections.get(0);
        int columns = rows + sections.get(1);
        return frequency < rows || frequency >= columns + sections.get(2) ? 0 : frequency < columns ? 1 : 2;
    }
}
