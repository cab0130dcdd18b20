package dev.afterimage.encoder.visual;

/**
 * Decides how much of each picture is kept. A method is one class and one constant of {@link CompressionSettings.Mode};
 * {@code docs/extending.md} shows how. It keeps nothing between pictures: what was there before is the compressor's.
 */
public interface CompressionMethod {

    /** Whether tokens that match what was at their place before are left out; otherwise every picture is kept whole. */
    boolean drops();

    /** Whether it keeps to a number of tokens a minute, which then must be set. */
    boolean budgeted();

    /**
     * The side of the cells over which tokens are averaged: 1 keeps each token; 0 passes the picture over, and what
     * changed stays to be told with the next. Asked only where something is to be kept.
     */
    int side(Picture picture);

    /** A picture of which some tokens are to be kept. */
    interface Picture {

        /** Whether all of it is to be kept: the first, one of another scene, or one that is due. */
        boolean whole();

        /** Share of its tokens that changed, 0..1; 1 for a whole one. */
        double changed();

        /** Tokens that it takes with cells of this side, those of the text around it included. */
        int tokens(int side);

        /** Tokens that it may take by the budget of a minute. */
        double allowed();
    }
}
