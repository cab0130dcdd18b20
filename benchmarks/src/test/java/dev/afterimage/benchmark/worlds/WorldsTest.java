package dev.afterimage.benchmark.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.memory.evidence.Sureness;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.retrieval.RetrievalSettings;
import dev.afterimage.qa.ask.AskSettings;
import org.junit.jupiter.api.Test;

/** Generated worlds in a real store, asked through the product's asker; the model only words what is computed, so a fake one will do. */
class WorldsTest {

    private static final int WORLDS = Integer.getInteger("worlds", 60);
    private static final long FROM = Long.getLong("worlds.from", WorldsCommand.HELD_OUT);

    @Test
    void nineInTenAnswersAboutHeldOutWorldsAreRight() {
        try (WorldStore store = new WorldStore(new FakeLanguageModel(), new FakeTextEmbedder(), AskSettings.DEFAULT)) {
            WorldScores scores = WorldsCommand.scores(store, FROM, WORLDS, 8);
            System.out.println(scores.table("worlds"));
            System.out.printf("refused %.3f false %.3f cite %.3f%n", scores.absentRefused(), scores.falseRefusals(), scores.citation());
            scores.wrong.stream().limit(Integer.getInteger("wrong", 0)).forEach(System.out::println);
            assertThat(scores.accuracy()).isGreaterThanOrEqualTo(0.9);
            assertThat(scores.citation()).isGreaterThanOrEqualTo(0.9);
            assertThat(scores.absentRefused()).isGreaterThanOrEqualTo(0.95);
            assertThat(scores.falseRefusals()).isLessThanOrEqualTo(0.05);
        }
    }

    @Test
    void theShippedThresholdHoldsBothBarsOnValidationWorlds() {
        AskSettings open = new AskSettings(RetrievalSettings.DEFAULT, 24, 0.45, 1, 0);
        try (WorldStore store = new WorldStore(new FakeLanguageModel(), new FakeTextEmbedder(), open)) {
            Roc roc = NotSeenCommand.worlds(store, 50_000, Integer.getInteger("roc", 40));
            System.out.println(roc.table("validation") + " best " + roc.best() + " of " + roc.present() + " " + roc.absent());
            assertThat(roc.area()).isGreaterThan(0.95);
            assertThat(roc.refused(Sureness.FLOOR)).isGreaterThanOrEqualTo(0.95);
            assertThat(roc.falseRefusals(Sureness.FLOOR)).isLessThanOrEqualTo(0.05);
            assertThat(roc.refused(1e-6)).as("without a threshold false sights are told").isLessThan(0.95);
        }
    }

    @Test
    void theSameSeedGivesTheSameWorld() {
        assertThat(WorldFrames.of(new World(5))).extracting(frame -> frame.note()).isEqualTo(WorldFrames.of(new World(5)).stream().map(frame -> frame.note()).toList());
        assertThat(WorldQuestions.of(new World(5), 8, true)).extracting(Asked::text).isEqualTo(WorldQuestions.of(new World(5), 8, true).stream().map(Asked::text).toList());
    }
}
