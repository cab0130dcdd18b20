package dev.afterimage.encoder;

import dev.afterimage.encoder.object.ObjectDetector;
import dev.afterimage.encoder.picture.SceneFeature;
import dev.afterimage.encoder.text.TextNetworks;

/** The networks that all streams share. */
record SharedNetworks(SceneFeature feature, ObjectDetector objects, TextNetworks text) { }
