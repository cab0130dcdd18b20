package dev.afterimage.gpu.nvrtc;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;

/** NVIDIA's compiler for CUDA as it offers itself, in any of its versions; results other than 0 are errors. */
interface NvrtcLibrary extends Library {

    int nvrtcVersion(IntByReference major, IntByReference minor);

    int nvrtcCreateProgram(PointerByReference program, String source, String name, int headers, Pointer headerTexts, Pointer headerNames);

    int nvrtcCompileProgram(Pointer program, int options, String[] optionTexts);

    int nvrtcGetProgramLogSize(Pointer program, LongByReference bytes);

    int nvrtcGetProgramLog(Pointer program, byte[] log);

    int nvrtcGetCUBINSize(Pointer program, LongByReference bytes);

    int nvrtcGetCUBIN(Pointer program, byte[] image);

    int nvrtcDestroyProgram(PointerByReference program);

    String nvrtcGetErrorString(int result);
}
