package dev.afterimage.gpu.check;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.gpu.cuda.CudaDevice;
import dev.afterimage.gpu.cuda.KernelCache;
import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.gpu.emulation.EmulatedDevice;
import dev.afterimage.gpu.emulation.HostCompiler;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code gpu/check}: whether a device computes what it must, and how quick it is. */
public final class GpuCheck {

    /** Sums in another order and fused products. */
    private static final double FLOATS = 2e-3;
    private static final double HALVES = 0.1;

    private GpuCheck() { }

    /**
     * {@code [--emulate] [--conformance] [--work DIRECTORY]}, conformance alone being for tools that slow everything down; ends with 1
     * when a check fails, and with the failure's own code when there is no device.
     */
    public static void main(String[] arguments) {
        List<String> given = List.of(arguments);
        boolean emulate = given.contains("--emulate");
        int work = given.indexOf("--work");
        Path directory = Path.of(work >= 0 ? given.get(work + 1) : System.getProperty("java.io.tmpdir"));
        System.exit(run(emulate, !given.contains("--conformance"), directory));
    }

    static int run(boolean emulate, boolean timed, Path directory) {
        try (Device device = emulate ? emulated(directory) : CudaDevice.open(new KernelCache(directory))) {
            System.out.println("device: " + device.name());
            boolean floats = conforms(device, Cell.F32, FLOATS);
            boolean halves = conforms(device, Cell.F16, HALVES);
            if (timed) {
                time(device, emulate);
            }
            System.out.println(floats && halves ? "ok" : "FAILED");
            return floats && halves ? 0 : 1;
        } catch (AfterimageException e) {
            System.err.println("error " + e.line());
            return e.code().exitCode();
        }
    }

    private static void time(Device device, boolean emulate) {
        Figures.Size size = emulate ? Figures.SMALL : Figures.FULL;
        System.out.println("figures of a model of the size " + size.name() + (emulate ? " (of the emulation: they mean nothing)" : ""));
        new Figures(device, size, System.out::println).run();
    }

    private static Device emulated(Path directory) {
        return new EmulatedDevice(HostCompiler.find().orElseThrow(HostCompiler::missing).compile(directory), 32, false);
    }

    /** Tokens of halves may part where two are nearly as likely; their logits may not. */
    private static boolean conforms(Device device, Cell cell, double allowed) {
        Conformance found = Conformance.run(device, cell);
        Conformance expected = Conformance.expected();
        double apart = found.apart(expected);
        boolean tokens = found.tokens().equals(expected.tokens());
        boolean right = apart <= allowed && (tokens || cell == Cell.F16);
        System.out.printf(Locale.ROOT, "conformance %s: greedy tokens %s, largest difference %.1e, allowed %.1e: %s%n", cell, tokens
                ? "equal" : "differ", apart,
                allowed, right ? "ok" : "FAILED");
        return right;
    }
}
