package dev.afterimage.model.fetch;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** What a hub's answers mean that bring nothing. */
final class HubAnswer {

    private HubAnswer() { }

    static boolean redirects(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /** Seconds to wait before another try; -1 where another try would be answered alike. */
    static long wait(HttpResponse<?> response, int attempt) {
        int status = response.statusCode();
        if (status != 429 && status != 500 && status != 502 && status != 503 && status != 504) {
            return -1;
        }
        return response.headers().firstValue("Retry-After").map(HubAnswer::seconds).orElse(1L << attempt - 1);
    }

    /** Seconds, or a date (RFC 9110, 10.2.3). */
    private static long seconds(String retryAfter) {
        try {
            return retryAfter.strip().matches("\\d{1,9}") ? Long.parseLong(retryAfter.strip())
                    : Math.max(0, Duration.between(Instant.now(), ZonedDateTime.parse(retryAfter.strip(),
                    DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()).toSeconds());
        } catch (DateTimeParseException unread) {
            return 1;
        }
    }

    static HubRefusal refusal(HttpResponse<?> response, Hub hub) {
        int status = response.statusCode();
        return switch (status) {
            case 401, 403 -> new HubRefusal("HTTP " + status + ": the hub wants an access token" + (hub.token().isPresent() ? " that may "
                    + "read this model, and the one given may not" : " for this model"),
                    "accept the model's conditions on its page at the hub, make a token there that may read it, and set HF_TOKEN to it");
            case 404 -> new HubRefusal("HTTP 404: it is not there", "check the name, or get the files by other means and import them with "
                    + "'afterimage models import DIRECTORY --as NAME'");
            case 429 -> new HubRefusal("HTTP 429: the hub was asked too often", "pull again later; what is here already is kept");
            default -> new HubRefusal("HTTP " + status, "pull again later, or set " + CheckpointFetcher.HUB_VARIABLE + " to a mirror");
        };
    }
}
