package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JointReplyJsonTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"not_seen answered not_watched, answered", "not_seen not_seen, not_seen", "not_seen not_watched, not_watched",
        "cannot_tell not_seen, cannot_tell", "not_watched not_seen cannot_tell, cannot_tell", "not_seen failed, cannot_tell",
        "failed failed, failed", "not_watched, not_watched", "answered failed, answered"})
    void withoutAnAnswerNothingIsDeniedThatOneOfTheStreamsMayHaveMissed(String outcomes, String together) {
        List<ObjectNode> replies = new ArrayList<>();
        for (String outcome : outcomes.split(" ")) {
            replies.add(Json.object().put("stream", "s" + replies.size()).put("answer", outcome).put("outcome", outcome));
        }
        assertThat(JointReplyJson.of(replies).path("outcome").asText()).isEqualTo(together);
    }
}
