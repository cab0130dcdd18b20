package dev.afterimage.answering.parse;

/** Damerau's and Levenshtein's distance: letters left out, put in, exchanged or swapped. */
final class EditDistance {

    private EditDistance() { }

    /** The distance of two words, or {@code limit} when it is at least that. */
    static int of(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 ? j : j == 0 ? i : step(rows, a, b, i, j);
            }
        }
        return Math.min(limit, rows[a.length()][b.length()]);
    }

    private static int step(int[][] rows, String a, String b, int i, int j) {
        int best = Math.min(Math.min(rows[i][j - 1], rows[i - 1][j]) + 1, rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0
                : 1));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
    }
}
