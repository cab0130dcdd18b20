package dev.afterimage.flink.parts;

import dev.afterimage.flink.copies.TravellingStores;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Travels with the job's graph and finds, on the machine it arrives at, the parts the operators work with. In one process whoever runs the
 * job has made them, adds and removes streams, and writes down how they end. On a cluster nobody is beside the operators, so what is not
 * abstract here does that there.
 */
public interface PartsProvider extends Serializable {

    /** Of this machine: the same for all subtasks. */
    WritePathParts parts();

    /** The streams that the job is to watch; asked where the source's enumerator is. */
    WantedStreams wanted();

    /** How often the enumerator has to {@link #lookUp} what is wanted; zero where whoever runs the job says it. */
    default Duration looksUpEvery() {
        return Duration.ZERO;
    }

    /** Brings {@link #wanted} in line with what is configured. May block. */
    default void lookUp() { }

    /** @param onRelease takes what is run when this machine has left the job: then the parts are closed */
    default void usedUntil(Consumer<Runnable> onRelease) { }

    /** What readers tell when streams begin and end; empty where whoever runs the job does. */
    default Optional<StreamLog> log() {
        return Optional.empty();
    }

    /** The stores of this machine's streams, where each has one of its own that follows it from machine to machine. */
    default Optional<TravellingStores> stores() {
        return Optional.empty();
    }

    /** The version of the program that submitted a job whose streams are served where they are; empty where they are not. */
    default Optional<String> servedVersion() {
        return Optional.empty();
    }

    /**
     * Serves the streams of this machine, from the first call on.
     *
     * @param host by which others reach this machine
     * @return where they are served; empty where they cannot be
     */
    default Optional<URI> serve(String host) {
        return Optional.empty();
    }
}
