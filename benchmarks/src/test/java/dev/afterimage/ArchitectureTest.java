package dev.afterimage;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.Network;
import dev.afterimage.core.model.TextEmbedder;
import dev.afterimage.core.place.Placements;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.recording.VideoCutter;
import dev.afterimage.core.source.AddedSources;
import dev.afterimage.core.source.SourceProbe;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.watch.Watching;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Each library lives in one module, no packages depend on each other in a circle, and dependencies point down to core. */
@AnalyzeClasses(packages = "dev.afterimage", importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutFakes.class})
class ArchitectureTest {

    /** The fakes that other modules' tests lend come as jars once modules are packaged; JMH writes classes of its own. */
    static final class WithoutFakes implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar") && !location.contains("/jmh_generated/");
        }
    }

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLES = slices().matching("dev.afterimage.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule CORE_NEEDS_THE_JDK_ONLY = needOnly("core");

    @ArchTest
    static final ArchRule MEMORY_NEEDS_THE_JDK_AND_CORE_ONLY = needOnly("memory", "core");

    @ArchTest
    static final ArchRule ANSWERING_NEEDS_THE_JDK_CORE_AND_MEMORY_ONLY = needOnly("answering", "core", "memory");

    @ArchTest
    static final ArchRule ONNX_RUNTIME_STAYS_IN_THE_MODEL_RUNTIME = keptIn("ai.onnxruntime..", "model");

    /** What runs in ONNX Runtime has to be known when the process ends. */
    @ArchTest
    static final ArchRule SESSIONS_ARE_USED_IN_ONE_PLACE = noClasses().that()
            .doNotHaveFullyQualifiedName("dev.afterimage.model.onnx.OnnxUse")
            .should().callMethodWhere(target(owner(name("ai.onnxruntime.OrtSession"))).and(target(nameMatching("run|close"))))
            .orShould().callMethodWhere(target(owner(name("ai.onnxruntime.OrtEnvironment"))).and(target(nameMatching("createSession"))));

    @ArchTest
    static final ArchRule TOKENIZERS_STAY_IN_THE_MODEL_RUNTIME = keptIn("ai.djl..", "model");

    @ArchTest
    static final ArchRule ROCKSDB_STAYS_IN_THE_STORE = keptIn("org.rocksdb..", "store");

    @ArchTest
    static final ArchRule BYTEDECO_STAYS_IN_INGEST_AND_ENCODER = keptIn("org.bytedeco..", "ingest", "encoder");

    @ArchTest
    static final ArchRule FFMPEG_STAYS_IN_INGEST = keptIn("org.bytedeco.ffmpeg..", "ingest");

    @ArchTest
    static final ArchRule OPENCV_STAYS_IN_THE_ENCODER = keptIn("org.bytedeco.opencv..", "encoder");

    @ArchTest
    static final ArchRule HTTPCLIENT_STAYS_IN_INGEST = keptIn("org.apache.hc..", "ingest");

    @ArchTest
    static final ArchRule FLINK_STAYS_IN_ITS_JOBS = keptIn("org.apache.flink..", "flink");

    @ArchTest
    static final ArchRule VERTX_STAYS_IN_THE_SERVICE = keptIn("io.vertx..", "qa");

    @ArchTest
    static final ArchRule JCUDA_STAYS_IN_THE_GPU_MODULE = keptIn("jcuda..", "gpu");

    @ArchTest
    static final ArchRule NATIVE_CALLS_STAY_IN_THE_GPU_MODULE = keptIn("com.sun.jna..", "gpu");

    @ArchTest
    static final ArchRule MEASURES_STAY_IN_THE_SERVICE = keptIn("io.micrometer..", "qa");

    @ArchTest
    static final ArchRule COMMANDS_STAY_AT_THE_TOP = keptIn("picocli..", "cli", "benchmark");

    @ArchTest
    static final ArchRule NOTHING_BELOW_THE_ENGINE_KNOWS_IT = noClasses().that().resideOutsideOfPackages(
            packages("engine", "eval", "cli", "benchmark")).should().dependOnClassesThat().resideInAnyPackage(
            packages("engine", "eval", "cli", "benchmark"));

    /** What implements one of these is made in its own module, or chosen by the engine. */
    private static final Set<Class<?>> PORTS = Set.of(FrameSource.class, FrameEncoder.Factory.class, SpeechReader.Factory.class,
            LanguageModel.class, TextEmbedder.class, Network.Loader.class, SegmentStore.class, AddedSources.class, SourceProbe.class,
            Watching.class, Asker.class, Recordings.class, VideoCutter.class, Placements.class);

    @ArchTest
    static final ArchRule ONLY_THE_ENGINE_CHOOSES_IMPLEMENTATIONS = noClasses().that().resideOutsideOfPackage("dev.afterimage.engine..")
            .should().callCodeUnitWhere(makesAPartOfAnotherModule());

    private static DescribedPredicate<JavaCall<?>> makesAPartOfAnotherModule() {
        return DescribedPredicate.describe("makes an implementation of a port in another module", call -> {
            JavaClass made = call.getTargetOwner();
            boolean maker = Set.of("<init>", "open", "openReadOnly").contains(call.getName());
            return maker && !made.isInterface() && PORTS.stream().anyMatch(made::isAssignableTo)
                    && !List.of("core", "engine", module(call.getOriginOwner())).contains(module(made));
        });
    }

    private static String module(JavaClass one) {
        return one.getPackageName().split("\\.")[2];
    }

    private static ArchRule needOnly(String module, String... others) {
        return classes().that().resideInAPackage("dev.afterimage." + module + "..").should().onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(Stream.of("java..", "javax.imageio..", "dev.afterimage." + module + ".."),
                        Arrays.stream(packages(others))).toArray(String[]::new));
    }

    private static ArchRule keptIn(String library, String... homes) {
        return noClasses().that().resideOutsideOfPackages(packages(homes)).and().resideInAPackage("dev.afterimage..")
                .should().dependOnClassesThat().resideInAPackage(library);
    }

    private static String[] packages(String... modules) {
        return Arrays.stream(modules).map(module -> "dev.afterimage." + module + "..").toArray(String[]::new);
    }
}
