package dev.afterimage.cli;

import dev.afterimage.engine.Wiring;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ends the process, whatever the reason, once no model runs any more.
 *
 * <p>SIGINT, SIGTERM and SIGHUP are taken here and not by a shutdown hook: hooks run side by side, and ONNX Runtime's
 * closes its environment while sessions run, which takes the process down. The command ends in its own thread, in order
 * ({@link Interruption}), and the process exits with 128 plus the signal's number. A second signal, or {@link #LIMIT}
 * without an end, ends it at once.
 */
final class ProcessEnd {

    /** From the signal to the end at the latest. */
    private static final Duration LIMIT = Duration.ofMillis(4000);

    /** What a command that ends by itself may take before models and sources are broken off. */
    private static final Duration IN_ORDER = Duration.ofMillis(2200);

    /** What a command that was broken off may take to tidy up. */
    private static final Duration TIDYING = Duration.ofMillis(1500);

    private static final Duration BY_SIGNAL = Duration.ofMillis(500);

    private final Thread command;
    private final AtomicReference<Signal> received = new AtomicReference<>();

    private ProcessEnd(Thread command) {
        this.command = command;
    }

    /** Takes the signals from here on. */
    static ProcessEnd of(Thread command) {
        ProcessEnd end = new ProcessEnd(command);
        for (String name : List.of("INT", "TERM", "HUP")) {
            try {
                Signal.handle(new Signal(name), end::receive);
            } catch (IllegalArgumentException notHere) {
                // Not every system has all of them, and -Xrs keeps them for the caller.
            }
        }
        return end;
    }

    /** Whether the process was asked to end: what fails then is not reported. */
    boolean requested() {
        return received.get() != null;
    }

    private void receive(Signal signal) {
        if (!received.compareAndSet(null, signal)) {
            endNow(signal);
        }
        Thread limit = new Thread(() -> endIn(LIMIT, signal), "end at the latest");
        limit.setDaemon(true);
        limit.start();
        try {
            if (Interruption.request() || brokenOff()) {
                command.join(IN_ORDER.toMillis());
                Wiring.breakOff(LIMIT);
            } else if (Wiring.breakOff(Duration.ZERO)) {
                exit(0);
            } else {
                endNow(signal); // a model that is being loaded cannot be broken off
            }
        } catch (InterruptedException e) {
            endNow(signal);
        }
    }

    /** @return whether the command had come so far meanwhile that it ends in order */
    private boolean brokenOff() throws InterruptedException {
        command.interrupt();
        Wiring.breakOff(Duration.ZERO);
        command.join(TIDYING.toMillis());
        return Interruption.request();
    }

    private void endIn(Duration limit, Signal signal) {
        try {
            TimeUnit.NANOSECONDS.sleep(limit.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endNow(signal);
    }

    /**
     * Ends the process with a code of the command, or that of the signal that ended the command. Does not return.
     *
     * @param code when no signal came
     */
    void exit(int code) {
        boolean idle = Wiring.breakOff(LIMIT);
        Signal signal = received.get();
        if (idle) {
            System.exit(signal == null ? code : code(signal));
        } else if (signal == null) {
            Runtime.getRuntime().halt(code);
        } else {
            endNow(signal);
        }
    }

    /**
     * Even {@code halt} runs the exit handlers of native libraries, beside threads that still compute in them. The signal's own effect does
     * not, and shells show the same code; {@code halt} is for where it has none, in a container's first process.
     */
    private static void endNow(Signal signal) {
        System.out.flush();
        System.err.flush();
        try {
            Signal.handle(signal, SignalHandler.SIG_DFL);
            new ProcessBuilder("sh", "-c", "kill -" + signal.getName() + " " + ProcessHandle.current().pid()).start()
                    .waitFor(BY_SIGNAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException | InterruptedException | IllegalArgumentException notSent) {
            // Halting is what is left.
        }
        Runtime.getRuntime().halt(code(signal));
    }

    private static int code(Signal signal) {
        return 128 + signal.getNumber();
    }
}
