package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.stream.Stream;

class JsonComplaintsTest {

    static Stream<String> wrong() {
        return Stream.of("{} {}", "", "   ", "[", "{", "{\"a\": 1, \"a\": 2}", "nonsense", "{\"a\": tru}", "{\"a\": 01}", "{\"a\":}",
                "{\"a\": \"\\x\"}", "{\"a\": " + "[".repeat(2000),
                "{\"a\": " + "9".repeat(2000) + "}", "{\"" + "n".repeat(60_000) + "\": 1}",
                "\u0000{}", "{\"a\": NaN}", "\ufeff{} x");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsWrongIsSaidWithoutTheNamesOfTheLibrary(String body) {
        assertThatThrownBy(() -> Json.read(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(HttpFailure.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.getMessage()).startsWith("the body is not a JSON object: ")
                            .doesNotContainIgnoringCase("jackson")
                            .doesNotContain("fasterxml", "JsonNode", "java.", "Feature", "Constraints", "`");
                });
    }
}
