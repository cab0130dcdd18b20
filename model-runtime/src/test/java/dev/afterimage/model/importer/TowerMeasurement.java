package dev.afterimage.model.importer;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.model.graph.Linear;
import dev.afterimage.model.graph.VisionGraph;
import dev.afterimage.model.graph.WeightFile;
import dev.afterimage.model.vision.OnnxVisionTower;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Times a checkpoint's vision tower in each arithmetic, turn by turn, and prints how far its embeddings move.
 * Arguments: CHECKPOINT [TURNS].
 */
final class TowerMeasurement {

    private static final Map<String, Linear> KINDS = new LinkedHashMap<>();

    private TowerMeasurement() { }

    public static void main(String[] arguments) throws Exception {
        KINDS.put("fp32", Linear.FP32);
        KINDS.put("int8 in blocks", Linear.BLOCK_INT8);
        KINDS.put("int8 by row", Linear.ROW_INT8);
        int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        Map<String, OnnxVisionTower> towers = new LinkedHashMap<>();
        Path scratch = Files.createTempDirectory("towers");
        try (ModelSource source = new HubSource(Path.of(arguments[0]))) {
            ModelSource.Eyes eyes = source.eyes().orElseThrow();
            for (Map.Entry<String, Linear> kind : KINDS.entrySet()) {
                Path directory = Files.createDirectory(scratch.resolve(kind.getKey().replace(' ', '-')));
                try (WeightFile weights = new WeightFile(directory.resolve("vision.bin"))) {
                    Files.write(directory.resolve("vision.onnx"),
                            new VisionGraph(eyes.description().shape(), eyes.weights(), kind.getValue(), weights).build());
                }
                towers.put(kind.getKey(), new OnnxVisionTower(eyes.description(), directory.resolve("vision.onnx"),
                        TowerMeasurement::twoThreads));
            }
        }
        measure(towers, turns);
        for (OnnxVisionTower tower : towers.values()) {
            tower.close();
        }
    }

    private static OrtSession.SessionOptions twoThreads() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(2);
        return options;
    }

    private static void measure(Map<String, OnnxVisionTower> towers, int turns) {
        byte[] rgb = new byte[640 * 360 * 3];
        new Random(3).nextBytes(rgb);
        float[] reference = towers.get("fp32").see(640, 360, rgb).embeddings();
        Map<String, double[]> times = new LinkedHashMap<>();
        towers.keySet().forEach(kind -> times.put(kind, new double[turns]));
        for (int turn = 0; turn < turns; turn++) {
            for (String kind : towers.keySet()) {
                long from = System.nanoTime();
                towers.get(kind).see(640, 360, rgb);
                times.get(kind)[turn] = (System.nanoTime() - from) / 1e6;
            }
        }
        towers.forEach((kind, tower) -> {
            double[] sorted = times.get(kind).clone();
            Arrays.sort(sorted);
            System.out.printf(Locale.ROOT, "%-16s median %7.1f ms, least %7.1f ms, embeddings off by %.2e (root mean square, relative)%n",
                    kind, sorted[turns / 2], sorted[0],
                    distance(reference, tower.see(640, 360, rgb).embeddings()));
        });
    }

    private static double distance(float[] expected, float[] actual) {
        double squares = 0;
        double differences = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += expected[i] * expected[i];
            differences += (expected[i] - actual[i]) * (expected[i] - actual[i]);
        }
        return Math.sqrt(differences / squares);
    }
}
