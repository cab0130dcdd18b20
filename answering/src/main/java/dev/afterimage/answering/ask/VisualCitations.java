package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.Support;
import dev.afterimage.answering.evidence.Coverage;
import dev.afterimage.answering.retrieval.BlockIndex.Retrieved;
import dev.afterimage.answering.retrieval.BlockIndex;
import dev.afterimage.answering.time.TimeExpressions;
import dev.afterimage.answering.time.TimeReference;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.answer.Citation;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the moments an answer rests on by trying: the question is read again behind each likely block alone and behind
 * none, and a block's gain is how much likelier, a token, the given answer is behind it. Where none of them gains half
 * of what the whole context does, the blocks of the context are halved, and the half that keeps the answer likelier
 * halved again; unless the model's memory of the stream does it alone: then the answer rests on everything up to now.
 * Blocks that follow one another are cited as one stretch; a block holds until the next.
 */
final class VisualCitations {

    /** Of the best block's gain, what another's must reach to be cited beside it; of the whole context's, what the best must reach. */
    private static final double SHARE = 0.5;
    private static final Pattern CLOCK = Pattern.compile("\\d:\\d\\d");

    private final Context context;
    private final VisualSettings settings;

    /**
     * What was asked, and of what.
     *
     * @param part      the question in its template
     * @param now       seconds
     * @param watched   which of the time up to now was watched
     * @param entries   every block up to now, ascending; its number is its index
     * @param retrieved what the answer was read from
     * @param memory    what it may rest on beside these; empty where the model has no bridge
     */
    record ReadQuestion(StreamId stream, PromptPart part, TimeReference time, double now, Coverage watched, List<BlockEntry> entries,
            Retrieved retrieved, Optional<PromptPart> memory,
                 Deadline deadline) { }

    /** How much likelier a token of the answer is behind single blocks, and behind memory alone where no block explains it. */
    private record Gains(Map<Integer, Double> blocks, OptionalDouble memory) { }

