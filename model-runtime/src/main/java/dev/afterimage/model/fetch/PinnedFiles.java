package dev.afterimage.model.fetch;

import java.util.List;

/**
 * The files of a hub's repository at one commit.
 *
 * @param revision the commit
 * @param files    every file that is fetched; null where only the commit is known
 */
public record PinnedFiles(String revision, List<File> files) {

    /** @param sha256 hex; a file with another sum is never used; null where none is known */
    public record File(String name, long bytes, String sha256) { }
}
