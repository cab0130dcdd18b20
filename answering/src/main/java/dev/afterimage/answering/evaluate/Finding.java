package dev.afterimage.answering.evaluate;

import dev.afterimage.core.stream.Clock;
import dev.afterimage.core.stream.Gap;

import java.util.List;

/** What the evidence says to a query. */
public sealed interface Finding {

    /** @param supports what it rests on, the best first */
    record Fact(String text, List<Support> supports) implements Finding {
        public Fact {
            supports = List.copyOf(supports);
        }

        Fact(String text, Support support) {
            this(text, List.of(support));
        }
    }

    /** Looked for and not there. @param closest what came nearest, possibly empty */
    record NotSeen(String why, List<Support> closest) implements Finding {
        public NotSeen {
            closest = List.copyOf(closest);
        }
    }

    /** The evidence keeps nothing about what is asked. @param why names what would be needed */
    record CannotTell(String why, List<Support> closest) implements Finding {
        public CannotTell {
            closest = List.copyOf(closest);
        }

        CannotTell(String why) {
            this(why, List.of());
        }
    }

    /**
     * Nobody watched then.
     *
     * @param gaps when and why; empty when it was before the stream began
     * @param why  a clause for what the gaps do not tell; else empty
     */
    record NotWatched(List<Gap> gaps, String why) implements Finding {
        public NotWatched {
            gaps = List.copyOf(gaps);
        }

        public NotWatched(List<Gap> gaps) {
            this(gaps, "");
        }

        /** There has been no picture yet, or none is left: nothing was looked for, so nothing is known not to have been there. */
        public static NotWatched anything(List<Gap> gaps, double now) {
            return new NotWatched(gaps, !gaps.isEmpty() ? "" : now > 0 ? "no picture was stored up to " + Clock.text(now)
                    : "no picture has come yet");
        }
    }
}
