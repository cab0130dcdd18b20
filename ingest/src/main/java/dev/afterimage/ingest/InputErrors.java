package dev.afterimage.ingest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.ingest.media.MediaException;

/** Failures of sources in the user's words. */
final class InputErrors {

    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("rtsp", 554, "rtsps", 322, "rtmp", 1935, "http", 80, "https", 443);
    static final String NO_SENDER = "the sender has stopped, or has not begun";
    private static final int PROBE_MILLIS = 2_000;

    private InputErrors() { }

    static AfterimageException option(String name, String given, long least, long most, Throwable cause) {
        return new AfterimageException(ErrorCode.USAGE_CONFIG, "afterimage.ingest." + name + " is '" + given + "'",
                "give it a whole number from " + least + " to " + most, cause);
    }

    static AfterimageException notFound(String file) {
        return new AfterimageException(ErrorCode.INPUT_NOT_FOUND, "there is no file '" + file + "'", "check the path");
    }

    static AfterimageException badAddress(String uri, Throwable cause) {
        return new AfterimageException(ErrorCode.INPUT_UNREADABLE, "'" + uri + "' is neither a path nor a URL", "check how it is written",
                cause);
    }

    /** A password whose characters end the part of an address in which the host stands. */
    static AfterimageException unescaped(String uri) {
        return new AfterimageException(ErrorCode.INPUT_UNREADABLE, "no host can be recognised in '" + uri + "'",
                "escape special characters of the password: write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23, % as %25 and a space "
                + "as %20");
    }

    static AfterimageException directory(String file) {
        return new AfterimageException(ErrorCode.INPUT_UNREADABLE, "'" + file + "' is a directory",
                "name one video file, or a folder of recordings with a / at its end");
    }

    static AfterimageException forbidden(String file) {
        return new AfterimageException(ErrorCode.INPUT_UNREADABLE, "'" + file + "' may not be read", "check its permissions");
    }

    static AfterimageException empty(String file) {
        return new AfterimageException(ErrorCode.INPUT_UNREADABLE, "'" + file + "' is empty (0 bytes)", "check that it was copied or "
                + "recorded whole");
    }

    static AfterimageException unfinished(String file) {
        return new AfterimageException(ErrorCode.INPUT_TRUNCATED,
                "'" + file + "' is cut off: it begins like a video but the part that describes its pictures is missing",
                "copy it again, or repair it from a whole recording of the same camera");
    }

    static AfterimageException cut(String name, double lastSeconds, String fault, Throwable cause) {
        String where = lastSeconds < 0 ? "before its first picture" : String.format(Locale.ROOT, "after %.2f s", lastSeconds);
        return new AfterimageException(ErrorCode.INPUT_TRUNCATED, "'" + name + "' is cut off " + where + ": " + fault,
                "copy it again; what came before is kept", cause);
    }

    /** Pictures that are there and cannot be used. */
    static AfterimageException notShown(String name, double seconds, MediaException fault) {
        return new AfterimageException(ErrorCode.INPUT_UNREADABLE, String.format(Locale.ROOT,
                "the picture of '%s' at %.2f s cannot be turned into an ordinary one: %s", name, seconds, fault.getMessage()),
                "convert the film to H.264 with 8 bits (4:2:0)", fault);
    }

    /** The codec changes in the middle of a file, and what follows cannot be read. */
    static AfterimageException changed(String name, double seconds, MediaException fault) {
        return new AfterimageException(ErrorCode.INPUT_UNREADABLE, String.format(Locale.ROOT,
                "the codec of '%s' changes after %.2f s, and what follows cannot be read: %s", name, seconds, fault.getMessage()),
                "watch the parts as files of their own", fault);
    }

    /** A file that is there but gives no pictures. */
    static AfterimageException file(String name, MediaException fault) {
        if (fault.reason() == MediaException.Reason.NO_VIDEO) {
            return new AfterimageException(ErrorCode.INPUT_NO_VIDEO, "'" + name + "' holds sound but no pictures", "name a file with video",
                    fault);
        }
        return new AfterimageException(ErrorCode.INPUT_UNREADABLE, "'" + name + "' is not a video that can be read: " + fault.getMessage(),
                "check that it plays elsewhere, or convert it to MP4", fault);
    }

