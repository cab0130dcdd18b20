package dev.afterimage.answering.query;

/**
 * How many of a thing are meant at once.
 *
 * @param number used by the relations that compare with a number, 0 for the others
 */
public record Amount(Relation relation, int number) {

    public enum Relation { ANY, EXACTLY, AT_LEAST, AT_MOST, MOST, FEWEST }

    /** Nothing was said of how many. */
    public static final Amount ANY = new Amount(Relation.ANY, 0);
    public static final Amount NONE = new Amount(Relation.EXACTLY, 0);
    public static final Amount MOST = new Amount(Relation.MOST, 0);
    public static final Amount FEWEST = new Amount(Relation.FEWEST, 0);

    public static Amount exactly(int number) {
        return new Amount(Relation.EXACTLY, number);
    }

    public static Amount atLeast(int number) {
        return new Amount(Relation.AT_LEAST, number);
    }

    public static Amount atMost(int number) {
        return new Amount(Relation.AT_MOST, number);
    }

    /**
     * Whether this many at once are meant; of {@link Relation#ANY}, {@link Relation#MOST} and {@link Relation#FEWEST}, whether there is one
     * at all.
     */
    public boolean holds(int count) {
        return switch (relation) {
            case EXACTLY -> count == number;
            case AT_LEAST -> count >= number;
            case AT_MOST -> count <= number;
            case ANY, MOST, FEWEST -> count > 0;
        };
    }

    /** Whether nothing at all is meant: an empty picture. */
    public boolean none() {
        return equals(NONE) || relation == Relation.AT_MOST && number == 0;
    }
}
