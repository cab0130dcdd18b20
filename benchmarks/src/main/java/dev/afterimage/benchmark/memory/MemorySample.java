package dev.afterimage.benchmark.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds at one moment, in MB of 2^20 bytes. Read from {@code /proc}, so on Linux alone.
 *
 * @param seconds   since it was started
 * @param resident  all of its memory that lies in RAM
 * @param anonymous the part of it that no file is behind
 * @param heap      used Java heap, garbage included
 */
record MemorySample(double seconds, double resident, double anonymous, double heap, int threads) {

    private static final Pattern USED = Pattern.compile("(?:generation|heap)\\s+total \\d+K, used (\\d+)K");

    static MemorySample of(long pid, double seconds) throws IOException {
        String status = Files.readString(Path.of("/proc", String.valueOf(pid), "status"));
        return new MemorySample(seconds, number(status, "VmRSS") / 1024, number(status, "RssAnon") / 1024, heap(pid),
                (int) number(status, "Threads"));
    }

    private static double number(String status, String name) {
        Matcher line = Pattern.compile("^" + name + ":\\s+(\\d+)", Pattern.MULTILINE).matcher(status);
        return line.find() ? Double.parseDouble(line.group(1)) : 0;
    }

    /** 0 where the Java machine does not tell. */
    private static double heap(long pid) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process jcmd = new ProcessBuilder(tool, String.valueOf(pid), "GC.heap_info").redirectErrorStream(true).start();
        return used(new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** Sums up the generations, in MB. */
    static double used(String heapInfo) {
        return USED.matcher(heapInfo).results().mapToDouble(match -> Double.parseDouble(match.group(1))).sum() / 1024;
    }
}
