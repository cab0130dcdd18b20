package dev.afterimage.core.answer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A question about one stream.
 *
 * @param at      the moment it is asked at, seconds from the stream's start: nothing later is read; empty for now
 * @param earlier turns of the chat before it, oldest first
 */
public record Question(StreamId stream, String text, OptionalDouble at, List<LanguageModel.Message> earlier, Retrieval retrieval) {

    public static final int MAX_LENGTH = 4_000;
    /** Turns of the chat before the question. */
    public static final int MAX_TURNS = 64;
    /** Characters of one turn; of the user's, which were questions once, {@link #MAX_LENGTH}. */
    public static final int MAX_TURN_LENGTH = 16_000;
    /** Characters of all turns together. */
    public static final int MAX_HISTORY_LENGTH = 64_000;

    public Question {
        if (text == null || text.isBlank()) {
            throw new AfterimageException(ErrorCode.USAGE_EMPTY_QUESTION, "the question is empty", "ask something, e.g. \"When did the "
                    + "first car appear?\"");
        }
        if (text.length() > MAX_LENGTH) {
            throw new AfterimageException(ErrorCode.USAGE_QUESTION_TOO_LONG, "the question has " + text.length() + " characters",
                    "ask in at most " + MAX_LENGTH);
        }
        if (at.isPresent() && !(at.getAsDouble() >= 0 && at.getAsDouble() < Double.POSITIVE_INFINITY)) {
            throw new AfterimageException(ErrorCode.USAGE_TIME, "the time " + at.getAsDouble() + " is not a time in a stream",
                    "give seconds from the stream's start, 0 or more");
        }
        earlier = List.copyOf(earlier);
        checkHistory(earlier, MAX_TURNS, MAX_HISTORY_LENGTH);
        checkTurns(earlier);
    }

    /**
     * Refuses a chat that is longer than somebody allows, who allows less than the most there can be.
     *
     * @param turns      of the chat before the question
     * @param characters of all of them
     * @throws AfterimageException {@code USAGE_HISTORY_TOO_LONG}
     */
    public void requireHistoryWithin(int turns, int characters) {
        checkHistory(earlier, turns, characters);
    }

    private static void checkHistory(List<LanguageModel.Message> earlier, int turns, int characters) {
        if (earlier.size() > turns) {
            throw tooLong("has " + earlier.size() + " turns", turns == 0 ? "the question alone" : "at most the newest " + turns);
        }
        long all = earlier.stream().mapToLong(turn -> turn.content().length()).sum();
        if (all > characters) {
            throw tooLong("has " + all + " characters", "at most " + characters + ", the newest turns");
        }
    }

    private static void checkTurns(List<LanguageModel.Message> earlier) {
        for (LanguageModel.Message turn : earlier) {
            int length = turn.content().length();
            int most = turn.role().equals("user") ? MAX_LENGTH : MAX_TURN_LENGTH;
            if (length > most) {
                throw tooLong("has a turn of '" + turn.role() + "' with " + length + " characters", "turns of at most " + most);
            }
        }
    }

    private static AfterimageException tooLong(String what, String send) {
        return new AfterimageException(ErrorCode.USAGE_HISTORY_TOO_LONG, "the chat before the question " + what, "send " + send);
    }

    /** The same of another stream. */
    public Question of(StreamId other) {
        return new Question(other, text, at, earlier, retrieval);
    }

    /** With blocks chosen as the service is set. */
    public Question(StreamId stream, String text, OptionalDouble at, List<LanguageModel.Message> earlier) {
        this(stream, text, at, earlier, Retrieval.AS_SET);
    }
}
