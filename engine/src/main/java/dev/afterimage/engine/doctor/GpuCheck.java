package dev.afterimage.engine.doctor;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.engine.Wiring;
import dev.afterimage.engine.doctor.Finding.Subject;
import dev.afterimage.gpu.cuda.CudaDevice;
import dev.afterimage.gpu.cuda.KernelCache;
import dev.afterimage.gpu.llama.ModelPlacement;
import dev.afterimage.ingest.media.GpuDecoding;
import dev.afterimage.model.onnx.NetworkDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a GPU can be used, and is to be. */
final class GpuCheck {

    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

    private final Map<String, String> environment;

    GpuCheck(Map<String, String> environment) {
        this.environment = environment;
    }

    Finding finding() {
        String wish = ModelPlacement.wish(environment);
        if (!List.of("cpu", "gpu", "auto").contains(wish)) {
            return Finding.fails(Subject.GPU, ModelPlacement.VARIABLE + " is '" + wish + "'.", "set it to cpu, gpu or auto");
        }
        // Looking further would load libraries that are of use beside a driver only.
        if (Files.notExists(DRIVER)) {
            return none(wish, "No driver for NVIDIA's GPUs is loaded.");
        }
        List<String> told = new ArrayList<>();
        boolean model = languageModel(told);
        NetworkDevice.choose("auto", Wiring.compiled(), told::add);
        GpuDecoding.choose("auto", told::add);
        String all = String.join(" ", told);
        if (!model) {
            return none(wish, all);
        }
        return wish.equals("cpu") ? Finding.note(Subject.GPU, all, "set " + ModelPlacement.VARIABLE + "=auto to use it")
                : Finding.ok(Subject.GPU, all);
    }

    private static Finding none(String wish, String why) {
        return wish.equals("gpu") ? Finding.fails(Subject.GPU, why, "set " + ModelPlacement.VARIABLE
                + "=cpu, or see docs/gpu.md for what a GPU needs")
                : Finding.ok(Subject.GPU, why + " Models run on the CPU.");
    }

    private static boolean languageModel(List<String> told) {
        try (CudaDevice device = CudaDevice.open(new KernelCache(Wiring.compiled()))) {
            told.add("The language model can run on " + device.name() + ".");
            return true;
        } catch (AfterimageException noGpu) {
            told.add("The language model cannot run on a GPU: " + noGpu.getMessage() + "; " + noGpu.remedy() + ".");
            return false;
        }
    }
}
