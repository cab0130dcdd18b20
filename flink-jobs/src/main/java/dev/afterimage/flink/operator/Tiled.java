package dev.afterimage.flink.operator;

import dev.afterimage.core.Scene;

import java.util.List;

/**
 * What scene tiling hands on: the encoded frame (or fault) with the scenes it changed, or the end of the stream.
 *
 * @param encoded null at the end
 */
public record Tiled(String stream, Encoded encoded, List<Scene> scenes) {

    boolean end() {
        return encoded == null;
    }
}
