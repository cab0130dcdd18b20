package dev.afterimage.model.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.gguf.GgufFile;
import java.io.IOException;
import java.util.List;

/**
 * Writes the tokenizer that a GGUF file keeps in its metadata as a Hugging Face tokenizer.json: byte-level BPE, or
 * SentencePiece's with scores ({@link PieceMerges}).
 */
public final class TokenizerJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONTROL = 3, USER_DEFINED = 4; // llama_token_type

    /** How Qwen's tokenizers cut text. */
    private static final String QWEN2 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| "
            + "?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private TokenizerJson() { }

    public static byte[] of(GgufFile gguf) throws IOException {
        String kind = gguf.text("tokenizer.ggml.model");
        List<String> tokens = gguf.texts("tokenizer.ggml.tokens");
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        root.set("added_tokens", addedTokens(gguf, tokens));
        switch (kind) {
            case "gpt2" -> byteLevelParts(root, gguf, tokens);
            case "llama" -> pieceParts(root, gguf, tokens);
            default -> throw unsupported("the tokenizer is of kind '" + kind + "', and byte-level BPE ('gpt2') and SentencePiece's BPE "
                    + "('llama') are read");
        }
        return JSON.writeValueAsBytes(root);
    }

    private static void byteLevelParts(ObjectNode root, GgufFile gguf, List<String> tokens) {
        String name = gguf.text("tokenizer.ggml.pre", "default");
        root.set("normalizer", name.equals("qwen2") ? JSON.createObjectNode().put("type", "NFC") : JSON.nullNode());
        root.set("pre_tokenizer", preTokenizer(name));
        root.putNull("post_processor");
        root.set("decoder", byteLevel(true, true));
        root.set("model", bytePairs(tokens, gguf.texts("tokenizer.ggml.merges")));
    }

    /** Spaces are a sign of their own, what is no piece falls into bytes; as Gemma's tokenizer.json says it. */
    private static void pieceParts(ObjectNode root, GgufFile gguf, List<String> tokens) {
        if (gguf.flag("tokenizer.ggml.add_space_prefix", true)) {
            throw unsupported("the tokenizer puts a space before every text (key 'tokenizer.ggml.add_space_prefix'), which is not read");
        }
        root.putObject("normalizer").put("type", "Replace").put("content", "\u2581").putObject("pattern").put("String", " ");
        root.putObject("pre_tokenizer").put("type", "Split").put("behavior", "MergedWithPrevious").put("invert", false).putObject("pattern")
                .put("String", " ");
        root.putNull("post_processor");
        ArrayNode steps = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
        steps.addObject().put("type", "Replace").put("content", " ").putObject("pattern").put("String", "\u2581");
        steps.addObject().put("type", "ByteFallback");
        steps.addObject().put("type", "Fuse");
        double[] scores = gguf.reals("tokenizer.ggml.scores");
        if (scores.length != tokens.size()) {
            throw gguf.malformed("key 'tokenizer.ggml.scores' has " + scores.length + " entries for " + tokens.size() + " tokens");
        }
        ObjectNode model = bytePairs(tokens, PieceMerges.of(tokens, scores)).put("fuse_unk", true).put("byte_fallback", true);
        model.put("unk_token", tokens.get(gguf.number("tokenizer.ggml.unknown_token_id", 0, tokens.size() - 1, 0)));
        root.set("model", model);
    }

    /** Tokens that are matched in the text before anything else, as they stand. */
    private static ArrayNode addedTokens(GgufFile gguf, List<String> tokens) {
        long[] types = gguf.numbers("tokenizer.ggml.token_type");
        if (types.length != tokens.size()) {
            throw gguf.malformed("key 'tokenizer.ggml.token_type' has " + types.length + " entries for " + tokens.size() + " tokens");
        }
        ArrayNode added = JSON.createArrayNode();
        for (int id = 0; id < types.length; id++) {
            if (types[id] == CONTROL || types[id] == USER_DEFINED) {
                added.addObject().put("id", id).put("content", tokens.get(id)).put("single_word", false).put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false).put("special", types[id] == CONTROL);
            }
        }
        return added;
    }

    /** The named ways of cutting text before merging; {@code smollm} keeps each digit alone. */
    private static ObjectNode preTokenizer(String name) {
        return switch (name) {
            case "gpt-2", "default" -> byteLevel(true, true);
            case "smollm" -> {
                ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
                ArrayNode steps = sequence.putArray("pretokenizers");
                steps.addObject().put("type", "Digits").put("individual_digits", true);
                steps.add(byteLevel(true, true));
                yield sequence;
            }
            case "qwen2" -> {
                ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
                ArrayNode steps = sequence.putArray("pretokenizers");
                steps.addObject().put("type", "Split").put("behavior", "Isolated").put("invert", false).putObject("pattern")
                        .put("Regex", QWEN2);
                steps.add(byteLevel(false, false));
                yield sequence;
            }
            default -> throw unsupported("the pre-tokenizer '" + name + "' is not known, only smollm, qwen2 and gpt-2");
        };
    }

    private static ObjectNode byteLevel(boolean trimOffsets, boolean regex) {
        return JSON.createObjectNode().put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", trimOffsets)
                .put("use_regex", regex);
    }

    /** @param merges texts of two pieces with a space between, or pairs of pieces, the first to be merged first */
    private static ObjectNode bytePairs(List<String> tokens, List<?> merges) {
        ObjectNode model = JSON.createObjectNode().put("type", "BPE");
        model.putNull("dropout").putNull("unk_token").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(merge -> pairs.add(JSON.valueToTree(merge)));
        return model;
    }

    private static AfterimageException unsupported(String what) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, what, "import another checkpoint");
    }
}
