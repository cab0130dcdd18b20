package dev.afterimage.model.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where this process runs networks in ONNX Runtime, beside the language model's own layers: on the CPU, or by its CUDA provider. Chosen
 * once, before the first network is loaded.
 */
public final class NetworkDevice {

    private static volatile NetworkDevice chosen = new NetworkDevice(null, null, line -> { });

    /** ONNX Runtime's CUDA provider. */
    interface Cuda {

        boolean built();

        /** @throws OrtException with the reason why it cannot be used */
        void add(OrtSession.SessionOptions options) throws OrtException;
    }

    private static final Cuda PROVIDER = new Cuda() {
        @Override
        public boolean built() {
            return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
        }

        @Override
        public void add(OrtSession.SessionOptions options) throws OrtException {
            try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
                // The language model and its cache share the device: memory is taken as it is needed, and not doubled.
                cuda.add("arena_extend_strategy", "kSameAsRequested");
                // Sizes of pictures change: an exhaustive search at each would take seconds.
                cuda.add("cudnn_conv_algo_search", "HEURISTIC");
                options.addCUDA(cuda);
            }
        }
    };

    /** Null on the CPU. */
    private final Cuda cuda;
    private final Path halves;
    private final Consumer<String> notices;

    private NetworkDevice(Cuda cuda, Path halves, Consumer<String> notices) {
        this.cuda = cuda;
        this.halves = halves;
        this.notices = notices;
    }

    /**
     * @param wish    {@code cpu}, {@code gpu} or {@code auto}; the last two use a GPU where one can be used
     * @param halves  directory for graphs in half precision
     * @param notices is told where networks run, and why not on a GPU
     */
    public static void choose(String wish, Path halves, Consumer<String> notices) {
        chosen = choose(wish, halves, notices, PROVIDER);
    }

    static NetworkDevice choose(String wish, Path halves, Consumer<String> notices, Cuda cuda) {
        NetworkDevice cpu = new NetworkDevice(null, null, notices);
        if (wish.equals("cpu")) {
            return cpu;
        }
        Optional<String> against = reasonAgainst(cuda);
        notices.accept(against.map(reason -> "Vision towers, detectors, text and speech run on the CPU: " + reason + ".")
                .orElse("Vision towers, detectors, text and speech run on the GPU, by ONNX Runtime's CUDA provider."));
        return against.isPresent() ? cpu : new NetworkDevice(cuda, halves, notices);
    }

    private static Optional<String> reasonAgainst(Cuda cuda) {
        if (!cuda.built()) {
            return Optional.of("this build's ONNX Runtime has no CUDA provider; one built with '-Pgpu-networks' has");
        }
        try (OrtSession.SessionOptions trial = new OrtSession.SessionOptions()) {
            cuda.add(trial);
            return Optional.empty();
        } catch (OrtException e) {
            return Optional.of("ONNX Runtime's CUDA provider cannot be used: " + firstLine(e));
        }
    }

    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("").replaceAll("\\.$", "");
    }

    static NetworkDevice chosen() {
        return chosen;
    }

    /** For tests. */
    static void use(NetworkDevice device) {
        chosen = device;
    }

    boolean gpu() {
        return cuda != null;
    }

    void add(OrtSession.SessionOptions options) throws OrtException {
        cuda.add(options);
    }

    Path halves() {
        return halves;
    }

    void tell(String notice) {
        notices.accept(notice);
    }
}
