package dev.afterimage.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.model.format.PackFiles;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.importer.TinyLlama;
import dev.afterimage.model.tensor.DirectUse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxLanguageSessionTest {

    private static final float TOLERANCE = 2e-4f;

    @TempDir
    static Path directory;
    static OnnxLanguageModel model;

    @BeforeAll
    static void load() throws IOException {
        model = TinyModel.load(directory, Precision.FP32, TinyLlama.LAYERS);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void blocksStoredAndLoadedAgainEqualOneForwardPass() {
        int[] ids = ids(90);
        KeyValues first;
        KeyValues second;
        try (LanguageSession writer = model.newSession(100)) {
            first = writer.prefill(tokens(ids, 0, 33));
            second = writer.prefill(tokens(ids, 33, 70));
        }
        try (LanguageSession reader = model.newSession(100)) {
            reader.append(first);
            reader.append(second);
            reader.read(tokens(ids, 70, 90));
            assertThat(reader.length()).isEqualTo(90);
            assertThat(reader.computedTokens()).isEqualTo(20);
            assertThat(reader.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain(ids));
        }
    }

    @Test
    void aSessionGivesItsCacheBackWhenItGrowsAndWhenItCloses() {
        long before = DirectUse.bytes();
        long grown;
        try (LanguageSession session = model.newSession(900)) {
            for (int i = 0; i < 9; i++) {
                session.prefill(tokens(ids(100), 0, 100));
            }
            grown = DirectUse.bytes() - before;
        }
        long cache = 900L * 2 * model.layout().layers() * model.layout().keyWidth() * Float.BYTES;
        assertThat(grown).as("one cache, and not those it outgrew").isBetween(cache, cache + cache / 8);
        assertThat(DirectUse.bytes() - before).as("left after closing").isLessThan(cache / 8);
    }

    @Test
    void aBlockLoadedElsewhereIsTheBlockTurnedToItsNewPositions() {
        int[] ids = ids(40);
        KeyValues late;
        try (LanguageSession writer = model.newSession(100)) {
            writer.read(tokens(ids, 0, 20));
            writer.truncate(0);
            late = writer.prefill(tokens(ids, 20, 40));
        }
        try (LanguageSession reader = model.newSession(100); LanguageSession plain = model.newSession(100)) {
            KeyValues again = plain.prefill(tokens(ids, 20, 40));
            assertThat(again.keys()).usingComparatorWithPrecision(TOLERANCE).containsExactly(late.keys());
            reader.append(late);
            reader.read(tokens(ids, 0, 5));
            plain.read(tokens(ids, 0, 5));
            assertThat(reader.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain.logits());
        }
    }

    @Test
    void keysLeaveTheSessionBeforeRope() {
        int[] same = new int[12];
        Arrays.fill(same, 70);
        try (LanguageSession session = model.newSession(20)) {
            KeyValues block = session.prefill(new PromptPart.Tokens(same));
            // In layer 0 equal tokens have equal keys as long as no position was turned into them.
            float[] first = Arrays.copyOfRange(block.keys(), 0, TinyLlama.HEAD_DIM);
            float[] last = Arrays.copyOfRange(block.keys(), 11 * TinyLlama.HEAD_DIM, 12 * TinyLlama.HEAD_DIM);
            assertThat(last).usingComparatorWithPrecision(1e-6f).containsExactly(first);
        }
    }

    @Test
    void tokensReadInPiecesOrAtOnceGiveTheSameLogits() {
        int[] ids = ids(1300); // more than one chunk, and a cache that grows several times
        try (LanguageSession pieces = model.newSession(1300)) {
            for (int at = 0; at < 1300; at += 130) {
                pieces.read(tokens(ids, at, at + 130));
            }
            assertThat(pieces.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain(ids));
        }
        try (LanguageSession whole = model.newSession(1300); LanguageSession reader = model.newSession(1300)) {
            reader.append(whole.prefill(tokens(ids, 0, 1299)));
            reader.read(tokens(ids, 1299, 1300));
            assertThat(reader.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain(ids));
        }
    }

    @Test
    void whatWasTruncatedIsForgotten() {
        int[] ids = ids(60);
        try (LanguageSession session = model.newSession(100)) {
            KeyValues block = session.prefill(tokens(ids, 0, 30));
            session.read(tokens(ids(50), 10, 50));
            session.truncate(30);
            session.read(tokens(ids, 30, 60));
            assertThat(session.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain(ids));
            session.truncate(0);
            session.append(block);
            session.read(tokens(ids, 30, 60));
            assertThat(session.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain(ids));
        }
    }

    @Test
    void visualTokensEnterByTheSameDoor() {
        int[] ids = ids(10);
        float[] embeddings = model.input(new PromptPart.Tokens(ids)).hidden();
        try (LanguageSession session = model.newSession(10)) {
            session.read(new PromptPart.Visual(embeddings, 10, TinyLlama.WIDTH));
            assertThat(session.logits()).containsExactly(plain(ids));
            assertThatThrownBy(() -> session.read(new PromptPart.Visual(new float[8], 1, 8))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void logitsStandOnlyBehindComputedTokens() {
        try (LanguageSession session = model.newSession(40)) {
            assertThatThrownBy(session::logits).isInstanceOf(IllegalStateException.class);
            KeyValues block = session.prefill(tokens(ids(10), 0, 10));
            session.append(block);
            assertThatThrownBy(session::logits).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void moreThanTheCapacityIsRefusedAndLeavesTheSessionAsItWas() {
        int[] ids = ids(30);
        try (LanguageSession session = model.newSession(25)) {
            session.read(tokens(ids, 0, 20));
            float[] before = session.logits();
            assertThatThrownBy(() -> session.read(tokens(ids, 0, 6))).isInstanceOfSatisfying(AfterimageException.class,
                    e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_CONTEXT_FULL));
            assertThat(session.length()).isEqualTo(20);
            assertThat(session.logits()).containsExactly(before);
        }
        assertThatThrownBy(() -> model.newSession(TinyLlama.CONTEXT + 1)).isInstanceOf(AfterimageException.class);
    }

    @Test
    void queriesOfATokenDependOnlyOnWhatCameBefore() {
        int[] ids = ids(20);
        for (int layer = 0; layer < TinyLlama.LAYERS; layer++) {
            float[] all = model.queries(tokens(ids, 0, 20), layer);
            float[] few = model.queries(tokens(ids, 0, 8), layer);
            assertThat(all).hasSize(20 * TinyLlama.HEADS * TinyLlama.HEAD_DIM);
            assertThat(Arrays.copyOf(all, few.length)).usingComparatorWithPrecision(TOLERANCE).containsExactly(few);
        }
    }

    @Test
    void theFirstLayersQueriesAreTheSameWithAndWithoutAGraphOfTheirOwn() throws IOException {
        PromptPart twenty = tokens(ids(20), 0, 20);
        try (OnnxLanguageModel older = TinyModel.loadWithout(directory, PackFiles.FIRST_PROJECTION)) {
            assertThat(model.queries(twenty, 0)).usingComparatorWithPrecision(TOLERANCE).containsExactly(older.queries(twenty, 0));
        }
    }

    @Test
    void theQueriesOfAllLayersFromOneRunAreThoseOfEachLayerByItself() {
        PromptPart twenty = tokens(ids(20), 0, 20);
        List<Integer> layers = IntStream.range(0, TinyLlama.LAYERS).map(i -> TinyLlama.LAYERS - 1 - i).boxed().toList();
        List<float[]> once = model.queries(twenty, layers);
        assertThat(once).hasSameSizeAs(layers);
        for (int i = 0; i < layers.size(); i++) {
            assertThat(once.get(i)).containsExactly(model.queries(twenty, layers.get(i)));
        }
        assertThatThrownBy(() -> model.queries(twenty, List.of(0, TinyLlama.LAYERS))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void layersRunAloneGiveWhatOneGraphGives() throws IOException {
        int[] ids = ids(50);
        try (OnnxLanguageModel apart = TinyModel.load(directory, Precision.FP32, 1); LanguageSession session = apart.newSession(50)) {
            session.read(new PromptPart.Tokens(ids));
            assertThat(session.logits()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain(ids));
            assertThat(apart.queries(new PromptPart.Tokens(ids), 1)).usingComparatorWithPrecision(TOLERANCE)
                    .containsExactly(model.queries(new PromptPart.Tokens(ids), 1));
        }
    }

    @Test
    void eightBitsStayNearTheFloats() throws IOException {
        int[] ids = ids(50);
        try (OnnxLanguageModel small = TinyModel.load(directory, Precision.INT8, TinyLlama.LAYERS); LanguageSession session =
                small.newSession(50)) {
            session.read(new PromptPart.Tokens(ids));
            assertThat(cosine(session.logits(), plain(ids))).isGreaterThan(0.99);
            assertThat(small.identity()).isNotEqualTo(model.identity());
        }
    }

    @Test
    void sessionsOfOneModelRunSideBySide() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<float[]>> running = IntStream.range(0, 12)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> plain(ids(40 + i)), threads)).toList();
            for (int i = 0; i < running.size(); i++) {
                assertThat(running.get(i).join()).usingComparatorWithPrecision(TOLERANCE).containsExactly(plain(ids(40 + i)));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anEmptyPartChangesNothing() {
        try (LanguageSession session = model.newSession(10)) {
            assertThat(session.prefill(new PromptPart.Text("")).tokens()).isZero();
            session.read(new PromptPart.Tokens(new int[0]));
            assertThat(session.length()).isZero();
            assertThat(model.queries(new PromptPart.Text(""), 0)).isEmpty();
        }
    }

    private static double cosine(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    private static float[] plain(int[] ids) {
        try (LanguageSession session = model.newSession(ids.length)) {
            session.read(new PromptPart.Tokens(ids));
            return session.logits();
        }
    }

    private static int[] ids(int count) {
        return IntStream.range(0, count).map(i -> (i * 37 + count / 1000 + i * i) % 261).toArray();
    }

    private static PromptPart tokens(int[] ids, int from, int to) {
        return new PromptPart.Tokens(Arrays.copyOfRange(ids, from, to));
    }
}
