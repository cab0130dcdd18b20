package dev.afterimage.ingest;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;

/**
 * A program of its own for tests that look at a process from outside: reads a file out a number of times and prints the resident
 * memory in KB after a quarter of them and after all, or the line of an error.
 */
final class ReadOut {

    private ReadOut() { }

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        for (int round = 1; round <= rounds; round++) {
            try (FrameSource.Capture capture = Captures.open(Captures.asap(arguments[0], 2))) {
                for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                    capture.takeSound();
                }
            } catch (AfterimageException e) {
                System.out.println(e.line());
            }
            if (round == rounds / 4 || round == rounds) {
                System.out.println(residentKilobytes());
            }
        }
    }

    private static String residentKilobytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS"))
                .findFirst().orElseThrow().replaceAll("\\D", "");
    }
}
