package dev.afterimage.benchmark.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.ask.AskSettings;
import dev.afterimage.answering.evidence.Sureness;
import dev.afterimage.answering.retrieval.RetrievalSettings;
import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.memory.fake.FakeLanguageModel;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.worlds.WorldQuestion;
import dev.afterimage.worlds.Expected;
import dev.afterimage.worlds.SaidQuestions;
import dev.afterimage.worlds.SaidScript;
import dev.afterimage.worlds.World;
import dev.afterimage.worlds.WorldFrames;
import dev.afterimage.worlds.WorldQuestions;
import dev.afterimage.worlds.WorldSpeech;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Generated worlds in a real store, asked through the product's asker; the model only words what is computed, so a fake one will do. */
class WorldsTest {

    private static final int WORLDS = Integer.getInteger("worlds", 60);
    private static final long FROM = Long.getLong("worlds.from", World.HELD_OUT);

    @Test
    void nineInTenAnswersAboutHeldOutWorldsAreRight() {
        try (WorldStore store = new WorldStore(new FakeLanguageModel(), new FakeTextEmbedder(), AskSettings.DEFAULT)) {
            WorldScores scores = WorldsCommand.scores(store, FROM, WORLDS, world -> WorldQuestions.of(world, 8, world.heldOut()));
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
    void whatIsAskedOfSpeechStandsInWhatWasSaid() {
        for (long seed = 1; seed < 400; seed += 2) {
            World world = new World(seed);
            List<Utterance> said = WorldSpeech.of(world).spoken.stream().map(WorldSpeech.SpokenLine::utterance).toList();
            assertThat(said).isNotEmpty();
            for (WorldQuestion asked : SaidQuestions.of(world, 8)) {
                if (asked.expected() instanceof Expected.Answered known && known.value() instanceof Expected.Word word) {
                    List<Utterance> cited = said.stream().filter(one -> one.start() == known.cited().get(0)[0]).toList();
                    assertThat(cited).singleElement()
                            .satisfies(one -> assertThat(one.text().toLowerCase(Locale.ROOT)).as(asked.text()).contains(word.word()));
                }
            }
        }
    }

    @Test
    void trainingWorldsSayNothingThatHeldOutOnesDo() {
        assertThat(sentences(1)).isNotEmpty().doesNotContainAnyElementsOf(sentences(World.HELD_OUT + 1));
    }

    private static Set<SaidScript.Sentence> sentences(long from) {
        return LongStream.range(0, 100).mapToObj(i -> WorldSpeech.of(new World(from + 2 * i))).flatMap(speech -> speech.spoken.stream())
                .map(spoken -> spoken.line().sentence()).collect(Collectors.toSet());
    }

    @Test
    void theSameSeedGivesTheSameWorld() {
        assertThat(WorldFrames.withSpeech(new World(5))).extracting(frame -> frame.note())
                .isEqualTo(WorldFrames.withSpeech(new World(5)).stream().map(frame -> frame.note()).toList());
        assertThat(WorldQuestions.of(new World(5), 8, true)).extracting(WorldQuestion::text)
                .isEqualTo(WorldQuestions.of(new World(5), 8, true).stream().map(WorldQuestion::text).toList());
        assertThat(SaidQuestions.of(new World(5), 8)).extracting(WorldQuestion::text).isNotEmpty()
                .isEqualTo(SaidQuestions.of(new World(5), 8).stream().map(WorldQuestion::text).toList());
    }
}
