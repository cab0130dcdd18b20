package dev.afterimage.gpu.llama;

import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.Launch;
import dev.afterimage.gpu.kernel.AttentionKernels;
import dev.afterimage.gpu.kernel.CacheKernels;
import dev.afterimage.gpu.kernel.Pages;
import dev.afterimage.gpu.kernel.RowKernels;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.RotaryTable;
import dev.afterimage.model.graph.RotaryTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A pack on a device: what all sessions share and none changes. */
final class GpuNetwork implements AutoCloseable {

    private final Device device;
    private final LlamaShape shape;
    private final int chunkTokens;
    private final StagingPool staging;
    private final PagePool pool;
    private final DeviceWeights layers;
    /** What memory is read with; the layers themselves in packs that have no adapter for it. */
    private final DeviceWeights recalling;
    private final DeviceMatrix embedding;
    private final long finalNorm;
    private final DeviceMatrix head;
    private final RotaryTables rotary;
    private final List<CacheKernels> caches = new ArrayList<>();

    /** Copies everything to the device, or nothing when that fails. */
    GpuNetwork(Device device, ModelWeights weights, GpuSettings settings) {
        this.device = device;
        this.shape = weights.shape();
        this.chunkTokens = settings.chunkTokens();
        this.rotary = new RotaryTables(shape);
        this.staging = new StagingPool(device);
        List<AutoCloseable> made = new ArrayList<>(List.of(staging));
        try {
            this.layers = new DeviceWeights(device, staging, settings, weights.layers(), shape.layers());
            made.add(layers);
            this.recalling = weights.recalling().map(source -> new DeviceWeights(device, staging, settings, source, shape.layers()))
                    .orElse(layers);
            made.add(recalling);
            this.embedding = layers.addTable(weights.embedding());
            this.finalNorm = layers.add(weights.finalNorm());
            this.head = layers.add(weights.head());
            Pages pages = new Pages(settings.cell(), shape.kvHeads(), shape.headDim(), settings.pageTokens());
            rotations(pages);
            this.pool = new PagePool(device, pages, Math.multiplyExact(shape.layers(), pages.pagesOf(settings.cacheTokens())));
        } catch (RuntimeException | OutOfMemoryError e) {
            made.stream().distinct().forEach(GpuNetwork::close);
            throw e;
        }
    }

    /** Layers that turn alike share their table. */
    private void rotations(Pages pages) {
        Map<RotaryTable, CacheKernels> kernels = new HashMap<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
            boolean rotates = shape.attention(layer).rotates();
            caches.add(kernels.computeIfAbsent(rotary.of(layer), table -> new CacheKernels(pages, shape.heads(),
                    layers.add(rotates ? table.cosines() : all(1)), layers.add(rotates ? table.sines() : all(0)))));
        }
    }

    /** Turning by nothing leaves a key to the bit as it is. */
    private float[] all(float value) {
        float[] table = new float[shape.contextLength() * shape.headDim() / 2];
        Arrays.fill(table, value);
        return table;
    }

    Device device() {
        return device;
    }

    LlamaShape shape() {
        return shape;
    }

    int chunkTokens() {
        return chunkTokens;
    }

    StagingPool staging() {
        return staging;
    }

    PagePool pool() {
        return pool;
    }

    DeviceWeights layers() {
        return layers;
    }

    /** The same over the same KV, as memory is read. */
    DeviceWeights recalling() {
        return recalling;
    }

    /** (vocabulary, width) cells. */
    long embedding() {
        return embedding.weight();
    }

    long finalNorm() {
        return finalNorm;
    }

    DeviceMatrix head() {
        return head;
    }

    RowKernels rows() {
        return new RowKernels(device.threads());
    }

    RotaryTable rotary(int layer) {
        return rotary.of(layer);
    }

    /** Turns by the layer's own table. */
    CacheKernels cache(int layer) {
        return caches.get(layer);
    }

    AttentionKernels attention(int layer, boolean chunk) {
        int group = shape.heads() / shape.kvHeads();
        int warps = chunk ? Math.max(1, device.threads() / Launch.WARP) : (group + AttentionKernels.ROWS - 1) / AttentionKernels.ROWS;
        return new AttentionKernels(pool.pages(), shape.heads(), shape.attentionScale(), shape.attention(layer).window(), Math.min(warps,
                8));
    }

    /** Whether two layers' keys are turned alike. */
    boolean turnsAlike(int layer, int other) {
        return caches.get(layer).equals(caches.get(other));
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
        layers.close();
        if (recalling != layers) {
            recalling.close();
        }
        staging.close();
    }
}
