package dev.afterimage.model.fetch;

import java.util.List;

/**
 * The files of a hub's repository as they were when they were tried.
 *
 * @param revision the commit
 * @param files    every file that is fetched
 */
public record PinnedFiles(String revision, List<File> files) {

    /** @param sha256 hex; a file with another sum is never used */
    public record File(String name, long bytes, String sha256) { }
}
