package dev.afterimage.worlds;

import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.core.stream.Clock;
import dev.afterimage.worlds.Expected.NotSeen;
import dev.afterimage.worlds.Expected.Answered;
import dev.afterimage.worlds.Expected.Value;
import dev.afterimage.worlds.World.Stay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Makes questions about a world: chooses what to ask about, and how. A third of the phrasings of each kind is used for
 * held-out worlds only.
 */
public class QuestionMaker {

    /** Nothing is asked so near to a change that a frame decides. */
    static final double CLEAR = 1.5;

    final World world;
    final Random random;
    private final boolean heldOut;

    /** @param heldOut whether phrasings kept for held-out worlds are used too */
    QuestionMaker(World world, boolean heldOut) {
        this.world = world;
        this.heldOut = heldOut;
        this.random = new Random(world.seed * 15485863 + 3);
    }

    /** Of the same world with the same dice. */
    QuestionMaker(QuestionMaker like) {
        this.world = like.world;
        this.heldOut = like.heldOut;
        this.random = like.random;
    }

    /** A phrase filled in; without a value the thing is to be refused. */
    final WorldQuestion asked(String kind, String phrase, String label, double at, Value value, List<double[]> cited) {
        Kinds.Kind subject = World.subject(label);
        String text = phrase.replace("{s}", subject.singular()).replace("{p}", subject.plural()).replace("{a}", World.one(label))
                .replace("{t}", time(at));
        boolean refused = kind.startsWith("absent");
        return new WorldQuestion(kind, text, refused ? new NotSeen() : new Answered(value, cited));
    }

    final String pick(String... phrases) {
        return phrases[random.nextInt(heldOut ? phrases.length : phrases.length - phrases.length / 3)];
    }

    final Optional<String> label() {
        return label(label -> true);
    }

    final Optional<String> label(Predicate<String> fits) {
        List<String> labels = world.labels().stream().filter(fits).toList();
        return labels.isEmpty() ? Optional.empty() : Optional.of(labels.get(random.nextInt(labels.size())));
    }

    /** Whether its stays never overlap and lie clearly apart. */
    final boolean apart(String label) {
        List<Stay> stays = world.of(label);
        for (int i = 1; i < stays.size(); i++) {
            if (stays.get(i).start() < stays.get(i - 1).end() + CLEAR) {
                return false;
            }
        }
        return true;
    }

    final Optional<Double> clearMoment() {
        for (int i = 0; i < 20; i++) {
            double at = 2 + random.nextInt((int) world.length - 3) + (random.nextInt(4) == 0 ? 0.5 : 0);
            boolean clear = world.stays.stream().allMatch(stay -> Math.abs(stay.start() - at) >= CLEAR
                    && (Math.abs(stay.end() - at) >= CLEAR || stay.end() >= world.length));
            if (clear) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    final int count(String label, double at) {
        return (int) world.of(label).stream().filter(stay -> stay.at(at)).count();
    }

    final int came(String label, double from, double to) {
        return (int) world.of(label).stream().filter(stay -> stay.start() > from && stay.start() < to).count();
    }

    /** The stretch around a moment over which the number stays the same. */
    final List<double[]> stretch(String label, double at) {
        double from = world.of(label).stream().flatMap(stay -> List.of(stay.start(), stay.end()).stream()).filter(edge -> edge <= at)
                .max(Comparator.naturalOrder()).orElse(0.0);
        double to = world.of(label).stream().flatMap(stay -> List.of(stay.start(), stay.end()).stream()).filter(edge -> edge > at)
                .min(Comparator.naturalOrder()).orElse(world.length);
        return List.of(new double[] {from, to});
    }

    /** Stretches in which any of them was there; ascending by start. */
    static List<double[]> spans(List<Stay> stays) {
        List<double[]> spans = new ArrayList<>();
        for (Stay stay : stays) {
            double[] last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (last != null && stay.start() <= last[1]) {
                last[1] = Math.max(last[1], stay.end());
            } else {
                spans.add(new double[] {stay.start(), stay.end()});
            }
        }
        return spans;
    }

    /** One of the ways in which people write a time. */
    final String time(double seconds) {
        if (seconds != Math.rint(seconds)) {
            return String.format(Locale.ROOT, "%.1f", seconds) + (random.nextBoolean() ? " seconds" : "");
        }
        int whole = (int) seconds;
        return switch (random.nextInt(whole >= 60 ? 5 : 4)) {
            case 0 -> Clock.text(seconds);
            case 1 -> whole + " seconds";
            case 2 -> String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
            case 3 -> "second " + whole;
            default -> whole / 60 + " minute" + (whole >= 120 ? "s" : "") + " " + whole % 60 + " seconds";
        };
    }
}
