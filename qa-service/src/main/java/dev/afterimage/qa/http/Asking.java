package dev.afterimage.qa.http;

import dev.afterimage.core.Asker;
import dev.afterimage.core.Question;
import dev.afterimage.core.Reply;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Puts questions to the asker on threads that may block. */
final class Asking {

    private final Asker asker;
    private final BoundedWorkers workers;
    private final Meters meters;

    Asking(Asker asker, BoundedWorkers workers, Meters meters) {
        this.asker = asker;
        this.workers = workers;
        this.meters = meters;
    }

    /**
     * @param onText called on the caller's event loop, every piece before the future completes
     * @param gone   whether nobody waits for the answer any more: then it isn't begun, or broken off at its next piece
     */
    Future<Reply> ask(Question question, Consumer<String> onText, BooleanSupplier gone) {
        Context context = Vertx.currentContext();
        return workers.run(() -> {
            stopIf(gone);
            return asker.ask(question, piece -> {
                stopIf(gone);
                context.runOnContext(write -> onText.accept(piece));
            });
        }).onSuccess(meters::answered).onFailure(failure -> meters.refused(gone.getAsBoolean()));
    }

    private static void stopIf(BooleanSupplier gone) {
        if (gone.getAsBoolean()) {
            throw new CancellationException("the client hung up");
        }
    }
}
