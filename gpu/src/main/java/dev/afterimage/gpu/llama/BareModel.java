package dev.afterimage.gpu.llama;

import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.gpu.device.Device;

/** A model without a pack: tokens are numbers, and text has none. For checks of a device. */
public final class BareModel implements AutoCloseable {

    private final GpuNetwork network;

    public BareModel(Device device, ModelWeights weights, GpuSettings settings) {
        this.network = new GpuNetwork(device, weights, settings);
    }

    /** @param capacity most tokens, at most the shape's context */
    public LanguageSession newSession(int capacity) {
        return new GpuLanguageSession(network, network.layers(), text -> {
            throw new IllegalArgumentException("a model without a pack reads no text");
        }, capacity);
    }

    @Override
    public void close() {
        network.close();
    }
}
