package dev.afterimage.benchmark.speech;

import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.encode.SpeechReader;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.engine.Parts;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.speech.SpeechPacks;
import dev.afterimage.model.speech.WhisperSpeech;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Generated speech, heard as the write path hears it: word errors, agreement with faster-whisper, and time. */
@Command(name = "speech", mixinStandardHelpOptions = true, description = "Word errors on generated speech, and times real time, beside "
        + "faster-whisper.")
public final class SpeechCommand implements Callable<Integer> {

    /** As two sampled frames a second deliver it. */
    private static final int PIECE = Sound.SAMPLE_RATE / 2;

    @Mixin
    private CommonOptions common;
    @Option(names = "--voices", paramLabel = "VOICE", split = ",", description = "of espeak-ng (default: ${DEFAULT-VALUE})",
            defaultValue = "en-us,en-us+f3,en-us+m3,en-gb,en-gb-x-rp,en-gb-scotland")
    private List<String> voices;
    @Option(names = "--precisions", paramLabel = "fp32|int8", split = ",", description = "to measure (default: ${DEFAULT-VALUE})",
            defaultValue = "fp32,int8")
    private List<String> precisions;
    @Option(names = "--python", paramLabel = "PYTHON", description = "interpreter that has faster-whisper, to compare with; none unless "
            + "given")
    private String python;

    private final List<String> sentences = sentences();
    private final List<short[]> spoken = new ArrayList<>();

    private static List<String> sentences() {
        try (InputStream lines = SpeechCommand.class.getResourceAsStream("sentences.txt")) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Integer call() {
        Report report = common.report("speech");
        voices.forEach(voice -> spoken.add(Speaker.speak(sentences, voice)));
        List<FasterWhisper.Transcription> peer = python == null ? List.of() : peer();
        List<String> columns = new ArrayList<>(List.of("contender", "word errors %"));
        voices.forEach(voice -> columns.add(voice + " %"));
        columns.addAll(List.of("differs from faster-whisper %", "of real time"));
        Table table = new Table("word error rate, and time over length of the sound", columns.toArray(String[]::new));
        for (String precision : precisions) {
            row(table, peer, Precision.of(precision));
        }
        if (!peer.isEmpty()) {
            double ofRealTime = peer.stream().mapToDouble(FasterWhisper.Transcription::seconds).sum() / seconds();
            table.row(cells("faster-whisper fp32", peer.stream().map(FasterWhisper.Transcription::text).toList(), List.of(), ofRealTime));
        }
        report.add(table);
        report.note(String.format(Locale.ROOT, "%d sentences in each of %d voices, %.0f s of sound in pieces of half a second; "
                + "time over length: median of %d (least-most), faster-whisper once; greedy decoding and Silero VAD on both sides",
                sentences.size(), voices.size(), seconds(), common.rounds()));
        common.print(report);
        return 0;
    }

    private double seconds() {
        return spoken.stream().mapToInt(samples -> samples.length).sum() / (double) Sound.SAMPLE_RATE;
    }

    private List<FasterWhisper.Transcription> peer() {
        try (TemporaryDirectory directory = new TemporaryDirectory()) {
            List<Path> files = new ArrayList<>();
            for (short[] samples : spoken) {
                files.add(directory.path().resolve(files.size() + ".wav"));
                Speaker.write(samples, files.get(files.size() - 1));
            }
            Path script = Path.of(System.getProperty("afterimage.root", "."), "benchmarks", "peers", "faster_whisper_peer.py");
            return new FasterWhisper(python, script, common.threads(), common.clock()).hear(files);
        }
    }

    private void row(Table table, List<FasterWhisper.Transcription> peer, Precision precision) {
        SpeechPacks packs = new SpeechPacks(common.models());
        packs.pull(SpeechPacks.DEFAULT_PACK, CommonOptions::progress);
        try (WhisperSpeech speech = Parts.speech(() -> packs.load(SpeechPacks.DEFAULT_PACK, precision, common.threads()))) {
            speech.create().close();
            List<String> heard = List.of();
            List<Double> shares = new ArrayList<>();
            for (int round = 0; round < common.rounds(); round++) {
                long start = common.clock().nanos();
                heard = spoken.stream().map(samples -> hear(speech, samples)).toList();
                shares.add((common.clock().nanos() - start) / 1e9 / seconds());
            }
            table.row(cells("afterimage " + precision.label(), heard, peer, new Samples(shares)));
        }
    }

    private Object[] cells(String name, List<String> heard, List<FasterWhisper.Transcription> peer, Object ofRealTime) {
        String right = String.join(" ", sentences);
        List<Object> cells = new ArrayList<>();
        WordErrors all = WordErrors.NONE;
        WordErrors difference = WordErrors.NONE;
        for (int voice = 0; voice < heard.size(); voice++) {
            WordErrors errors = WordErrors.between(right, heard.get(voice));
            cells.add(errors.percent());
            all = all.plus(errors);
            difference = peer.isEmpty() ? difference : difference.plus(WordErrors.between(peer.get(voice).text(), heard.get(voice)));
        }
        cells.addAll(0, List.of(name, all.percent()));
        cells.addAll(List.of(peer.isEmpty() ? "" : difference.percent(), ofRealTime));
        return cells.toArray();
    }

    private static String hear(WhisperSpeech speech, short[] samples) {
        try (SpeechReader reader = speech.create()) {
            List<Utterance> said = new ArrayList<>();
            for (int at = 0; at < samples.length; at += PIECE) {
                said.addAll(reader.hear(new Sound((double) at / Sound.SAMPLE_RATE,
                        Arrays.copyOfRange(samples, at, Math.min(samples.length, at + PIECE)))));
            }
            said.addAll(reader.finish());
            return said.stream().map(Utterance::text).collect(Collectors.joining(" "));
        }
    }
}
