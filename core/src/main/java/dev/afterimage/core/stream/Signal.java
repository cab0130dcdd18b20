package dev.afterimage.core.stream;

/**
 * Whether what a live source delivers can show or tell anything.
 *
 * @param pictureSince seconds from the stream's start at which the picture became so; 0 where it is {@code FINE}
 * @param soundSince   the same of the sound
 */
public record Signal(Picture picture, double pictureSince, Hearing sound, double soundSince) {

    /** {@code FROZEN} is one and the same picture again and again, to the last pixel, which no sensor gives. */
    public enum Picture { FINE, BLACK, FROZEN }

    /** {@code SILENT} is a track without any sound; a source that has no track is {@code FINE}. */
    public enum Hearing { FINE, SILENT }

    public static final Signal GOOD = new Signal(Picture.FINE, 0, Hearing.FINE, 0);
}
