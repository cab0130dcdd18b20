package dev.afterimage.answering.example;

import dev.afterimage.core.answer.RetrievalPolicy;
import java.util.ArrayList;
import java.util.List;

/** The newest and the earliest blocks in turn: how a stream began, and how it is now. */
public final class NewestAndEarliest implements RetrievalPolicy {

    @Override
    public String name() {
        return "newest-and-earliest";
    }

    @Override
    public String description() {
        return "the newest and the earliest blocks in turn";
    }

    @Override
    public Choice choose(Candidates candidates) {
        int all = candidates.blocks().size();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            order.add(i % 2 == 0 ? all - 1 - i / 2 : i / 2);
        }
        return new Choice(order, candidates.blocks().stream().mapToDouble(block -> block.seconds()).toArray());
    }
}
