package dev.afterimage.core;

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

    public Question {
        if (text == null || text.isBlank()) {
            throw new AfterimageException(ErrorCode.USAGE_EMPTY_QUESTION, "the question is empty", "ask something, e.g. \"When did the first car appear?\"");
        }
        if (text.length() > MAX_LENGTH) {
            throw new AfterimageException(ErrorCode.USAGE_QUESTION_TOO_LONG, "the question has " + text.length() + " characters",
                    "ask in at most " + MAX_LENGTH);
        }
        if (at.isPresent() && !(at.getAsDouble() >= 0)) {
            throw new AfterimageException(ErrorCode.USAGE_TIME, "the time " + at.getAsDouble() + " lies before the stream's start",
                    "give --at as seconds from 0, or mm:ss");
        }
        earlier = List.copyOf(earlier);
    }

    /** With blocks chosen as the service is set. */
    public Question(StreamId stream, String text, OptionalDouble at, List<LanguageModel.Message> earlier) {
        this(stream, text, at, earlier, Retrieval.AS_SET);
    }
}
