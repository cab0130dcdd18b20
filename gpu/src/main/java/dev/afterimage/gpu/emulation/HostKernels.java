package dev.afterimage.gpu.emulation;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** What host.cpp offers. One call at a time. */
interface HostKernels extends Library {

    /**
     * @param arguments an address of each argument;
     * @param backwards 1 for the last thread of a block first.
     * @return null, or what went wrong
     */
    String emulate_launch(String kernel, int x, int y, int z, int threads, int sharedBytes, Pointer arguments, int backwards);

    void emulate_product(Pointer weights, int halves, Pointer in, Pointer out, int rows, int outs, int ins);
}
