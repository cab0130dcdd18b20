package dev.afterimage.eval.niavh;

import dev.afterimage.core.stream.StreamId;
import dev.afterimage.eval.haystack.Composition.Placement;
import dev.afterimage.eval.haystack.Composition;
import dev.afterimage.eval.needle.Needle;
import dev.afterimage.eval.needle.NeedleSet;
import dev.afterimage.eval.niavh.Cell.CellQuestion;
import dev.afterimage.eval.niavh.Cell.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What is watched, and what is asked of it. Every cell with a needle has a twin that asks the same of the same footage
 * without it. The twins of all lengths are asked of one plain stream, each at the moment its length was reached:
 * nothing later than a question's moment is ever read.
 */
record Plan(List<Watch> watches) {

    /** A stream, and the cells that are asked of it. */
    record Watch(StreamId stream, Composition composition, List<Cell> cells) { }

    private static final int MULTI_SECONDS = 320;
    private static final int ORDERED = 3;
    private static final int MOST_TIMES = 4;
    /** Needles of one stream keep this distance, so that two are never one. */
    private static final int APART = 4;
    /** What the most needles take, so that the length does not decide how often one is shown. */
    static final int LEAST_MULTI_SECONDS = (ORDERED + MOST_TIMES) * APART * 2;
    static final int NEEDLES_OF_MULTI = ORDERED + 1;

    /** @throws IllegalArgumentException where the grid wants streams with several needles and there can be none */
    static Plan of(Grid grid, NeedleSet set, long seed) {
        List<Watch> watches = new ArrayList<>();
        watches.addAll(grid.shared() ? shared(grid, set, seed) : one(grid, set, seed));
        grid.multiImpossible(set).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        for (int i = 0; i < grid.multi(); i++) {
            watches.add(multi(i, Math.min(grid.longest(), MULTI_SECONDS), set, new Random(seed * 31 + i)));
        }
        return new Plan(watches);
    }

    private static List<Watch> one(Grid grid, NeedleSet set, long seed) {
        List<Watch> watches = new ArrayList<>();
        List<Cell> absent = new ArrayList<>();
        List<Needle> drawn = set.drawn(grid.lengths().size() * grid.depths().size(), seed);
        int next = 0;
        for (int length : grid.lengths()) {
            for (int depth : grid.depths()) {
                Needle needle = drawn.get(next++);
                String where = where(length, depth);
                int second = Grid.second(length, depth);
                watches.add(new Watch(new StreamId(where), new Composition(length, List.of(new Placement(second, needle))),
                        List.of(Cell.single(where, length, depth, needle, second))));
                absent.add(Cell.single(where + "-absent", length, depth, needle, -1));
            }
        }
        watches.add(0, plain(grid.longest(), absent));
        return watches;
    }

    private static Watch plain(int seconds, List<Cell> absent) {
        return new Watch(new StreamId("plain"), Composition.plain(seconds), absent);
    }

    /**
     * The twins of a stream that holds other needles ask for what none of these answers, where the set has enough.
     * Every length has the same needles at the same depths: what they score apart is the length's doing.
     */
    private static List<Watch> shared(Grid grid, NeedleSet set, long seed) {
        List<Watch> watches = new ArrayList<>();
        List<Cell> plain = new ArrayList<>();
        List<Needle> drawn = toldApart(set, grid.depths().size(), seed);
        Set<String> held = new HashSet<>(drawn.stream().map(Needle::question).toList());
        List<Needle> others = new ArrayList<>(set.needles().stream().filter(needle -> held.add(needle.question())).toList());
        Collections.shuffle(others, new Random(seed));
        for (int length : grid.lengths()) {
            List<Placement> placements = new ArrayList<>();
            List<Cell> cells = new ArrayList<>();
            int free = 0;
            for (int i = 0; i < grid.depths().size(); i++) {
                int depth = grid.depths().get(i);
                int second = Math.max(free, Grid.second(length, depth));
                free = second + 1;
                placements.add(new Placement(second, drawn.get(i)));
                cells.add(Cell.single(where(length, depth), length, depth, drawn.get(i), second));
                Needle missing = others.isEmpty() ? drawn.get(i) : others.get(i % others.size());
                (others.isEmpty() ? plain : cells).add(Cell.single(where(length, depth) + "-absent", length, depth, missing, -1));
            }
            watches.add(new Watch(new StreamId("shared-" + length), new Composition(Math.max(length, free), placements), cells));
        }
        if (!plain.isEmpty()) {
            watches.add(0, plain(grid.longest(), plain));
        }
        return watches;
    }