    /** A server that gives no pictures. */
    static AfterimageException network(String uri, MediaException fault, IngestOptions options) {
        if (uri.startsWith(SourceSettings.BROWSER) || uri.startsWith(SourceSettings.PUBLISH)) {
            return sent(uri, fault, options);
        }
        return switch (fault.reason()) {
            case NO_VIDEO -> new AfterimageException(ErrorCode.INPUT_NO_VIDEO, uri + " sends sound but no pictures",
                    "name a stream with video", fault);
            case REFUSED -> new AfterimageException(ErrorCode.INPUT_UNREACHABLE, uri + " cannot be opened: " + fault.getMessage(),
                    "check the path, the name and the password", fault);
            case EXPIRED -> answers(uri) ? stalled(uri, fault, options)
                    : new AfterimageException(ErrorCode.INPUT_UNREACHABLE, uri + " cannot be reached: no answer within " + seconds(options),
                            "check the address and the network", fault);
            case NOT_MEDIA, NOT_SHOWN, FAILED -> new AfterimageException(ErrorCode.INPUT_UNREACHABLE,
                    uri + " cannot be opened: " + fault.getMessage(), "check the address and that the camera is on", fault);
        };
    }

    private static AfterimageException sent(String uri, MediaException fault, IngestOptions options) {
        String again = uri.startsWith(SourceSettings.PUBLISH) ? "start the encoder (OBS, a phone) with the stream's address and key"
                : "open the page where the camera is and send it again";
        return switch (fault.reason()) {
            case EXPIRED -> new AfterimageException(ErrorCode.INPUT_STALLED, "no picture was sent for " + seconds(options),
                    "look at the sender; if it has stopped, " + again, fault);
            case NO_VIDEO -> new AfterimageException(ErrorCode.INPUT_NO_VIDEO, "sound was sent but no pictures", "send video too", fault);
            default -> new AfterimageException(ErrorCode.INPUT_UNREACHABLE, "nothing is sent: " + fault.getMessage(), again, fault);
        };
    }

    /** A sender that is waited for. */
    static AfterimageException notSending(SourceSettings settings) {
        return sent(settings.uri(), new MediaException(MediaException.Reason.FAILED, NO_SENDER), IngestOptions.DEFAULT);
    }

    private static AfterimageException stalled(String uri, MediaException fault, IngestOptions options) {
        return new AfterimageException(ErrorCode.INPUT_STALLED, uri + " sent no picture for " + seconds(options),
                "check the camera, or raise afterimage.ingest.timeout-ms", fault);
    }

    /** A connection that broke off and could not be made again. */
    static AfterimageException lost(String uri, MediaException last, IngestOptions options) {
        AfterimageException why = network(uri, last, options);
        int count = options.reconnectTries();
        String tries = count == 0 ? "" : " (given up after " + count + (count == 1 ? " try" : " tries") + " to reconnect)";
        return new AfterimageException(why.code(), why.getMessage() + tries, why.remedy() + "; what came before is kept", last);
    }

    private static String seconds(IngestOptions options) {
        return String.format(Locale.ROOT, "%.1f s", options.timeout().toMillis() / 1000.0);
    }

    /** The TCP port of a server; -1 of an address without one, or of another protocol. */
    static int port(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        return !DEFAULT_PORTS.containsKey(scheme) ? -1 : address.getPort() > 0 ? address.getPort() : DEFAULT_PORTS.get(scheme);
    }

    /** Tells a silent server from one that is not there, which FFmpeg's timeout does not. */
    private static boolean answers(String uri) {
        try (Socket socket = new Socket()) {
            URI address = URI.create(uri);
            int port = port(address);
            if (address.getHost() == null || port < 0) {
                return true;
            }
            socket.connect(new InetSocketAddress(address.getHost(), port), PROBE_MILLIS);
            return true;
        } catch (IOException unreachable) {
            return false;
        } catch (IllegalArgumentException oddAddress) {
            return true;
        }
    }
}
