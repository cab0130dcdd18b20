package dev.afterimage.qa.ask;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.ForwardingStore;
import dev.afterimage.core.KvBlock;
import dev.afterimage.core.SegmentStore;
import dev.afterimage.core.StreamId;

/** A store whose blocks are corrupt. */
final class BrokenStore extends ForwardingStore {

    BrokenStore(SegmentStore sound) {
        super(sound);
    }

    @Override
    public KvBlock read(StreamId stream, long number) {
        throw new AfterimageException(ErrorCode.STORAGE_CORRUPT, "block " + number + " of " + stream + " is corrupt", "watch the stream again");
    }
}
