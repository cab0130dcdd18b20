package dev.afterimage.benchmark.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the figures were taken on.
 *
 * @param simd    which of avx2, avx512, vnni and amx the processor has; empty where the system does not tell
 * @param threads threads each contender may use
 * @param load    runnable processes, mean of the last minute, when the run began; negative where the system does not tell
 * @param busy    share of the cores that other processes took in the second before the run, 0..1; negative where the system does not tell
 */
public record Machine(String processor, int cores, List<String> simd, String jdk, String system, int threads, double load, double busy) {

    /** A name and the kernel's flags that stand for it. */
    private static final List<Map.Entry<String, String>> SIMD = List.of(Map.entry("avx2", "avx2"), Map.entry("avx512", "avx512f"),
            Map.entry("vnni", "avx512_vnni"), Map.entry("vnni", "avx_vnni"), Map.entry("amx", "amx_tile"),
            Map.entry("bf16", "avx512_bf16"));

    public static Machine here(int threads) {
        List<String> cpuinfo = lines(Path.of("/proc/cpuinfo"));
        return new Machine(field(cpuinfo, "model name").orElse(System.getProperty("os.arch")), Runtime.getRuntime().availableProcessors(),
                simd(field(cpuinfo, "flags").orElse("")), System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"), threads,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), busyNow());
    }

    static List<String> simd(String flags) {
        Set<String> there = new HashSet<>(Arrays.asList(flags.split(" ")));
        Set<String> names = new LinkedHashSet<>();
        SIMD.stream().filter(entry -> there.contains(entry.getValue())).forEach(entry -> names.add(entry.getKey()));
        return List.copyOf(names);
    }

    /** Over one second in which this process sleeps. */
    private static double busyNow() {
        long[] before = ticks();
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return busy(before, ticks());
    }

    /** @param before (used, idle) ticks of all cores */
    static double busy(long[] before, long[] after) {
        long used = after[0] - before[0];
        long all = used + after[1] - before[1];
        return all <= 0 ? -1 : (double) used / all;
    }

    /** The first line of Linux's {@code /proc/stat}: {@code cpu user nice system idle iowait ...}. */
    private static long[] ticks() {
        String[] fields = lines(Path.of("/proc/stat")).stream().findFirst().orElse("cpu").split("\\s+");
        long[] usedAndIdle = new long[2];
        for (int i = 1; i < fields.length; i++) {
            usedAndIdle[i == 4 || i == 5 ? 1 : 0] += Long.parseLong(fields[i]);
        }
        return usedAndIdle;
    }

    private static Optional<String> field(List<String> cpuinfo, String name) {
        return cpuinfo.stream().filter(line -> line.startsWith(name)).map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of(); // only a description: the run goes on without it
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, %d cores (%s), %s, %s; %d threads; load %.1f, others took %.0f %% of the cores when the "
                + "run began", processor, cores,
                simd.isEmpty() ? "flags unknown" : String.join(" ", simd), jdk, system, threads, load, 100 * busy);
    }
}
