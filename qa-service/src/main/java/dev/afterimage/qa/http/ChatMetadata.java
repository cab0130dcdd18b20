package dev.afterimage.qa.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.answer.Retrieval;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The {@code metadata} of an OpenAI request: {@code {stream?, at?, retrieval?, blocks?, tokens?}}. OpenAI's types have
 * strings there; numbers are taken, too.
 */
record ChatMetadata(Optional<StreamId> stream, OptionalDouble at, Retrieval retrieval) {

    static final String STREAM_PREFIX = "stream:";

    static ChatMetadata of(Fields metadata) {
        metadata.only("stream", "at", "retrieval", "blocks", "tokens");
        return new ChatMetadata(metadata.optionalText("stream").map(StreamId::new), seconds(metadata),
                new Retrieval(metadata.optionalText("retrieval").map(Retrieval.Policy::of), count(metadata, "blocks"),
                        count(metadata, "tokens"), List.of()));
    }

    /**
     * The video stream that is asked about: the model may name it, too.
     *
     * @param models names of packs
     */
    StreamId asked(String model, List<String> models) {
        if (model.startsWith(STREAM_PREFIX)) {
            StreamId named = new StreamId(model.substring(STREAM_PREFIX.length()));
            stream.filter(other -> !other.equals(named)).ifPresent(other -> {
                throw HttpFailure.usage("the model names the stream '" + named + "', and metadata.stream '" + other + "'",
                        "name one of them").about("metadata");
            });
            return named;
        }
        if (!models.contains(model)) {
            throw unknown(model);
        }
        return stream.orElseThrow(() -> HttpFailure.usage("the request names no video stream",
                "set metadata.stream, or model to stream:NAME").about("metadata"));
    }

    static HttpFailure unknown(String model) {
        return new HttpFailure(404, "MODEL_UNKNOWN", "there is no model '" + model + "'", "take one of GET /v1/models").about("model");
    }

    private static OptionalDouble seconds(Fields metadata) {
        JsonNode value = metadata.body().path("at");
        if (!value.isTextual()) {
            return metadata.number("at");
        }
        try {
            return OptionalDouble.of(Parameters.seconds(value.textValue()));
        } catch (AfterimageException noTime) {
            throw HttpFailure.of(noTime).about("at");
        }
    }

    private static OptionalInt count(Fields metadata, String name) {
        JsonNode value = metadata.body().path(name);
        if (!value.isTextual()) {
            return metadata.count(name);
        }
        try {
            return OptionalInt.of(Integer.parseInt(value.textValue().strip()));
        } catch (NumberFormatException notANumber) {
            throw HttpFailure.usage("'" + name + "' is not a whole number", "send how many, e.g. \"4\"").about(name);
        }
    }
}
