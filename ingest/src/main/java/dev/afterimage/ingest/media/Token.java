package dev.afterimage.ingest.media;

import org.bytedeco.javacpp.Pointer;

/** A number that travels through FFmpeg as an address, so that nothing has to be allocated for it. */
final class Token extends Pointer {

    Token(long number) {
        address = number;
    }
}
