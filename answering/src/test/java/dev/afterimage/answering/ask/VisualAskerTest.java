package dev.afterimage.answering.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.afterimage.answering.retrieval.Lead;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.block.KvCodec;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel.Message;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.store.Thumbnail;
import dev.afterimage.core.stream.Gap;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.memory.block.BlockPrefiller;
import dev.afterimage.memory.fake.FakeBridge;
import dev.afterimage.memory.fake.FakeTextEmbedder;
import dev.afterimage.memory.fake.FakeTower;
import dev.afterimage.memory.fake.FakeVisualModel;
import dev.afterimage.memory.fake.InMemorySegmentStore;
import dev.afterimage.memory.prompt.StreamPrompt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions to a model that knows a plain picture from one with an umbrella, and reads the times between them. */
class VisualAskerTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final int PLAIN = 10;
    private static final int UMBRELLA = 200;
    private static final Pattern TIMED = Pattern.compile("Frame from (\\d+:\\d\\d):<\\|image\\|>((?:\\{\\d+})+)");

    private final FakeVisualModel model = new FakeVisualModel(new FakeTower(), 0, this::next);
    private final StreamPrompt prompt = StreamPrompt.of(model);
    private final InMemorySegmentStore store = new InMemorySegmentStore();
    private final VisualAsker asker = new VisualAsker(store, model, new FakeTextEmbedder(), VisualSettings.DEFAULT, prompt);
    private final String umbrella = model.looks(picture(UMBRELLA));

    /** Says what is asked for of the newest frame with an umbrella. */
    private String next(String context) {
        int question = context.lastIndexOf('\n');
        String said = context.substring(context.indexOf("<|im_end|>", question) + "<|im_end|>".length());
        String answer = "not seen";
        Matcher frame = TIMED.matcher(context);
        while (frame.find()) {
            if (frame.group(2).equals(umbrella)) {
                answer = context.substring(question).contains("When") ? "at " + frame.group(1) : "an umbrella";
            }
        }
        String left = answer.substring(Math.min(answer.length(), said.length()));
        Matcher word = Pattern.compile("^ ?[a-z]+|^ ?\\d|^ ?[^a-z\\d]").matcher(left);
        return word.find() ? word.group() : "";
    }

    @BeforeEach
    void watchNothing() {
        store.putStream(new StreamInfo(DOOR, "file:x", 1, Instant.EPOCH, 1, 1, false, StreamInfo.Status.ENDED, 0, 0, 0, 0, -1, ""));
    }

    private static PromptPart.Visual picture(int level) {
        FakeTower tower = new FakeTower();
        return new PromptPart.Visual(tower.see(1, 1, new byte[] {(byte) level, 1, 2}).embeddings(), FakeTower.SIDE * FakeTower.SIDE,
                tower.width());
    }

    /** A frame a second, those of the given seconds with an umbrella. */
    private void watch(int seconds, Integer... withUmbrella) {
        watch(model, seconds, withUmbrella);
    }

    private void watch(FakeVisualModel model, int seconds, Integer... withUmbrella) {
        watchFrom(0, model, seconds, withUmbrella);
    }

    private void watchFrom(int start, FakeVisualModel model, int seconds, Integer... withUmbrella) {
        FakeTower tower = new FakeTower();
        try (BlockPrefiller prefiller = new BlockPrefiller(model, prompt, new FakeTextEmbedder(), 0, KvCodec.EXACT)) {
            prefiller.restore(store, DOOR);
            for (int second = 0; second < seconds; second++) {
                PromptPart part = new PromptPart.Sequence(
                        List.of(new PromptPart.Tokens(model.tokenize(tower.layout().beforeFrame(start + second))),
                        picture(List.of(withUmbrella).contains(second) ? UMBRELLA : PLAIN),
                        new PromptPart.Tokens(model.tokenize(tower.layout().imageEnd()))));
                store.commit(prefiller.prefill(new EncodedFrame(DOOR, second, start + second, new float[] {1}, Optional.of(part), "",
                        List.of(), new byte[0], 0, 1)).orElseThrow());
                store.putFrame(DOOR, second, new Thumbnail(start + second, new byte[] {1}));
            }
        }
    }

    private Reply ask(String question, OptionalDouble at, Retrieval retrieval, String... earlier) {
        return asker.ask(new Question(DOOR, question, at, IntStream.range(0, earlier.length).mapToObj(i -> new Message("user", earlier[i]))
                .toList(), retrieval), text -> { });
    }

    private Reply ask(String question) {
        return ask(question, OptionalDouble.empty(), Retrieval.AS_SET);
    }

    private static Retrieval by(Policy policy, int blocks) {
        return new Retrieval(Optional.of(policy), OptionalInt.of(blocks), OptionalInt.empty(), List.of());
    }

    private static Answer.Answered answered(Reply reply) {
        assertThat(reply.answer()).isInstanceOf(Answer.Answered.class);
        return (Answer.Answered) reply.answer();
    }

    @Test
    void theFrameThatShowsItIsCitedAndNoOther() {
        watch(30, 17);
        Answer.Answered answer = answered(ask("What did she carry?"));
        assertThat(answer.text()).isEqualTo("an umbrella");
        assertThat(answer.method()).isEqualTo("read");
        assertThat(answer.citations()).hasSize(1);
        Citation cited = answer.citations().get(0);
        assertThat(List.of(cited.start(), cited.end())).containsExactly(17.0, 18.0);
        assertThat(cited.kind()).isEqualTo("block");
        assertThat(cited.score()).isGreaterThan(0.9);
        assertThat(cited.thumbnail()).isEqualTo("/api/streams/door/thumbnails/17.0");
    }

    @Test
    void aModelThatMoreFramesConfuseReadsNoMoreThanItWantsUnlessItIsToldTo() {
        watch(30, 29);
        assertThat(ask("What did she carry?").usage().retrievedBlocks()).isGreaterThan(5);
        model.answeringBestFrom(5);
        assertThat(ask("What did she carry?").usage().retrievedBlocks()).isEqualTo(5);
        assertThat(ask("What did she carry?", OptionalDouble.empty(), by(Policy.DEFAULT, 8)).usage().retrievedBlocks()).isGreaterThan(5);
        assertThat(ask("What did she carry?", OptionalDouble.empty(), by(Policy.ALL, 30)).usage().retrievedBlocks()).isEqualTo(30);
    }

    @Test
    void framesThatFollowOneAnotherAreCitedAsOneStretch() {
        watch(12, 4, 5, 6, 11);
        VisualAsker thorough = new VisualAsker(store, model, new FakeTextEmbedder(),
                new VisualSettings(VisualSettings.DEFAULT.retrieval(), 48, 0, 12, 3), prompt);
        Reply reply = thorough.ask(new Question(DOOR, "What did she carry?", OptionalDouble.empty(), List.of(), by(Policy.ALL, 12)),
                text -> { });
        assertThat(answered(reply).citations()).extracting(Citation::start).containsExactlyInAnyOrder(4.0, 11.0);
        assertThat(answered(reply).citations()).extracting(Citation::end).containsExactlyInAnyOrder(7.0, 11.0);
    }

    @Test
    void whatNoFrameShowsIsNotSeenAndNothingIsToldBefore() {
        watch(10);
        List<String> told = new ArrayList<>();
        Reply reply = asker.ask(new Question(DOOR, "What did she carry?", OptionalDouble.empty(), List.of()), told::add);
        assertThat(reply.answer()).isInstanceOfSatisfying(Answer.NotSeen.class, unseen -> {
            assertThat(unseen.why()).contains("00:09");
            assertThat(unseen.closest()).hasSize(1);
        });
        assertThat(told).isEmpty();
    }

    @Test
    void aTimeThatNobodyWatchedIsNotReadFromTheFrameBefore() {
        watch(30, 17);
        store.putGap(new Gap(DOOR, 17.5, 25, Gap.Cause.UNREACHABLE));
        for (String question : List.of("What did she carry at 00:20?", "What did she carry between 00:18 and 00:24?")) {
            assertThat(ask(question).answer()).as(question).isInstanceOfSatisfying(Answer.NotWatched.class,
                    unwatched -> assertThat(unwatched.why())
                            .isEqualTo("nobody watched from 00:18 to 00:25: the camera could not be reached"));
        }
        assertThat(ask("Is there an umbrella?", OptionalDouble.of(20), Retrieval.AS_SET).answer()).isInstanceOf(Answer.NotWatched.class);
        Answer.Answered seen = answered(ask("What did she carry?"));
        assertThat(seen.citations()).extracting(Citation::end).as("it is not known to have been there after 17.5 s").containsExactly(17.5);
    }

    @Test
    void framesOnBothSidesOfAGapAreCitedApart() {
        watch(12, 4, 5, 6);
        store.putGap(new Gap(DOOR, 5.2, 5.9, Gap.Cause.OVERLOADED));
        VisualAsker thorough = new VisualAsker(store, model, new FakeTextEmbedder(),
                new VisualSettings(VisualSettings.DEFAULT.retrieval(), 48, 0, 12, 3), prompt);
        Reply reply = thorough.ask(new Question(DOOR, "What did she carry?", OptionalDouble.empty(), List.of(), by(Policy.ALL, 12)),
                text -> { });
        assertThat(answered(reply).citations()).extracting(Citation::start, Citation::end)
                .containsExactlyInAnyOrder(tuple(4.0, 5.2), tuple(6.0, 7.0));
    }

    @Test
    void whatWasNotSeenTellsWhatWasNotWatched() {
        watch(30);
        store.putGap(new Gap(DOOR, 10, 20, Gap.Cause.STALLED));
        assertThat(ask("What did she carry?").answer()).isInstanceOfSatisfying(Answer.NotSeen.class,
                unseen -> assertThat(unseen.why())
                        .isEqualTo("nothing that answers this was seen up to 00:29; from 00:10 to 00:20 nobody watched"));
    }

    @Test
    void anAnswerComesPieceByPiece() {
        watch(10, 3);
        List<String> told = new ArrayList<>();
        asker.ask(new Question(DOOR, "What did she carry?", OptionalDouble.empty(), List.of()), told::add);
        assertThat(told).containsExactly("an", " umbrella");
    }

    @Test
    void aMarginBelievesThatNothingWasSeenWhereTheAnswerLeadsByLittle() {
        watch(10, 3);
        VisualAsker wary = new VisualAsker(store, model, new FakeTextEmbedder(),
                new VisualSettings(VisualSettings.DEFAULT.retrieval(), 48, 11, 6, 3), prompt);
        assertThat(wary.ask(new Question(DOOR, "What did she carry?", OptionalDouble.empty(), List.of()), text -> { }).answer())
                .isInstanceOf(Answer.NotSeen.class);
    }

    @Test
    void theLessTheBestFrameStandsOutTheSoonerItIsBelievedThatNothingWasSeen() {
        watch(3);
        BlockEntry any = store.entries(DOOR, 0, 3).get(0);
        VisualSettings settings = VisualSettings.DEFAULT;
        assertThat(settings.unseenMargin(Optional.empty())).isEqualTo(2);
        assertThat(List.of(0.0, 10.0, 12.0, 20.0)).extracting(lead -> settings.unseenMargin(Optional.of(new Lead(any, lead, 0))))
                .containsExactly(4.0, 3.0, 2.0, 0.0);
        assertThat(settings.unseenMargin(Optional.of(new Lead(any, 10, 6)))).isEqualTo(2);
    }

    @Test
    void aTimeThatTheAnswerNamesIsCitedFirst() {
        watch(20, 4, 13);
        Answer.Answered answer = answered(ask("When did she carry it?"));
        assertThat(answer.text()).isEqualTo("at 00:13");
        assertThat(answer.citations().get(0).start()).isEqualTo(13);
    }

    @Test
    void nothingLaterThanTheMomentIsLookedAt() {
        watch(30, 25);
        store.endOfKnownTime = 20.5;
        for (Policy policy : Policy.values()) {
            Reply reply = ask("What did she carry?", OptionalDouble.of(20.5), by(policy, 50));
            assertThat(reply.answer()).as(policy.label()).isInstanceOf(Answer.NotSeen.class);
            assertThat(reply.at()).isEqualTo(20.5);
        }
        assertThat(store.latestRead).isEqualTo(20);
        store.endOfKnownTime = Double.POSITIVE_INFINITY;
        answered(ask("What did she carry?", OptionalDouble.empty(), by(Policy.ALL, 30)));
        store.endOfKnownTime = 10;
        assertThat(ask("What did she carry?", OptionalDouble.of(10), Retrieval.AS_SET).answer()).isInstanceOf(Answer.NotSeen.class);
    }

    static List<Policy> policies() {
        return Policy.values();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void storedBlocksAreNeverComputedAgain(Policy policy) {
        watch(30, IntStream.range(0, 30).boxed().toArray(Integer[]::new));
        ask("What did she carry?", OptionalDouble.empty(), by(policy, 8));
        long few = model.computed();
        ask("What did she carry?", OptionalDouble.empty(), by(policy, 8));
        few = model.computed() - few;
        long before = model.computed();
        Reply reply = ask("What did she carry?", OptionalDouble.empty(), by(policy, 30));
        assertThat(reply.usage().retrievedTokens()).isGreaterThan(policy == Policy.DEFAULT ? 0 : 600);
        // What is computed hangs on the question, the answer and how many blocks it is weighed against, not on how many are loaded.
        assertThat(model.computed() - before).isEqualTo(few);
    }

    @Test
    void everyPolicyReadsWhatItPromises() {
        watch(100, 40);
        assertThat(ask("What did she carry?", OptionalDouble.empty(), by(Policy.RECENT, 5))).satisfies(reply -> {
            assertThat(reply.answer()).isInstanceOf(Answer.NotSeen.class);
            assertThat(reply.usage().retrievedBlocks()).isEqualTo(5);
        });
        assertThat(ask("What did she carry?", OptionalDouble.empty(), by(Policy.UNIFORM, 10)).usage().retrievedBlocks()).isEqualTo(10);
        Reply all = ask("What did she carry?", OptionalDouble.empty(),
                new Retrieval(Optional.of(Policy.ALL), OptionalInt.empty(), OptionalInt.empty(), List.of()));
        assertThat(all.usage().retrievedBlocks()).isEqualTo(100);
        assertThat(answered(all).citations().get(0).start()).isEqualTo(40);
        assertThat(answered(ask("What did she carry?", OptionalDouble.empty(), by(Policy.REKV, 100))).citations().get(0).start())
                .isEqualTo(40);
        int tokens = store.entries(DOOR, 0, 0).get(0).tokens();
        Reply tight = ask("What did she carry?", OptionalDouble.empty(),
                new Retrieval(Optional.of(Policy.UNIFORM), OptionalInt.empty(), OptionalInt.of(3 * tokens), List.of()));
        assertThat(tight.usage().retrievedTokens()).isEqualTo(3 * tokens);
    }

    @Test
    void anOracleNamesTheBlocks() {
        watch(50, 40);
        assertThat(ask("What did she carry?", OptionalDouble.empty(), Retrieval.of(List.of(3L, 7L))).answer())
                .isInstanceOf(Answer.NotSeen.class);
        Reply told = ask("What did she carry?", OptionalDouble.empty(), Retrieval.of(List.of(3L, 40L)));
        assertThat(told.usage().retrievedBlocks()).isEqualTo(2);
        assertThat(answered(told).citations()).extracting(Citation::start).containsExactly(40.0);
    }

    @Test
    void aTimeInTheQuestionBringsItsFrame() {
        watch(200, 91);
        assertThat(ask("What did she carry?", OptionalDouble.empty(), by(Policy.RECENT, 4)).answer()).isInstanceOf(Answer.NotSeen.class);
        assertThat(answered(ask("What was there at 01:31?", OptionalDouble.empty(), by(Policy.DEFAULT, 6))).citations().get(0).start())
                .isEqualTo(91);
        assertThat(ask("What is there at 05:00?").answer())
                .isInstanceOfSatisfying(Answer.NotSeen.class, unseen -> assertThat(unseen.why()).contains("lies after"));
    }

    @Test
    void aFollowUpIsReadWithTheQuestionBeforeIt() {
        watch(200, 91);
        Reply reply = ask("And at 01:31?", OptionalDouble.empty(), by(Policy.DEFAULT, 6), "How many umbrellas were there at 00:10?");
        assertThat(answered(reply).citations().get(0).start()).isEqualTo(91);
    }

    @Test
    void aStreamThatNeverHadAPictureWasNotWatched() {
        for (String question : List.of("What did she carry?", "Was there a car?", "How many cars were there?")) {
            assertThat(ask(question).answer()).as(question).isInstanceOfSatisfying(Answer.NotWatched.class, unwatched ->
                    assertThat(unwatched.why()).contains("no picture has come yet"));
        }
    }

    @Test
    void questionsAskedAtOnceAreAnsweredAsOneByOne() {
        watch(40, 17);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<Reply>> replies = IntStream.range(0, 16).mapToObj(i -> CompletableFuture.supplyAsync(
                    () -> ask("What did she carry?", OptionalDouble.of(10 + i), by(Policy.values().get(i % 5), 40)), threads)).toList();
            for (int i = 0; i < replies.size(); i++) {
                assertThat(replies.get(i).join().answer())
                        .isEqualTo(ask("What did she carry?", OptionalDouble.of(10 + i), by(Policy.values().get(i % 5), 40)).answer());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aQuestionAsLongAsTheContextFailsWithWhatToDo() {
        watch(5);
        assertThat(ask("?".repeat(3999), OptionalDouble.empty(), Retrieval.AS_SET, "?".repeat(200)).answer())
                .isInstanceOfSatisfying(Answer.Failed.class, failed -> assertThat(failed.code()).isEqualTo(ErrorCode.MODEL_CONTEXT_FULL));
    }

    /** A model with a bridge, which says the whole of what it reads before the question. */
    private static FakeVisualModel remembering(List<String> contexts) {
        return new FakeVisualModel(new FakeTower(), 0, context -> {
            contexts.add(context);
            return "";
        }, new FakeBridge(new FakeTower().width()));
    }

    @Test
    void whatTheModelRemembersStandsBeforeTheBlocksAndIsAsOldAsTheQuestion() {
        List<String> contexts = new ArrayList<>();
        FakeVisualModel remembering = remembering(contexts);
        watch(remembering, 30, 17);
        VisualAsker told = new VisualAsker(store, remembering, new FakeTextEmbedder(), VisualSettings.DEFAULT,
                StreamPrompt.of(remembering));
        for (int now : new int[] {12, 29}) {
            contexts.clear();
            told.ask(new Question(DOOR, "How often?", OptionalDouble.of(now), List.of(), by(Policy.DEFAULT, 5)), text -> { });
            String memory = remembering.looks(new PromptPart.Visual(store.memory(DOOR, now).orElseThrow().tokens(), 4,
                    new FakeTower().width()));
            assertThat(contexts.get(0)).startsWith("<|im_start|>You see:\nSeen before:" + memory + "\nFrame from ");
        }
    }

    @Test
    void onlyWhatHasMemoryInItsContextIsReadTheWayThatMemoryIs() {
        FakeVisualModel remembering = new FakeVisualModel(new FakeTower(), 0, context -> context.endsWith("twice") ? "" : "twice",
                new FakeBridge(new FakeTower().width()));
        watch(remembering, 30);
        VisualAsker told = new VisualAsker(store, remembering, new FakeTextEmbedder(), VisualSettings.DEFAULT,
                StreamPrompt.of(remembering));
        told.ask(new Question(DOOR, "When did you see an umbrella?", OptionalDouble.empty(), List.of()), text -> { });
        assertThat(remembering.recallingSessions()).isZero();
        told.ask(new Question(DOOR, "How often?", OptionalDouble.empty(), List.of()), text -> { });
        assertThat(remembering.recallingSessions()).as("the answer, and what it rests on").isEqualTo(2);
        told.ask(new Question(DOOR, "Did you see an umbrella?", OptionalDouble.of(2), List.of()), text -> { });
        assertThat(remembering.recallingSessions()).as("the answer alone: it rests on a moment").isEqualTo(3);
    }

    @Test
    void whetherSomethingWasEverThereIsAskedOfMemoryUntilItForgets() {
        List<String> contexts = new ArrayList<>();
        FakeVisualModel remembering = remembering(contexts);
        watch(remembering, 30);
        VisualAsker told = new VisualAsker(store, remembering, new FakeTextEmbedder(), VisualSettings.DEFAULT,
                StreamPrompt.of(remembering));
        Question question = new Question(DOOR, "Did you see an umbrella?", OptionalDouble.of(2), List.of());
        told.ask(question, text -> { });
        assertThat(contexts.get(0)).as("three things noted, of which memory holds three").contains("Seen before:");
        contexts.clear();
        told.ask(new Question(DOOR, question.text(), OptionalDouble.of(3), List.of()), text -> { });
        assertThat(contexts.get(0)).as("the fourth took the place of the first").doesNotContain("Seen before:");
        contexts.clear();
        told.ask(new Question(DOOR, "Did you see an umbrella before 00:02?", OptionalDouble.of(2), List.of()), text -> { });
        assertThat(contexts.get(0)).as("a time's own blocks show what was there").doesNotContain("Seen before:");
    }

    @Test
    void memoryTakesItsTokensFromTheBudgetOfTheBlocks() {
        List<String> contexts = new ArrayList<>();
        FakeVisualModel remembering = remembering(contexts);
        watch(remembering, 30);
        VisualAsker told = new VisualAsker(store, remembering, new FakeTextEmbedder(), VisualSettings.DEFAULT,
                StreamPrompt.of(remembering));
        int budget = 4 * store.lastEntry(DOOR).orElseThrow().tokens();
        Retrieval retrieval = new Retrieval(Optional.of(Policy.RECENT), OptionalInt.of(20), OptionalInt.of(budget), List.of());
        Reply.Usage usage = told.ask(new Question(DOOR, "How often?", OptionalDouble.empty(), List.of(), retrieval), text -> { }).usage();
        assertThat(usage.retrievedBlocks()).isEqualTo(3);
        assertThat(usage.retrievedTokens()).isLessThanOrEqualTo(budget).isGreaterThan(3 * store.lastEntry(DOOR).orElseThrow().tokens());
    }

    @Test
    void blocksThatAQuestionNamesAreReadAlone() {
        List<String> contexts = new ArrayList<>();
        FakeVisualModel remembering = remembering(contexts);
        watch(remembering, 30);
        VisualAsker told = new VisualAsker(store, remembering, new FakeTextEmbedder(), VisualSettings.DEFAULT,
                StreamPrompt.of(remembering));
        told.ask(new Question(DOOR, "How often?", OptionalDouble.empty(), List.of(),
                new Retrieval(Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), List.of(3L))), text -> { });
        assertThat(contexts).isNotEmpty().noneMatch(context -> context.contains("Seen before"));
    }

    @Test
    void timesOfAnHourAndLaterAreToldAsPeopleWriteThem() {
        watchFrom(6452, model, 30, 28);
        StringBuilder heard = new StringBuilder();
        Answer.Answered answer = answered(asker.ask(new Question(DOOR, "When did she carry it?", OptionalDouble.empty(), List.of()),
                heard::append));
        assertThat(answer.text()).isEqualTo("at 1:48:00").isEqualTo(heard.toString());
        assertThat(answer.citations()).first().satisfies(cited -> assertThat(List.of(cited.start(), cited.end()))
                .containsExactly(6480.0, 6481.0));
    }

    @Test
    void whatAMomentTellsIsReadWithoutMemory() {
        List<String> contexts = new ArrayList<>();
        FakeVisualModel remembering = remembering(contexts);
        watch(remembering, 30);
        VisualAsker told = new VisualAsker(store, remembering, new FakeTextEmbedder(), VisualSettings.DEFAULT,
                StreamPrompt.of(remembering));
        told.ask(new Question(DOOR, "Where is the fox?", OptionalDouble.empty(), List.of()), text -> { });
        assertThat(contexts).isNotEmpty().noneMatch(context -> context.contains("Seen before"));
    }

    @Test
    void anAnswerThatMemoryAloneExplainsRestsOnEverythingUpToNow() {
        FakeVisualModel remembering = new FakeVisualModel(new FakeTower(), 0,
                context -> context.contains("Seen before") && !context.endsWith("twice") ? "twice" : "",
                new FakeBridge(new FakeTower().width()));
        watch(remembering, 30);
        VisualAsker told = new VisualAsker(store, remembering, new FakeTextEmbedder(), VisualSettings.DEFAULT,
                StreamPrompt.of(remembering));
        Answer.Answered answer = answered(told.ask(new Question(DOOR, "How often?", OptionalDouble.of(21), List.of()), text -> { }));
        assertThat(answer.text()).isEqualTo("twice");
        assertThat(answer.citations()).singleElement().satisfies(cited -> {
            assertThat(List.of(cited.start(), cited.end())).containsExactly(0.0, 21.0);
            assertThat(cited.kind()).isEqualTo("memory");
        });
    }
}
