package dev.afterimage.flink.operator;

import dev.afterimage.core.stream.Scene;

import java.util.List;

/** What scene tiling hands on: what came to it, with the scenes that this changed. */
public record Tiled(String key, Encoded encoded, List<Scene> scenes) { }
