package dev.afterimage.benchmark.memory;

import dev.afterimage.benchmark.common.CommonOptions;
import dev.afterimage.benchmark.common.TemporaryDirectory;
import dev.afterimage.benchmark.report.Report;
import dev.afterimage.benchmark.report.Samples;
import dev.afterimage.benchmark.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Memory and threads of the running product over time, and of each further camera. */
@Command(name = "memory", mixinStandardHelpOptions = true, description = "Memory and threads of the demo over time, or of so many cameras.")
public final class MemoryCommand implements Callable<Integer> {

    @Mixin
    private CommonOptions common;
    @Option(names = "--minutes", paramLabel = "N",
            description = "minutes that each run takes (default: ${DEFAULT-VALUE})", defaultValue = "5")
    private double minutes;
    @Option(names = "--warm-up", paramLabel = "N",
            description = "minutes of it after which growth is measured (default: a third, at most 10)")
    private Double warmUp;
    @Option(names = "--every", paramLabel = "N",
            description = "seconds between two readings (default: ${DEFAULT-VALUE})", defaultValue = "10")
    private double every;
    @Option(names = "--ask-every", paramLabel = "N",
            description = "readings after which a question is asked (default: ${DEFAULT-VALUE})", defaultValue = "3")
    private int askEvery;
    @Option(names = "--cameras", paramLabel = "N", split = ",",
            description = "the shipped clips as so many cameras, a run each, e.g. 1,4,16 (default: the demo)")
    private List<Integer> cameras = List.of();

    private final List<Double> answerSeconds = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Report report = common.report("memory");
        Table runs = new Table("runs", "run", "RSS MB, mean", "RSS MB, most", "anonymous MB, most", "heap MB, mean", "threads, mean",
                "threads, most", "RSS MB an hour", "threads an hour");
        Map<Integer, MemoryCourse> byCameras = new LinkedHashMap<>();
        if (cameras.isEmpty()) {
            course(report, runs, "demo", 0);
        }
        for (int count : cameras) {
            byCameras.put(count, course(report, runs, count + (count == 1 ? " camera" : " cameras"), count));
        }
        report.add(runs);
        if (byCameras.size() > 1) {
            report.add(new Table("each further camera", "", "RSS MB", "threads")
                    .row("", further(byCameras, MemorySample::resident), further(byCameras, MemorySample::threads)));
        }
        report.note(String.format(Locale.ROOT,
                "a reading every %.0f s, a question after every %d; means and growth from minute %.1f of %.1f on; "
                + "MB of 2^20 bytes", every, askEvery, warmUp(), minutes));
        if (!answerSeconds.isEmpty()) {
            report.note(answerSeconds.size() + " questions answered within seconds: " + new Samples(answerSeconds));
        }
        common.print(report);
        return 0;
    }

    private double warmUp() {
        return warmUp == null ? Math.min(10, minutes / 3) : warmUp;
    }

    /** @param count cameras; 0 for the demo */
    private MemoryCourse course(Report report, Table runs, String name, int count) throws IOException {
        try (TemporaryDirectory directory = new TemporaryDirectory();
                Product product = count == 0 ? Product.demo(directory.path()) : Product.cameras(count, directory.path())) {
            MemoryCourse course = new MemoryCourse(readings(product, name), 60 * warmUp());
            report.add(table(name, course));
            runs.row(name, course.mean(MemorySample::resident), course.most(MemorySample::resident), course.most(MemorySample::anonymous),
                    course.mean(MemorySample::heap), course.mean(MemorySample::threads), (int) course.most(MemorySample::threads),
                    course.perHour(MemorySample::resident), course.perHour(MemorySample::threads));
            return course;
        }
    }

    private List<MemorySample> readings(Product product, String name) throws IOException {
        List<MemorySample> readings = new ArrayList<>();
        while (product.seconds() < 60 * minutes) {
            double next = product.seconds() + every;
            MemorySample reading = product.reading();
            readings.add(reading);
            System.err.printf(Locale.ROOT, "%s: %.0f s, RSS %.0f MB, heap %.0f MB, %d threads%n", name, reading.seconds(),
                    reading.resident(),
                    reading.heap(), reading.threads());
            if (askEvery > 0 && readings.size() % askEvery == 0) {
                answerSeconds.add(product.ask(readings.size() / askEvery));
            }
            Product.pause(next - product.seconds());
        }
        return readings;
    }

    /** At most thirty of the readings. */
    private static Table table(String name, MemoryCourse course) {
        Table table = new Table(name, "minute", "RSS MB", "anonymous MB", "heap MB", "threads");
        int step = Math.max(1, course.readings().size() / 30);
        for (int i = 0; i < course.readings().size(); i += step) {
            MemorySample reading = course.readings().get(i);
            table.row(reading.seconds() / 60, reading.resident(), reading.anonymous(), reading.heap(), reading.threads());
        }
        return table;
    }

    private static double further(Map<Integer, MemoryCourse> byCameras, ToDoubleFunction<MemorySample> value) {
        return MemoryCourse.slope(byCameras.entrySet().stream()
                .map(entry -> new double[] {entry.getKey(), entry.getValue().mean(value)}).toList());
    }
}
