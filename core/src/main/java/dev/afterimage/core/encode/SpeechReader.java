package dev.afterimage.core.encode;

import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.core.frame.Sound;
import java.util.List;

/**
 * Writes down what is said in one stream's sound, heard piece by piece, in order. Keeps what is needed to go on (sound
 * that is not yet a whole utterance among it); that state can be saved and brought back, so that a restored job reads
 * the rest alike. Used by one thread.
 */
public interface SpeechReader extends AutoCloseable {

    /**
     * Hears what follows. Sound that was heard already is passed over; a gap ends what was being said.
     *
     * @return utterances that have ended, in order of time
     */
    List<Utterance> hear(Sound sound);

    /** No more will come. @return what was still being said */
    List<Utterance> finish();

    /** All state, versioned. */
    byte[] snapshot();

    void restore(byte[] snapshot);

    @Override
    void close();

    /** Makes a reader for one stream; shared networks stay with the factory. Safe for use by several threads. */
    interface Factory extends AutoCloseable {
        SpeechReader create();

        @Override
        void close();
    }
}
