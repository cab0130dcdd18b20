package dev.afterimage.benchmark.codecs;

import dev.afterimage.benchmark.codecs.LogitTrial.Outcome;
import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.compression.Clip;
import dev.afterimage.benchmark.compression.Shape;
import dev.afterimage.benchmark.question.SyntheticNotes;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.model.format.Precision;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bytes of KV against what keeping them costs in logits, for each form and grouping. */
@Command(name = "codecs", mixinStandardHelpOptions = true, description = "Size, error and speed of the forms that KV is stored in.")
public final class CodecsCommand implements Callable<Integer> {

    private static final List<String> QUESTIONS = List.of("How many people are there?", "What colour is the car?", "Where is the dog?",
            "When did the bus come?", "Which sign was shown last?", "What happened?");

    @Mixin
    private CommonOptions common;
    @Option(names = "--seconds", paramLabel = "N", description = "seconds of stream in the context (default: ${DEFAULT-VALUE})",
            defaultValue = "90")
    private double seconds;
    @Option(names = "--precision", paramLabel = "fp32|int8", description = "of the model (default: ${DEFAULT-VALUE})",
            defaultValue = "fp32")
    private String precision;

    @Override
    public Integer call() {
        Report report = common.report("codecs");
        try (LanguageModel model = common.model(Precision.of(precision))) {
            report.add(logits(model, report));
        }
        Shape.ALL.forEach(shape -> report.add(random(shape)));
        report.add(new StoreTrial(Shape.ALL.get(0)).table());
        report.note(QUESTIONS.size() + " questions, 12 words each, each with the words that unrounded KV chose; int8 and int4 keep keys "
                + "per channel");
        common.print(report);
        return 0;
    }

    private Table logits(LanguageModel model, Report report) {
        LogitTrial trial = new LogitTrial(model, frames(model), QUESTIONS);
        Table table = new Table("logits of " + model.name() + ", against unrounded KV", "KV", "bytes a token", "logit error, mean",
                "logit error of the ten likeliest, worst",
                "divergence, millinats", "same word %");
        for (Variant variant : Variant.all()) {
            Outcome outcome = trial.of(variant);
            table.row(variant.name(), outcome.bytesPerToken(), outcome.error(), outcome.worst(), 1000 * outcome.divergence(),
                    100 * outcome.sameWord());
        }
        report.note(String.format(Locale.ROOT, "context of %d tokens; blocks prefilled behind a window of %d tokens that holds them as "
                + "kept", trial.tokens(),
                model.windowTokens()));
        return table;
    }

    private List<EncodedFrame> frames(LanguageModel model) {
        return model.vision().isEmpty() ? SyntheticNotes.of(new StreamId("street"), seconds, 1)
                : Clip.shipped().get(0).encoded(model, CompressionSettings.of(Mode.NONE, 0), seconds);
    }

    private Table random(Shape shape) {
        KeyValues block = RandomBlocks.of(shape.layout(), shape.pictureTokens(), 1);
        Table table = new Table("a picture of " + shape.pictureTokens() + " tokens at the shape of " + shape.name() + ", random numbers",
                "KV", "bytes a token",
                "keys' error %", "values' error %", "decode ms");
        for (Variant variant : Variant.all()) {
            byte[] value = variant.encode(block);
            KeyValues kept = variant.stored(block);
            table.row(variant.name(), (double) value.length / block.tokens(), 100 * RandomBlocks.relativeError(block.keys(), kept.keys()),
                    100 * RandomBlocks.relativeError(block.values(), kept.values()),
                    RandomBlocks.decoding(value, common.rounds(), common.clock()));
        }
        return table;
    }
}
