package dev.afterimage.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Every loading, running and closing of an ONNX Runtime session in this process goes through here. ONNX Runtime closes its environment in a
 * shutdown hook of its own, whatever still runs, and a session that runs then takes the process down with it: so a process may only end
 * after {@link #stop}. Safe for use by several threads.
 */
public final class OnnxUse {

    private static final Object LOCK = new Object();
    private static int underWay;
    private static boolean stopped;
    private static OrtSession.RunOptions options;

    private OnnxUse() { }

    private interface Use<T> {
        T now() throws OrtException;
    }

    /** @throws CancellationException once stopped */
    public static OrtSession open(String graph, OrtSession.SessionOptions options) throws OrtException {
        return use(() -> OrtEnvironment.getEnvironment().createSession(graph, options));
    }

    /** @throws CancellationException once stopped */
    public static OrtSession open(byte[] graph, OrtSession.SessionOptions options) throws OrtException {
        return use(() -> OrtEnvironment.getEnvironment().createSession(graph, options));
    }

    /** @throws CancellationException once stopped, and when it is stopped meanwhile */
    public static OrtSession.Result run(OrtSession session, Map<String, OnnxTensor> inputs) throws OrtException {
        return use(() -> session.run(inputs, options));
    }

    /**
     * @param inPlace outputs that are written into tensors given
     * @throws CancellationException once stopped, and when it is stopped meanwhile
     */
    public static OrtSession.Result run(OrtSession session, Map<String, OnnxTensor> inputs, Set<String> wanted, Map<String,
            OnnxTensor> inPlace)
            throws OrtException {
        return use(() -> session.run(inputs, wanted, inPlace, options));
    }

    /** Does nothing once stopped: the process is about to end, and its memory goes with it. */
    public static void close(OrtSession session) throws OrtException {
        if (begin()) {
            try {
                session.close();
            } finally {
                end();
            }
        }
    }

    private static <T> T use(Use<T> use) throws OrtException {
        if (!begin()) {
            throw cancelled();
        }
        try {
            return use.now();
        } catch (OrtException e) {
            if (stopped()) {
                throw cancelled();
            }
            throw e;
        } finally {
            end();
        }
    }

    private static CancellationException cancelled() {
        return new CancellationException("models no longer run: the process is ending");
    }

    private static boolean begin() throws OrtException {
        synchronized (LOCK) {
            if (stopped) {
                return false;
            }
            if (options == null) {
                options = new OrtSession.RunOptions();
            }
            underWay++;
            return true;
        }
    }

    private static void end() {
        synchronized (LOCK) {
            underWay--;
            LOCK.notifyAll();
        }
    }

    private static boolean stopped() {
        synchronized (LOCK) {
            return stopped;
        }
    }

    /**
     * For the end of the process: breaks off what runs, refuses what comes, and waits. What is being loaded cannot be broken off.
     *
     * @param atMost how long to wait
     * @return whether nothing runs any more
     */
    public static boolean stop(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (LOCK) {
            if (!stopped) {
                stopped = true;
                breakOff();
            }
            long left = deadline - System.nanoTime();
            while (underWay > 0 && left > 0) {
                try {
                    LOCK.wait(left / 1_000_000 + 1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    break;
                }
                left = deadline - System.nanoTime();
            }
            return underWay == 0;
        }
    }

    private static void breakOff() {
        if (options == null) {
            return;
        }
        try {
            options.setTerminate(true);
        } catch (OrtException notBrokenOff) {
            // What runs then ends by itself, and is waited for.
        }
    }
}
