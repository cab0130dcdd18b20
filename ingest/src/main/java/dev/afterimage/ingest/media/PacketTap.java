package dev.afterimage.ingest.media;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Sees what a container holds before it is decoded. Called by the thread that reads; must not fail. */
public interface PacketTap {

    /** Takes no notice. */
    PacketTap NONE = new PacketTap() {
        @Override
        public void opened(AVStream video, AVStream sound) { }

        @Override
        public void packet(AVPacket packet, AVStream of) { }

        @Override
        public void interrupted() { }
    };

    /** @param sound null where there is none */
    void opened(AVStream video, AVStream sound);

    /** A whole packet of one of the two; it is the caller's again when this returns. */
    void packet(AVPacket packet, AVStream of);

    /** What comes next does not follow what came before: after a seek, and at the end. */
    void interrupted();
}
