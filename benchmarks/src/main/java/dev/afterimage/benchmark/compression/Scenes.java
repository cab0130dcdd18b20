package dev.afterimage.benchmark.compression;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.encoder.visual.CompressionSettings.Mode;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.encoder.visual.Compressor;
import dev.afterimage.encoder.visual.TokenGrid;
import dev.afterimage.memory.scene.SceneRecorder;
import dev.afterimage.memory.scene.TilerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where scenes begin in a clip, one frame a second, by the mean over its tokens, as a tower's pooled feature is. */
final class Scenes {

    private static final StreamId STREAM = new StreamId("clip");
    private static final TokenGrid GRID = new TokenGrid(Shape.ALL.get(0).rows(), Shape.ALL.get(0).columns());

    private Scenes() { }

    static String starts(List<float[]> embeddings, boolean dropRatio) {
        SceneRecorder recorder = new SceneRecorder(STREAM, TilerSettings.DEFAULT);
        Compressor compressor = new Compressor(CompressionSettings.of(Mode.DROP, 0), GRID, LearnedPatches.WIDTH,
                CompressedClip.TEXT_TOKENS);
        List<Scene> scenes = new ArrayList<>();
        for (int second = 0; second < embeddings.size(); second++) {
            double redundancy = compressor.compress(embeddings.get(second), second).redundancy();
            scenes.addAll(recorder.accept(new EncodedFrame(STREAM, second, second, pooled(embeddings.get(second)), Optional.empty(), "",
                    List.of(), new byte[0],
                    0, dropRatio ? redundancy : EncodedFrame.UNMEASURED)));
        }
        scenes.addAll(recorder.finish());
        return scenes.stream().filter(Scene::closed).map(scene -> String.valueOf((int) scene.start())).collect(Collectors.joining(" "));
    }

    private static float[] pooled(float[] embeddings) {
        float[] mean = new float[LearnedPatches.WIDTH];
        for (int i = 0; i < embeddings.length; i++) {
            mean[i % mean.length] += embeddings[i] / GRID.places();
        }
        return mean;
    }
}
