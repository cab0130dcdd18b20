package dev.afterimage.answering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.answering.ask.GroundedAsker;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.memory.scene.SceneTiling;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever answers questions needs these modules and the JDK: no Vert.x, no Flink, no RocksDB, no ONNX Runtime. */
class JdkAloneTest {

    private static final List<URL> MODULES = Stream.of(StreamId.class, SceneTiling.class, GroundedAsker.class)
            .map(one -> one.getProtectionDomain().getCodeSource().getLocation()).toList();

    @Test
    void everyClassOfCoreMemoryAndAnsweringLoadsWithTheJdkAlone() throws Exception {
        try (URLClassLoader alone = alone()) {
            List<String> names = new ArrayList<>();
            for (URL module : MODULES) {
                names.addAll(classes(module));
            }
            assertThat(names).contains(StreamId.class.getName(), SceneTiling.class.getName(), GroundedAsker.class.getName());
            for (String name : names) {
                Class<?> loaded = Class.forName(name, true, alone);
                assertThat(loaded.getClassLoader()).as(name).isSameAs(alone);
                // Looks up every type that its members name.
                assertThat(loaded.getDeclaredMethods().length + loaded.getDeclaredConstructors().length + loaded.getDeclaredFields().length)
                        .as(name).isNotNegative();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.vertx.core.Vertx", "org.apache.flink.api.common.JobID", "org.rocksdb.RocksDB", "ai.onnxruntime.OrtSession",
        "com.fasterxml.jackson.databind.ObjectMapper", "org.slf4j.Logger"})
    void librariesAreNotInSightThen(String library) throws IOException {
        try (URLClassLoader alone = alone()) {
            assertThatThrownBy(() -> Class.forName(library, false, alone)).isInstanceOf(ClassNotFoundException.class);
        }
    }

    private static URLClassLoader alone() {
        return new URLClassLoader(MODULES.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** A directory of classes, or a jar once the module is packaged. */
    private static List<String> classes(URL module) throws IOException, URISyntaxException {
        Path path = Path.of(module.toURI());
        if (Files.isDirectory(path)) {
            return classes(path);
        }
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
            return classes(jar.getPath("/"));
        }
    }

    private static List<String> classes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString()).filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.')).toList();
        }
    }
}
