package dev.afterimage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServedEngineTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final StreamId YARD = new StreamId("yard");

    private static SourceSettings camera(StreamId stream) {
        return new SourceSettings(stream, "rtsp://camera/" + stream, 2, SourceSettings.Pace.REALTIME, false,
                new ReadingSettings(Set.of(), Map.of(), -1, true));
    }

    @Test
    void twoConfiguredSourcesThatMeanOneStreamAreRefused() {
        assertThatThrownBy(() -> ServedEngine.meant(List.of(camera(DOOR), camera(YARD)), named -> DOOR))
                .hasMessageContaining("'door' and 'yard' mean one stream");
        assertThat(ServedEngine.meant(List.of(camera(YARD)), named -> DOOR)).as("the name that it has now").singleElement()
                .isEqualTo(camera(YARD).of(DOOR));
    }
}
