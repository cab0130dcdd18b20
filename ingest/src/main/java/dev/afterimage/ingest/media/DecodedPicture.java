package dev.afterimage.ingest.media;

/**
 * A decoded picture.
 *
 * @param rgb width x height x 3 bytes, rows from the top, R G B, without padding
 */
public record DecodedPicture(int width, int height, byte[] rgb) { }
