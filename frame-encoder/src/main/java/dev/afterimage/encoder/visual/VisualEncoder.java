package dev.afterimage.encoder.visual;

import dev.afterimage.core.block.PictureGrid;
import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.PromptPart;
import dev.afterimage.core.model.VisionTower;
import dev.afterimage.encoder.picture.Picture;
import dev.afterimage.encoder.visual.Compressor.Kept;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Looks at one stream's frames with the model's own eyes and keeps of them what compression leaves, between the text of
 * the model's layout.
 */
final class VisualEncoder implements FrameEncoder {

    private static final int SNAPSHOT_VERSION = 1;

    private final LanguageModel model;
    private final VisionTower tower;
    private final TokenGrid grid;
    private final int[] imageEnd;
    private final Compressor compressor;

    VisualEncoder(LanguageModel model, VisionTower tower, CompressionSettings settings) {
        this.model = model;
        this.tower = tower;
        this.grid = new TokenGrid(tower.rows(), tower.columns());
        this.imageEnd = model.tokenize(tower.layout().imageEnd());
        this.compressor = new Compressor(settings, grid, tower.width(), before(0).length + imageEnd.length);
    }

    @Override
    public EncodedFrame encode(Frame frame) {
        try (Picture picture = new Picture(frame)) {
            VisionTower.Seen seen = tower.see(frame.width(), frame.height(), frame.rgb());
            Kept kept = compressor.compress(seen.embeddings(), frame.seconds());
            return new EncodedFrame(frame.stream(), frame.index(), frame.seconds(), seen.feature(), tokens(kept, frame.seconds()), "",
                    List.of(),
                    picture.thumbnail(), grid.places() - kept.tokens(), kept.redundancy());
        }
    }

    @Override
    public void interrupted() {
        compressor.interrupted();
    }

    /** Tokens, not text: what the layout means as special tokens is meant so. */
    private Optional<PromptPart> tokens(Kept kept, double seconds) {
        return kept.tokens() == 0 ? Optional.empty() : Optional.of(new PromptPart.Sequence(List.of(new PromptPart.Tokens(before(seconds)),
                new PromptPart.Visual(kept.embeddings(), kept.tokens(), tower.width(),
                new PictureGrid(grid.rows(), grid.columns(), kept.places())), new PromptPart.Tokens(imageEnd))));
    }

    private int[] before(double seconds) {
        return model.tokenize(tower.layout().beforeFrame(seconds));
    }

    @Override
    public byte[] snapshot() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(SNAPSHOT_VERSION);
            compressor.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void restore(byte[] snapshot) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
            int version = in.readInt();
            if (version != SNAPSHOT_VERSION) {
                throw new AfterimageException(ErrorCode.STORAGE_FORMAT,
                        "the frame encoder's saved state has version " + version + ", this program reads " + SNAPSHOT_VERSION,
                        "restart the stream without its saved state");
            }
            compressor.read(in);
        } catch (IOException e) {
            throw new AfterimageException(ErrorCode.STORAGE_CORRUPT, "the frame encoder's saved state of " + snapshot.length
                    + " bytes is not whole",
                    "restart the stream without its saved state", e);
        }
    }

    /** The tower belongs to the model; there is nothing else to give back. */
    @Override
    public void close() { }
}
