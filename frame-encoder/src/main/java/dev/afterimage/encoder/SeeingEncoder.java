package dev.afterimage.encoder;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.encoder.picture.Picture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Looks at one stream's frames with a model's own eyes, and beside them with the readers of evidence. The model's
 * tokens are as they would be without.
 */
final class SeeingEncoder implements FrameEncoder {

    /** A snapshot of version 1 is one of the eyes alone; of version 2 the readers' part is of a program that followed things otherwise. */
    private static final int SNAPSHOT_VERSION = 4;
    private static final int EYES_FIRST = 2;

    private final FrameEncoder eyes;
    private final Optional<EvidenceReader> reader;

    /** @param reader empty where nothing is to be read */
    SeeingEncoder(FrameEncoder eyes, Optional<EvidenceReader> reader) {
        this.eyes = eyes;
        this.reader = reader;
    }

    @Override
    public EncodedFrame encode(Frame frame) {
        EncodedFrame seen = eyes.encode(frame);
        return reader.map(beside -> {
            try (Picture picture = new Picture(frame)) {
                EvidenceReader.Found found = beside.read(picture, frame.seconds());
                return seen.with(found.beside(false), found.cost());
            }
        }).orElse(seen);
    }

    @Override
    public void interrupted() {
        eyes.interrupted();
        reader.ifPresent(EvidenceReader::interrupted);
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] seen = eyes.snapshot();
            out.writeInt(SNAPSHOT_VERSION);
            out.writeInt(seen.length);
            out.write(seen);
            out.writeBoolean(reader.isPresent());
            if (reader.isPresent()) {
                reader.get().write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    /** What was read before counts only where reading goes on: a reader that was switched on or off since begins again. */
    @Override
    public void restore(byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            int version = in.readInt();
            if (version < EYES_FIRST || version > SNAPSHOT_VERSION) {
                eyes.restore(snapshot);
                return;
            }
            byte[] seen = new byte[in.readInt()];
            in.readFully(seen);
            eyes.restore(seen);
            if (version == SNAPSHOT_VERSION && in.readBoolean() && reader.isPresent()) {
                reader.get().read(in);
            }
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_CORRUPT, "the frame encoder's saved state of " + snapshot.length
                    + " bytes ends early",
                    "restart the stream without its saved state", e);
        }
    }

    /** Networks belong to the factory. */
    @Override
    public void close() {
        eyes.close();
    }
}
