package dev.afterimage.ingest.rtmp;

/**
 * One RTMP message.
 *
 * @param timestamp milliseconds, as an unsigned number of 32 bits
 */
record Message(int type, int timestamp, int stream, byte[] body) {

    static final int SET_CHUNK_SIZE = 1;
    static final int ABORT = 2;
    static final int ACKNOWLEDGEMENT = 3;
    static final int WINDOW = 5;
    static final int BANDWIDTH = 6;
    static final int AUDIO = 8;
    static final int VIDEO = 9;
    static final int DATA = 18;
    static final int COMMAND = 20;
}
