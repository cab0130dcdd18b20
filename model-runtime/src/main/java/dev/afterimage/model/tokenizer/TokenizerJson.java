package dev.afterimage.model.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.model.gguf.GgufFile;
import java.io.IOException;
import java.util.List;

/** Writes the tokenizer that a GGUF file keeps in its metadata as a Hugging Face tokenizer.json: byte-level BPE. */
public final class TokenizerJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONTROL = 3, USER_DEFINED = 4; // llama_token_type

    private TokenizerJson() { }

    public static byte[] of(GgufFile gguf) throws IOException {
        String kind = gguf.text("tokenizer.ggml.model");
        if (!kind.equals("gpt2")) {
            throw unsupported("the tokenizer is of kind '" + kind + "', and only byte-level BPE ('gpt2') is read");
        }
        List<String> tokens = gguf.texts("tokenizer.ggml.tokens");
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        root.set("added_tokens", addedTokens(gguf, tokens));
        root.putNull("normalizer");
        root.set("pre_tokenizer", preTokenizer(gguf.text("tokenizer.ggml.pre", "default")));
        root.putNull("post_processor");
        root.set("decoder", byteLevel(true));
        root.set("model", bytePairs(tokens, gguf.texts("tokenizer.ggml.merges")));
        return JSON.writeValueAsBytes(root);
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
                added.addObject().put("id", id).put("content", tokens.get(id)).put("single_word", false).put("lstrip", false).put("rstrip", false)
                        .put("normalized", false).put("special", types[id] == CONTROL);
            }
        }
        return added;
    }

    /** The named ways of cutting text before merging; {@code smollm} keeps each digit alone. */
    private static ObjectNode preTokenizer(String name) {
        return switch (name) {
            case "gpt-2", "default" -> byteLevel(true);
            case "smollm" -> {
                ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
                ArrayNode steps = sequence.putArray("pretokenizers");
                steps.addObject().put("type", "Digits").put("individual_digits", true);
                steps.add(byteLevel(true));
                yield sequence;
            }
            default -> throw unsupported("the pre-tokenizer '" + name + "' is not known, only smollm and gpt-2");
        };
    }

    private static ObjectNode byteLevel(boolean trimOffsets) {
        return JSON.createObjectNode().put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", trimOffsets).put("use_regex", true);
    }

    private static ObjectNode bytePairs(List<String> tokens, List<String> merges) {
        ObjectNode model = JSON.createObjectNode().put("type", "BPE");
        model.putNull("dropout").putNull("unk_token").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(pairs::add);
        return model;
    }

    private static AfterimageException unsupported(String what) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, what, "import another checkpoint");
    }
}
