package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.stream.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamChangesTest {

    private static final StreamId DOOR = new StreamId("door");

    private final Vertx vertx = Vertx.vertx();
    private final io.vertx.core.Context loop = vertx.getOrCreateContext();
    private final StreamChanges changes = new StreamChanges(vertx);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        changes.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private <T> CompletableFuture<T> onLoop(Supplier<Future<T>> change) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.runOnContext(now -> change.get().onComplete(result::complete, result::completeExceptionally));
        return result;
    }

    private CompletableFuture<String> add(StreamId stream, String name, CountDownLatch opened) {
        return onLoop(() -> changes.add(stream, () -> {
            opened.await();
            done.add(name);
            return name;
        }));
    }

    private CompletableFuture<Boolean> remove(StreamId stream, CountDownLatch opening) {
        return onLoop(() -> changes.remove(stream, () -> {
            done.add("break off");
            opening.countDown();
            return false;
        }, beingAdded -> {
            done.add("remove");
            return beingAdded;
        }));
    }

    @Test
    void aRemovalBreaksOffTheOpeningBeforeItAndComesBehindIt() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CompletableFuture<String> added = add(DOOR, "add", opening);
        CompletableFuture<Boolean> removed = remove(DOOR, opening);
        CompletableFuture<String> again = add(DOOR, "add again", new CountDownLatch(0));
        assertThat(removed.get(20, TimeUnit.SECONDS)).as("told that it may have been added").isTrue();
        again.get(20, TimeUnit.SECONDS);
        assertThat(added).isCompleted();
        assertThat(done).containsExactly("break off", "add", "remove", "add again");
    }

    @Test
    void anAdditionUnderTheNameThatAnotherStreamIsToHaveComesBeforeOrBehind() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        add(DOOR, "add", opening);
        CompletableFuture<Boolean> renamed = onLoop(() -> changes.rename(new StreamId("yard"), DOOR, () -> done.add("rename")));
        CompletableFuture<String> again = add(DOOR, "add again", new CountDownLatch(0));
        opening.countDown();
        again.get(20, TimeUnit.SECONDS);
        assertThat(renamed).isCompleted();
        assertThat(done).containsExactly("add", "rename", "add again");
    }

    @Test
    void otherNamesDoNotWait() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<String> hanging = add(DOOR, "add", never);
        assertThat(remove(new StreamId("yard"), new CountDownLatch(0)).get(20, TimeUnit.SECONDS)).as("nothing of that name").isFalse();
        assertThat(hanging).isNotDone();
        never.countDown();
        hanging.get(20, TimeUnit.SECONDS);
    }

    @Test
    void removalsOfOneNameComeOneAfterTheOther() throws Exception {
        CompletableFuture<Boolean> first = remove(DOOR, new CountDownLatch(0));
        CompletableFuture<Boolean> second = remove(DOOR, new CountDownLatch(0));
        first.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);
        assertThat(done).hasSize(4).endsWith("remove");
    }
}
