package dev.afterimage.eval.report;

import dev.afterimage.eval.run.MemoryCurve;
import dev.afterimage.eval.run.MemoryCurve.Sample;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What the longest streams took as they went on. */
public final class MemoryCharts {

    private static final int CURVES = 4;

    private MemoryCharts() { }

    public static String section(MemoryCurve memory) {
        List<Sample> samples = memory.samples();
        return "<h2>Memory as streams go on</h2><div class=\"maps\" id=\"memory\">"
                + chart("KV in the store", "bytes", samples, Sample::kvBytes)
                + chart("Data on disk", "bytes", samples, Sample::diskBytes)
                + chart("Memory of the process", "bytes", samples, Sample::residentBytes)
                + chart("Time", "seconds", samples, Sample::elapsedSeconds) + "</div>";
    }

    private static String chart(String title, String unit, List<Sample> samples, ToDoubleFunction<Sample> value) {
        Map<String, Double> longest = samples.stream().collect(Collectors.toMap(Sample::stream, Sample::second, Math::max));
        List<LineChart.Curve> curves = longest.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()).thenComparing(Map.Entry.comparingByKey()))
                .limit(CURVES).map(entry -> new LineChart.Curve(entry.getKey(), points(samples, entry.getKey(), value))).toList();
        return "<div>" + new LineChart(title, "seconds of video", unit, curves).svg() + "</div>";
    }

    private static List<double[]> points(List<Sample> samples, String stream, ToDoubleFunction<Sample> value) {
        return samples.stream().filter(sample -> sample.stream().equals(stream))
                .map(sample -> new double[] {sample.second(), value.applyAsDouble(sample)}).toList();
    }
}
