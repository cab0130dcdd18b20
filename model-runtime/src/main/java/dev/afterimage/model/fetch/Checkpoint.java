package dev.afterimage.model.fetch;

import java.util.List;

/**
 * A published checkpoint file and where it can be had.
 *
 * @param file    its name
 * @param sha256  hex; a file with another sum is never used
 * @param sources in the order they are tried
 */
public record Checkpoint(String file, long bytes, String sha256, List<Source> sources) {

    /**
     * One place.
     *
     * @param hub path below the hub's base URL, or null
     * @param pip requirement of a Python package that bundles the file, or null
     */
    public record Source(String hub, String pip) { }
}
