package dev.afterimage.encoder;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.encoder.note.NoteWriter;
import dev.afterimage.encoder.picture.Picture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads one stream's frames into short timed notes, written where something changed. */
final class NoteEncoder implements FrameEncoder {

    private static final int SNAPSHOT_VERSION = 4;

    private final EvidenceReader reader;

    NoteEncoder(EvidenceReader reader) {
        this.reader = reader;
    }

    @Override
    public EncodedFrame encode(Frame frame) {
        try (Picture picture = new Picture(frame)) {
            EvidenceReader.Found found = reader.read(picture, frame.seconds());
            Optional<PromptPart> tokens = found.changed()
                    ? Optional.of(new PromptPart.Text(NoteWriter.time(frame.seconds()) + " " + found.note() + "\n")) : Optional.empty();
            return new EncodedFrame(frame.stream(), frame.index(), frame.seconds(), found.feature(), tokens, found.note(), found.evidence(),
                    picture.thumbnail()).with(found.beside(true), found.cost());
        }
    }

    @Override
    public void interrupted() {
        reader.interrupted();
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(SNAPSHOT_VERSION);
            reader.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            int version = in.readInt();
            if (version < SNAPSHOT_VERSION) {
                return; // of a program that followed things otherwise: the stream goes on as after an interruption
            }
            if (version != SNAPSHOT_VERSION) {
                throw new AfterimageException(ErrorCode.STORAGE_FORMAT,
                        "the frame encoder's saved state has version " + version + ", this program reads " + SNAPSHOT_VERSION,
                        "restart the stream without its saved state");
            }
            reader.read(in);
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_CORRUPT, "the frame encoder's saved state of " + snapshot.length
                    + " bytes ends early",
                    "restart the stream without its saved state", e);
        }
    }

    /** Networks belong to the factory; there is nothing else to give back. */
    @Override
    public void close() { }
}
