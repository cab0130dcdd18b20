package dev.afterimage.gpu.llama;

import dev.afterimage.gpu.device.Cell;
import dev.afterimage.gpu.device.Device;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Packs of the checkpoints with random weights and odd shapes that the importer is tested with. */
final class Packs {

    static final Path CHECKPOINTS = Path.of(System.getProperty("afterimage.root", ".."), "model-runtime/src/test/resources/checkpoints");

    private final Path directory;
    private final ModelPacks packs;

    Packs(Path directory) {
        this.directory = directory;
        this.packs = new ModelPacks(directory);
    }

    OnnxLanguageModel onTheCpu(String checkpoint, Precision precision) {
        if (!packs.installed(checkpoint)) {
            packs.importCheckpoint(CHECKPOINTS.resolve(checkpoint), checkpoint, Progress.SILENT);
        }
        return packs.load(checkpoint, precision, 1);
    }

    /** With pages and chunks of odd sizes, and room for few sessions. */
    GpuLanguageModel onDevice(Device device, OnnxLanguageModel cpu, Cell cell) {
        return onDevice(device, cpu, new GpuSettings(cell, 7, 700, 33), new ArrayList<>());
    }

    GpuLanguageModel onDevice(Device device, OnnxLanguageModel cpu, GpuSettings settings, List<String> notices) {
        return new GpuLanguageModel(device, directory.resolve(cpu.name()), cpu.pack(), cpu.precision(), cpu, settings, notices::add,
                () -> { });
    }
}
