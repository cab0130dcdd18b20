package dev.afterimage.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM on this one's class path. Its standard output is read line by line. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;

    ChildProcess(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-cp",
                System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        lines = process.inputReader();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Null at the end. */
    String line() throws IOException {
        return lines.readLine();
    }

    /** SIGKILL: nothing in it runs any more. What it printed can still be read, which {@link Process#destroyForcibly} would prevent. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
