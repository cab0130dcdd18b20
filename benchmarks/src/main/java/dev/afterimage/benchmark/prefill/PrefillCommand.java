package dev.afterimage.benchmark.prefill;

import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.prefill.Contender.Timed;
import dev.afterimage.benchmark.question.SyntheticNotes;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.model.fetch.CheckpointFetcher;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.Catalogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prefill and decode speed against llama.cpp on the same checkpoint, prompt and threads, turn by turn so that noise meets both. */
@Command(name = "prefill", mixinStandardHelpOptions = true, description = "Prefill and decode tokens a second, against llama.cpp.")
public final class PrefillCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;
    @Option(names = "--tokens", paramLabel = "N", description = "prompt length (default: ${DEFAULT-VALUE})", defaultValue = "512")
    private int promptTokens;
    @Option(names = "--decode", paramLabel = "N", description = "tokens decoded after it (default: ${DEFAULT-VALUE})", defaultValue = "64")
    private int decodeTokens;
    @Option(names = "--python", paramLabel = "COMMAND", description = "interpreter with llama-cpp-python (default: ${DEFAULT-VALUE})",
            defaultValue = "python3")
    private String python;
    @Option(names = "--gguf", paramLabel = "FILE", description = "the pack's checkpoint for llama.cpp (default: downloaded as for the "
            + "pack)")
    private Path gguf;
    @Option(names = "--no-peer", description = "measure ourselves only")
    private boolean noPeer;
    @Option(names = "--flash-attention", description = "let llama.cpp use it")
    private boolean flashAttention;

    @Override
    public Integer call() {
        Report report = common.report("prefill");
        try (LanguageModel fp32 = common.model(Precision.FP32); LanguageModel int8 = common.model(Precision.INT8)) {
            int[] prompt = prompt(fp32);
            List<Contender> ours = List.of(ours("fp32", fp32, false), ours("int8", int8, false), ours("fp32, KV handed out", fp32, true),
                    ours("int8, KV handed out", int8, true));
            if (noPeer) {
                compare(ours, null, prompt, report);
            } else {
                try (LlamaCppContender peer = peer()) {
                    compare(ours, peer, prompt, report);
                    report.note(peer.description() + ", " + gguf().getFileName() + ", n_batch = n_ubatch = 512, logits of the last token "
                            + "only");
                }
            }
        }
        common.print(report);
        return 0;
    }

    private Contender ours(String name, LanguageModel model, boolean keepKeyValues) {
        return new AfterimageContender("afterimage " + name, model, keepKeyValues, common.clock());
    }

    /** Notes as the product reads them, cut to length. */
    private int[] prompt(LanguageModel model) {
        int[] tokens = model.tokenize(SyntheticNotes.text(SyntheticNotes.of(new StreamId("street"), promptTokens, 1)));
        if (tokens.length < promptTokens || promptTokens + decodeTokens > model.contextLength()) {
            throw new AfterimageException(ErrorCode.USAGE, "a prompt of " + promptTokens + " tokens cannot be made",
                    "give --tokens and --decode that fit into "
                    + model.contextLength());
        }
        return Arrays.copyOf(tokens, promptTokens);
    }

    private LlamaCppContender peer() {
        return new LlamaCppContender(python, gguf(), common.threads(), promptTokens + decodeTokens, flashAttention, common.clock());
    }

    private Path gguf() {
        if (gguf == null) {
            Catalogue.Entry entry = Catalogue.shipped().entry(common.pack()).orElseThrow(() -> new AfterimageException(ErrorCode.USAGE,
                    "it is not known where the checkpoint of '" + common.pack() + "' came from", "name it with --gguf"));
            gguf = new CheckpointFetcher(System.getenv())
                    .fetch(entry.checkpoint(), common.models().resolve(".downloads"), CommonOptions::progress);
        }
        return gguf;
    }

    private void compare(List<Contender> ours, Contender peer, int[] prompt, Report report) {
        List<Contender> all = new ArrayList<>(ours);
        if (peer != null) {
            all.add(peer);
        }
        all.forEach(contender -> contender.measure(prompt, decodeTokens / 8 + 1)); // compiles, allocates, pages in
        Standings standings = new Standings(prompt.length, decodeTokens);
        for (int round = 0; round < common.rounds(); round++) {
            for (Contender contender : ours) {
                Timed own = contender.measure(prompt, decodeTokens);
                standings.add(contender.name(), own, peer == null ? null : peer.measure(prompt, decodeTokens));
            }
        }
        report.add(standings.speeds()).note("prompt of " + prompt.length + " tokens, then " + decodeTokens + " decoded one by one;"
                + " medians of "
                + common.rounds() + " (least-most)");
        if (peer != null) {
            report.note("ratios: each of our runs to llama.cpp's run right after it, median; above 1 we are faster");
        }
    }
}
