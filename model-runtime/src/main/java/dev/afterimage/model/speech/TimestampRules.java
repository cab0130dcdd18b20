package dev.afterimage.model.speech;

import java.util.List;

/**
 * What may follow what, so that greedy decoding yields segments {@code time, text, time} in order of time: the rules Whisper was published
 * with. They strike out logits before the best is taken.
 */
final class TimestampRules {

    /** The first segment begins within this many steps of 0.02 s. */
    private static final int LATEST_BEGIN = 50;

    private final SpeechTokens tokens;
    private final List<Integer> never;
    private final List<Integer> notFirst;

    /**
     * @param never    ids that are never said: brackets, music signs, tasks
     * @param notFirst ids that nothing begins with
     */
    TimestampRules(SpeechTokens tokens, List<Integer> never, List<Integer> notFirst) {
        this.tokens = tokens;
        this.never = never;
        this.notFirst = notFirst;
    }

    /**
     * @param logits (vocabulary), changed in place
     * @param said   what was decoded so far, without what stands before the first time
     */
    void apply(float[] logits, List<Integer> said) {
        never.forEach(id -> logits[id] = Float.NEGATIVE_INFINITY);
        // Languages, tasks and other marks are read and never said.
        strike(logits, tokens.start(), tokens.timestamp());
        if (said.isEmpty()) {
            notFirst.forEach(id -> logits[id] = Float.NEGATIVE_INFINITY);
            strike(logits, 0, tokens.timestamp());
            strike(logits, tokens.timestamp() + LATEST_BEGIN + 1, logits.length);
        } else {
            keepPairs(logits, said);
        }
        if (timesOutweigh(logits)) {
            strike(logits, 0, tokens.timestamp());
        }
    }

    /** Times come in pairs that close one segment and open the next, and never go back. */
    private void keepPairs(float[] logits, List<Integer> said) {
        int last = said.get(said.size() - 1);
        boolean lastIsTime = tokens.time(last);
        boolean beforeIsTime = said.size() < 2 || tokens.time(said.get(said.size() - 2));
        if (lastIsTime && beforeIsTime) {
            strike(logits, tokens.timestamp(), logits.length);
        } else if (lastIsTime) {
            strike(logits, 0, tokens.end());
        }
        int newest = said.stream().filter(tokens::time).mapToInt(id -> id).max().orElse(tokens.timestamp());
        boolean repeats = lastIsTime && !beforeIsTime;
        strike(logits, tokens.timestamp(), repeats ? newest : newest + 1);
    }

    /** Whether all times together are likelier than any one other token. */
    private boolean timesOutweigh(float[] logits) {
        float best = Float.NEGATIVE_INFINITY;
        for (int id = 0; id < tokens.timestamp(); id++) {
            best = Math.max(best, logits[id]);
        }
        return logSumExp(logits, tokens.timestamp()) > best;
    }

    /** Over the ids from {@code from} on; minus infinity when all are struck out. */
    static double logSumExp(float[] logits, int from) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int id = from; id < logits.length; id++) {
            largest = Math.max(largest, logits[id]);
        }
        if (largest == Float.NEGATIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (int id = from; id < logits.length; id++) {
            sum += Math.exp(logits[id] - largest);
        }
        return largest + Math.log(sum);
    }

    private static void strike(float[] logits, int from, int to) {
        for (int id = from; id < to; id++) {
            logits[id] = Float.NEGATIVE_INFINITY;
        }
    }
}
