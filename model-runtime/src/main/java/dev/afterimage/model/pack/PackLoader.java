package dev.afterimage.model.pack;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.model.format.PackDescription;
import dev.afterimage.model.format.PackIdentity;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Loads a pack and checks it, sums on one core while the graphs are made ready on another. */
final class PackLoader {

    private PackLoader() { }

    static OnnxLanguageModel load(Path directory, PackDescription pack, Precision precision, int threads) {
        CompletableFuture<Void> sums = CompletableFuture.runAsync(() -> PackFilesCheck.check(directory, pack.name(),
                PackIdentity.files(pack, precision)));
        OnnxLanguageModel model;
        try {
            model = new OnnxLanguageModel(directory, pack, precision, threads);
        } catch (AfterimageException e) {
            // A file that changed is the likelier reason, and says what to do.
            await(sums);
            throw e;
        }
        try {
            await(sums);
            SelfTests.check(model);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static void await(CompletableFuture<Void> sums) {
        try {
            sums.join();
        } catch (CompletionException e) {
            throw AfterimageException.of(e);
        }
    }
}
