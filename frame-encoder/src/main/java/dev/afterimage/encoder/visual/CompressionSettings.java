package dev.afterimage.encoder.visual;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.VisionTower;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many of a picture's visual tokens are kept. Everything here affects what blocks hold, and so on their identity ({@link #text}).
 *
 * @param tokensPerMinute most tokens a minute of stream, the text around pictures included; only with {@link Mode#DYNAMIC}
 * @param dropTarget      share of tokens that the temporal drop is to leave out in the long run, 0..1; the threshold adapts to it
 * @param loosest         cosine to what was there before below which a token is new whatever the target, -1..1
 * @param strictest       cosine above which a token is old whatever the target, -1..1
 * @param wholeSeconds    a picture is kept whole at least this often while anything changes, so that no block leans on one far before it
 */
public record CompressionSettings(Mode mode, int tokensPerMinute, double dropTarget, double loosest, double strictest,
        double wholeSeconds) {

    /** What may be left out: the one place where methods are registered. Their names are written into stores. */
    public enum Mode {
        /** Nothing: every frame is a block of all its tokens. */
        NONE(new KeepAll()),
        /** Tokens that match what was at their place before. */
        DROP(new DropUnchanged()),
        /** These, and detail: the rest is averaged over 2x2 or 4x4 cells where much moves or the budget is short. */
        DYNAMIC(new DropAndPool());

        private final CompressionMethod method;

        Mode(CompressionMethod method) {
            this.method = method;
        }

        CompressionMethod method() {
            return method;
        }

        /** Of all of them, as people write them. */
        public static List<String> names() {
            return Arrays.stream(values()).map(CompressionSettings::word).toList();
        }

        /** By its name, with underscores or dashes. */
        public static Optional<Mode> named(String name) {
            String word = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
            return Arrays.stream(values()).filter(mode -> word(mode).equals(word)).findFirst();
        }
    }

    /** Below what was published without loss (CacheFlow drops 87 %). */
    public static final double DEFAULT_DROP_TARGET = 0.8;
    /** CacheFlow's threshold. */
    public static final double DEFAULT_LOOSEST = 0.5;
    public static final double DEFAULT_STRICTEST = 0.97;
    public static final double DEFAULT_WHOLE_SECONDS = 60;
    /** The default budget of a minute: this many whole pictures, and the text of a block each second. */
    public static final int DEFAULT_PICTURES_PER_MINUTE = 12;
    private static final int TEXT_PER_MINUTE = 60 * 12;
    /** Pictures of fewer tokens are kept whole by default: the text around them weighs as much as they do. */
    public static final int FEW_TOKENS = 32;

    private static final Pattern TEXT_FORM = Pattern.compile("^([a-z_]{1,40})(?:, (\\d{1,9}) tokens a minute)?(?:,.*)?$");

    public CompressionSettings {
        if (mode.method().budgeted() ? tokensPerMinute < 1 : tokensPerMinute != 0) {
            throw new AfterimageException(ErrorCode.USAGE, "compression " + word(mode) + " does not go with " + tokensPerMinute
                    + " tokens a minute",
                    "give --tokens-per-minute a number above 0, together with --compression dynamic");
        }
    }

    public static CompressionSettings of(Mode mode, int tokensPerMinute) {
        return new CompressionSettings(mode, tokensPerMinute, DEFAULT_DROP_TARGET, DEFAULT_LOOSEST, DEFAULT_STRICTEST,
                DEFAULT_WHOLE_SECONDS);
    }

    /**
     * What was asked for, filled up with what suits the tower's pictures.
     *
     * @param mode            null for the default
     * @param tokensPerMinute null for the default
     */
    public static CompressionSettings of(Mode mode, Integer tokensPerMinute, VisionTower tower) {
        int picture = tower.rows() * tower.columns();
        Mode chosen = mode != null ? mode : picture < FEW_TOKENS && tokensPerMinute == null ? Mode.NONE : Mode.DYNAMIC;
        int budget = tokensPerMinute != null ? tokensPerMinute : chosen.method().budgeted() ? defaultBudget(picture) : 0;
        return of(chosen, budget);
    }

    /** @param picture tokens of a whole picture */
    public static int defaultBudget(int picture) {
        return DEFAULT_PICTURES_PER_MINUTE * picture + TEXT_PER_MINUTE;
    }

    /** Those that {@link #text} told, where the rest is as it is by default now. */
    public static CompressionSettings told(String text) {
        Matcher told = TEXT_FORM.matcher(text);
        Optional<Mode> mode = told.find() ? Mode.named(told.group(1)) : Optional.empty();
        if (mode.isEmpty()) {
            throw new AfterimageException(ErrorCode.STORAGE_FORMAT, "the data are stored with compression '" + text
                    + "', which this program does not know",
                    "use the program version that wrote them");
        }
        return of(mode.get(), told.group(2) == null ? 0 : Integer.parseInt(told.group(2)));
    }

    /** All of it in one line, e.g. {@code dynamic, 1488 tokens a minute, share 0.8 within 0.5..0.97, whole every 60.0 s}. */
    public String text() {
        return word(mode) + (mode.method().budgeted() ? ", " + tokensPerMinute + " tokens a minute" : "")
                + (mode.method().drops() ? ", " + drop() : "");
    }

    private String drop() {
        return String.format(Locale.ROOT, "share %s within %s..%s, whole every %s s", dropTarget, loosest, strictest, wholeSeconds);
    }

    private static String word(Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
