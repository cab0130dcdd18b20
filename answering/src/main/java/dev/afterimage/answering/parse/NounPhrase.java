package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Amount;
import dev.afterimage.answering.query.Thing;

/**
 * A thing as a question names it.
 *
 * @param amount    how many of it are spoken of
 * @param reference whether it stands for something named before: "it", "they", "he", "the red one"
 * @param owned     whether it belongs to something named before: "her daughter"
 * @param definite  whether it speaks of a thing that is known: "the car", "my keys"
 */
record NounPhrase(Thing thing, Amount amount, boolean reference, boolean definite, boolean owned) {

    NounPhrase(Thing thing, Amount amount, boolean reference, boolean definite) {
        this(thing, amount, reference, definite, false);
    }

    NounPhrase of(Thing other) {
        return new NounPhrase(other, amount, reference, definite, owned);
    }

    NounPhrase many(Amount other) {
        return new NounPhrase(thing, other, reference, definite, owned);
    }
}
