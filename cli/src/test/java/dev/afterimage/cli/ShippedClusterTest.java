package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What docker/ ships for a cluster: closed to strangers, without rights, and in terms that the program and Flink know. */
class ShippedClusterTest {

    private static final Path ROOT = Path.of(System.getProperty("afterimage.root"));
    private static final Path DOCKER = ROOT.resolve("docker");
    private static final List<String> OPTIONS = List.of("CheckpointingOptions", "StateBackendOptions", "StateRecoveryOptions",
            "JobManagerOptions", "TaskManagerOptions", "RestOptions", "SecurityOptions", "BlobServerOptions", "WebOptions", "CoreOptions");

    @Test
    void onlyTheGatewayAndTheOneMachineServicePublishAPort() {
        composed("compose.cluster.yml").forEach((name, service) -> assertThat(service.get("ports")).as(name)
                .isEqualTo(name.equals("gateway") ? List.of("127.0.0.1:8080:8080") : null));
        assertThat(composed("compose.yml").get("afterimage").get("ports")).isEqualTo(List.of("127.0.0.1:8080:8080"));
        assertThat(composed("compose.cluster.yml").get("jobmanager").get("networks")).isEqualTo(List.of("flink"));
        Map<?, ?> networks = (Map<?, ?>) yaml(DOCKER.resolve("compose.cluster.yml")).get("networks");
        assertThat(networks.get("flink")).isEqualTo(Map.of("internal", true));
    }

    @Test
    void everyShippedConfigurationOfFlinkAsksForCertificates() throws IOException {
        for (String file : List.of("cluster/config.yaml", "chart/templates/cluster.yaml")) {
            String text = Files.readString(DOCKER.resolve(file)).replace("\"", "");
            assertThat(text).as(file).contains("security.ssl.internal.enabled: true", "security.ssl.rest.enabled: true",
                    "security.ssl.rest.authentication-enabled: true", "security.ssl.protocol: TLSv1.3");
        }
        assertThat(Files.readString(DOCKER.resolve("chart/templates/configuration.yaml"))).contains("security.ssl.rest.enabled: true");
    }

    @Test
    void noProcessHasRights() throws IOException {
        for (String file : List.of("compose.yml", "compose.cluster.yml")) {
            composed(file).forEach((name, service) -> {
                assertThat(service.get("read_only")).as(name).isEqualTo(true);
                assertThat(service.get("cap_drop")).as(name).isEqualTo(List.of("ALL"));
                assertThat(service.get("security_opt")).as(name).isEqualTo(List.of("no-new-privileges:true"));
                assertThat(service).as(name).doesNotContainKeys("privileged", "cap_add", "user", "pid");
            });
        }
        assertThat(Files.readAllLines(DOCKER.resolve("Dockerfile")).stream().filter(line -> line.startsWith("USER ")))
                .containsExactly("USER afterimage");
        String helpers = Files.readString(DOCKER.resolve("chart/templates/_helpers.tpl"));
        assertThat(helpers).contains("runAsNonRoot: true", "runAsUser: 10001", "readOnlyRootFilesystem: true", "drop: [ALL]");
        for (String file : List.of("cluster.yaml", "gateway.yaml")) {
            assertThat(Files.readString(DOCKER.resolve("chart/templates/" + file))).as(file)
                    .contains("afterimage.podSecurity", "afterimage.containerSecurity", "automountServiceAccountToken: false");
        }
    }

    @Test
    void everySettingOfFlinkExists() throws Exception {
        Set<String> known = new HashSet<>();
        for (String options : OPTIONS) {
            Class<?> type = Class.forName("org.apache.flink.configuration." + options);
            for (var field : type.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof ConfigOption<?> option) {
                    known.add(option.key());
                    option.fallbackKeys().forEach(key -> known.add(key.getKey()));
                }
            }
        }
        Matcher chart = Pattern.compile("(?m)^    ([a-z][a-z-]*\\.[a-z.-]+): ")
                .matcher(Files.readString(DOCKER.resolve("chart/templates/cluster.yaml")));
        Set<String> used = chart.results().map(found -> found.group(1)).filter(key -> !key.startsWith("kubernetes."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).hasSizeGreaterThan(10);
        used.addAll(yaml(DOCKER.resolve("cluster/config.yaml")).keySet());
        assertThat(known).containsAll(used);
    }

