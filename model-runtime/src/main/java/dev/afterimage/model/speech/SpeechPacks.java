package dev.afterimage.model.speech;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.fetch.CheckpointFetcher;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.PackDescription.PackFile;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ExclusiveBuild;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.pack.PackFilesCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The speech packs beside the language models' in one directory: pulled, verified and loaded. Safe for use by several
 * threads and processes.
 */
public final class SpeechPacks {

    /** The smaller one, of English alone. */
    public static final String DEFAULT_PACK = "whisper-tiny.en";
    /** What is read with, the first that is installed: the one that understands more first. */
    static final List<String> USUAL = List.of("whisper-base", DEFAULT_PACK);

    private final Path directory;
    private final List<SpeechCatalogue.Entry> catalogue;
    private final CheckpointFetcher fetcher;

    public SpeechPacks(Path directory) {
        this(directory, SpeechCatalogue.shipped(), System.getenv());
    }

    SpeechPacks(Path directory, List<SpeechCatalogue.Entry> catalogue, Map<String, String> environment) {
        this.directory = directory.toAbsolutePath().normalize();
        this.catalogue = catalogue;
        this.fetcher = new CheckpointFetcher(environment);
    }

    /** Whether this name is one of a speech pack. */
    public boolean knows(String name) {
        return catalogue.stream().anyMatch(entry -> entry.name().equals(name));
    }

    public boolean installed(String name) {
        return Files.exists(directory.resolve(name).resolve(SpeechPackDescription.FILE));
    }

    /** The pack that speech is read with; empty where none is installed. */
    public Optional<String> chosen() {
        return USUAL.stream().filter(this::installed).findFirst();
    }

    public List<ModelPacks.Listed> list() {
        return catalogue.stream().map(this::listed).toList();
    }

    private ModelPacks.Listed listed(SpeechCatalogue.Entry entry) {
        if (!installed(entry.name())) {
            return new ModelPacks.Listed(entry.name(), entry.description(), entry.licence(), false, List.of(), 0);
        }
        SpeechPackDescription pack = SpeechPackDescription.read(directory.resolve(entry.name()));
        return new ModelPacks.Listed(entry.name(), entry.description(), pack.licence(), true,
                pack.logits().keySet().stream().sorted().map(Precision::label).toList(), pack.files().stream().mapToLong(PackFile::bytes)
                .sum());
    }

    /** Gets a pack of the catalogue; returns at once when it is there. @return its directory */
    public Path pull(String name, Progress progress) {
        SpeechCatalogue.Entry entry = catalogue.stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow(() -> new AfterimageException(ErrorCode.MODEL_UNKNOWN, "there is no speech pack '" + name + "'",
                "pull " + String.join(" or ", USUAL)));
        Path downloads = directory.resolve(".downloads").resolve(name);
        return new ExclusiveBuild(directory).install(name, target -> installed(name), building -> {
            List<Path> files = fetcher.fetch(List.of(entry.model(), entry.config(), entry.tokenizer()), downloads, progress);
            progress.update("building " + name, 0, 0);
            SpeechPackBuilder.build(entry, files.get(0), files.get(1), files.get(2), building);
            ExclusiveBuild.delete(downloads);
        });
    }

    /** Checks every file's sum and runs the self-test of each precision. @return the largest logit difference of each */
    public Map<Precision, Float> verify(String name) {
        SpeechPackDescription pack = description(name);
        PackFilesCheck.check(directory.resolve(name), name, pack.files());
        Map<Precision, Float> worst = new EnumMap<>(Precision.class);
        new TreeMap<>(pack.logits()).forEach((precision, expected) -> {
            try (SpeechModel model = new SpeechModel(directory.resolve(name), pack, precision, 1)) {
                worst.put(precision, SpeechSelfTest.check(name, model, expected, precision));
            }
        });
        return worst;
    }

    /** Loads a pack that is installed, refusing one whose files have changed or whose answers are wrong. */
    public SpeechModel load(String name, Precision precision, int threads) {
        SpeechPackDescription pack = description(name);
        String folder = precision.label() + "/";
        PackFilesCheck.check(directory.resolve(name), name,
                pack.files().stream().filter(file -> !file.path().contains("/") || file.path().startsWith(folder)).toList());
        SpeechModel model = new SpeechModel(directory.resolve(name), pack, precision, threads);
        try {
            SpeechSelfTest.check(name, model, pack.logits().get(precision), precision);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private SpeechPackDescription description(String name) {
        if (!installed(name)) {
            throw new AfterimageException(ErrorCode.MODEL_NOT_INSTALLED, "the speech pack '" + name + "' is not in " + directory,
                    "run 'afterimage models pull " + name + "'");
        }
        return SpeechPackDescription.read(directory.resolve(name));
    }
}
