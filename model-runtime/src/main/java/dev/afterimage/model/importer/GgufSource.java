package dev.afterimage.model.importer;

import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.Sha256;
import dev.afterimage.model.gguf.GgufFile;
import dev.afterimage.model.graph.LlamaShape;
import dev.afterimage.model.graph.LlamaWeights;
import dev.afterimage.model.tokenizer.TokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A GGUF file of one of the families that are read. */
final class GgufSource implements ModelSource {

    /** Other tokens that end a turn in checkpoints of this kind, beside the one the file names. */
    private static final Set<String> TURN_ENDS = Set.of("<|im_end|>", "<|endoftext|>", "<|eot_id|>", "</s>", "<end_of_turn>");

    private final Path file;
    private final GgufFile gguf;
    private final GgufLlama llama;

    GgufSource(Path file) {
        this.file = file;
        this.gguf = GgufFile.open(file);
        try {
            this.llama = new GgufLlama(gguf);
        } catch (RuntimeException e) {
            gguf.close();
            throw e;
        }
    }

    @Override
    public String family() {
        return llama.family();
    }

    @Override
    public String title(String unlessGiven) {
        return gguf.text("general.name", unlessGiven);
    }

    @Override
    public String licence() {
        return gguf.text("general.license", "unknown");
    }

    @Override
    public PackDescription.Source source() throws IOException {
        return new PackDescription.Source(file.getFileName().toString(), Files.size(file), Sha256.of(file));
    }

    @Override
    public LlamaShape shape() {
        return llama.shape();
    }

    @Override
    public LlamaWeights weights() {
        return llama;
    }

    @Override
    public byte[] tokenizer() throws IOException {
        return TokenizerJson.of(gguf);
    }

    @Override
    public Speech speech() {
        List<String> tokens = gguf.texts("tokenizer.ggml.tokens");
        int bos = gguf.number("tokenizer.ggml.bos_token_id", 0, tokens.size() - 1, 0);
        int eos = gguf.number("tokenizer.ggml.eos_token_id", 0, tokens.size() - 1);
        Set<Integer> ends = new TreeSet<>(Set.of(eos));
        TURN_ENDS.stream().map(tokens::indexOf).filter(id -> id >= 0).forEach(ends::add);
        return new Speech(gguf.text("tokenizer.chat_template", ""), tokens.get(bos), tokens.get(eos), List.copyOf(ends));
    }

    @Override
    public Optional<Eyes> eyes() {
        return Optional.empty();
    }

    @Override
    public Reading reading() {
        return new Reading(null, null, null, null);
    }

    @Override
    public void close() {
        gguf.close();
    }
}
