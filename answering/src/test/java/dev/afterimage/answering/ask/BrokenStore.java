package dev.afterimage.answering.ask;

import dev.afterimage.core.block.KvBlock;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.ForwardingStore;
import dev.afterimage.core.store.SegmentStore;
import dev.afterimage.core.stream.StreamId;

/** A store whose blocks are corrupt. */
final class BrokenStore extends ForwardingStore {

    BrokenStore(SegmentStore sound) {
        super(sound);
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        throw new AfterimageException(ErrorCode.STORAGE_CORRUPT, "block " + number + " of " + stream + " is corrupt",
                "watch the stream again");
    }
}
