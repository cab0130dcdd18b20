package dev.afterimage.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A camera that can be switched on and off: the RTSP server that the tests of {@code ingest} use, on a port of its own. */
final class CameraServer implements AutoCloseable {

    private static final String PYTHON = "/usr/bin/python3";

    private final int port;
    private Process process;

    private CameraServer(int port) {
        this.port = port;
    }

    static boolean installed() throws Exception {
        if (!Files.isExecutable(Path.of(PYTHON))) {
            return false;
        }
        String probe = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer";
        Process check = new ProcessBuilder(PYTHON, "-c", probe).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return check.waitFor(20, TimeUnit.SECONDS) && check.exitValue() == 0;
    }

    /** Switched off. */
    static CameraServer off() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new CameraServer(socket.getLocalPort());
        }
    }

    void on() throws IOException {
        Path script = Path.of(System.getProperty("afterimage.root"), "ingest", "src", "test", "resources", "rtsp_server.py");
        process = new ProcessBuilder(PYTHON, script.toString(), Integer.toString(port), Command.clip("car-detection.mp4"))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (!"ready".equals(line)) {
            throw new IOException("the RTSP server did not start");
        }
    }

    void switchOff() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    String url(String userInfo, String path) {
        return "rtsp://" + userInfo + "127.0.0.1:" + port + path;
    }

    @Override
    public void close() throws InterruptedException {
        switchOff();
    }
}
