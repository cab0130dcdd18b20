package dev.afterimage.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** GStreamer's RTSP server in a process of its own, serving a clip; see {@code rtsp_server.py}. */
final class RtspServer implements AutoCloseable {

    /** The system's own Python: GStreamer's bindings are installed there. */
    private static final String PYTHON = "/usr/bin/python3";
    private static final String PACKAGES = "skipped: no RTSP server here; install gir1.2-gst-rtsp-server-1.0, python3-gi and "
            + "gstreamer1.0-plugins-{good,bad,ugly}";

    private final int port;
    private Process process;

    private RtspServer(int port) {
        this.port = port;
    }

    static RtspServer start() throws Exception {
        if (!installed()) {
            System.err.println(PACKAGES);
            assumeTrue(false, PACKAGES);
        }
        RtspServer server = new RtspServer(freePort());
        server.run();
        return server;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean installed() throws Exception {
        if (!Files.isExecutable(Path.of(PYTHON))) {
            return false;
        }
        String probe = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst, GstRtspServer; "
                + "Gst.init(None); "
                + "exit(0 if all(map(Gst.ElementFactory.find, ['rtph264pay', 'h264parse', 'qtdemux', 'aacparse'])) else 1)";
        Process check = new ProcessBuilder(PYTHON, "-c", probe).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return check.waitFor(20, TimeUnit.SECONDS) && check.exitValue() == 0;
    }

    /** Starts it, or starts it again on the same port. */
    void run() throws Exception {
        Path script = Path.of(RtspServer.class.getResource("/rtsp_server.py").toURI());
        process = new ProcessBuilder(PYTHON, script.toString(), Integer.toString(port), Captures.CARS.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(out.readLine())) {
            throw new IOException("the RTSP server did not start");
        }
    }

    String url(String path) {
        return "rtsp://127.0.0.1:" + port + path;
    }

    String url(String userInfo, String path) {
        return "rtsp://" + userInfo + "@127.0.0.1:" + port + path;
    }

    /** As when the power fails. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As when a camera hangs: connections stay, nothing is sent. */
    void freeze() throws Exception {
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
