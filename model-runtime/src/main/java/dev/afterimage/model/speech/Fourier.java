package dev.afterimage.model.speech;

/**
 * The discrete Fourier transform of one length, a product of small primes (mixed radix, decimation in time; Cooley and
 * Tukey 1965). Used by one thread at a time.
 */
final class Fourier {

    private final int size;
    private final double[] cosines; // of 2 pi i / size
    private final double[] sines;
    private final double[] scratchReal;
    private final double[] scratchImaginary;

    Fourier(int size) {
        this.size = size;
        this.cosines = new double[size];
        this.sines = new double[size];
        this.scratchReal = new double[size];
        this.scratchImaginary = new double[size];
        for (int i = 0; i < size; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / size);
            sines[i] = Math.sin(2 * Math.PI * i / size);
        }
    }

    /** X(k) = sum over n of x(n) exp(-2 pi i k n / size), of a real signal. */
    void transform(double[] signal, double[] real, double[] imaginary) {
        transform(signal, 0, 1, size, real, imaginary, 0);
    }

    private void transform(double[] signal, int from, int step, int count, double[] real, double[] imaginary, int to) {
        if (count == 1) {
            real[to] = signal[from];
            imaginary[to] = 0;
            return;
        }
        int radix = smallestFactor(count);
        int part = count / radix;
        for (int r = 0; r < radix; r++) {
            transform(signal, from + r * step, step * radix, part, real, imaginary, to + r * part);
        }
        combine(radix, part, step, real, imaginary, to);
    }

    /** X(k + q part) = sum over r of W^(r (k + q part)) P_r(k), with W the root of unity of this level. */
    private void combine(int radix, int part, int step, double[] real, double[] imaginary, int to) {
        int count = radix * part;
        for (int k = 0; k < count; k++) {
            double sumReal = 0;
            double sumImaginary = 0;
            for (int r = 0; r < radix; r++) {
                int turn = (int) ((long) r * k % count) * step; // step * count = size
                int source = to + r * part + k % part;
                sumReal += real[source] * cosines[turn] + imaginary[source] * sines[turn];
                sumImaginary += imaginary[source] * cosines[turn] - real[source] * sines[turn];
            }
            scratchReal[k] = sumReal;
            scratchImaginary[k] = sumImaginary;
        }
        System.arraycopy(scratchReal, 0, real, to, count);
        System.arraycopy(scratchImaginary, 0, imaginary, to, count);
    }

    private static int smallestFactor(int number) {
        for (int factor = 2; factor * factor <= number; factor++) {
            if (number % factor == 0) {
                return factor;
            }
        }
        return number;
    }
}
