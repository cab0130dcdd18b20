package dev.afterimage.gpu.check;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.device.DeviceMemory;
import dev.afterimage.gpu.device.DeviceStream;
import dev.afterimage.gpu.llama.BareModel;
import dev.afterimage.gpu.llama.GpuSettings;
import dev.afterimage.model.graph.Activation;
import dev.afterimage.model.graph.LlamaShape;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** Times a model of a given size on a device. */
final class Figures {

    /** What is timed. @param stored tokens of blocks before the first token, in turn @param piece tokens of a block */
    record Size(String name, LlamaShape shape, int copyBytes, int prompt, int answer, int[] stored, int piece) { }

    /** The language model of SmolVLM2-2.2B. */
    static final Size FULL = new Size("SmolVLM2-2.2B", new LlamaShape(24, 2048, 32, 32, 64, 64, 8192, Activation.SILU, 49_280, 102_400,
            130_000, 1e-5f),
            256 << 20, 2048, 64, new int[] {1000, 6000, 10_000, 100_000}, 1000);
    /** Large enough to run every step. */
    static final Size SMALL = new Size("small", new LlamaShape(2, 64, 4, 2, 16, 16, 96, Activation.SILU, 131, 400, 10_000, 1e-5f),
            1 << 16, 40, 3,
            new int[] {20, 60}, 20);

    private static final int QUESTION = 30;

    private final Device device;
    private final Size size;
    private final Consumer<String> out;
    private final Random random = new Random(1);
    /** GB/s that the device reads and writes its own memory with. */
    private double memory;

    Figures(Device device, Size size, Consumer<String> out) {
        this.device = device;
        this.size = size;
        this.out = out;
    }

    void run() {
        copies();
        int room = size.stored()[size.stored().length - 1] + size.prompt() + size.answer() + 2 * QUESTION;
        try (BareModel model = new BareModel(device, GeneratedWeights.shared(size.shape(), 1), new GpuSettings(Cell.F16, 16, room + 16,
                512))) {
            reading(model);
            firstTokens(model);
        }
    }

    private void say(String what, double value, String unit) {
        out.accept(String.format(Locale.ROOT, "%-52s %12.2f %s", what, value, unit));
    }

    private interface Work {
        void run();
    }

    /** Seconds, the best of some, after one run that is not counted. */
    private static double best(int times, Work work) {
        work.run();
        double best = Double.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - begin) / 1e9);
        }
        return best;
    }

    private void copies() {
        int bytes = size.copyBytes();
        ByteBuffer staging = device.allocateStaging(bytes);
        try (DeviceMemory one = device.allocate(bytes); DeviceMemory other = device.allocate(bytes);
                DeviceStream stream = device.newStream()) {
            say("pinned copy to the device", bytes / 1e9 / best(5, () -> {
                stream.upload(staging.clear(), one.address());
                stream.synchronise();
            }), "GB/s");
            memory = 2.0 * bytes / 1e9 / best(5, () -> {
                stream.copy(one.address(), other.address(), bytes);
                stream.synchronise();
            });
            say("copy within the device (read and written)", memory, "GB/s");
        }
        device.freeStaging(staging);
    }

    private PromptPart tokens(int count) {
        return new PromptPart.Tokens(random.ints(count, 0, size.shape().vocabulary()).toArray());
    }

    private void reading(BareModel model) {
        try (LanguageSession session = model.newSession(size.prompt() + size.answer() + 1)) {
            double prefill = best(3, () -> {
                session.truncate(0);
                session.read(tokens(size.prompt()));
                session.logits();
            });
            say("prefill of " + size.prompt() + " tokens", size.prompt() / prefill, "tokens/s");
            double decode = best(2, () -> {
                session.truncate(size.prompt());
                for (int i = 0; i < size.answer(); i++) {
                    session.read(tokens(1));
                    session.logits();
                }
            }) / size.answer();
            say("decode behind " + size.prompt() + " tokens", 1 / decode, "tokens/s");
            say("decode, weights and KV read", read(size.prompt()) / 1e9 / decode, "GB/s");
            say("decode, share of the device's own copy", read(size.prompt()) / 1e9 / decode / memory, "");
        }
    }

    /** Bytes that one token needs at least. */
    private double read(int past) {
        LlamaShape shape = size.shape();
        double weights = (double) shape.layers() * shape.width() * (shape.qkvWidth() + shape.queryWidth() + 3.0 * shape.feedForward())
                + (double) shape.vocabulary() * shape.width();
        return Cell.F16.bytes() * (weights + 2.0 * shape.layers() * shape.keyWidth() * past);
    }

    private void firstTokens(BareModel model) {
        LlamaShape shape = size.shape();
        StoredKeyValues block = new StoredSample(new KvLayout(shape.layers(), shape.kvHeads(), shape.headDim()), size.piece());
        double bytes = block.pieces().get(0).bytes().length;
        for (int stored : size.stored()) {
            try (LanguageSession session = model.newSession(stored + QUESTION)) {
                Work question = () -> {
                    session.truncate(stored);
                    session.read(tokens(QUESTION));
                    session.logits();
                };
                Work whole = () -> {
                    session.truncate(0);
                    for (int loaded = 0; loaded < stored; loaded += size.piece()) {
                        session.append(block);
                    }
                    question.run();
                };
                double both = best(2, whole);
                double first = best(2, question);
                say("first token behind " + stored + " loaded tokens", 1000 * first, "ms");
                say("the same with loading their blocks of 8 bits", 1000 * both, "ms");
                if (both > first) {
                    say("loading " + stored + " tokens, as stored", bytes * stored / size.piece() / 1e9 / (both - first), "GB/s");
                }
            }
        }
    }
}
