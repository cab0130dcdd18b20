package dev.afterimage.model.pack;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.fetch.Progress;
import dev.afterimage.model.format.PackDescription.SelfTest;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.importer.PackBuilder;
import dev.afterimage.model.importer.Passing;
import dev.afterimage.model.pack.SelfTests.Question;
import dev.afterimage.model.pack.SelfTests.Reply;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Builds a language model's pack from a checkpoint, tests it and puts it into its place. */
final class PackInstaller {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    /** One graph for all layers is quickest: docs/log. */
    private static final int ALL_LAYERS = Integer.MAX_VALUE;

    private final Path directory;

    PackInstaller(Path directory) {
        this.directory = directory;
    }

    static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new AfterimageException(ErrorCode.USAGE, "'" + name + "' is not a pack name",
                    "use 1 to 64 lower-case letters, digits, dots, dashes or underscores, starting with a letter or digit");
        }
        return name;
    }

    /**
     * What a pack is built from.
     *
     * @param checkpoint the GGUF file, or the directory
     * @param adapter    the directory of a LoRA, or null
     * @param downloaded whether both are ours to delete afterwards
     */
    record Parts(Path checkpoint, Path adapter, boolean downloaded) {

        void tidy() throws IOException {
            if (downloaded) {
                ExclusiveBuild.delete(checkpoint);
                if (adapter != null) {
                    ExclusiveBuild.delete(adapter);
                }
            }
        }
    }

    /**
     * Returns at once when the pack is there; another one is built again.
     *
     * @param parts     its argument is a directory for downloads
     * @param standing  whether a pack that is there already is the one wanted
     * @param reference  what the pack must answer, or null to record what it does answer
     * @param precisions what it is to keep; empty for what is usual at its size
     */
    Path install(String name, Progress progress, Function<Path, Parts> parts, Predicate<Path> standing, int retrievalLayer,
            Catalogue.Reference reference, Set<Precision> precisions) {
        return new ExclusiveBuild(directory).install(checkedName(name), standing, building -> {
            Parts found = parts.apply(directory.resolve(".downloads"));
            build(found, name, building, progress, retrievalLayer, reference, precisions);
            found.tidy();
        });
    }

    private static void build(Parts parts, String name, Path building, Progress progress, int retrievalLayer, Catalogue.Reference known,
            Set<Precision> asked) throws IOException {
        progress.update("building " + name, 0, 0);
        PackBuilder builder = new PackBuilder(ALL_LAYERS, shape -> asked.isEmpty() ? PackDescription.usualPrecisions(shape) : asked);
        try (StreamedReference streamed = new StreamedReference()) {
            PackDescription pack = builder.build(parts.checkpoint(), parts.adapter(), name, retrievalLayer, building,
                    known == null ? streamed : Passing.UNSEEN);
            progress.update("testing " + name, 0, 0);
            selfTested(building, pack, known, streamed.reply()).write(building);
        }
    }

    private static PackDescription selfTested(Path building, PackDescription pack, Catalogue.Reference known, Reply streamed) {
        Set<Precision> precisions = held(pack);
        Question question = known == null ? SelfTests.question(pack) : new Question(false, known.tokens());
        Reply reply = known != null ? new Reply(known.logits(), null)
                : precisions.contains(Precision.FP32) ? observed(building, pack, question) : streamed;
        Map<Precision, SelfTest> first = new EnumMap<>(Precision.class);
        precisions.forEach(precision -> first.put(precision, SelfTests.first(question, reply, precision)));
        PackDescription tested = pack.withSelfTests(first);
        Map<Precision, SelfTest> lasting = new EnumMap<>(Precision.class);
        for (Precision precision : precisions) {
            try (OnnxLanguageModel model = new OnnxLanguageModel(building, tested, precision, 1)) {
                lasting.put(precision, SelfTests.lasting(model, SelfTests.check(model)));
            }
        }
        return pack.withSelfTests(lasting);
    }

    private static Set<Precision> held(PackDescription pack) {
        return Arrays.stream(Precision.values())
                .filter(precision -> pack.files().stream().anyMatch(file -> file.path().startsWith(precision.label() + "/")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without a reference, what the floats answer now is what every later load, in any precision, must answer. */
    private static Reply observed(Path building, PackDescription pack, Question question) {
        try (OnnxLanguageModel model = new OnnxLanguageModel(building, pack, Precision.FP32, 1)) {
            return SelfTests.observe(model, question);
        }
    }
}
