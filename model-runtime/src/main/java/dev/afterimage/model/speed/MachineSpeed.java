package dev.afterimage.model.speed;

import dev.afterimage.model.graph.Linear;
import dev.afterimage.model.pack.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this machine can do.
 *
 * @param tower   thousands of millions of multiplications and additions a second in a vision tower of 8 bits
 * @param decoder the same in a language model of 8 bits that reads a frame
 * @param memory  in megabytes, that is free or can be made so
 */
public record MachineSpeed(double tower, double decoder, long memory) {

    /** Of what linear layers alone would take: attention, norms and activations take the rest. */
    private static final double SHARE = 0.7;
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    /** @param most how long to measure */
    public static MachineSpeed measure(int threads, Duration most) {
        return new MachineSpeed(LinearSpeed.measure(Linear.ROW_INT8, 1024, 768, threads, most.dividedBy(2)),
                LinearSpeed.measure(Linear.BLOCK_INT8, 80, 960, threads, most.dividedBy(2)), available());
    }

    private static long available() {
        try {
            Matcher found = AVAILABLE.matcher(Files.readString(MEMORY));
            return found.find() ? Long.parseLong(found.group(1)) / 1024 : Long.MAX_VALUE;
        } catch (IOException unknown) {
            return Long.MAX_VALUE; // not Linux: memory is not known, and no pack is ruled out by it
        }
    }

    /** Frames a second that a pack of this cost is likely to watch. */
    public double framesPerSecond(Catalogue.Work work) {
        return SHARE / (work.tower() / tower + work.decoder() / decoder);
    }
}
