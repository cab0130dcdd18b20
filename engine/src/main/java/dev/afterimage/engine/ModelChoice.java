package dev.afterimage.engine;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.speed.MachineSpeed;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Which pack that looks at pictures suits a machine. */
public final class ModelChoice {

    /** Fewer frames a second and a camera is watched in glimpses. */
    public static final double LEAST_FRAMES = 0.5;
    /** What a pack may take of the memory that is free. */
    private static final double MEMORY_SHARE = 0.8;

    private final List<Candidate> candidates;

    /**
     * @param framesPerSecond as estimated
     * @param memory          in megabytes
     * @param fits            whether it can be watched with here
     */
    public record Candidate(String name, boolean installed, double framesPerSecond, int memory, boolean fits) { }

    private ModelChoice(List<Candidate> candidates) {
        this.candidates = List.copyOf(candidates);
    }

    /** Of the packs of the catalogue that look at pictures of the world; the most capable first. */
    public static ModelChoice of(ModelPacks packs, MachineSpeed machine) {
        return new ModelChoice(packs.works().entrySet().stream()
                .sorted(Comparator.comparingDouble(work -> -work.getValue().tower() - work.getValue().decoder()))
                .map(work -> {
                    double frames = machine.framesPerSecond(work.getValue());
                    int memory = work.getValue().memory();
                    return new Candidate(work.getKey(), !packs.wantsPull(work.getKey()), frames, memory,
                            frames >= LEAST_FRAMES && memory <= MEMORY_SHARE * machine.memory());
                }).toList());
    }

    public List<Candidate> candidates() {
        return candidates;
    }

    /** The most capable pack that fits; empty where none does. */
    public Optional<Candidate> best() {
        return candidates.stream().filter(Candidate::fits).findFirst();
    }

    /**
     * The best pack that is here or can be got, else the one that reads notes.
     *
     * @param pull  gets a pack
     * @param tells lines for people
     */
    public String taken(Consumer<String> pull, Consumer<String> tells) {
        for (Candidate candidate : candidates.stream().filter(Candidate::fits).toList()) {
            try {
                if (!candidate.installed()) {
                    pull.accept(candidate.name());
                }
                tells.accept(String.format("%s is used: about %.1f frames a second here.", candidate.name(), candidate.framesPerSecond()));
                return candidate.name();
            } catch (AfterimageException failed) {
                if (failed.code() != ErrorCode.MODEL_DOWNLOAD) {
                    throw failed;
                }
                tells.accept(candidate.name() + " cannot be had: " + failed.getMessage() + "; " + failed.remedy() + ".");
            }
        }
        tells.accept(Wiring.DEFAULT_MODEL + " is used, which reads notes of what a detector sees"
                + (best().isEmpty() ? ": no pack that looks at pictures itself watches " + LEAST_FRAMES + " frames a second here." : "."));
        return Wiring.DEFAULT_MODEL;
    }
}
