package dev.afterimage.cli;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Each library lives in one module, and dependencies point down to core. */
@AnalyzeClasses(packages = "dev.afterimage", importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutFakes.class})
class ArchitectureTest {

    /** The fakes that other modules' tests lend come as jars once modules are packaged. */
    static final class WithoutFakes implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule CORE_NEEDS_THE_JDK_ONLY =
            classes().that().resideInAPackage("dev.afterimage.core..").should().onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "dev.afterimage.core..");

    @ArchTest
    static final ArchRule MEMORY_NEEDS_THE_JDK_AND_CORE_ONLY =
            classes().that().resideInAPackage("dev.afterimage.memory..").should().onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "dev.afterimage.core..", "dev.afterimage.memory..");

    @ArchTest
    static final ArchRule ONNX_RUNTIME_STAYS_IN_THE_MODEL_RUNTIME = keptIn("ai.onnxruntime..", "dev.afterimage.model..");

    @ArchTest
    static final ArchRule ROCKSDB_STAYS_IN_THE_STORE = keptIn("org.rocksdb..", "dev.afterimage.store..");

    @ArchTest
    static final ArchRule BYTEDECO_STAYS_IN_INGEST_AND_ENCODER =
            keptIn("org.bytedeco..", "dev.afterimage.ingest..", "dev.afterimage.encoder..");

    @ArchTest
    static final ArchRule FLINK_STAYS_IN_ITS_JOBS = keptIn("org.apache.flink..", "dev.afterimage.flink..");

    @ArchTest
    static final ArchRule VERTX_STAYS_IN_THE_SERVICE = keptIn("io.vertx..", "dev.afterimage.qa..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_CHOOSES_IMPLEMENTATIONS = noClasses().that().resideOutsideOfPackage("dev.afterimage.cli..")
            .should().dependOnClassesThat().resideInAPackage("dev.afterimage.cli..");

    private static ArchRule keptIn(String library, String... homes) {
        return noClasses().that().resideOutsideOfPackages(homes).and().resideInAPackage("dev.afterimage..")
                .should().dependOnClassesThat().resideInAPackage(library);
    }
}
