package dev.afterimage.gpu.llama;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.MemoryBridge;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.RetrievalProbe;
import dev.afterimage.core.model.TokenKeys;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A pack on a device. Everything but the language model's own layers (tokenizer, chat template, eyes, memory bridge) is the same pack's
 * on the CPU, which is kept ready: both read and write the same stored blocks, and have the same identity. Once the device is lost, the CPU
 * takes over: sessions go on there, and new ones begin there. A session for which the device has no memory goes on there as well.
 */
public final class GpuLanguageModel implements LanguageModel {

    private static final Cleaner CLEANER = Cleaner.create();

    private final LanguageModel pack;
    private final Device device;
    private final GpuNetwork network;
    private final Consumer<String> notices;
    private final Runnable closing;
    private final Set<ErrorCode> told = ConcurrentHashMap.newKeySet();
    private final Set<DeviceTokenKeys> keys = ConcurrentHashMap.newKeySet();

    /**
     * Loads without checking; whoever loaded {@code pack} has checked its files.
     *
     * @param directory of the pack
     * @param pack      the same on the CPU; closed with this model
     * @param notices   is told, once, that the CPU has taken over, and why
     * @param closing   runs when everything of this model is off the device: closes the device where nobody else uses it
     */
    public GpuLanguageModel(Device device, Path directory, PackDescription description, Precision precision, LanguageModel pack,
            GpuSettings settings, Consumer<String> notices, Runnable closing) {
        this.pack = pack;
        this.device = device;
        this.notices = notices;
        this.closing = closing;
        if (precision == Precision.INT4) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the pack '" + pack.name() + "' is used in the 4 bits that it keeps "
                    + "for a CPU, which are not read for a GPU", "run it on the CPU, or in int8 or fp32");
        }
        if (description.shape().bothWays()) {
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "in the pack '" + pack.name() + "' a picture's tokens attend "
                    + "to each other both ways, which is not computed on a GPU", "run it on the CPU");
        }
        try {
            this.network = new GpuNetwork(device, StoredPack.weights(directory, description, precision), settings);
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.MODEL_FAILED, "cannot load the pack " + directory + ": " + e.getMessage(),
                    "delete the pack and pull it again", e);
        }
    }

    @Override
    public String name() {
        return pack.name();
    }

    @Override
    public String identity() {
        return pack.identity();
    }

    @Override
    public KvLayout layout() {
        return pack.layout();
    }

    @Override
    public int queryHeads() {
        return pack.queryHeads();
    }

    @Override
    public int retrievalLayer() {
        return pack.retrievalLayer();
    }

    @Override
    public RetrievalProbe probe() {
        return pack.probe();
    }

    @Override
    public Optional<VisionTower> vision() {
        return pack.vision();
    }

    @Override
    public Optional<MemoryBridge> bridge() {
        return pack.bridge();
    }

    @Override
    public int windowTokens() {
        return pack.windowTokens();
    }

    @Override
    public Optional<String> notSeen() {
        return pack.notSeen();
    }

    /** Each layer runs by itself here, whatever the pack's graphs are. */
    @Override
    public boolean recallsByLayer() {
        return !device.lost() || pack.recallsByLayer();
    }

    @Override
    public int contextLength() {
        return pack.contextLength();
    }

    @Override
    public int[] tokenize(String text) {
        return pack.tokenize(text);
    }

    @Override
    public String detokenize(int[] ids) {
        return pack.detokenize(ids);
    }

    @Override
    public List<Integer> endTokens() {
        return pack.endTokens();
    }

    @Override
    public String chat(List<Message> messages, boolean addGenerationPrompt) {
        return pack.chat(messages, addGenerationPrompt);
    }

    /** The device turns blocks into numbers itself. */
    @Override
    public StoredKeyValues readied(StoredKeyValues stored) {
        return device.lost() ? pack.readied(stored) : stored;
    }

    @Override
    public LanguageSession newSession(int capacity) {
        return session(network.layers(), capacity, () -> pack.newSession(capacity));
    }

    @Override
    public LanguageSession newRecallingSession(int capacity) {
        return session(network.recalling(), capacity, () -> pack.newRecallingSession(capacity));
    }

    private LanguageSession session(DeviceWeights weights, int capacity, Supplier<LanguageSession> onTheCpu) {
        return device.lost() ? onTheCpu.get() : orOnTheCpu(() -> new ContinuedSession(onDevice(weights, capacity), onTheCpu,
                this::takesOver), onTheCpu);
    }

    private GpuLanguageSession onDevice(DeviceWeights weights, int capacity) {
        if (capacity < 1 || capacity > contextLength()) {
            throw new AfterimageException(ErrorCode.MODEL_CONTEXT_FULL, "a context of " + capacity + " tokens is asked for, and " + name()
                    + " holds 1 to " + contextLength(), "ask for fewer");
        }
        return new GpuLanguageSession(network, weights, this::tokenize, capacity);
    }

    private <T> T orOnTheCpu(Supplier<T> onDevice, Supplier<T> onTheCpu) {
        try {
            return onDevice.get();
        } catch (AfterimageException e) {
            if (takesOver(e)) {
                return onTheCpu.get();
            }
            throw e;
        }
    }

    /** Whether the CPU goes on after this failure; tells so. */
    private boolean takesOver(AfterimageException failure) {
        boolean full = failure.code() == ErrorCode.MODEL_GPU_MEMORY;
        if ((device.lost() || full) && told.add(failure.code())) {
            notices.accept((device.lost() ? "The GPU is lost, and the language model runs on the CPU from now on: "
                    : "The language model computes this on the CPU, since the GPU has no memory left for it: ")
                    + failure.getMessage() + ".");
        }
        return device.lost() || full;
    }

    @Override
    public List<float[]> queries(PromptPart part, List<Integer> layers) {
        return device.lost() ? pack.queries(part, layers) : orOnTheCpu(() -> onDevice(part, layers), () -> pack.queries(part, layers));
    }

    private List<float[]> onDevice(PromptPart part, List<Integer> layers) {
        Map<Integer, float[]> queries = new TreeMap<>();
        for (int layer : layers) {
            if (layer < 0 || layer >= layout().layers()) {
                throw new IllegalArgumentException("layer " + layer + " is not within 0.." + (layout().layers() - 1));
            }
            queries.put(layer, new float[0]);
        }
        if (!queries.isEmpty()) {
            try (GpuLanguageSession session = onDevice(network.layers(), contextLength())) {
                session.queries(part, Collections.max(queries.keySet()), queries);
            }
        }
        return layers.stream().map(queries::get).toList();
    }

    /** Freed when nobody holds them any more, or with the model. */
    @Override
    public Optional<TokenKeys> tokenKeys() {
        try {
            return device.lost() ? Optional.empty() : Optional.of(lent(new DeviceTokenKeys(device, network.staging(),
                    layout().keyWidth())));
        } catch (AfterimageException noStream) {
            return Optional.empty();
        }
    }

    private TokenKeys lent(DeviceTokenKeys kept) {
        keys.add(kept);
        TokenKeys lent = new LentKeys(kept);
        CLEANER.register(lent, () -> free(kept));
        return lent;
    }

    /** One at a time, so that {@link #close} waits for keys that are being freed behind it. */
    private void free(DeviceTokenKeys kept) {
        synchronized (keys) {
            if (keys.remove(kept)) {
                kept.close();
            }
        }
    }

    /** What is cleaned up behind must not be held by who cleans. */
    private record LentKeys(DeviceTokenKeys kept) implements TokenKeys {

        @Override
        public boolean add(float[] tokenKeys) {
            return kept.add(tokenKeys);
        }

        @Override
        public Optional<float[]> matches(float[] queries, int blocks, boolean unit) {
            return kept.matches(queries, blocks, unit);
        }
    }

    /** Pages of the cache that no session holds. */
    int freePages() {
        return network.pool().freePages();
    }

    @Override
    public void close() {
        synchronized (keys) {
            keys.forEach(this::free);
        }
        network.close();
        closing.run();
        pack.close();
    }
}
