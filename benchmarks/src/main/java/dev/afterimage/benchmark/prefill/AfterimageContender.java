package dev.afterimage.benchmark.prefill;

import dev.afterimage.benchmark.report.Clock;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.Generation;
import java.util.ArrayList;
import java.util.List;

/** Our own runtime. */
final class AfterimageContender implements Contender {

    private final String name;
    private final LanguageModel model;
    private final boolean keepKeyValues;
    private final Clock clock;

    /** @param keepKeyValues whether the KV is handed out as well, as the write path needs it */
    AfterimageContender(String name, LanguageModel model, boolean keepKeyValues, Clock clock) {
        this.name = name;
        this.model = model;
        this.keepKeyValues = keepKeyValues;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Timed measure(int[] prompt, int steps) {
        PromptPart part = new PromptPart.Tokens(prompt);
        List<Integer> tokens = new ArrayList<>();
        try (LanguageSession session = model.newSession(prompt.length + steps)) {
            long start = clock.nanos();
            if (keepKeyValues) {
                session.prefill(part);
            } else {
                session.read(part);
            }
            tokens.add(Generation.best(session.logits()));
            long prefilled = clock.nanos();
            for (int step = 0; step < steps; step++) {
                session.read(new PromptPart.Tokens(new int[] {tokens.get(step)}));
                tokens.add(Generation.best(session.logits()));
            }
            return new Timed((prefilled - start) / 1e9, (clock.nanos() - prefilled) / 1e9, tokens);
        }
    }

    /** The model belongs to whoever loaded it. */
    @Override
    public void close() { }
}
