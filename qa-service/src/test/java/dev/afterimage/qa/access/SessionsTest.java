package dev.afterimage.qa.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final AtomicLong now = new AtomicLong();
    private final Sessions sessions = new Sessions(Duration.ofHours(1), now::get);

    @Test
    void aSessionIsFoundByItsNameAloneAndUntilItsTimeIsOver() {
        String name = sessions.begin(Caller.OWNER, Optional.empty());
        assertThat(sessions.find(name)).map(Session::caller).contains(Caller.OWNER);
        assertThat(sessions.find(name + "x")).isEmpty();
        assertThat(sessions.find("")).isEmpty();
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(sessions.find(name)).isEmpty();
    }

    @Test
    void whatASessionHoldsOpenIsClosedWithIt() {
        AtomicInteger closed = new AtomicInteger();
        String first = sessions.begin(Caller.OWNER, Optional.empty());
        sessions.find(first).orElseThrow().atEnd(closed::incrementAndGet);
        String second = sessions.begin(Caller.OWNER, Optional.empty());
        sessions.find(second).orElseThrow().atEnd(closed::incrementAndGet);
        sessions.end(first);
        assertThat(closed).hasValue(1);
        now.addAndGet(Duration.ofHours(2).toNanos());
        sessions.endOld();
        assertThat(closed).hasValue(2);
    }
}
