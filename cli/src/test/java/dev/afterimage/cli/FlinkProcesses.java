package dev.afterimage.cli;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A job manager and task managers by Flink's own entry points, each a process of its own with Flink's jars alone. */
final class FlinkProcesses implements AutoCloseable {

    static final Path JOB_JAR = Path.of(System.getProperty("afterimage.root"), "engine/target/afterimage-job.jar");

    static final String CLIENT = "client";

    private static final String LOGBACK = """
            <configuration><appender name="OUT" class="ch.qos.logback.core.ConsoleAppender"><encoder>
            <pattern>%d %level %logger{20} - %m%n%ex</pattern></encoder></appender>
            <root level="INFO"><appender-ref ref="OUT"/></root></configuration>
            """;

    private final Path directory;
    private final int rest;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final String classpath;

    /** @param settings of Flink beside where the job manager is and what the processes may take */
    FlinkProcesses(Path directory, Map<String, String> settings) throws IOException {
        this.directory = directory;
        this.rest = freePort();
        this.classpath = flinkOnly();
        Files.createDirectories(directory.resolve("conf"));
        Files.createDirectories(directory.resolve("tmp"));
        Files.writeString(directory.resolve("conf/logback.xml"), LOGBACK);
        Files.writeString(directory.resolve("conf/config.yaml"), """
                jobmanager.rpc.address: 127.0.0.1
                jobmanager.rpc.port: %d
                jobmanager.bind-host: 127.0.0.1
                jobmanager.memory.process.size: 700m
                rest.address: 127.0.0.1
                rest.bind-address: 127.0.0.1
                rest.port: %d
                taskmanager.host: 127.0.0.1
                taskmanager.bind-host: 127.0.0.1
                taskmanager.cpu.cores: 2.0
                taskmanager.memory.framework.heap.size: 64m
                taskmanager.memory.task.heap.size: 384m
                taskmanager.memory.managed.size: 4m
                taskmanager.memory.network.min: 16m
                taskmanager.memory.network.max: 16m
                taskmanager.memory.framework.off-heap.size: 64m
                taskmanager.memory.task.off-heap.size: 0m
                taskmanager.memory.jvm-metaspace.size: 256m
                taskmanager.memory.jvm-overhead.min: 64m
                taskmanager.memory.jvm-overhead.max: 64m
                """.formatted(freePort(), rest) + settings.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue() + "\n")
                .collect(Collectors.joining()));
    }

    /** Where Flink's REST interface is. */
    String url() {
        return "http://127.0.0.1:" + rest;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** Of what this test runs with, what the job brings itself is left out, but for Apache's commons, which Flink needs, too. */
    private static String flinkOnly() throws IOException {
        Set<String> brought;
        try (JarFile job = new JarFile(JOB_JAR.toFile())) {
            brought = job.stream().map(entry -> Path.of(entry.getName()).getFileName().toString()).collect(Collectors.toSet());
        }
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> path.endsWith(".jar") && !path.contains("/target/"))
                .filter(path -> path.contains("/commons-") || !brought.contains(Path.of(path).getFileName().toString()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    void startJobManager() throws IOException {
        start("jobmanager", Map.of(), "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", "--configDir", conf());
    }

    /** @param environment its own, beside the usual one */
    void startTaskManager(String name, Map<String, String> environment, int slots) throws IOException {
        start(name, environment, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", "--configDir", conf(),
                "-D", "taskmanager.numberOfTaskSlots=" + slots, "-D", "taskmanager.resource-id=" + name);
    }

    /** Runs Flink's own client to its end; its output is the log of {@link #CLIENT}. */
    int submit(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("org.apache.flink.client.cli.CliFrontend", "run", "-d", JOB_JAR.toString()));
        words.addAll(List.of(arguments));
        Process client = start(CLIENT, Map.of("FLINK_CONF_DIR", conf()), words.toArray(String[]::new));
        if (!client.waitFor(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the client does not end: " + log(CLIENT));
        }
        return client.exitValue();
    }

    private String conf() {
        return directory.resolve("conf").toString();
    }

    private Process start(String name, Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "--add-opens=java.base/java.util=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
                // What is killed leaves copies of the job's jar and unpacked libraries there.
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-Dlogback.configurationFile=" + directory.resolve("conf/logback.xml"), "-cp", classpath));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.put(name, process);
        return process;
    }

    /** @throws IllegalStateException where one of them has ended by itself */
    void requireRunning() throws IOException {
        for (Map.Entry<String, Process> each : processes.entrySet()) {
            if (!each.getValue().isAlive() && !each.getKey().equals(CLIENT)) {
                throw new IllegalStateException(each.getKey() + " has ended: " + log(each.getKey()));
            }
        }
    }

    /** As {@code kill -9} does. */
    void kill(String name) {
        Process killed = processes.remove(name);
        killed.destroyForcibly();
        killed.onExit().join();
    }

    void await(String what, Callable<Boolean> condition) throws Exception {
        long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
        while (!condition.call()) {
            requireRunning();
            if (System.nanoTime() > until) {
                throw new AssertionError("waited in vain for " + what);
            }
            Thread.sleep(200);
        }
    }

    String log(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".log"));
    }

    /** What Flink's REST interface answers; empty while it does not. */
    String rest(String method, String path) throws InterruptedException {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        }
    }

    /** Of the one job that runs. */
    int completedCheckpoints() throws InterruptedException {
        Matcher job = Pattern.compile("\"id\":\"([0-9a-f]{32})\"").matcher(rest("GET", "/jobs"));
        Matcher completed = Pattern.compile("\"completed\":(\\d+)").matcher(job.find() ? rest("GET", "/jobs/" + job.group(1)
                + "/checkpoints") : "");
        return completed.find() ? Integer.parseInt(completed.group(1)) : 0;
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
        processes.values().forEach(process -> process.onExit().join());
    }
}
