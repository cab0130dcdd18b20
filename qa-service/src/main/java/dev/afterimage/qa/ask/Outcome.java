package dev.afterimage.qa.ask;

import dev.afterimage.core.Answer;
import dev.afterimage.core.Reply;

/** An answer and what it took. */
record Outcome(Answer answer, Reply.Usage usage) { }
