package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.qa.http.QaServerOptions;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;

/**
 * The block {@code limits} of the configuration: how much, and for how long, clients may use the service. What it leaves out stays as it is
 * by default.
 */
final class ServiceLimits {

    /** Longest time that a question may be given; who waits for an answer waits a little longer. */
    static final int MOST_QUESTION_SECONDS = 3600;
    static final ServiceLimits DEFAULT = new ServiceLimits(Map.of());

    private static final int MOST_SECONDS = 3600;
    private static final int MOST_CONNECTIONS = 65_536;
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 64;
    private static final int LEAST_BODY_BYTES = 1024;
    private static final int MOST_BODY_BYTES = 64 << 20;

    private final Map<Limit, Integer> given;

    /** A limit, its bounds, and the setting it is. Its key is its name in lower case. */
    enum Limit {
        QUESTION_SECONDS(1, MOST_QUESTION_SECONDS, QaServerOptions::setAskSeconds),
        QUESTIONS_AT_ONCE(1, MOST_AT_ONCE, QaServerOptions::setAskThreads),
        QUESTIONS_WAITING(1, MOST_WAITING, QaServerOptions::setAskQueue),
        QUESTIONS_PER_CLIENT(1, MOST_WAITING, QaServerOptions::setAskQueueEach),
        HISTORY_TURNS(0, Question.MAX_TURNS, QaServerOptions::setHistoryTurns),
        HISTORY_CHARACTERS(0, Question.MAX_HISTORY_LENGTH, QaServerOptions::setHistoryCharacters),
        CONNECTIONS(1, MOST_CONNECTIONS, QaServerOptions::setConnections),
        CONNECTIONS_PER_ADDRESS(1, MOST_CONNECTIONS, QaServerOptions::setConnectionsEach),
        HEADER_SECONDS(1, MOST_SECONDS, QaServerOptions::setHeaderSeconds),
        BODY_SECONDS(1, MOST_SECONDS, QaServerOptions::setBodySeconds),
        IDLE_SECONDS(1, MOST_SECONDS, QaServerOptions::setIdleSeconds),
        PING_SECONDS(1, MOST_SECONDS, QaServerOptions::setPingSeconds),
        BODY_BYTES(LEAST_BODY_BYTES, MOST_BODY_BYTES, QaServerOptions::setMaxBodyBytes),
        LIVE_EVENTS_WAITING(1, MOST_WAITING, QaServerOptions::setLiveQueue);

        private final int least;
        private final int most;
        private final ObjIntConsumer<QaServerOptions> set;

        Limit(int least, int most, ObjIntConsumer<QaServerOptions> set) {
            this.least = least;
            this.most = most;
            this.set = set;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        private int checked(JsonNode written) {
            if (!written.isIntegralNumber() || !written.canConvertToInt() || written.intValue() < least || written.intValue() > most) {
                throw wrong("'limits." + key() + "' is " + written, "write a whole number from " + least + " to " + most);
            }
            return written.intValue();
        }

        private static Limit of(String key) {
            return Arrays.stream(values()).filter(limit -> limit.key().equals(key)).findFirst()
                    .orElseThrow(() -> wrong("there is no limit '" + key + "'",
                    "write one of " + Arrays.stream(values()).map(Limit::key).collect(Collectors.joining(", "))));
        }
    }

    private ServiceLimits(Map<Limit, Integer> given) {
        this.given = given;
    }

    /**
     * @param block as it is written; null, and null behind a key, for what is not
     * @throws AfterimageException for keys that there are not, and numbers that cannot be
     */
    static ServiceLimits of(JsonNode block) {
        if (block == null || block.isNull()) {
            return DEFAULT;
        }
        if (!block.isObject()) {
            throw wrong("'limits' is " + block, "write keys and numbers, for example {question_seconds: 90}");
        }
        Map<Limit, Integer> given = new EnumMap<>(Limit.class);
        block.properties().forEach(entry -> {
            Limit limit = Limit.of(entry.getKey());
            Optional.of(entry.getValue()).filter(written -> !written.isNull())
                    .ifPresent(written -> given.put(limit, limit.checked(written)));
        });
        return new ServiceLimits(given);
    }

    QaServerOptions in(QaServerOptions options) {
        given.forEach((limit, number) -> limit.set.accept(options, number));
        return options;
    }

    private static AfterimageException wrong(String what, String remedy) {
        return new AfterimageException(ErrorCode.USAGE_CONFIG, what + " in the configuration", remedy);
    }
}
