package dev.afterimage.flink.copies;

import static dev.afterimage.flink.copies.CopiedBlocks.DOOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.store.StreamStores;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledCopyTest {

    private static final int ROUNDS = 2;

    @TempDir
    private Path directory;

    @Test
    void theLastCompleteCopyIsWholeWhereverItsProcessIsKilled() throws Exception {
        long seed = System.nanoTime();
        System.out.println("The kills of this run are drawn with the seed " + seed + ".");
        SplittableRandom random = new SplittableRandom(seed);
        String newest = null;
        for (int round = 0; round < ROUNDS; round++) {
            newest = killedAfter(5 + random.nextInt(10), random.nextInt(5_000_000), newest);
            CopiedStoreSerializer serializer = new CopiedStoreSerializer();
            CopiedStore copy = serializer.deserialize(serializer.getVersion(), HexFormat.of().parseHex(newest));
            try (StreamStores other = CopiedBlocks.open(directory.resolve("other-" + round))) {
                TravellingStores travelling = new TravellingStores(other);
                travelling.restored(List.of(copy));
                travelling.bringBack(DOOR);
                CopiedBlocks.assertHolds(other, DOOR, (int) copy.blocks());
            }
        }
    }

    /** @return the last copy that was complete */
    private String killedAfter(int copies, int nanos, String newest) throws Exception {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), CopyingChild.class.getName(), directory.resolve("one").toString(),
                directory.resolve("job").toUri().toString().replaceAll("/$", "")));
        if (newest != null) {
            command.add(newest);
        }
        Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String last = null;
        try (BufferedReader lines = child.inputReader()) {
            int seen = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (++seen == copies) {
                    Thread.sleep(nanos / 1_000_000, nanos % 1_000_000);
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.toHandle().destroyForcibly();
            child.waitFor();
        }
        assertThat(last).as("it was killed while it copied").isNotNull();
        return last;
    }
}
