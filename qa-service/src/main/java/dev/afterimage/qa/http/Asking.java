package dev.afterimage.qa.http;

import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.answer.JointReply;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Puts questions to the asker, on two lanes of threads: every question is looked up on the first, and what the evidence
 * decides is answered there; only what the model has to read goes on to the second, so the one never waits for the
 * other. Both are fair between clients. A question ends when its time has passed or its client has gone, wherever it
 * is.
 */
final class Asking implements AutoCloseable {

    private final Asker asker;
    private final FairWorkers looking;
    private final FairWorkers reading;
    private final Streams streams;
    private final Meters meters;
    private final Duration longest;
    private final Clients clients;
    private final int historyTurns;
    private final int historyCharacters;
    private final Set<Deadline> running = ConcurrentHashMap.newKeySet();

    Asking(Vertx vertx, Asker asker, QaServerOptions options, Streams streams, Meters meters) {
        this.asker = asker;
        this.looking = new FairWorkers(vertx, "question", QaServerOptions.LOOK_THREADS, QaServerOptions.LOOK_QUEUE,
                QaServerOptions.LOOK_QUEUE_EACH);
        this.reading = new FairWorkers(vertx, "question to read", options.askThreads(), options.askQueue(), options.askQueueEach());
        this.streams = streams;
        this.meters = meters;
        this.longest = Duration.ofSeconds(options.askSeconds());
        this.clients = new Clients(options.access().proxies());
        this.historyTurns = options.historyTurns();
        this.historyCharacters = options.historyCharacters();
        meters.waiting("look", looking);
        meters.waiting("read", reading);
    }

    /**
     * Fails with {@code ASK_TIMEOUT} when the time has passed, with {@code HTTP_BUSY} when it passed or began without a turn.
     *
     * @param onText called on the caller's event loop, every piece before the future completes
     * @throws dev.afterimage.core.error.AfterimageException for a chat that is longer than the service allows
     */
    Future<Reply> ask(RoutingContext context, Question question, Consumer<String> onText) {
        return ask(context, question, onText, Deadline.in(longest));
    }

    private Future<Reply> ask(RoutingContext context, Question question, Consumer<String> onText, Deadline deadline) {
        question.requireHistoryWithin(historyTurns, historyCharacters);
        StreamId meant = streams.meant(Guard.caller(context), question.stream().name());
        QuestionInProgress inProgress = new QuestionInProgress(context, question.of(meant), onText, deadline);
        inProgress.begin();
        return inProgress.reply.future();
    }

    /** A question to several streams. @param named empty for all that the caller may see */
    record Several(List<StreamId> named, Function<StreamId, Question> question) { }

    /**
     * Asks one stream after the other, all within the time of one question; a stream that cannot be asked fails alone.
     *
     * @param onReply called on the caller's event loop as each is answered
     */
    Future<JointReply> ask(RoutingContext context, Several several, Consumer<JointReply.OfStream> onReply) {
        Deadline deadline = Deadline.in(longest);
        Caller caller = Guard.caller(context);
        return looking.run(client(caller, context), () -> asked(caller, several.named())).result().compose(asked -> {
            Future<List<JointReply.OfStream>> replies = Future.succeededFuture(new ArrayList<>());
            for (StreamId stream : asked) {
                replies = replies.compose(sofar -> ask(context, several.question().apply(stream), piece -> { }, deadline)
                        .map(reply -> new JointReply.OfStream(streams.shown(stream), reply))
                        .recover(failure -> alone(streams.shown(stream), failure)).map(each -> {
                            onReply.accept(each);
                            sofar.add(each);
                            return sofar;
                        }));
            }
            return replies.map(JointReply::new).map(joint -> requireOneInTime(joint, deadline));
        });
    }

    private List<StreamId> asked(Caller caller, List<StreamId> named) {
        List<StreamId> meant = named.stream().map(name -> streams.known(caller, streams.meant(caller, name.name())).stream()).distinct()
                .toList();
        List<StreamId> all = named.isEmpty() ? streams.seenBy(caller).stream().map(StreamInfo::stream).sorted().toList() : meant;
        if (all.isEmpty()) {
            throw new AfterimageException(ErrorCode.STREAM_UNKNOWN, "there is no stream to ask", "begin to watch one with POST "
                    + "/api/streams");
        }
        return all;
    }

