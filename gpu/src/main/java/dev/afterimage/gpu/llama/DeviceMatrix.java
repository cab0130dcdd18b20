package dev.afterimage.gpu.llama;

/**
 * A linear layer on a device.
 *
 * @param weight address of (outs, ins) cells, or of the words of weights in 4 bits
 * @param scales address of those weights' scales; 0 for cells
 * @param bias   address of (outs) floats; 0 for none
 */
record DeviceMatrix(long weight, long scales, long bias, int outs, int ins) {

    boolean fourBits() {
        return scales != 0;
    }
}
