package dev.afterimage.model.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.afterimage.model.graph.BatchGraph;
import dev.afterimage.model.graph.HalfGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A network where {@link NetworkDevice} runs networks: on a GPU, and from the first failure there on the CPU, which takes over what failed.
 * Safe for use by several threads.
 */
public final class PlacedSession implements AutoCloseable {

    /** Options of a session on the CPU. */
    public interface Options {
        OrtSession.SessionOptions make() throws OrtException;
    }

    /** Opens a graph with options. */
    interface Opening {
        OrtSession open(OrtSession.SessionOptions options) throws OrtException;
    }

    private final Options options;
    private final Opening onTheCpu;
    private final String what;
    private final NetworkDevice device;
    private final boolean batched;
    private OrtSession session;
    private boolean gpu;
    /** What failed on the GPU; other threads may still be in it. */
    private OrtSession failed;

    /** @param onGpu null for the CPU alone */
    PlacedSession(String what, Options options, Opening onTheCpu, Opening onGpu, boolean batched) throws OrtException {
        this.what = what;
        this.options = options;
        this.onTheCpu = onTheCpu;
        this.device = NetworkDevice.chosen();
        this.gpu = device.gpu() && onGpu != null;
        this.batched = gpu && batched;
        this.session = gpu ? openedOnGpu(onGpu) : open(onTheCpu, false);
    }

    /** @param graph a whole model; on a GPU in floats, since others made it, and opened for many pictures where it takes one */
    static PlacedSession of(byte[] graph, String what, Options options) throws OrtException {
        Optional<byte[]> many = NetworkDevice.chosen().gpu() ? BatchGraph.of(graph) : Optional.empty();
        return new PlacedSession(what, options, opened -> OnnxUse.open(graph, opened), opened -> OnnxUse.open(many.orElse(graph), opened),
                many.isPresent());
    }

    /**
     * @param graph one of our own: on a GPU in half precision; on the CPU where it is quantised
     * @param what  it is, for people: {@code the vision tower}
     */
    public static PlacedSession of(Path graph, String what, Options options) throws OrtException {
        Opening onTheCpu = opened -> OnnxUse.open(graph.toString(), opened);
        NetworkDevice device = NetworkDevice.chosen();
        if (!device.gpu()) {
            return new PlacedSession(what, options, onTheCpu, null, false);
        }
        try {
            HalfGraph halves = new HalfGraph(graph);
            if (!halves.convertible()) {
                device.tell("Of a quantised pack " + what + " runs on the CPU.");
                return new PlacedSession(what, options, onTheCpu, null, false);
            }
            Path half = halves.write(device.halves());
            return new PlacedSession(what, options, onTheCpu, opened -> OnnxUse.open(half.toString(), opened), halves.batched());
        } catch (IOException e) {
            device.tell("On the CPU runs " + what + ": it cannot be put into halves: " + NetworkDevice.firstLine(e) + ".");
            return new PlacedSession(what, options, onTheCpu, null, false);
        }
    }

    private OrtSession openedOnGpu(Opening opening) throws OrtException {
        try {
            return open(opening, true);
        } catch (OrtException e) {
            tell(e);
            gpu = false;
            return open(onTheCpu, false);
        }
    }

    private OrtSession open(Opening opening, boolean onGpu) throws OrtException {
        try (OrtSession.SessionOptions made = options.make()) {
            if (onGpu) {
                device.add(made);
            }
            return opening.open(made);
        }
    }

    private void tell(OrtException e) {
        device.tell("On the CPU from now on runs " + what + ", since the GPU fails: " + NetworkDevice.firstLine(e) + ".");
    }

    /** Whether several inputs may be given one behind the other as one batch. */
    public synchronized boolean batched() {
        return batched && gpu;
    }

    /** The network itself, for its inputs and outputs. */
    synchronized OrtSession session() {
        return session;
    }

    public OrtSession.Result run(Map<String, OnnxTensor> inputs) throws OrtException {
        OrtSession used = session();
        try {
            return OnnxUse.run(used, inputs);
        } catch (OrtException e) {
            if (!takesOver(used, e)) {
                throw e;
            }
            return OnnxUse.run(session(), inputs);
        }
    }

    /** Whether the CPU's session is there now. */
    private synchronized boolean takesOver(OrtSession used, OrtException e) throws OrtException {
        if (gpu && used == session) {
            OrtSession there = open(onTheCpu, false);
            failed = session;
            session = there;
            gpu = false;
            tell(e);
        }
        return used != session;
    }

    @Override
    public synchronized void close() throws OrtException {
        OnnxUse.close(session);
        if (failed != null) {
            OnnxUse.close(failed);
        }
    }
}
