package dev.afterimage.answering.ask;

import dev.afterimage.answering.retrieval.BlockIndex.Retrieved;
import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.model.VisualLayout;
import dev.afterimage.core.stream.Clock;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times of an hour and later between people, who write 1:48:00, and a model, whose frames show 108:00 or, where its
 * clock begins again, 08:00 ({@link VisualLayout#clock}).
 */
final class WrittenTimes {

    private static final int HOUR = 3600;
    private static final Pattern TIME = Pattern.compile("(?<![\\d:.])(?:(\\d{1,3}):)?(\\d{1,3}):(\\d{2})(?![\\d:])");

    private final VisualLayout layout;

    WrittenTimes(VisualLayout layout) {
        this.layout = layout;
    }

    /** A question with its times as the frames show them. */
    String asked(String question) {
        return TIME.matcher(question).replaceAll(found -> seconds(found) < HOUR ? Matcher.quoteReplacement(found.group())
                : layout.time(seconds(found)));
    }

    /** An answer with its times as those of the blocks that show them, of several the best; a time that none shows stays as it is. */
    String told(String answer, Retrieved read) {
        return TIME.matcher(answer).replaceAll(found -> Matcher.quoteReplacement(bearing(found.group(), read)
                .filter(block -> block.seconds() >= HOUR)
                .map(block -> Clock.text(Math.floor(block.seconds()))).orElse(found.group())));
    }

    private Optional<BlockEntry> bearing(String time, Retrieved read) {
        return read.blocks().stream().filter(block -> layout.time(block.seconds()).equals(time))
                .max(Comparator.comparingDouble(block -> score(block, read)));
    }

    /** Blocks that layers chose for themselves have none. */
    private static double score(BlockEntry block, Retrieved read) {
        return block.number() < read.scores().length ? read.scores()[(int) block.number()] : 0;
    }

    private static double seconds(MatchResult found) {
        int hours = found.group(1) == null ? 0 : Integer.parseInt(found.group(1));
        return hours * HOUR + Integer.parseInt(found.group(2)) * 60.0 + Integer.parseInt(found.group(3));
    }
}
