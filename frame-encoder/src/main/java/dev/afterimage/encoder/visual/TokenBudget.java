package dev.afterimage.encoder.visual;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Tokens that may be spent: they come in at an even rate and are saved for at most half a minute, so any stretch of
 * {@code m} minutes takes at most {@code m + 1/2} minutes' worth, and one picture more where half a minute is less than
 * that.
 */
final class TokenBudget {

    private static final double SAVED_MINUTES = 0.5;

    private final double perSecond;
    private final double most;
    private double balance;
    private double lastSeconds = Double.NaN;

    /** @param picture tokens of a whole picture with its text: as many can be saved at any rate */
    TokenBudget(int perMinute, int picture) {
        this.perSecond = perMinute / 60.0;
        this.most = Math.max(perMinute * SAVED_MINUTES, picture);
        this.balance = most;
    }

    void advance(double seconds) {
        if (!Double.isNaN(lastSeconds)) {
            balance = Math.min(most, balance + perSecond * Math.max(0, seconds - lastSeconds));
        }
        lastSeconds = seconds;
    }

    double balance() {
        return balance;
    }

    void spend(int tokens) {
        balance -= tokens;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(balance);
        out.writeDouble(lastSeconds);
    }

    void read(DataInputStream in) throws IOException {
        balance = in.readDouble();
        lastSeconds = in.readDouble();
    }
}
