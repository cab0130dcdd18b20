package dev.afterimage.core.stream;

import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Which texts may name a stream: what people write, in any script, but nothing that cannot be seen, turns the text around it, or means
 * something in paths. Two names that look the same because one holds something invisible must not be.
 */
final class NameRules {

    static final int LONGEST = 64;
    /** In UTF-8: what file systems take as a name, encoded and with something around it. */
    static final int MOST_BYTES = 180;

    /** Accents and vowel signs over one letter; more run over what stands above. */
    private static final int MOST_MARKS = 4;
    private static final int JOINER = 0x200D;
    private static final int NON_JOINER = 0x200C;
    private static final int TEXT_STYLE = 0xFE0E;
    private static final int EMOJI_STYLE = 0xFE0F;
    private static final int KEYCAP = 0x20E3;
    private static final int FIRST_SKIN_TONE = 0x1F3FB;
    private static final int LAST_SKIN_TONE = 0x1F3FF;
    /** Pictures that are newer than this Java machine's tables are unassigned there. */
    private static final int FIRST_PICTURE = 0x1F000;
    private static final int LAST_PICTURE = 0x1FAFF;
    /** Letters, marks and symbols without a shape: fillers of Hangul, the grapheme joiner, vowels of Khmer, the blank of Braille. */
    private static final Set<Integer> WITHOUT_SHAPE = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x034F, 0x17B4, 0x17B5, 0x2800);
    /** Scripts whose words need joiners: Persian, Hindi, Sinhala and their neighbours. */
    private static final Set<UnicodeScript> JOINING = Set.of(UnicodeScript.ARABIC, UnicodeScript.DEVANAGARI, UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI, UnicodeScript.GUJARATI, UnicodeScript.ORIYA, UnicodeScript.TAMIL, UnicodeScript.TELUGU,
            UnicodeScript.KANNADA, UnicodeScript.MALAYALAM, UnicodeScript.SINHALA);

    private NameRules() { }

    /** What is wrong with a name, as the end of a sentence that begins with the name; empty where nothing is. */
    static Optional<String> complaint(String name) {
        int[] points = name.codePoints().toArray();
        if (points.length == 0 || points.length > LONGEST) {
            return Optional.of("has " + points.length + " characters");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            return Optional.of("takes " + bytes + " bytes");
        }
        if (points[0] == '.' || points[0] == '-' || mark(points[0])) {
            return Optional.of("begins with a dot, a dash or an accent alone");
        }
        if (points[0] == ' ' || points[points.length - 1] == ' ' || name.contains("  ")) {
            return Optional.of("has spaces at its ends, or two in a row");
        }
        int marks = 0;
        for (int at = 0; at < points.length; at++) {
            marks = mark(points[at]) ? marks + 1 : 0;
            if (marks > MOST_MARKS) {
                return Optional.of("has more than " + MOST_MARKS + " accents on one letter");
            }
            if (!fits(points, at)) {
                return Optional.of("holds " + told(points[at]));
            }
        }
        return Optional.empty();
    }

    private static String told(int point) {
        return point == '/' || point == '\\' ? "a " + Character.toString(point) : String.format("the character U+%04X, which cannot be "
                + "seen, turns text around, or is not known", point);
    }

    private static boolean fits(int[] points, int at) {
        int point = points[at];
        int before = at == 0 ? -1 : points[at - 1];
        int after = at == points.length - 1 ? -1 : points[at + 1];
        if (point == JOINER || point == NON_JOINER) {
            return at > 0 && at < points.length - 1 && (joins(before, after) || point == JOINER && picture(before) && picture(after));
        }
        if (point >= 0xFE00 && point <= EMOJI_STYLE) {
            return point >= TEXT_STYLE && (picture(before) || after == KEYCAP);
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            case Character.UNASSIGNED -> picture(point);
            default -> point != '/' && point != '\\' && !WITHOUT_SHAPE.contains(point) && !variation(point);
        };
    }

    /** Selectors beside those of pictures: of Mongolian, and of rare characters. */
    private static boolean variation(int point) {
        return point >= 0x180B && point <= 0x180F || point >= 0xE0100 && point <= 0xE01EF;
    }

    private static boolean mark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean joins(int before, int after) {
        return JOINING.contains(script(before)) && JOINING.contains(script(after));
    }

    private static UnicodeScript script(int point) {
        return point < 0 ? UnicodeScript.UNKNOWN : UnicodeScript.of(point);
    }

    private static boolean picture(int point) {
        return point >= 0 && (Character.getType(point) == Character.OTHER_SYMBOL || point == EMOJI_STYLE
                || point >= FIRST_SKIN_TONE && point <= LAST_SKIN_TONE
                || point >= FIRST_PICTURE && point <= LAST_PICTURE);
    }
}
