package dev.afterimage.ingest.media;

import dev.afterimage.core.error.AfterimageException;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what FFmpeg would print on the terminal to the debug log instead. */
final class FfmpegLog extends LogCallback {

    private static final Logger LOG = LoggerFactory.getLogger("dev.afterimage.ingest.ffmpeg");

    /** FFmpeg keeps the bare address, so this must never be collected. */
    private static final FfmpegLog INSTANCE = new FfmpegLog();

    private FfmpegLog() { }

    /** Has to come before the first call into FFmpeg's formats; costs nothing when repeated. */
    static void redirect() {
        avutil.av_log_set_level(LOG.isDebugEnabled() ? avutil.AV_LOG_WARNING : avutil.AV_LOG_QUIET);
        avutil.setLogCallback(INSTANCE);
    }

    @Override
    public void call(int level, BytePointer message) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(AfterimageException.maskPasswords(message.getString().strip()));
        }
    }
}
