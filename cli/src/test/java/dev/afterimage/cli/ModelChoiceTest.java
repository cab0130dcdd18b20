package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.engine.ModelChoice;
import dev.afterimage.engine.Wiring;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.speed.MachineSpeed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pack is taken on machines of several kinds. */
class ModelChoiceTest {

    private static final MachineSpeed FAST = new MachineSpeed(10_000, 10_000, 64_000);

    @TempDir
    Path models;
    private final List<String> told = new ArrayList<>();
    private final List<String> pulled = new ArrayList<>();

    private ModelChoice on(MachineSpeed machine) {
        return ModelChoice.of(new ModelPacks(models), machine);
    }

    @Test
    void aFastMachineTakesTheMostCapablePack() {
        assertThat(on(FAST).best().orElseThrow().name()).isEqualTo("smolvlm2-2.2b");
        assertThat(on(FAST).taken(pulled::add, told::add)).isEqualTo("smolvlm2-2.2b");
        assertThat(pulled).containsExactly("smolvlm2-2.2b");
    }

    @Test
    void littleMemoryRulesOutWhatWouldNotFit() {
        assertThat(on(new MachineSpeed(10_000, 10_000, 1500)).best().orElseThrow().name()).isEqualTo("smolvlm2-256m");
    }

    @Test
    void aSlowMachineReadsNotes() {
        ModelChoice choice = on(new MachineSpeed(10, 10, 64_000));
        assertThat(choice.best()).isEmpty();
        assertThat(choice.taken(pulled::add, told::add)).isEqualTo(Wiring.DEFAULT_MODEL);
        assertThat(pulled).isEmpty();
        assertThat(told).singleElement().asString().contains("no pack that looks at pictures");
    }

    @Test
    void whereNothingCanBePulledTheNotesAreReadAndTheReasonIsSaid() {
        assertThat(on(FAST).taken(pack -> {
            throw new AfterimageException(ErrorCode.MODEL_DOWNLOAD, pack + " could not be downloaded: no connection", "connect");
        }, told::add)).isEqualTo(Wiring.DEFAULT_MODEL);
        assertThat(told).anyMatch(line -> line.startsWith("smolvlm2-2.2b cannot be had: ")).last().asString()
                .startsWith(Wiring.DEFAULT_MODEL + " is used");
    }
}
