package dev.afterimage.model.speech;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.model.fetch.Checkpoint;
import dev.afterimage.model.format.PackDescription.Logit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The speech packs that can be pulled by name. */
final class SpeechCatalogue {

    private static final String RESOURCE = "speech-catalogue.json";

    private SpeechCatalogue() { }

    /**
     * @param model     weights
     * @param config    what is never said
     * @param tokenizer a tokenizer.json
     * @param reference the ten best logits that the reference implementation gives to {@link SpeechSelfTest}'s sound
     */
    record Entry(String name, String description, String licence, Checkpoint model, Checkpoint config, Checkpoint tokenizer,
            List<Logit> reference) { }

    static List<Entry> shipped() {
        try (InputStream json = SpeechCatalogue.class.getResourceAsStream(RESOURCE)) {
            return new ObjectMapper().readValue(json, new TypeReference<List<Entry>>() { });
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped " + RESOURCE + " is broken", e);
        }
    }
}
