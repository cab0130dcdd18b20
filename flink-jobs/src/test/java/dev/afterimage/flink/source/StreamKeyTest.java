package dev.afterimage.flink.source;

import dev.afterimage.core.stream.StreamId;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamKeyTest {

    @Test
    void aKeyBelongsToTheSubtaskThatWatchesTheStreamAndNamesIt() {
        for (int subtasks = 1; subtasks <= 8; subtasks++) {
            for (int subtask = 0; subtask < subtasks; subtask++) {
                String key = StreamKey.of("yard.cam-1_a", subtask, subtasks);
                assertThat(KeyGroupRangeAssignment.assignKeyToParallelOperator(key, StreamKey.MAX_SUBTASKS, subtasks)).isEqualTo(subtask);
                assertThat(StreamKey.stream(key)).isEqualTo(new StreamId("yard.cam-1_a"));
                assertThat(StreamKey.of("yard.cam-1_a", subtask, subtasks)).as("the same ever after").isEqualTo(key);
            }
        }
    }
}
