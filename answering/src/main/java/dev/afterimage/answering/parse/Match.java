package dev.afterimage.answering.parse;

/**
 * What a rule of the grammar found.
 *
 * @param next position of the first word behind it
 */
record Match<T>(T value, int next) {

    <U> Match<U> as(U other) {
        return new Match<>(other, next);
    }
}
