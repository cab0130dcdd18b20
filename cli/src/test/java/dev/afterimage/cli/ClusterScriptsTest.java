package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that make a cluster's secrets and start its processes; {@code docker/check} runs them in the image. */
class ClusterScriptsTest {

    private static final Path DOCKER = Path.of(System.getProperty("afterimage.root"), "docker");

    /** In place of Java: tells what it was started with, or what Flink would make of its memory, and lives as long as its input. */
    private static final String JAVA = """
            #!/bin/sh
            case "$*" in
              *BashJavaUtils*) printf 'BASH_JAVA_UTILS_EXEC_RESULT:%s\\n' -Xmx100m '-D a=b'; exit ;;
            esac
            echo "words: $*"
            echo "home: $AFTERIMAGE_HOME"
            echo "conf: $FLINK_CONF_DIR"
            echo "tls: $AFTERIMAGE_CLUSTER_TLS"
            echo told
            cat
            """;

    @TempDir
    static Path directory;

    private static Path secrets;

    @BeforeAll
    static void makeSecrets() throws Exception {
        secrets = directory.resolve("secrets");
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v openssl && command -v flock").start().waitFor() == 0,
                "skipped: openssl or flock is missing");
        assertThat(certificates("first.example", "10.0.0.9")).contains("a new authority");
    }

    private static String certificates(String... names) throws Exception {
        List<String> words = new ArrayList<>(List.of(DOCKER.resolve("certificates").toString(), secrets.toString()));
        words.addAll(List.of(names));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(told).isZero();
        return told;
    }

    @Test
    void secretsAreMadeOnceAndAreForTheirOwnerAlone() throws Exception {
        assertThat(certificates("first.example", "10.0.0.9")).as("all is there").isEmpty();
        try (Stream<Path> files = Files.walk(secrets)) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
        assertThat(Files.readString(secrets.resolve("gateway/afterimage-gateway")))
                .isEqualTo(Files.readString(secrets.resolve("taskmanager/afterimage-gateway"))).hasSizeGreaterThan(24);
        for (String process : List.of("jobmanager", "taskmanager", "gateway")) {
            assertThat(secrets.resolve(process + "/ca.key")).doesNotExist();
        }
    }

    @Test
    void keystoresHoldWhatFlinkNeedsAndNoMore() throws Exception {
        KeyStore rest = keystore("jobmanager", "rest.p12");
        X509Certificate certificate = (X509Certificate) rest.getCertificate("flink");
        assertThat(certificate.getSubjectAlternativeNames()).extracting(name -> String.valueOf(name.get(1)))
                .contains("jobmanager", "localhost", "127.0.0.1", "first.example", "10.0.0.9");
        KeyStore trust = keystore("gateway", "trust.p12");
        assertThat(Collections.list(trust.aliases())).containsExactly("authority");
        certificate.verify(trust.getCertificate("authority").getPublicKey());
        keystore("gateway", "rest.p12").getCertificate("flink").verify(trust.getCertificate("authority").getPublicKey());
        assertThat(keystore("jobmanager", "internal.p12").getCertificate("flink"))
                .isEqualTo(keystore("taskmanager", "internal.p12").getCertificate("flink"));
        assertThat(secrets.resolve("taskmanager/rest.p12")).as("a task manager has no business with Flink's REST interface").doesNotExist();
        assertThat(secrets.resolve("gateway/internal.p12")).doesNotExist();
    }

    private static KeyStore keystore(String process, String file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(secrets.resolve(process).resolve(file))) {
            store.load(in, Files.readString(secrets.resolve(process + "/password")).toCharArray());
        }
        return store;
    }

    @Test
    void aProcessIsGivenKeystoresWithoutTheirPasswordOnTheCommandLine() throws Exception {
        String password = Files.readString(secrets.resolve("jobmanager/password"));
        try (Started manager = start("jobmanager", Map.of("AFTERIMAGE_SLOTS", "2", "AFTERIMAGE_TASK_MANAGERS", "3"), "jobmanager",
                "--sources", "s.yml")) {
            assertThat(manager.told).doesNotContain(password).contains("StandaloneApplicationClusterEntryPoint", "-Xmx100m", "-D a=b",
                    "-D parallelism.default=6", "--job-classname dev.afterimage.engine.cluster.JobMain --sources s.yml");
            Path configuration = Path.of(manager.after("conf: ")).resolve("config.yaml");
            assertThat(Files.readString(configuration)).contains("security.ssl.rest.key-password: " + password,
                    "security.ssl.internal.truststore: " + secrets.resolve("jobmanager/internal.p12"), "rest.port: 8081");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(configuration))).isEqualTo("rw-------");
        }
    }

    @Test
    void aJobManagerThatBeginsAgainGoesOnFromTheNewestCheckpoint() throws Exception {
        Path checkpoints = Files.createDirectories(directory.resolve("checkpoints"));
        Map<String, String> environment = Map.of("AFTERIMAGE_CHECKPOINTS", checkpoints.toString());
        try (Started first = start("jobmanager", environment, "jobmanager")) {
            assertThat(first.told).doesNotContain("--fromSavepoint");
        }
        checkpoint(checkpoints.resolve("job/chk-10"), 2000);
        checkpoint(checkpoints.resolve("job/chk-9"), 1000);
        try (Started again = start("jobmanager", environment, "jobmanager")) {
            assertThat(again.told).contains("--fromSavepoint file://" + checkpoints.resolve("job/chk-10") + " ");
        }
        try (Started told = start("jobmanager", environment, "standalone-job", "--fromSavepoint", "file:/savepoints/one")) {
            assertThat(told.told).contains("--fromSavepoint file:/savepoints/one").doesNotContain("chk-10");
        }
        try (Started again = start("jobmanager", environment, "standalone-job", "--fromSavepoint", "file:/savepoints/one")) {
            assertThat(again.told).as("the same again: it was restarted").contains("chk-10 --fromSavepoint file:/savepoints/one");
        }
    }

    private static void checkpoint(Path where, long seconds) throws IOException {
        Path metadata = Files.createFile(Files.createDirectories(where).resolve("_metadata"));
        Files.setLastModifiedTime(metadata, FileTime.fromMillis(seconds * 1000));
    }

    @Test
    void eachTaskManagerHasADataDirectoryOfItsOwnAndTheSameAgain() throws Exception {
        Path stores = Files.createDirectories(directory.resolve("stores"));
        Map<String, String> environment = Map.of("AFTERIMAGE_STORES", stores.toString());
        try (Started second = twoAtATime(environment, stores)) {
            assertThat(second.after("home: ")).isEqualTo(stores.resolve("2").toString());
            assertThat(second.after("tls: ")).isEqualTo(secrets.resolve("taskmanager").toString());
            try (Started again = start("taskmanager", environment, "taskmanager")) {
                assertThat(again.after("home: ")).as("the first has ended").isEqualTo(stores.resolve("1").toString());
            }
        }
    }

    private static Started twoAtATime(Map<String, String> environment, Path stores) throws Exception {
        try (Started first = start("taskmanager", environment, "taskmanager")) {
            assertThat(first.after("home: ")).isEqualTo(stores.resolve("1").toString());
            return start("taskmanager", environment, "taskmanager");
        }
    }

    @Test
    void installingStoresEachProcessesSecretsWhereTheyAreReadAndRunsHelm() throws Exception {
        Path tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("kubectl", "helm")) {
            Path stub = Files.writeString(tools.resolve(tool), "#!/bin/sh\ncat >/dev/null\necho \"$0 $*\" >>'" + tools + "/told'\n");
            Files.setPosixFilePermissions(stub, PosixFilePermissions.fromString("rwx------"));
        }
        ProcessBuilder builder = new ProcessBuilder(DOCKER.resolve("install").toString(), "video", "--set", "taskManager.replicas=3")
                .redirectErrorStream(true).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
        builder.environment().put("AFTERIMAGE_SECRETS", directory.resolve("released").toString());
        Process process = builder.start();
        String told = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(told).isZero();
        String done = Files.readString(tools.resolve("told"));
        assertThat(done).contains("create secret generic afterimage-jobmanager --from-file=" + directory.resolve("released/jobmanager"),
                "create secret generic afterimage-operator", "apply -n video", "apply -n flink-operator",
                "helm upgrade --install afterimage " + DOCKER.resolve("chart") + " --namespace video", "--set taskManager.replicas=3");
    }

    private static final class Started implements AutoCloseable {

        private final Process process;
        private final String told;

        Started(Process process) throws IOException {
            this.process = process;
            StringBuilder text = new StringBuilder();
            var lines = process.inputReader();
            for (String line = lines.readLine(); line != null && !line.equals("told"); line = lines.readLine()) {
                text.append(line).append('\n');
            }
            this.told = text.toString();
        }

        String after(String what) {
            return told.lines().filter(line -> line.startsWith(what)).map(line -> line.substring(what.length())).findFirst()
                    .orElseThrow(() -> new AssertionError(told));
        }

        @Override
        public void close() throws Exception {
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    private static Started start(String secretsOf, Map<String, String> environment, String... words) throws IOException {
        Path java = directory.resolve("jdk/bin/java");
        if (Files.notExists(java)) {
            Files.createDirectories(java.getParent());
            Files.writeString(java, JAVA);
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        }
        List<String> command = new ArrayList<>(List.of(DOCKER.resolve("flink").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("AFTERIMAGE_"));
        builder.environment().putAll(environment);
        builder.environment().putAll(Map.of("JAVA_HOME", directory.resolve("jdk").toString(), "TMPDIR", directory.toString(),
                "FLINK_CONF_DIR", DOCKER.resolve("cluster").toString(), "AFTERIMAGE_SECRETS", secrets.resolve(secretsOf).toString()));
        return new Started(builder.start());
    }
}
