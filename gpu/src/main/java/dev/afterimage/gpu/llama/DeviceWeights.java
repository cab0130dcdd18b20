package dev.afterimage.gpu.llama;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.kernel.RowKernels;
import dev.afterimage.model.format.PackMatrix;
import dev.afterimage.model.format.PackWeights;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** The layers of a model on a device, in cells of one kind or in 4 bits; norms and biases are floats. Read-only once made. */
final class DeviceWeights implements AutoCloseable {

    /**
     * Norms are addresses of floats; 0 where the model has none.
     *
     * @param gateUp      gate and up, one above the other: a token's are then side by side
     * @param headEpsilon of queryNorm and keyNorm
     */
    record Layer(long attentionNorm, DeviceMatrix qkv, long queryNorm, long keyNorm, float headEpsilon, DeviceMatrix attentionOut,
            long attentionOutNorm, long feedNorm, DeviceMatrix gateUp, DeviceMatrix down, long feedOutNorm) { }

    private final Device device;
    private final StagingPool staging;
    private final Cell cell;
    private final boolean fourBits;
    private final List<DeviceMemory> memory = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();

    /** Copies everything to the device, or nothing when that fails. */
    DeviceWeights(Device device, StagingPool staging, GpuSettings settings, IntFunction<PackWeights.Layer> source, int layerCount) {
        this.device = device;
        this.staging = staging;
        this.cell = settings.cell();
        this.fourBits = settings.fourBits();
        try (DeviceStream stream = device.newStream(); Transfers transfers = new Transfers(staging, stream)) {
            for (int i = 0; i < layerCount; i++) {
                layers.add(layer(source.apply(i), new Loader(stream, transfers)));
            }
            stream.synchronise();
        } catch (RuntimeException | OutOfMemoryError e) {
            close();
            throw e;
        }
    }

    private Layer layer(PackWeights.Layer layer, Loader loader) {
        PackWeights.FurtherNorms further = layer.further();
        return new Layer(loader.floats(layer.attentionNorm()), loader.matrix(layer.qkv()), loader.floats(further.query()),
                loader.floats(further.key()), further.headEpsilon(), loader.matrix(layer.attentionOut()),
                loader.floats(further.attentionOut()), loader.floats(layer.feedNorm()), loader.matrix(layer.gate(), layer.up()),
                loader.matrix(layer.down()), loader.floats(further.feedOut()));
    }

    Layer layer(int index) {
        return layers.get(index);
    }

    /** A matrix of its own, freed with these weights. */
    DeviceMatrix add(PackMatrix matrix) {
        try (DeviceStream stream = device.newStream(); Transfers transfers = new Transfers(staging, stream)) {
            DeviceMatrix made = new Loader(stream, transfers).matrix(matrix);
            stream.synchronise();
            return made;
        }
    }

    /** A matrix of its own that is looked up and not multiplied with: cells always. */
    DeviceMatrix addTable(PackMatrix matrix) {
        try (DeviceStream stream = device.newStream(); Transfers transfers = new Transfers(staging, stream)) {
            DeviceMatrix made = new Loader(stream, transfers).cells(matrix);
            stream.synchronise();
            return made;
        }
    }

    /** Floats of their own, freed with these weights. */
    long add(float[] floats) {
        try (DeviceStream stream = device.newStream(); Transfers transfers = new Transfers(staging, stream)) {
            long made = new Loader(stream, transfers).floats(floats);
            stream.synchronise();
            return made;
        }
    }

    @Override
    public void close() {
        memory.forEach(DeviceMemory::close);
        memory.clear();
    }

    /** Puts weights on the device one after the other. */
    private final class Loader {

        private final DeviceStream stream;
        private final Transfers transfers;
        private final RowKernels kernels = new RowKernels(device.threads());

        Loader(DeviceStream stream, Transfers transfers) {
            this.stream = stream;
            this.transfers = transfers;
        }

        /** @return 0 for none */
        long floats(float[] values) {
            if (values.length == 0) {
                return 0;
            }
            long address = room((long) values.length * Float.BYTES);
            transfers.upload(values, address);
            return address;
        }

        private long room(long bytes) {
            DeviceMemory room = device.allocate(bytes);
            memory.add(room);
            return room.address();
        }

        /** Matrices of the same input, one above the other; either all have a bias or none has. */
        DeviceMatrix matrix(PackMatrix... stacked) {
            return fourBits ? narrowed(stacked) : cells(stacked);
        }

        DeviceMatrix cells(PackMatrix... stacked) {
            int ins = stacked[0].in();
            long weight = room((long) outs(stacked) * ins * cell.bytes());
            long to = weight;
            for (PackMatrix matrix : stacked) {
                put(matrix, cell, to);
                to += (long) matrix.out() * ins * cell.bytes();
            }
            return new DeviceMatrix(weight, 0, floats(bias(stacked)), outs(stacked), ins);
        }

        private DeviceMatrix narrowed(PackMatrix... stacked) {
            int ins = stacked[0].in();
            long blocks = RowKernels.fourBitsBlocks(outs(stacked), ins);
            long words = room(RowKernels.fourBitsBytes(blocks));
            long scales = room(blocks * Integer.BYTES);
            long before = 0;
            for (PackMatrix matrix : stacked) {
                try (DeviceMemory floats = device.allocate((long) matrix.out() * ins * Float.BYTES)) {
                    put(matrix, Cell.F32, floats.address());
                    kernels.narrowFourBits(stream, floats.address(), words + RowKernels.fourBitsBytes(before), scales + before
                            * Integer.BYTES, matrix.out(), ins);
                    stream.synchronise();
                }
                before += RowKernels.fourBitsBlocks(matrix.out(), ins);
            }
            return new DeviceMatrix(words, scales, floats(bias(stacked)), outs(stacked), ins);
        }

        private static int outs(PackMatrix... stacked) {
            return Arrays.stream(stacked).mapToInt(PackMatrix::out).sum();
        }

        private static float[] bias(PackMatrix... stacked) {
            float[] bias = new float[stacked[0].bias().length == 0 ? 0 : outs(stacked)];
            int row = 0;
            for (PackMatrix matrix : stacked) {
                System.arraycopy(matrix.bias(), 0, bias, bias.length == 0 ? 0 : row, matrix.bias().length);
                row += matrix.out();
            }
            return bias;
        }

        private void put(PackMatrix matrix, Cell cell, long to) {
            long count = (long) matrix.out() * matrix.in();
            if (matrix.weight() != null && cell == Cell.F32) {
                transfers.upload(matrix.weight(), to);
                return;
            }
            FloatBuffer floats = matrix.weight() == null ? matrix.scales() : matrix.weight();
            try (DeviceMemory first = device.allocate((long) floats.remaining() * Float.BYTES);
                    DeviceMemory second = device.allocate(matrix.weight() == null ? count : 1)) {
                transfers.upload(floats, first.address());
                if (matrix.weight() == null) {
                    transfers.upload(matrix.bytes(), second.address());
                    kernels.widen(stream, cell, second.address(), first.address(), to, matrix.block(), count);
                } else {
                    kernels.halve(stream, first.address(), to, count);
                }
                stream.synchronise();
            }
        }
    }
}
