package dev.afterimage.worlds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.answering.evaluate.Evaluator;
import dev.afterimage.answering.evaluate.Finding;
import dev.afterimage.answering.evaluate.ObservedStream;
import dev.afterimage.answering.evaluate.Support;
import dev.afterimage.answering.evidence.Sureness;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.evidence.Coverage;
import dev.afterimage.answering.parse.QuestionGrammar;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.Gap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Answers about one generated world that must agree with each other, whatever is true in it. */
class ConsistencyTest {

    private static final Pattern NUMBER = Pattern.compile("^(?:Up to )?(\\d+)\\b");
    private static final QuestionGrammar GRAMMAR = new QuestionGrammar();

    /** A world, asked. */
    private record Asking(World world, List<BlockEntry> blocks, List<Gap> gaps) {

        static Asking of(World world) {
            List<BlockEntry> blocks = new ArrayList<>();
            for (EncodedFrame frame : WorldFrames.of(world)) {
                blocks.add(new BlockEntry(world.stream(), blocks.size(), frame.seconds(), 1, 0, frame.note(), frame.evidence(),
                        new float[0], new float[0], new float[0]));
            }
            return new Asking(world, blocks, List.of());
        }

        Finding ask(String question, double now) {
            List<BlockEntry> entries = new ArrayList<>(blocks);
            entries.removeIf(entry -> entry.seconds() > now || gaps.stream()
                    .anyMatch(gap -> gap.start() < entry.seconds() && entry.seconds() < gap.end()));
            Timeline timeline = new Timeline(entries, world.scenes(), Coverage.of(gaps, now), now, Sureness.FLOOR);
            return new Evaluator(ObservedStream.of(timeline)).evaluate(GRAMMAR.parse(question, List.of()));
        }

        Finding ask(String question) {
            return ask(question, world.length);
        }

        String told(String question) {
            Finding finding = ask(question);
            return finding instanceof Finding.Fact fact ? fact.text() : finding.getClass().getSimpleName();
        }

        int counted(String question) {
            Matcher number = NUMBER.matcher(told(question));
            return number.find() ? Integer.parseInt(number.group(1)) : 0;
        }
    }

    private static void inWorlds(Consumer<Asking> check) {
        LongStream.range(0, 40).mapToObj(seed -> Asking.of(new World(seed))).forEach(check);
    }

    @Test
    void paraphrasesAgree() {
        inWorlds(asking -> asking.world.stays.stream().map(World.Stay::label).distinct().forEach(label -> {
            assertThat(asking.told("How many times did a " + label + " come?"))
                    .isEqualTo(asking.told("how often did a " + label + " come by"));
            assertThat(asking.told("When does the first " + label + " appear?"))
                    .isEqualTo(asking.told("At what time did the first " + label + " come?"));
            assertThat(asking.told("How long was the last " + label + " there?"))
                    .isEqualTo(asking.told("for how long could you see the last " + label + "?"));
        }));
    }

    @Test
    void whatAColourIsAgreesWithWhetherItIsThat() {
        inWorlds(asking -> asking.world.stays.stream().filter(stay -> !stay.colour().isEmpty()).forEach(stay -> {
            String colour = asking.told("What colour was the first " + stay.label() + "?").replace(".", "").toLowerCase(Locale.ROOT);
            if (colour.matches("[a-z]+") && !colour.equals("cannottell")) {
                assertThat(asking.told("Was the first " + stay.label() + " " + colour + "?")).startsWith("Yes");
                assertThat(asking.told("Was the first " + stay.label() + " purple?")).startsWith("No");
            }
        }));
    }

    @Test
    void theFirstArrivalIsTheEarliestAndTimesAreAsManyAsAreListed() {
        inWorlds(asking -> asking.world.stays.stream().map(World.Stay::label).distinct().forEach(label -> {
            String listed = asking.told("How many times did a " + label + " come?");
            Finding first = asking.ask("When did the first " + label + " come?");
            if (listed.matches("\\d+ times?, at .*") && first instanceof Finding.Fact fact) {
                String earliest = Clock.text(fact.supports().get(0).span().start());
                assertThat(listed).as(label + ": " + fact.text()).contains("at " + earliest);
                int times = Integer.parseInt(listed.replaceFirst(" .*", ""));
                assertThat(Pattern.compile("\\d\\d:\\d\\d").matcher(listed).results().count()).isEqualTo(Math.min(times, 6));
            }
        }));
    }

    @Test
    void beforeAndAfterExcludeEachOther() {
        inWorlds(asking -> {
            List<String> labels = asking.world.stays.stream().map(World.Stay::label).distinct().toList();
            String before = asking.told("Did the first " + labels.get(0) + " come before the first " + labels.get(labels.size() - 1)
                    + " came?");
            String after = asking.told("Did the first " + labels.get(0) + " come after the first " + labels.get(labels.size() - 1)
                    + " came?");
            if (labels.size() > 1 && before.matches("(?:Yes|No):.*")) {
                assertThat(before.startsWith("Yes")).as(before + " / " + after).isNotEqualTo(after.startsWith("Yes"));
            }
        });
    }

    @Test
    void aNarrowerWindowNeverCountsMore() {
        inWorlds(asking -> asking.world.stays.stream().map(World.Stay::label).distinct().forEach(label -> {
            int all = asking.counted("How many different " + label + "s came?");
            int most = asking.counted("How many different " + label + "s came between 5 and 40 seconds?");
            int few = asking.counted("How many different " + label + "s came between 10 and 30 seconds?");
            assertThat(List.of(all, most, few)).as(label).isSortedAccordingTo(Comparator.reverseOrder());
        }));
    }

    @Test
    void nothingIsToldFromTheFutureOrFromAGap() {
        inWorlds(asking -> {
            double now = asking.world.length / 2;
            Gap gap = new Gap(asking.world.stream(), now / 2, now / 2 + 6, Gap.Cause.UNREACHABLE);
            Asking broken = new Asking(asking.world, asking.blocks, List.of(gap));
            for (World.Stay stay : asking.world.stays) {
                for (String question : List.of("When was there a " + stay.label() + "?", "Was there a " + stay.label() + "?",
                        "What happened?", "How long was the " + stay.label() + " there?")) {
                    assertThat(supports(broken.ask(question, now))).as(question).allSatisfy(support -> {
                        assertThat(support.span().end()).isLessThanOrEqualTo(now + 1e-6);
                        assertThat(support.span().end() <= gap.start() + 1e-6 || support.span().start() >= gap.end() - 1e-6)
                                .as(support.toString()).isTrue();
                    });
                }
                assertThat(broken.ask("Was there a " + stay.label() + " at " + (int) (gap.start() + 3) + " seconds?", now))
                        .isInstanceOf(Finding.NotWatched.class);
            }
        });
    }

    private static List<Support> supports(Finding finding) {
        return finding instanceof Finding.Fact fact ? fact.supports() : finding instanceof Finding.NotSeen notSeen
                ? notSeen.closest() : List.of();
    }
}