    /**
     * Needles that are asked for in different words, over and over where there are too few: of two signs in one stream
     * "What did the sign say?" means neither.
     */
    private static List<Needle> toldApart(NeedleSet set, int count, long seed) {
        Set<String> asked = new HashSet<>();
        List<Needle> apart = set.drawn(set.needles().size(), seed).stream().filter(needle -> asked.add(needle.question())).toList();
        return IntStream.range(0, count).mapToObj(i -> apart.get(i % apart.size())).toList();
    }

    private static String where(int length, int depth) {
        return "len-" + length + "-depth-" + depth;
    }

    /** Three needles once each, and a fourth one to four times. */
    private static Watch multi(int number, int length, NeedleSet set, Random random) {
        List<Needle> drawn = distinct(set, random);
        int times = 1 + random.nextInt(MOST_TIMES);
        List<Integer> seconds = seconds(ORDERED + times, length, random);
        List<Placement> placements = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i++) {
            placements.add(new Placement(seconds.get(i), drawn.get(Math.min(i, ORDERED))));
        }
        List<Placement> ordered = placements.subList(0, ORDERED).stream().sorted(Comparator.comparingInt(Placement::second)).toList();
        placements.sort(Comparator.comparingInt(Placement::second));
        String id = "multi-" + number;
        List<Cell> cells = new ArrayList<>();
        // "Yes" is no answer that options could be made of.
        List<Placement> askable = ordered.stream().filter(placed -> !placed.needle().answers().contains("yes")).toList();
        drawn(askable, random).ifPresent(sought ->
                cells.add(new Cell(id + "-retrieval", Kind.RETRIEVAL, length, -1, sought.needle(), sought.second(),
                        List.of(retrieval(sought, placements, drawn)))));
        cells.add(new Cell(id + "-ordering", Kind.ORDERING, length, -1, ordered.get(0).needle(), ordered.get(0).second(),
                ordering(ordered)));
        Needle counted = drawn.get(ORDERED);
        cells.add(new Cell(id + "-counting", Kind.COUNTING, length, -1, counted, -1,
                List.of(new CellQuestion("How many times did " + counted.name() + " appear?", List.of(), Integer.toString(times)))));
        return new Watch(new StreamId(id), new Composition(length, placements), cells);
    }

    private static Optional<Placement> drawn(List<Placement> of, Random random) {
        return of.isEmpty() ? Optional.empty() : Optional.of(of.get(random.nextInt(of.size())));
    }

    private static List<Needle> distinct(NeedleSet set, Random random) {
        List<Needle> distinct = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Needle needle : set.drawn(set.needles().size(), random.nextLong())) {
            if (names.add(needle.name()) && distinct.size() <= ORDERED) {
                distinct.add(needle);
            }
        }
        return distinct;
    }

    private static List<Integer> seconds(int count, int length, Random random) {
        Set<Integer> taken = new TreeSet<>();
        while (taken.size() < count) {
            int second = random.nextInt(length);
            if (taken.stream().noneMatch(other -> Math.abs(other - second) < APART)) {
                taken.add(second);
            }
        }
        List<Integer> seconds = new ArrayList<>(taken);
        Collections.shuffle(seconds, random);
        return seconds;
    }

    /** The needle's own question, with the truths of the others as wrong options. */
    private static CellQuestion retrieval(Placement sought, List<Placement> placements, List<Needle> drawn) {
        String right = truth(sought);
        List<String> options = new ArrayList<>(List.of(right));
        for (Needle other : drawn) {
            placements.stream().filter(placed -> placed.needle() == other).findFirst()
                    .map(placed -> sought.needle().answers().contains(Needle.TIME)
                    ? clock(placed.second()) : truth(placed)).filter(option -> !options.contains(option)).ifPresent(options::add);
        }
        return new CellQuestion(sought.needle().question(), options, right);
    }

    private static String truth(Placement placed) {
        String answer = placed.needle().answers().get(0);
        return answer.equals(Needle.TIME) ? clock(placed.second()) : answer;
    }

    private static String clock(int second) {
        return String.format("%02d:%02d", second / 60, second % 60);
    }

    /** Every pair, asked both ways round. */
    private static List<CellQuestion> ordering(List<Placement> ordered) {
        List<CellQuestion> asked = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = i + 1; j < ordered.size(); j++) {
                String first = ordered.get(i).needle().name();
                String second = ordered.get(j).needle().name();
                asked.add(new CellQuestion("Which came first, " + first + " or " + second + "?", List.of(first, second), first));
                asked.add(new CellQuestion("Which came first, " + second + " or " + first + "?", List.of(second, first), first));
            }
        }
        return asked;
    }
}