    @Test
    void everyVariableIsOneThatTheProgramReadsAndTheDocumentsName() throws IOException {
        Set<String> used = found("AFTERIMAGE_[A-Z_]+", files(DOCKER));
        String sources = joined(Stream.of("cli", "engine", "qa-service", "core", "model-runtime", "ingest", "kv-store", "flink-jobs", "gpu",
                "frame-encoder").flatMap(module -> files(ROOT.resolve(module + "/src/main")).stream()).toList())
                + joined(List.of(ROOT.resolve("afterimage"), DOCKER.resolve("flink"), DOCKER.resolve("start"), DOCKER.resolve("ready")));
        String documents = joined(List.of(ROOT.resolve("docs/configuration.md"), ROOT.resolve("docs/cluster.md"),
                ROOT.resolve("docs/gpu.md"), DOCKER.resolve("README.md")));
        assertThat(used).contains("AFTERIMAGE_STORES", "AFTERIMAGE_LOG_FORMAT").allSatisfy(variable -> {
            assertThat(sources).as("read by the program").containsPattern(variable + "\\b");
            assertThat(documents).as("told of").containsPattern(variable + "\\b");
        });
    }

    @Test
    void everyOptionOfTheProcessesExists() throws IOException {
        String job = Files.readString(ROOT.resolve("engine/src/main/java/dev/afterimage/engine/cluster/ClusterSettings.java"));
        List<?> arguments = (List<?>) composed("compose.cluster.yml").get("jobmanager").get("command");
        Matcher chart = Pattern.compile("args: \\[(--.*)]").matcher(Files.readString(DOCKER.resolve("chart/templates/cluster.yaml")));
        assertThat(chart.find()).isTrue();
        Stream.concat(arguments.stream(), Arrays.stream(chart.group(1).split("[, ]+"))).map(String::valueOf)
                .filter(word -> word.startsWith("--")).forEach(word -> assertThat(job).contains('"' + word + '"'));
        List<?> gateway = (List<?>) composed("compose.cluster.yml").get("gateway").get("command");
        gateway.stream().map(String::valueOf).filter(word -> word.startsWith("--")).forEach(word ->
                assertThat(Main.commandLine("serve").getSubcommands().get("serve").getCommandSpec().optionsMap()).containsKey(word));
    }

    @Test
    void everyMountedFileIsThereAndEveryWatchedFileIsShipped() throws IOException {
        for (String file : List.of("compose.yml", "compose.cluster.yml")) {
            Map<?, ?> volumes = (Map<?, ?>) yaml(DOCKER.resolve(file)).get("volumes");
            composed(file).values().stream().map(service -> (List<?>) service.get("volumes")).flatMap(Collection::stream)
                    .map(mount -> String.valueOf(mount).split(":")[0]).forEach(from -> {
                        if (from.startsWith(".")) {
                            assertThat(DOCKER.resolve(from)).exists();
                        } else {
                            assertThat(volumes.containsKey(from)).as(from).isTrue();
                        }
                    });
        }
        for (Object source : (List<?>) yaml(DOCKER.resolve("cluster/sources.yml")).get("sources")) {
            String uri = String.valueOf(((Map<?, ?>) source).get("uri"));
            assertThat(ROOT.resolve("media").resolve(Path.of(uri).getFileName())).exists();
        }
    }

    @Test
    void theFilesAreWhatComposeAndHelmAndKubernetesTake() throws Exception {
        String validators = System.getenv("AFTERIMAGE_VALIDATORS");
        assumeTrue(validators != null && Files.isDirectory(Path.of(validators, "helm_python")),
                "skipped: .ci/run installs the validators, and names them in AFTERIMAGE_VALIDATORS");
        ProcessBuilder validate = new ProcessBuilder("python3", DOCKER.resolve("validate").toString()).redirectErrorStream(true);
        validate.environment().put("PYTHONPATH", validators);
        Process running = validate.start();
        String told = new String(running.getInputStream().readAllBytes());
        assertThat(running.waitFor()).as(told).isZero();
    }

    private static Map<String, Object> yaml(Path file) {
        try {
            return new Yaml().load(Files.readString(file).replaceAll("\\$\\{\\w+:-([^}]*)}", "$1"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> composed(String file) {
        return (Map<String, Map<String, Object>>) yaml(DOCKER.resolve(file)).get("services");
    }

    private static Set<String> found(String pattern, Collection<Path> files) throws IOException {
        return Pattern.compile(pattern).matcher(joined(files)).results().map(result -> result.group().replaceAll("_$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String joined(Collection<Path> files) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            text.append(Files.readString(file, StandardCharsets.ISO_8859_1)).append('\n');
        }
        return text.toString();
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> walked = Files.walk(directory)) {
            return walked.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*(\\.java|\\.ya?ml|\\.tpl|\\.md|/[a-zD]+)$")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
