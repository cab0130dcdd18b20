package dev.afterimage.memory.fake;

import dev.afterimage.core.block.RecurrentMemory;
import dev.afterimage.core.model.MemoryBridge;
import dev.afterimage.core.model.PromptPart;
import java.util.Arrays;
import java.util.List;

/**
 * Four memory tokens that hang on every picture, on the memory before and on each past memory; in steps of 1/64, which
 * half precision holds.
 */
public final class FakeBridge implements MemoryBridge {

    private static final int TOKENS = 4;

    private final int width;

    /** @param width of the tower's embeddings */
    public FakeBridge(int width) {
        this.width = width;
    }

    @Override
    public int tokens() {
        return TOKENS;
    }

    @Override
    public String before() {
        return "\nSeen before:";
    }

    @Override
    public int past() {
        return 3;
    }

    @Override
    public RecurrentMemory begin() {
        return new RecurrentMemory(new float[TOKENS * width], 0);
    }

    @Override
    public RecurrentMemory next(RecurrentMemory memory, PromptPart.Visual picture, List<RecurrentMemory> past) {
        float[] tokens = new float[TOKENS * width];
        float looks = Arrays.hashCode(picture.embeddings()) % 97;
        for (int i = 0; i < tokens.length; i++) {
            float sum = 0.5f * memory.tokens()[i] + looks * (i + 1) / 64;
            for (int earlier = 0; earlier < past.size(); earlier++) {
                sum += past.get(earlier).tokens()[i] * (earlier + 1) / 8;
            }
            tokens[i] = Math.round(sum % 8 * 64) / 64f;
        }
        return new RecurrentMemory(tokens, memory.noted() + 1);
    }
}
