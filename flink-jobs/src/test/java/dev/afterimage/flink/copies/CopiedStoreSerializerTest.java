package dev.afterimage.flink.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.core.stream.StreamId;
import dev.afterimage.flink.copies.CopiedStore.CopiedFile;
import dev.afterimage.flink.copies.CopiedStore.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopiedStoreSerializerTest {

    private static final CopiedStore STORE = new CopiedStore(new StreamId("door"), "door-2f1c", 12, 345, 3, List.of(
            new CopiedFile("000007.blob", 70_000, List.of(new Piece("s3://cam/job/afterimage/door-0a1b", 0, 70_000, 0xcafe0001))),
            new CopiedFile("000011.log", 900, List.of(new Piece("s3://cam/job/afterimage/door-2f1c", 0, 600, 5),
                    new Piece("s3://cam/job/afterimage/door-2f1c", 600, 900, -6))),
            new CopiedFile("000012.log", 0, List.of())));

    private final CopiedStoreSerializer serializer = new CopiedStoreSerializer();

    /** Written by the first version: what is kept in checkpoints and savepoints stays readable. */
    @Test
    void theBytesOfTheFirstVersionAreRead() throws IOException {
        assertThat(serializer.deserialize(1, fixture())).isEqualTo(STORE);
    }

    @Test
    void theFirstVersionIsWhatIsWritten() throws IOException {
        assertThat(serializer.getVersion()).isEqualTo(1);
        assertThat(HexFormat.of().formatHex(serializer.serialize(STORE))).isEqualTo(HexFormat.of().formatHex(fixture()));
    }

    @Test
    void aLaterVersionIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> serializer.deserialize(2, fixture())).isInstanceOf(IOException.class)
                .hasMessageContaining("version 2").hasMessageContaining("program version that wrote it");
    }

    private static byte[] fixture() throws IOException {
        try (InputStream file = CopiedStoreSerializerTest.class.getResourceAsStream("copied-store-1.bin")) {
            return file.readAllBytes();
        }
    }
}
