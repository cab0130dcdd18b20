package dev.afterimage.model.pack;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.model.fetch.CheckpointFetcher;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.fetch.RepositoryFetcher;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.PackIdentity;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The model packs of one directory: pulled, imported, verified and loaded. Safe for use by several threads and processes. */
public final class ModelPacks {

    /** What a source picks when it does not name a precision: conformance is measured on it. */
    public static final Precision DEFAULT_PRECISION = Precision.FP32;

    private final Path directory;
    private final Catalogue catalogue;
    private final CheckpointFetcher fetcher;
    private final RepositoryFetcher repositories;
    private final PackInstaller installer;

    public ModelPacks(Path directory) {
        this(directory, Catalogue.shipped(), System.getenv());
    }

    ModelPacks(Path directory, Catalogue catalogue, Map<String, String> environment) {
        this.directory = directory.toAbsolutePath().normalize();
        this.catalogue = catalogue;
        this.fetcher = new CheckpointFetcher(environment);
        this.repositories = new RepositoryFetcher(environment);
        this.installer = new PackInstaller(this.directory);
    }

    /** Where packs are installed. */
    public Path directory() {
        return directory;
    }

    /** {@code $AFTERIMAGE_MODELS}, else {@code models} in {@code $AFTERIMAGE_HOME} or {@code ~/.afterimage}. */
    public static Path defaultDirectory() {
        return defaultDirectory(System.getenv());
    }

    static Path defaultDirectory(Map<String, String> environment) {
        if (environment.containsKey("AFTERIMAGE_MODELS")) {
            return Path.of(environment.get("AFTERIMAGE_MODELS"));
        }
        String home = environment.get("AFTERIMAGE_HOME");
        return (home != null ? Path.of(home) : Path.of(System.getProperty("user.home"), ".afterimage")).resolve("models");
    }

    /**
     * A pack of the catalogue, or one in the directory.
     *
     * @param bytes on disk; 0 when not installed
     */
    public record Listed(String name, String description, String licence, boolean installed, List<String> precisions, long bytes) { }

    /** The catalogue first, then what else is installed. */
    public List<Listed> list() {
        List<Listed> all = new ArrayList<>();
        for (Catalogue.Entry entry : catalogue.entries()) {
            all.add(installed(entry.name()) ? listed(entry.name(), entry.description())
                    : new Listed(entry.name(), entry.description(), entry.licence(), false, List.of(), 0));
        }
        for (String name : installedNames()) {
            if (catalogue.entry(name).isEmpty()) {
                all.add(listed(name, "imported"));
            }
        }
        return all;
    }

    private Listed listed(String name, String description) {
        if (!PackDescription.current(path(name))) {
            return new Listed(name, "of another pack format: pull or import it again", "unknown", false, List.of(), 0);
        }
        if (wantsPull(name)) {
            return new Listed(name, "made from another checkpoint or with another adapter: pull it again", "unknown", false, List.of(), 0);
        }
        PackDescription pack = PackDescription.read(path(name));
        return new Listed(name, description, pack.licence(), true, pack.selfTests().keySet().stream().sorted().map(Precision::label)
                .toList(),
                pack.files().stream().mapToLong(PackDescription.PackFile::bytes).sum());
    }

