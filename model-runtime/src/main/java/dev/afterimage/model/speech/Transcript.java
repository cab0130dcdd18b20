package dev.afterimage.model.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * What one window of sound was decoded to.
 *
 * @param ids        times and text, without start and end
 * @param noSpeech   probability that nothing was said
 * @param confidence mean log-probability of the tokens, the end among them
 * @param language   token of the language it is in; 0 for a model of English alone
 */
record Transcript(List<Integer> ids, double noSpeech, double confidence, int language) {

    Transcript(List<Integer> ids, double noSpeech, double confidence) {
        this(ids, noSpeech, confidence, 0);
    }

    /**
     * Text between two times.
     *
     * @param start seconds from the window's start
     * @param end   seconds; NaN when the text broke off without one
     */
    record Segment(double start, double end, int[] text) { }

    List<Segment> segments(SpeechTokens tokens) {
        List<Segment> segments = new ArrayList<>();
        List<Integer> text = new ArrayList<>();
        double start = 0;
        for (int id : ids) {
            if (tokens.text(id)) {
                text.add(id);
            } else if (text.isEmpty()) {
                start = tokens.seconds(id);
            } else {
                segments.add(new Segment(start, tokens.seconds(id), array(text)));
                text.clear();
                start = tokens.seconds(id);
            }
        }
        if (!text.isEmpty()) {
            segments.add(new Segment(start, Double.NaN, array(text)));
        }
        return segments;
    }

    /**
     * Where the next window begins, seconds into this one: behind the last segment that the next one's opening proves
     * closed, or else at its end.
     */
    double consumed(SpeechTokens tokens, double windowSeconds) {
        int count = ids.size();
        boolean openedAnew = count >= 2 && tokens.time(ids.get(count - 1)) && tokens.time(ids.get(count - 2));
        return openedAnew ? Math.min(windowSeconds, tokens.seconds(ids.get(count - 1))) : windowSeconds;
    }

    private static int[] array(List<Integer> ids) {
        return ids.stream().mapToInt(id -> id).toArray();
    }
}
