package dev.afterimage.qa.http;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.place.Placement;
import dev.afterimage.core.place.Placements;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Where the streams are, asked again when what is known is old, or was wrong. Lives on the event loop. */
final class GatewayPlaces {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MOVED_IN_SECONDS = 2;

    private final Placements placements;
    private final BoundedWorkers reads;
    private Placement known;
    private long asked;
    private Future<Placement> asking;

    GatewayPlaces(Placements placements, BoundedWorkers reads) {
        this.placements = placements;
        this.reads = reads;
    }

    /** As of two seconds ago at most. */
    Future<Placement> now() {
        return known != null && System.nanoTime() - asked < FRESH_NANOS ? Future.succeededFuture(known) : anew();
    }

    /** What is known has turned out to be wrong. Many ask at once where a machine is lost: the job is asked once for all. */
    Future<Placement> anew() {
        if (asking == null) {
            asking = reads.run(placements::now).onComplete(answer -> {
                asking = null;
                known = answer.result();
                asked = System.nanoTime();
            });
        }
        return asking;
    }

    /** @throws RuntimeException where it is nowhere, or on its way; the very same as for a stream that the caller may not see */
    static URI of(Placement placement, Caller caller, StreamId stream) {
        URI machine = caller.sees(stream) ? placement.streams().get(stream) : null;
        if (machine != null) {
            return machine;
        }
        if (caller.sees(stream) && placement.moving(stream)) {
            throw moving(stream);
        }
        throw new AfterimageException(ErrorCode.STREAM_UNKNOWN, "there is no stream '" + stream + "'",
                "list all streams with GET /api/streams");
    }

    /** As many as a machine takes in one request. */
    static List<List<StreamId>> parts(List<StreamId> streams) {
        return IntStream.iterate(0, from -> from < streams.size(), from -> from + AskRoutes.MOST_STREAMS)
                .mapToObj(from -> streams.subList(from, Math.min(from + AskRoutes.MOST_STREAMS, streams.size()))).toList();
    }

    static HttpFailure moving(StreamId stream) {
        return new HttpFailure(503, ErrorCode.CLUSTER_MOVING.name(), "'" + stream + "' is on its way to a task manager",
                "ask again in some seconds").retryAfter(MOVED_IN_SECONDS);
    }

    /** Any of them can tell it. */
    static List<URI> any(Placement placement) {
        if (placement.machines().isEmpty()) {
            throw new HttpFailure(503, ErrorCode.CLUSTER_MOVING.name(), "no task manager of the job is ready",
                    "try again in some seconds; if it stays so, see that task managers run").retryAfter(MOVED_IN_SECONDS);
        }
        return placement.machines();
    }
}
