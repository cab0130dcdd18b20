package dev.afterimage.model.pack;

import ai.onnxruntime.OrtException;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.Generation;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.importer.Passing;
import dev.afterimage.model.pack.SelfTests.Question;
import dev.afterimage.model.pack.SelfTests.Reply;
import dev.afterimage.model.runtime.FloatReference;
import dev.afterimage.model.vision.OnnxVisionTower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a pack without floats would answer in floats, computed while its weights pass. The picture is seen by the pack's
 * own tower, so that what is measured is the language model.
 */
final class StreamedReference implements Passing, AutoCloseable {

    private FloatReference usual;
    private FloatReference recalling; // null where memory is read by the same layers
    private Reply reply;

    @Override
    public void begin(PackDescription described, Set<Precision> kept, Path building) throws IOException {
        if (kept.contains(Precision.FP32)) {
            return; // the pack can be asked itself
        }
        Question question = SelfTests.question(described);
        List<PromptPart> prompt = prompt(question, described, building);
        usual = reference(described, building, prompt);
        recalling = described.recalls() ? reference(described, building, prompt) : null;
    }

    private static FloatReference reference(PackDescription described, Path building, List<PromptPart> prompt) throws IOException {
        return new FloatReference(described.shape(), building.resolve(PackFiles.EMBEDDING), prompt, building.resolve(".reference"));
    }

    private static List<PromptPart> prompt(Question question, PackDescription described, Path building) throws IOException {
        if (!question.picture()) {
            return SelfTests.parts(question, null);
        }
        try (Stream<Path> folders = Files.list(building)) {
            Path graph = folders.map(folder -> folder.resolve(PackFiles.VISION)).filter(Files::exists).sorted().findFirst().orElseThrow();
            try (OnnxVisionTower tower = OnnxVisionTower.open(described.vision(), graph, 1)) {
                return SelfTests.parts(question, tower);
            } catch (OrtException e) {
                throw new IOException("the vision tower cannot be loaded: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void layer(int index, LlamaWeights.Layer layer) throws IOException {
        if (usual != null) {
            usual.layer(index, layer);
        }
    }

    @Override
    public void recalling(int index, LlamaWeights.Layer layer) throws IOException {
        if (recalling != null) {
            recalling.layer(index, layer);
        }
    }

    @Override
    public void head(float[] finalNorm, float[] head) {
        if (usual == null) {
            return;
        }
        reply = new Reply(Generation.best(usual.logits(finalNorm, head), SelfTests.LOGITS),
                recalling == null ? null : Generation.best(recalling.logits(finalNorm, head), SelfTests.LOGITS));
    }

    /** After the head has passed; null where the pack keeps floats. */
    Reply reply() {
        return reply;
    }

    @Override
    public void close() {
        if (usual != null) {
            usual.close();
        }
        if (recalling != null) {
            recalling.close();
        }
    }
}
