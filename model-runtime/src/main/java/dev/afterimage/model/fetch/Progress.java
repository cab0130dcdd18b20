package dev.afterimage.model.fetch;

/** Hears how far a long step has come. Called from the thread that does the step. */
public interface Progress {

    Progress SILENT = (step, done, total) -> { };

    /**
     * @param step  what is being done, e.g. {@code downloading SmolLM2.gguf}
     * @param done  bytes, or 0 when unknown
     * @param total bytes, or 0 when unknown
     */
    void update(String step, long done, long total);
}
