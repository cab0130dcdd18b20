package dev.afterimage.core.model;

import dev.afterimage.core.block.RecurrentMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory of everything before (VideoLLaMB's bridge): a few tokens that are read and written once a segment, and that
 * look back on past memories each time. Here a segment is a stored block: a question asked now meets a memory that has
 * seen the newest block, and a restart goes on from what stands in the store. Read-only and shared; safe for use by
 * several threads. It belongs to the model that gave it and is closed with it.
 */
public interface MemoryBridge {

    /** Memory tokens. */
    int tokens();

    /** The text that a prompt has before them. */
    String before();

    /** Most past memories that one step looks back on. */
    int past();

    /** The memory of a stream that has shown nothing. */
    RecurrentMemory begin();

    /**
     * @param memory  after the segment before
     * @param picture the segment's visual tokens
     * @param past    memories after earlier segments, as {@link #spread} numbers them, oldest first; never empty
     * @return memory after this segment
     */
    RecurrentMemory next(RecurrentMemory memory, PromptPart.Visual picture, List<RecurrentMemory> past);

    /**
     * Whether it still has all that it noted: of {@link #tokens} places one counts, and what comes when the others are
     * taken takes the place of what came first.
     */
    default boolean whole(RecurrentMemory memory) {
        return memory.noted() < tokens();
    }

    /** The memory as a prompt has it: its text, then its tokens. */
    default PromptPart part(RecurrentMemory memory) {
        return new PromptPart.Sequence(List.of(new PromptPart.Text(before()),
                new PromptPart.Visual(memory.tokens(), tokens(), memory.tokens().length / tokens())));
    }

    /**
     * Which of {@code count} memories, {@link #begin} the first of them, a step looks back on: the newest, and the
     * others evenly over what came before.
     *
     * @return numbers from 0, ascending
     */
    default List<Long> spread(long count) {
        long kept = Math.min(count, past());
        List<Long> numbers = new ArrayList<>();
        for (long i = 1; i <= kept; i++) {
            numbers.add(i * count / kept - 1);
        }
        return numbers;
    }
}
