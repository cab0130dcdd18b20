package dev.afterimage.qa.http;

import dev.afterimage.core.answer.Asker;
import dev.afterimage.core.answer.Deadline;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.qa.access.Caller;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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
        question.requireHistoryWithin(historyTurns, historyCharacters);
        QuestionInProgress inProgress = new QuestionInProgress(context, question, onText);
        inProgress.begin();
        return inProgress.reply.future();
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
        private final Deadline deadline = Deadline.in(longest);
        private final Promise<Reply> reply = Promise.promise();
        private FairWorkers.Work<?> work;
        private FairWorkers lane = looking;

        QuestionInProgress(RoutingContext routing, Question question, Consumer<String> onText) {
            this.caller = Guard.caller(routing);
            this.client = caller.name().isEmpty() ? clients.of(routing.request()) : "@" + caller.name();
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
            long timer = context.owner().setTimer(longest.toMillis() + 1, passed -> timeout());
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