    VisualCitations(Context context, VisualSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    /**
     * The moment that the answer names, if it names one, then those that make it likelier, the best first.
     *
     * @param weight log-probability of a token of the answer behind the whole context
     */
    List<Citation> of(AnswerStream answer, double weight, ReadQuestion asked) {
        OptionalInt named = named(answer.text(), asked);
        Set<Integer> candidates = candidates(asked);
        named.ifPresent(candidates::add);
        Gains found = gains(answer.ids(), weight, candidates, asked);
        if (found.memory.isPresent() && named.isEmpty()) {
            Support all = new Support(new TimeSpan(0, asked.now), score(found.memory.getAsDouble()), "memory", "everything up to "
                    + Clock.text(asked.now));
            return Unwatched.watchedParts(List.of(all), asked.watched).stream().map(part -> part.cite(asked.stream)).toList();
        }
        Map<Integer, Double> gains = found.blocks;
        double best = gains.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        gains.entrySet().removeIf(gain -> gain.getValue() < best && gain.getValue() < SHARE * best
                && (named.isEmpty() || gain.getKey() != named.getAsInt()));
        List<Support> stretches = stretches(gains, asked);
        double at = named.isEmpty() ? -1 : asked.entries.get(named.getAsInt()).seconds();
        return stretches.stream().sorted(Comparator.comparing((Support support) -> !support.span().contains(at))
                .thenComparing(Support::score, Comparator.reverseOrder()))
                .limit(settings.cited()).map(support -> support.cite(asked.stream)).toList();
    }

    /** What came nearest to a question without an answer. */
    List<Citation> closest(ReadQuestion asked) {
        return BlockIndex.best(asked.retrieved, asked.entries)
                .map(block -> support((int) block.number(), (int) block.number(), Math.max(0, asked.retrieved.nearest()), asked)
                .cite(asked.stream)).stream().toList();
    }

    /** The block that holds at a time on the clock that the answer names: it is given to the second. */
    private OptionalInt named(String answer, ReadQuestion asked) {
        TimeReference time = TimeExpressions.find(answer, asked.now);
        if (!CLOCK.matcher(answer).find() || !time.bounded() || time.future()) {
            return OptionalInt.empty();
        }
        int holding = -1;
        while (holding + 1 < asked.entries.size() && asked.entries.get(holding + 1).seconds() < Math.floor(time.span().start()) + 1) {
            holding++;
        }
        // Nothing holds where nobody watched.
        boolean held = holding >= 0 && context.kept(asked.stream, holding) && Math.floor(time.span().start()) <= end(holding, asked);
        return held ? OptionalInt.of(holding) : OptionalInt.empty();
    }

    /** Indices of the newest of the blocks retrieved, and of those that hold at the time asked about or else score best. */
    private Set<Integer> candidates(ReadQuestion asked) {
        double[] scores = asked.retrieved.scores();
        List<BlockEntry> retrieved = asked.retrieved.blocks();
        int newest = (int) retrieved.get(retrieved.size() - 1).number();
        Comparator<Integer> best = Comparator.<Integer, Boolean>comparing(i -> !(asked.time.bounded() && holds(i, asked)))
                .thenComparing(i -> i != newest)
                .thenComparing(i -> -scores[i]).thenComparing(Comparator.reverseOrder());
        return retrieved.stream().map(block -> (int) block.number()).sorted(best).limit(settings.candidates())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean holds(int index, ReadQuestion asked) {
        return new TimeSpan(asked.entries.get(index).seconds(), end(index, asked)).overlap(asked.time.span()) >= 0;
    }

    /** @return by block, how much likelier a token of the answer is behind it alone than behind nothing */
    private Gains gains(int[] answer, double weight, Set<Integer> candidates, ReadQuestion asked) {
        List<BlockEntry> blocks = asked.retrieved.blocks();
        int question = context.tokens(asked.part) + answer.length;
        int longest = Math.min(context.memoryTokens() + tokens(blocks) + tokens(candidates.stream().map(asked.entries::get).toList()),
                context.room(question, 0));
        Map<Integer, Double> gains = new TreeMap<>();
        try (LanguageSession session = context.pinned(asked.memory.isPresent(), longest + question, asked.deadline)) {
            Trial trial = new Trial(session, session.length(), longest, answer, asked);
            double without = trial.weigh(List.of());
            for (int candidate : candidates) {
                gains.put(candidate, trial.weigh(List.of(asked.entries.get(candidate))) - without);
            }
            if (gains.values().stream().allMatch(gain -> gain < SHARE * (weight - without))) {
                OptionalDouble remembered = asked.memory.stream().mapToDouble(memory -> trial.weigh(memory) - without)
                        .filter(gain -> gain > 0 && gain >= SHARE * (weight - without)).findFirst();
                if (remembered.isPresent()) {
                    return new Gains(gains, remembered);
                }
                BlockEntry found = trial.halved(blocks);
                gains.computeIfAbsent((int) found.number(), number -> trial.weigh(List.of(found)) - without);
            }
        }
        return new Gains(gains, OptionalDouble.empty());
    }

    private static int tokens(List<BlockEntry> blocks) {
        return blocks.stream().mapToInt(BlockEntry::tokens).sum();
    }

    /**
     * The same answer behind other blocks.
     *
     * @param pinned length of the session with nothing but the pinned prompt
     * @param room   tokens of blocks that fit
     */
    private final class Trial {

        private final LanguageSession session;
        private final int pinned;
        private final int room;
        private final int[] answer;
        private final ReadQuestion asked;

        Trial(LanguageSession session, int pinned, int room, int[] answer, ReadQuestion asked) {
            this.session = session;
            this.pinned = pinned;
            this.room = room;
            this.answer = answer;
            this.asked = asked;
        }

        /** @return log-probability of a token of the answer, on average */
        double weigh(List<BlockEntry> blocks) {
            session.truncate(pinned);
            context.load(session, asked.stream, blocks);
            return weighed();
        }

        /** The same behind memory alone. */
        double weigh(PromptPart memory) {
            session.truncate(pinned);
            session.read(memory);
            return weighed();
        }

        private double weighed() {
            session.read(asked.part);
            return Arrays.stream(session.weigh(answer)).average().orElse(0);
        }

        /** The one block left when the half that makes the answer less likely is dropped time after time. */
        BlockEntry halved(List<BlockEntry> blocks) {
            List<BlockEntry> left = blocks;
            while (left.size() > 1) {
                List<BlockEntry> early = left.subList(0, left.size() / 2);
                List<BlockEntry> late = left.subList(left.size() / 2, left.size());
                left = tokens(left) <= room && weigh(early) > weigh(late) ? early : late;
            }
            return left.get(0);
        }
    }

    private static List<Support> stretches(Map<Integer, Double> gains, ReadQuestion asked) {
        List<Support> stretches = new ArrayList<>();
        int from = -1;
        int to = -2;
        double gain = 0;
        for (Map.Entry<Integer, Double> block : gains.entrySet()) {
            if (block.getKey() != to + 1 || interrupted(to, asked)) {
                if (to >= 0) {
                    stretches.add(support(from, to, score(gain), asked));
                }
                from = block.getKey();
                gain = block.getValue();
            }
            to = block.getKey();
            gain = Math.max(gain, block.getValue());
        }
        if (to >= 0) {
            stretches.add(support(from, to, score(gain), asked));
        }
        return stretches;
    }

    /** Whether nobody watched for a while before the block that follows this one. */
    private static boolean interrupted(int index, ReadQuestion asked) {
        return asked.watched.between(asked.entries.get(index).seconds(), asked.entries.get(index + 1).seconds()).isPresent();
    }

    /** Share of a token's improbability that the block takes away. */
    private static double score(double gain) {
        return 1 - Math.exp(-Math.max(0, gain));
    }

    private static Support support(int from, int to, double score, ReadQuestion asked) {
        BlockEntry first = asked.entries.get(from);
        String note = first.note().isEmpty() ? "seen at " + Clock.text(first.seconds()) : first.note();
        return new Support(new TimeSpan(first.seconds(), Math.max(first.seconds(), end(to, asked))), score, "block", note);
    }

    private static double end(int index, ReadQuestion asked) {
        double begin = asked.entries.get(index).seconds();
        return asked.watched.known(begin, index + 1 < asked.entries.size() ? asked.entries.get(index + 1)
                .seconds() : Math.max(asked.now, begin));
    }
}