    private TreeSet<String> installedNames() {
        TreeSet<String> names = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                entries.map(path -> path.getFileName().toString()).filter(name -> !name.startsWith(".") && installed(name))
                        .forEach(names::add);
            } catch (IOException e) {
                throw new AfterimageException(ErrorCode.MODEL_FAILED, "cannot list " + directory + ": " + e.getMessage(),
                        "check its permissions", e);
            }
        }
        return names;
    }

    public boolean installed(String name) {
        return Files.exists(path(name).resolve(PackFiles.DESCRIPTION));
    }

    /**
     * Whether {@link #pull} would do something: a pack of the catalogue that is missing, of another format, or made
     * from another checkpoint or adapter.
     */
    public boolean wantsPull(String name) {
        return !installed(name) || catalogue.entry(name).map(entry -> !entry.built(path(name))).orElse(false);
    }

    private Path path(String name) {
        return directory.resolve(PackInstaller.checkedName(name));
    }

    /** Gets a pack of the catalogue; returns at once when it is there. @return its directory */
    public Path pull(String name, Progress progress) {
        return pull(name, Set.of(), progress);
    }

    /**
     * The same, built again where it has not all of these precisions; those that it has are kept.
     *
     * @param precisions what it is to keep; empty for what the catalogue says
     */
    public Path pull(String name, Set<Precision> precisions, Progress progress) {
        Catalogue.Entry entry = catalogue.entry(name).orElseThrow(() -> unknown(name));
        return installer.install(name, progress, downloads -> new PackInstaller.Parts(fetched(entry, downloads, progress),
                adapter(entry, downloads), true),
                path -> entry.built(path) && PackDescription.read(path).selfTests().keySet().containsAll(precisions),
                entry.retrievalLayer(), entry.reference(), precisions.isEmpty() ? entry.kept() : withHeld(entry, precisions));
    }

    private Set<Precision> withHeld(Catalogue.Entry entry, Set<Precision> asked) {
        Set<Precision> kept = new TreeSet<>(asked);
        if (installed(entry.name()) && entry.built(path(entry.name()))) {
            kept.addAll(description(entry.name()).selfTests().keySet());
        }
        return kept;
    }

    private static Path adapter(Catalogue.Entry entry, Path downloads) {
        Catalogue.Adapter adapter = entry.adapter();
        return adapter == null ? null : ShippedCheckpoint.unpacked(adapter.name(), adapter.files(), downloads.resolve(adapter.name()));
    }

    private Path fetched(Catalogue.Entry entry, Path downloads, Progress progress) {
        if (entry.checkpoint() != null) {
            return fetcher.fetch(entry.checkpoint(), downloads, progress);
        }
        Path target = downloads.resolve(entry.name());
        return entry.shipped() != null ? ShippedCheckpoint.unpacked(entry.name(), entry.shipped(), target)
                : new FirstPull(directory, repositories).fetch(entry, target, progress);
    }

    /** Builds a pack from a checkpoint: a directory in the hub's layout, or a GGUF file of the Llama family. @return its directory */
    public Path importCheckpoint(Path checkpoint, String name, Progress progress) {
        return importCheckpoint(checkpoint, null, name, Set.of(), progress);
    }

    /** @param adapter a directory with a LoRA in PEFT's layout that is merged into the weights, or null */
    public Path importCheckpoint(Path checkpoint, Path adapter, String name, Progress progress) {
        return importCheckpoint(checkpoint, adapter, name, Set.of(), progress);
    }

    /**
     * @param adapter    a directory with a LoRA in PEFT's layout that is merged into the weights, or null
     * @param precisions what the pack is to keep; empty for what is usual at its size
     */
    public Path importCheckpoint(Path checkpoint, Path adapter, String name, Set<Precision> precisions, Progress progress) {
        if (installed(name)) {
            throw new AfterimageException(ErrorCode.USAGE, "there is already a pack '" + name + "' in " + directory,
                    "choose another name, or delete " + path(name));
        }
        return installer.install(name, progress, downloads -> new PackInstaller.Parts(checkpoint, adapter, false), PackDescription::current,
                0, null, precisions);
    }

    /** What a pack that is installed answers most exactly in; for another one of the catalogue, what pulling it would keep. */
    public Precision preferred(String name) {
        if (!wantsPull(name)) {
            return description(name).preferred();
        }
        return catalogue.entry(name).flatMap(entry -> entry.kept().stream().findFirst()).orElse(DEFAULT_PRECISION);
    }

    /** What a frame costs with each pack of the catalogue that looks at pictures of the world. */
    public Map<String, Catalogue.Work> works() {
        return catalogue.entries().stream().filter(entry -> entry.work() != null)
                .collect(Collectors.toMap(Catalogue.Entry::name, Catalogue.Entry::work));
    }

    /** How far each precision's logits lay from what floats give when the pack was built; floats themselves are left out. */
    public Map<Precision, Float> fromFloats(String name) {
        Map<Precision, Float> errors = new EnumMap<>(Precision.class);
        description(name).selfTests().forEach((precision, test) -> {
            if (test.fromFloats() != null) {
                errors.put(precision, test.fromFloats());
            }
        });
        return errors;
    }

    /** Checks every file's sum and runs the self-test of each precision. @return the largest logit difference of each */
    public Map<Precision, Float> verify(String name) {
        PackDescription pack = description(name);
        PackFilesCheck.check(path(name), name, pack.files());
        Map<Precision, Float> worst = new EnumMap<>(Precision.class);
        for (Precision precision : new TreeSet<>(pack.selfTests().keySet())) {
            try (OnnxLanguageModel model = new OnnxLanguageModel(path(name), pack, precision, 1)) {
                worst.put(precision, SelfTests.check(model));
            }
        }
        return worst;
    }

    public OnnxLanguageModel load(String name, int threads) {
        return load(name, DEFAULT_PRECISION, threads);
    }

    /** Loads a pack that is installed, refusing one whose files have changed or whose answers are wrong. */
    public OnnxLanguageModel load(String name, Precision precision, int threads) {
        PackDescription pack = description(name);
        if (!pack.selfTests().containsKey(precision)) {
            String held = pack.selfTests().keySet().stream().sorted().map(Precision::label).collect(Collectors.joining(" and "));
            throw new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, "the pack '" + name + "' has no " + precision.label() + ", but "
                    + held, "ask for " + held + ", or " + (catalogue.entry(name).isPresent() ? "pull it" : "delete it and import it")
                    + " again with --precision " + precision.label());
        }
        return PackLoader.load(path(name), pack, precision, threads);
    }

    /**
     * The same, loaded and checked only when it is to compute something; that it is installed is checked at once.
     *
     * @param prepared takes the loaded model before it computes anything and gives the one that is to; what it throws is thrown by
     *                 whatever the model was wanted for, and the loaded one is closed
     */
    public LanguageModel deferred(String name, Precision precision, int threads, Function<OnnxLanguageModel, LanguageModel> prepared) {
        return new DeferredModel(description(name), precision, () -> prepared(load(name, precision, threads), prepared));
    }

    private static LanguageModel prepared(OnnxLanguageModel loaded, Function<OnnxLanguageModel, LanguageModel> prepared) {
        try {
            return prepared.apply(loaded);
        } catch (RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
    }

    /** Which of a pack's precisions has this {@link OnnxLanguageModel#identity}; empty when none has, or the pack is not installed. */
    public Optional<Precision> precisionOf(String name, String identity) {
        return wantsPull(name) ? Optional.empty()
                : description(name).selfTests().keySet().stream()
                .filter(precision -> PackIdentity.of(description(name), precision).equals(identity)).findFirst();
    }

    private PackDescription description(String name) {
        if (!installed(name)) {
            if (catalogue.entry(name).isEmpty()) {
                throw unknown(name);
            }
            throw new AfterimageException(ErrorCode.MODEL_NOT_INSTALLED, "the pack '" + name + "' is not in " + directory,
                    "run 'afterimage models pull " + name + "'");
        }
        return PackDescription.read(path(name));
    }

    private AfterimageException unknown(String name) {
        return new AfterimageException(ErrorCode.MODEL_UNKNOWN, "there is no pack '" + name + "'", "choose one of "
                + list().stream().map(Listed::name).toList() + ", or import a checkpoint with 'afterimage models import CHECKPOINT --as "
                + name + "'");
    }
}
