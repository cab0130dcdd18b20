package dev.afterimage.engine.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Linux tells of a machine.
 *
 * @param system     name and architecture, as Java calls them: {@code Linux amd64}
 * @param processors that this process may use
 * @param model      of the processor; empty where that is not told
 * @param features   of the processor, as {@code /proc/cpuinfo} calls them
 * @param freeMemory bytes that are free, or can be made so, within the limit of a container; empty where that is not told
 */
public record Machine(String system, int processors, String model, Set<String> features, OptionalLong freeMemory) {

    /** What speeds arithmetic up, by Linux's name, in the order in which it came. */
    private static final List<Map.Entry<String, String>> NAMED = List.of(Map.entry("avx2", "AVX2"), Map.entry("avx512f", "AVX-512"),
            Map.entry("avx512_vnni", "VNNI"), Map.entry("avx_vnni", "VNNI"), Map.entry("amx_int8", "AMX"));

    /** This machine. */
    public static Machine here() {
        return read(Path.of("/"), System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }

    /** @param root of the file system that {@code /proc} and {@code /sys} are in */
    static Machine read(Path root, String system, int processors) {
        String processor = text(root.resolve("proc/cpuinfo"));
        OptionalLong available = number(text(root.resolve("proc/meminfo")), "MemAvailable:\\s+(\\d+) kB", 1024);
        OptionalLong limit = number(text(root.resolve("sys/fs/cgroup/memory.max")), "^(\\d+)", 1);
        long used = number(text(root.resolve("sys/fs/cgroup/memory.current")), "^(\\d+)", 1).orElse(0);
        OptionalLong free = limit.isEmpty() ? available
                : OptionalLong.of(Math.min(limit.getAsLong() - used, available.orElse(Long.MAX_VALUE)));
        return new Machine(system, processors, found(processor, "(?m)^model name\\s*: (.*)$"),
                Set.copyOf(Arrays.stream(found(processor, "(?m)^flags\\s*: (.*)$").split(" ")).collect(Collectors.toSet())), free);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException notTold) {
            return "";
        }
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1).strip() : "";
    }

    private static OptionalLong number(String text, String pattern, long unit) {
        String digits = found(text, pattern);
        return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits) * unit);
    }

    boolean has(String feature) {
        return features.contains(feature);
    }

    /** What it has of what speeds arithmetic up. */
    String named() {
        return NAMED.stream().filter(each -> has(each.getKey())).map(Map.Entry::getValue).distinct().collect(Collectors.joining(", "));
    }
}
