package dev.afterimage.flink.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.flink.parts.StreamRun;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes as each version wrote them: positions in old checkpoints and savepoints stay readable. */
class VideoSplitSerializerTest {

    /** "door", 2.5 s, 7. */
    private static final String FIRST = "0004646f6f72" + "4004000000000000" + "0000000000000007";
    /** Sound until 2.0 s. */
    private static final String SECOND = FIRST + "4000000000000000";
    /** Incarnation 9. */
    private static final String THIRD = SECOND + "0000000000000009";
    /** Key "door@3". */
    private static final String FOURTH = THIRD + "0006646f6f724033";

    private final VideoSplitSerializer serializer = new VideoSplitSerializer();

    private VideoSplit read(int version, String bytes) throws IOException {
        return serializer.deserialize(version, HexFormat.of().parseHex(bytes));
    }

    @Test
    void positionsOfEveryVersionAreRead() throws IOException {
        assertThat(read(1, FIRST)).isEqualTo(new VideoSplit("door", 2.5, 7, 2.5, StreamRun.ANY, ""));
        assertThat(read(2, SECOND)).isEqualTo(new VideoSplit("door", 2.5, 7, 2, StreamRun.ANY, ""));
        assertThat(read(3, THIRD)).isEqualTo(new VideoSplit("door", 2.5, 7, 2, 9, ""));
        assertThat(read(4, FOURTH)).isEqualTo(new VideoSplit("door", 2.5, 7, 2, 9, "door@3"));
    }

    @Test
    void theNewestVersionIsWritten() throws IOException {
        assertThat(serializer.getVersion()).isEqualTo(4);
        assertThat(HexFormat.of().formatHex(serializer.serialize(read(4, FOURTH)))).isEqualTo(FOURTH);
    }

    @Test
    void aLaterVersionIsRefused() {
        assertThatThrownBy(() -> read(5, FOURTH)).isInstanceOf(IOException.class).hasMessageContaining("version 5");
    }

    @Test
    void listsOfPositionsAreReadAsTheyWereWritten() throws IOException {
        VideoSplitListSerializer lists = new VideoSplitListSerializer();
        assertThat(lists.deserialize(4, HexFormat.of().parseHex("00000001" + FOURTH))).isEqualTo(List.of(read(4, FOURTH)));
        assertThat(lists.deserialize(3, HexFormat.of().parseHex("00000001" + THIRD))).isEqualTo(List.of(read(3, THIRD)));
        assertThat(HexFormat.of().formatHex(lists.serialize(List.of(read(4, FOURTH))))).isEqualTo("00000001" + FOURTH);
    }
}
