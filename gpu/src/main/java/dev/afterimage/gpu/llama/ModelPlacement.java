package dev.afterimage.gpu.llama;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where a language model computes. */
public final class ModelPlacement {

    /** {@code cpu}, which is meant where it is not set, {@code gpu}, or {@code auto}: a GPU where one can be used. */
    public static final String VARIABLE = "AFTERIMAGE_DEVICE";

    private final Map<String, String> environment;
    private final Supplier<Device> gpu;
    private final Consumer<String> notices;

    /**
     * @param gpu     opens it, or throws with the reason why there is none
     * @param notices is told which device is used, or why no GPU is, where one was asked for
     */
    public ModelPlacement(Map<String, String> environment, Supplier<Device> gpu, Consumer<String> notices) {
        this.environment = environment;
        this.gpu = gpu;
        this.notices = notices;
    }

    /** In small letters: {@code cpu}, {@code gpu}, {@code auto}, or what nobody knows. */
    public static String wish(Map<String, String> environment) {
        return environment.getOrDefault(VARIABLE, "cpu").toLowerCase(Locale.ROOT);
    }

    /**
     * @param pack closed with what is returned, and when this fails
     * @throws AfterimageException with the reason where a GPU is asked for and none can be used
     */
    public LanguageModel place(OnnxLanguageModel pack) {
        switch (wish(environment)) {
            case "cpu":
                return pack;
            case "auto":
                return onGpuOrCpu(pack);
            case "gpu":
                return onGpu(pack);
            default:
                pack.close();
                throw new AfterimageException(ErrorCode.USAGE, VARIABLE + " is '" + wish(environment) + "'", "set it to cpu, gpu or auto");
        }
    }

    private LanguageModel onGpuOrCpu(OnnxLanguageModel pack) {
        try {
            return opened(pack);
        } catch (AfterimageException e) {
            notices.accept("The language model runs on the CPU: " + e.getMessage() + "; " + e.remedy() + ".");
            return pack;
        }
    }

    private LanguageModel onGpu(OnnxLanguageModel pack) {
        try {
            return opened(pack);
        } catch (AfterimageException e) {
            pack.close();
            throw e;
        }
    }

    private LanguageModel opened(OnnxLanguageModel pack) {
        Device device = gpu.get();
        try {
            GpuSettings settings = GpuSettings.fitting(device, pack.pack());
            LanguageModel model = new GpuLanguageModel(device, pack.directory(), pack.pack(), pack.precision(), pack, settings, notices,
                    device::close);
            notices.accept("The language model runs on the GPU: " + device.name() + (settings.fourBits()
                    ? ", with weights in 4 bits, since halves do not fit into its memory." : ", with weights in halves."));
            return model;
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }
}