    /** The failure of one stream, unless it is one of the request or of the service. */
    private static Future<JointReply.OfStream> alone(StreamId stream, Throwable failure) {
        return failure instanceof AfterimageException own && own.code().exitCode() != ErrorCode.USAGE.exitCode()
                ? Future.succeededFuture(JointReply.OfStream.failed(stream, own, "")) : Future.failedFuture(failure);
    }

    /** What some streams answered in time is told; where none did, the question took too long. */
    private static JointReply requireOneInTime(JointReply joint, Deadline deadline) {
        if (joint.best().reply().answer() instanceof Answer.Failed failed && failed.code() == ErrorCode.ASK_TIMEOUT) {
            throw deadline.timeout();
        }
        return joint;
    }

    private String client(Caller caller, RoutingContext routing) {
        return caller.name().isEmpty() ? clients.of(routing.request()) : "@" + caller.name();
    }

    /** Gives up every question. */
    @Override
    public void close() {
        running.forEach(Deadline::cancel);
        looking.close();
        reading.close();
    }

    /** Waits, after {@link #close}, until the model is left alone. */
    void awaitEnd() {
        looking.awaitEnd();
        reading.awaitEnd();
    }

    /** One question on its way. */
    private final class QuestionInProgress {

        private final Caller caller;
        private final String client;
        private final Question question;
        private final Consumer<String> onText;
        private final Context context = Vertx.currentContext();
        private final Deadline deadline;
        private final Promise<Reply> reply = Promise.promise();
        private FairWorkers.Work<?> work;
        private FairWorkers lane = looking;

        QuestionInProgress(RoutingContext routing, Question question, Consumer<String> onText, Deadline deadline) {
            this.caller = Guard.caller(routing);
            this.client = client(caller, routing);
            this.deadline = deadline;
            this.question = question;
            this.onText = onText;
            routing.addEndHandler(end -> {
                if (end.failed()) {
                    giveUp(new CancellationException("the client hung up"));
                }
            });
        }

        void begin() {
            running.add(deadline);
            long timer = context.owner().setTimer(deadline.left().toMillis() + 1, passed -> timeout());
            reply.future().onComplete(ended -> {
                context.owner().cancelTimer(timer);
                running.remove(deadline);
            }).onSuccess(meters::answered).onFailure(failure -> meters.refused(deadline.cancelled()
                    && failure instanceof CancellationException));
            look();
        }

        /** Either what was decided, or what is left to read. */
        private record LookupResult(Optional<Reply> decided, Asker.Prepared prepared) { }

        private void look() {
            FairWorkers.Work<LookupResult> looked = looking.run(client, () -> {
                deadline.check();
                streams.known(caller, question.stream());
                Asker.Prepared prepared = asker.prepare(question, deadline);
                return new LookupResult(prepared.read() ? Optional.empty() : Optional.of(prepared.answer(this::speak)), prepared);
            });
            work = looked;
            looked.result().onFailure(reply::tryFail)
                    .onSuccess(found -> found.decided().ifPresentOrElse(reply::tryComplete, () -> read(found.prepared())));
        }

        private void read(Asker.Prepared prepared) {
            if (reply.future().isComplete()) {
                return;
            }
            lane = reading;
            FairWorkers.Work<Reply> read = reading.run(client, () -> {
                deadline.check();
                return prepared.answer(this::speak);
            });
            work = read;
            read.result().onFailure(reply::tryFail).onSuccess(reply::tryComplete);
        }

        private void speak(String piece) {
            deadline.check();
            context.runOnContext(write -> {
                if (!reply.future().isComplete()) {
                    onText.accept(piece);
                }
            });
        }

        private void timeout() {
            boolean waited = work.drop();
            giveUp(waited ? lane.busy("no turn came within " + longest.toSeconds() + " s") : deadline.timeout());
        }

        /** The thread is free at its next step; the client is told now, if it is there. */
        private void giveUp(Throwable why) {
            deadline.cancel();
            work.drop();
            reply.tryFail(why);
        }
    }
}
