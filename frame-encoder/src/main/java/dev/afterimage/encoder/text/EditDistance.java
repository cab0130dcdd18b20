package dev.afterimage.encoder.text;

import java.util.Locale;

/** How far two readings of a line are apart (Levenshtein), letter case aside: readers confuse it freely. */
final class EditDistance {

    private EditDistance() { }

    /** @return 0 for alike to 1 for nothing in common: edits by the longer one's length */
    static float share(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int longer = Math.max(a.length(), b.length());
        return longer == 0 ? 0 : (float) edits(a, b) / longer;
    }

    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
