package dev.afterimage.encoder;

import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.stream.SourceSettings;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Encoders for a model that looks at the frames itself, with the readers of evidence beside it. The readers' networks
 * are loaded with the first source that wants any; close the factory after the last encoder.
 */
public final class SeeingEncoderFactory implements FrameEncoder.Factory, AutoCloseable {

    private final FrameEncoder.Factory eyes;
    private final Supplier<NoteEncoderFactory> loading;
    private NoteEncoderFactory readers;

    /** @param readers loads the readers' networks */
    public SeeingEncoderFactory(FrameEncoder.Factory eyes, Supplier<NoteEncoderFactory> readers) {
        this.eyes = eyes;
        this.loading = readers;
    }

    @Override
    public FrameEncoder create(SourceSettings source) {
        return new SeeingEncoder(eyes.create(source), source.reading().looks() ? Optional.of(readers().reader(source)) : Optional.empty());
    }

    private synchronized NoteEncoderFactory readers() {
        if (readers == null) {
            readers = loading.get();
        }
        return readers;
    }

    /** Of the tokens: evidence is kept beside the blocks and binds nothing. */
    @Override
    public String version() {
        return eyes.version();
    }

    @Override
    public synchronized void close() {
        if (readers != null) {
            readers.close();
        }
    }
}
