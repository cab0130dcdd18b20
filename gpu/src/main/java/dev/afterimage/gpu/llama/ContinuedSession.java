package dev.afterimage.gpu.llama;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.block.StoredKeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.LayerMemory;
import dev.afterimage.core.model.PromptPart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A session on a device that goes on with the same pack on the CPU once the device fails: what it holds is brought there by doing again
 * what was done, and then what failed is done there. So an answer goes on where it was, and whoever asked sees that it took longer.
 */
final class ContinuedSession implements LanguageSession {

    private final Supplier<LanguageSession> elsewhere;
    private final Predicate<AfterimageException> goesOn;
    private final SessionLog log = new SessionLog();
    private LanguageSession session;
    private boolean moved;
    /** Tokens computed beside those that the session in use has computed. */
    private long computedBefore;

    /**
     * @param onDevice  closed with this
     * @param elsewhere a fresh one on the CPU
     * @param goesOn    whether a failure is one after which the CPU takes over
     */
    ContinuedSession(LanguageSession onDevice, Supplier<LanguageSession> elsewhere, Predicate<AfterimageException> goesOn) {
        this.session = onDevice;
        this.elsewhere = elsewhere;
        this.goesOn = goesOn;
    }

    private <T> T use(Function<LanguageSession, T> use) {
        try {
            return use.apply(session);
        } catch (AfterimageException e) {
            if (moved || !goesOn.test(e)) {
                throw e;
            }
            move();
            return use.apply(session);
        }
    }

    private void move() {
        long computed = session.computedTokens();
        closeWhatFailed();
        moved = true;
        session = elsewhere.get();
        log.repeat(session);
        computedBefore = computed - session.computedTokens();
    }

    private void closeWhatFailed() {
        try {
            session.close();
        } catch (AfterimageException gone) {
            // What a lost device held is gone without our help.
        }
    }

    /** @param again what brings another session to the same place */
    private <T> T logged(Function<LanguageSession, T> work, Consumer<LanguageSession> again) {
        int start = session.length();
        T result = use(work);
        log.add(again, start, session.length());
        return result;
    }

    private void logged(Consumer<LanguageSession> work) {
        logged(session -> {
            work.accept(session);
            return null;
        }, work);
    }

    @Override
    public int length() {
        return session.length();
    }

    @Override
    public void append(StoredKeyValues block) {
        logged(session -> session.append(block));
    }

    @Override
    public KeyValues prefill(PromptPart part) {
        return logged(session -> session.prefill(part), session -> session.read(part));
    }

    @Override
    public StoredKeyValues prefill(PromptPart part, KvCodec store) {
        return logged(session -> session.prefill(part, store), session -> session.read(part));
    }

    @Override
    public void read(PromptPart part) {
        logged(session -> session.read(part));
    }

    @Override
    public double[] weigh(int[] ids) {
        return logged(session -> session.weigh(ids), session -> session.read(new PromptPart.Tokens(ids)));
    }

    @Override
    public void recall(PromptPart part, LayerMemory memory) {
        List<List<? extends StoredKeyValues>> recalled = new ArrayList<>();
        // A memory is asked once for each layer, also when the device fails between two of them.
        logged(session -> session.recall(part, (layer, queries) -> {
            while (recalled.size() <= layer) {
                recalled.add(memory.recall(layer, queries));
            }
            return recalled.get(layer);
        }));
    }

    @Override
    public float[] logits() {
        return use(LanguageSession::logits);
    }

    @Override
    public void truncate(int length) {
        use(session -> {
            session.truncate(length);
            return null;
        });
        log.truncate(length);
    }

    @Override
    public long computedTokens() {
        return computedBefore + session.computedTokens();
    }

    @Override
    public void close() {
        if (moved) {
            session.close();
        } else {
            closeUnlessGone();
        }
    }

    private void closeUnlessGone() {
        try {
            session.close();
        } catch (AfterimageException e) {
            if (!goesOn.test(e)) {
                throw e;
            }
        }
    }
}
