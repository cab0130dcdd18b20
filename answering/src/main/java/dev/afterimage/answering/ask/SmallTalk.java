package dev.afterimage.answering.ask;

import dev.afterimage.core.stream.StreamId;

/** What is said to a greeting or a thank-you: what can be asked. */
final class SmallTalk {

    private SmallTalk() { }

    static String reply(StreamId stream) {
        return "Hello! Ask me what '" + stream
                + "' has shown: how many, when, how long, where, what colour, what was written or said, or what happened.";
    }
}
