package dev.afterimage.answering.ask;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Reply;

/** An answer and what it took. */
record Outcome(Answer answer, Reply.Usage usage) { }
