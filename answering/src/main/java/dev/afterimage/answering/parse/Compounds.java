package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.lexicon.Lexicon;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nouns of several words: {@code front door}, {@code hot air balloon}, {@code neon sign}, {@code gate 2}. */
final class Compounds {

    private static final Set<String> KNOWN = new HashSet<>();
    private static final Set<String> HEADS = new HashSet<>();
    /** Places that are counted off. */
    private static final Set<String> NUMBERED = Set.of("gate", "bed", "gallery", "ward", "cubicle", "theatre", "paddock", "case",
            "cabinet", "pen", "tank", "locker", "unit",
            "wing", "studio", "shelf", "ramp", "lift", "hive", "plot", "kennel", "stable", "bench", "desk", "chair", "box",
            "lorry", "car", "exhibit", "section", "row", "bay", "dock", "door", "lane", "slot", "platform", "room", "line",
            "number", "court", "pump", "cage", "table", "camera", "track", "aisle", "zone", "level", "floor", "exit", "berth",
            "till", "checkout", "stall", "booth", "bus", "field", "pitch", "hall", "block", "house", "flat", "apartment", "stage",
            "terminal");

    /** What moves or does something by itself. */
    private static final Set<String> ALIVE = Set.of("person", "car", "truck", "bus", "motorcycle", "bicycle", "train", "boat", "airplane",
            "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe");
    /** What a thing is doing rather than what it is for. */
    private static final Set<String> STATES = Set.of("moving", "flashing", "blinking", "burning", "missing", "remaining", "rolling",
            "hanging", "leaning", "standing", "falling", "spinning", "steaming", "smoking", "glowing", "shining", "ringing", "beeping",
            "dripping", "overflowing", "waiting", "following", "interesting", "amazing", "passing", "oncoming", "existing", "working",
            "matching", "growing", "leading", "starting", "running", "buzzing", "wearing", "holding", "carrying", "being", "going",
            "having", "lying", "sitting", "opposing", "boring", "annoying", "charming", "smashing", "stunning", "surviving", "living");
    private static final Set<String> ENDS = Set.of("bin", "sign", "desk", "van", "lorry", "truck", "room", "office", "shop", "librarian",
            "department", "counter", "cupboard", "trolley", "rack", "cabinet", "box", "bag", "driver", "manager", "officer", "teacher",
            "machine", "board", "list", "area", "section", "corner", "team", "coach", "pallet", "basket", "centre");
    private static final Set<String> MODIFIERS = Set.of("goods", "sports", "news", "customs", "clothes", "games", "arts", "sales", "parts",
            "glasses", "arms", "savings", "electronics", "antiques", "drinks", "accounts", "ladies", "gents", "womens", "mens", "kids",
            "settings", "systems", "controls", "returns", "gas", "bus", "glass", "grass", "press", "dress", "cross", "boss");

    static {
        Lexicon.read("compounds.txt", line -> KNOWN.add(line[0]));
        Lexicon.read("compound-heads.txt", line -> HEADS.addAll(List.of(line[0].split(" "))));
    }

    private Compounds() { }

    /** How many words from {@code i} on name one thing; 0 where they do not. */
    static int length(Sentence s, int i) {
        for (int length = 3; length > 1; length--) {
            if (i + length <= s.length()) {
                String last = Lexicon.english().singular(s.at(i + length - 1));
                String name = String.join(" ", s.words().subList(i, i + length - 1)) + " " + last;
                if (KNOWN.contains(name)) {
                    return length;
                }
            }
        }
        return 0;
    }

    /** Whether a noun that is a verb first of all may end a compound. */
    static boolean head(String noun) {
        return HEADS.contains(noun) || HEADS.contains(Lexicon.english().singular(noun));
    }

    /** What often ends a compound, whatever stands before it: {@code sharps bin}, {@code roadworks sign}. */
    static boolean end(String noun) {
        return ENDS.contains(Lexicon.english().singular(noun));
    }

    /** Whether a plural may stand before another noun: {@code goods lift}, {@code sports bag}. */
    static boolean modifier(String plural) {
        return MODIFIERS.contains(plural) || plural.endsWith("ics");
    }

    /** {@code walking frame}, {@code weighing scale}: what a thing is for is part of its name; {@code moving car} is no such name. */
    static boolean gerund(Sentence s, int i) {
        if (!s.at(i).endsWith("ing") || STATES.contains(s.at(i)) || !s.noun(i + 1) || s.at(i + 1).endsWith("ing")) {
            return false;
        }
        return Kinds.coco().of(Lexicon.english().singular(s.at(i + 1))).filter(kind -> kind.labels().stream().anyMatch(ALIVE::contains))
                .isEmpty();
    }

    static boolean alive(String label) {
        return ALIVE.contains(label);
    }

    static boolean numbered(String noun) {
        return NUMBERED.contains(noun);
    }
}
