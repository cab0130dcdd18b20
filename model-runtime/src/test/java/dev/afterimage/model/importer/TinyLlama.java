package dev.afterimage.model.importer;

import dev.afterimage.model.gguf.GgufWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A Llama of three layers with random weights: everything a real checkpoint has, in 300 kB. */
public final class TinyLlama {

    public static final int LAYERS = 3, WIDTH = 64, HEADS = 4, KV_HEADS = 2, HEAD_DIM = 16, FEED_FORWARD = 96, CONTEXT = 2048;
    public static final String TEMPLATE = "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' "
            + "}}{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    private TinyLlama() { }

    public static GgufWriter gguf() {
        List<String> tokens = tokens();
        int[] types = new int[tokens.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = i < 3 ? 3 : 1;
        }
        GgufWriter writer = new GgufWriter().put("general.architecture", "llama").put("general.name", "Tiny")
                .put("general.license", "apache-2.0")
                .put("llama.block_count", LAYERS).put("llama.context_length", CONTEXT).put("llama.embedding_length", WIDTH)
                .put("llama.feed_forward_length", FEED_FORWARD).put("llama.attention.head_count", HEADS)
                .put("llama.attention.head_count_kv", KV_HEADS)
                .put("llama.rope.freq_base", 10_000f).put("llama.rope.dimension_count", HEAD_DIM)
                .put("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                .put("llama.vocab_size", tokens.size()).put("tokenizer.ggml.model", "gpt2").put("tokenizer.ggml.pre", "smollm")
                .put("tokenizer.ggml.tokens", tokens).put("tokenizer.ggml.token_type", types)
                .put("tokenizer.ggml.merges", List.of("h e", "l l"))
                .put("tokenizer.ggml.bos_token_id", 1).put("tokenizer.ggml.eos_token_id", 2).put("tokenizer.chat_template", TEMPLATE);
        tensors(writer, tokens.size());
        return writer;
    }

    private static void tensors(GgufWriter writer, int vocabulary) {
        Random random = new Random(7);
        byte[] embedding = new byte[vocabulary * WIDTH];
        random.nextBytes(embedding);
        writer.q8("token_embd.weight", embedding, vocabulary, WIDTH);
        writer.floats("output_norm.weight", ones(WIDTH), WIDTH);
        for (int layer = 0; layer < LAYERS; layer++) {
            String prefix = "blk." + layer + ".";
            writer.floats(prefix + "attn_norm.weight", ones(WIDTH), WIDTH).floats(prefix + "ffn_norm.weight", ones(WIDTH), WIDTH);
            matrix(writer, random, prefix + "attn_q.weight", HEADS * HEAD_DIM, WIDTH);
            matrix(writer, random, prefix + "attn_k.weight", KV_HEADS * HEAD_DIM, WIDTH);
            matrix(writer, random, prefix + "attn_v.weight", KV_HEADS * HEAD_DIM, WIDTH);
            matrix(writer, random, prefix + "attn_output.weight", WIDTH, HEADS * HEAD_DIM);
            matrix(writer, random, prefix + "ffn_gate.weight", FEED_FORWARD, WIDTH);
            matrix(writer, random, prefix + "ffn_up.weight", FEED_FORWARD, WIDTH);
            matrix(writer, random, prefix + "ffn_down.weight", WIDTH, FEED_FORWARD);
        }
    }

    private static void matrix(GgufWriter writer, Random random, String name, int out, int in) {
        float[] data = new float[out * in];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (random.nextGaussian() * 1.5 / Math.sqrt(in));
        }
        writer.floats(name, data, out, in);
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Three control tokens, the 256 bytes as byte-level BPE writes them, and two merges. */
    private static List<String> tokens() {
        List<String> tokens = new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));
        int shifted = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
            tokens.add(Character.toString(printable ? b : shifted++));
        }
        tokens.add("he");
        tokens.add("ll");
        return tokens;
    }
}
