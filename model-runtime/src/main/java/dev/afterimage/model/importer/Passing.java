package dev.afterimage.model.importer;

import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.graph.LlamaWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Sees the language model's weights as they pass from the checkpoint into a pack, each once. */
public interface Passing {

    /**
     * @param kept     the precisions that are written
     * @param building holds the tokenizer, the embedding and the vision tower of each precision by now
     */
    void begin(PackDescription described, Set<Precision> kept, Path building) throws IOException;

    void layer(int index, LlamaWeights.Layer layer) throws IOException;

    /** The same layer as memory is read with, where there are such. */
    void recalling(int index, LlamaWeights.Layer layer) throws IOException;

    /**
     * @param finalNorm (width)
     * @param head      (vocabulary, width)
     */
    void head(float[] finalNorm, float[] head);

    /** Looks at nothing. */
    Passing UNSEEN = new Passing() {

        @Override
        public void begin(PackDescription described, Set<Precision> kept, Path building) { }

        @Override
        public void layer(int index, LlamaWeights.Layer layer) { }

        @Override
        public void recalling(int index, LlamaWeights.Layer layer) { }

        @Override
        public void head(float[] finalNorm, float[] head) { }
    };
}
