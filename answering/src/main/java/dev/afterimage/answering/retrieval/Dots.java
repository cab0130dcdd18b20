package dev.afterimage.answering.retrieval;

/** Dot products in the inner loop of every question: eight sums side by side, or every addition would wait for the last. */
final class Dots {

    private Dots() { }

    static float of(float[] a, int fromA, float[] b, int fromB, int width) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int d = 0;
        for (; d <= width - 8; d += 8) {
            int i = fromA + d;
            int j = fromB + d;
            s0 += a[i] * b[j];
            s1 += a[i + 1] * b[j + 1];
            s2 += a[i + 2] * b[j + 2];
            s3 += a[i + 3] * b[j + 3];
            s4 += a[i + 4] * b[j + 4];
            s5 += a[i + 5] * b[j + 5];
            s6 += a[i + 6] * b[j + 6];
            s7 += a[i + 7] * b[j + 7];
        }
        for (; d < width; d++) {
            s0 += a[fromA + d] * b[fromB + d];
        }
        return s0 + s1 + (s2 + s3) + (s4 + s5) + (s6 + s7);
    }

    static float of(float[] a, byte[] b, int fromB, int width) {
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int d = 0;
        for (; d <= width - 8; d += 8) {
            int j = fromB + d;
            s0 += a[d] * b[j];
            s1 += a[d + 1] * b[j + 1];
            s2 += a[d + 2] * b[j + 2];
            s3 += a[d + 3] * b[j + 3];
            s4 += a[d + 4] * b[j + 4];
            s5 += a[d + 5] * b[j + 5];
            s6 += a[d + 6] * b[j + 6];
            s7 += a[d + 7] * b[j + 7];
        }
        for (; d < width; d++) {
            s0 += a[d] * b[fromB + d];
        }
        return s0 + s1 + (s2 + s3) + (s4 + s5) + (s6 + s7);
    }
}
