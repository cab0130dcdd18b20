package dev.afterimage.eval.niavh;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.eval.needle.Needle;
import dev.afterimage.eval.needle.NeedleSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which cells there are.
 *
 * @param lengths seconds of haystack
 * @param depths  per cent of the length at which the needle comes
 * @param shared  whether all needles of one length lie in one stream, each asked for by itself: what makes hours affordable
 * @param multi   streams with several needles, asked for retrieval, order and count
 */
public record Grid(List<Integer> lengths, List<Integer> depths, boolean shared, int multi) {

    private static final int PUBLISHED_LENGTHS = 40;
    private static final int PUBLISHED_LONGEST = 320;
    private static final List<Integer> PUBLISHED_DEPTHS = List.of(0, 9, 18, 27, 36, 45, 55, 64, 73, 82, 91, 100);

    public Grid {
        lengths = List.copyOf(lengths);
        depths = List.copyOf(depths);
        if (lengths.isEmpty() || lengths.stream().anyMatch(length -> length < 1)) {
            throw new AfterimageException(ErrorCode.USAGE, "a grid needs lengths of at least a second", "give --lengths like 10,60,320");
        }
        if (depths.isEmpty() || depths.stream().anyMatch(depth -> depth < 0 || depth > 100)) {
            throw new AfterimageException(ErrorCode.USAGE, "depths are per cent of the length, 0 to 100", "give --depths like 0,50,100");
        }
        if (multi < 0) {
            throw new AfterimageException(ErrorCode.USAGE, "cannot watch " + multi + " streams", "give --multi from 0");
        }
    }

    /** {@code quick}, {@code paper} or {@code long}. */
    public static Grid preset(String name) {
        return switch (name) {
            case "quick" -> new Grid(List.of(10, 40, 80, 160), List.of(0, 25, 50, 75, 100), false, 3);
            // VideoLLaMB's: 40 lengths from 1 to 320 s, evenly, by 12 depths.
            case "paper" -> new Grid(IntStream.range(0, PUBLISHED_LENGTHS)
                    .map(i -> (int) Math.rint(1 + i * (PUBLISHED_LONGEST - 1.0) / (PUBLISHED_LENGTHS - 1))).boxed().toList(),
                    PUBLISHED_DEPTHS, false, 12);
            case "long" -> new Grid(List.of(3_600, 36_000), PUBLISHED_DEPTHS, true, 3);
            default -> throw new AfterimageException(ErrorCode.USAGE, "there is no preset '" + name + "'", "use quick, paper or long");
        };
    }

    /** The same without streams of several needles. */
    public Grid withoutMulti() {
        return new Grid(lengths, depths, shared, 0);
    }

    /** Why there cannot be streams with several needles; empty where there can, or where none are wanted. */
    public Optional<String> multiImpossible(NeedleSet set) {
        if (multi == 0) {
            return Optional.empty();
        }
        if (longest() < Plan.LEAST_MULTI_SECONDS) {
            return Optional.of("streams with several needles take " + Plan.LEAST_MULTI_SECONDS + " s, and the longest length is "
                    + longest() + " s");
        }
        long names = set.needles().stream().map(Needle::name).distinct().count();
        return names >= Plan.NEEDLES_OF_MULTI ? Optional.empty() : Optional.of("streams with several needles take "
                + Plan.NEEDLES_OF_MULTI + " different ones, and '" + set.name() + "' has " + names);
    }

    public int longest() {
        return lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /** The second at which a needle comes, as published; at full depth it is the last. */
    public static int second(int length, int depth) {
        return Math.min(length - 1, length * depth / 100);
    }
}
