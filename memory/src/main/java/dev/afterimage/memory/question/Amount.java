package dev.afterimage.memory.question;

/**
 * How many of its subject a question speaks of: {@code only one car}, {@code at least two}, {@code the most}.
 */
public record Amount(Relation relation, int number) {

    public enum Relation { ANY, EXACTLY, AT_LEAST, AT_MOST, MOST, FEWEST }

    public static final Amount ANY = new Amount(Relation.ANY, 0);
    public static final Amount NONE = new Amount(Relation.EXACTLY, 0);
    public static final Amount SEVERAL = new Amount(Relation.AT_LEAST, 2);
    public static final Amount MOST = new Amount(Relation.MOST, 0);
    public static final Amount FEWEST = new Amount(Relation.FEWEST, 0);

    /** Whether so many are meant. {@code MOST} and {@code FEWEST} need the whole to compare with: see the reader of counts. */
    public boolean holds(int count) {
        return switch (relation) {
            case EXACTLY -> count == number;
            case AT_LEAST -> count >= number;
            case AT_MOST -> count <= number;
            case ANY, MOST, FEWEST -> count > 0;
        };
    }

    public boolean none() {
        return relation == Relation.EXACTLY && number == 0 || relation == Relation.AT_MOST && number == 0;
    }
}
