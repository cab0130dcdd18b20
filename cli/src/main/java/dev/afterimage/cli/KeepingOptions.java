package dev.afterimage.cli;

import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.engine.Keeping;
import dev.afterimage.model.format.Precision;
import dev.afterimage.store.codec.KvForm;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How what is watched is computed and made smaller. */
final class KeepingOptions {

    @Option(names = "--precision", paramLabel = "fp32|int8|int4", description = "arithmetic for watching and answering (default: as the "
            + "data directory has it, else the most exact that the pack has)")
    private Precision precision;
    @Option(names = "--kv", paramLabel = "fp16|int8|int4", description = "how KV is stored (default: as the data directory has it, else "
            + "fp16 for notes, int8 for pictures)")
    private KvForm kv;
    @Option(names = "--compression", paramLabel = "NAME", completionCandidates = CompressionNames.class, converter = Compression.class,
            description = "which visual tokens are left out: ${COMPLETION-CANDIDATES} (default: as the data directory has it, else "
            + "dynamic, or none for a pack whose pictures are few tokens)")
    private CompressionSettings.Mode compression;
    @Option(names = "--tokens-per-minute", paramLabel = "N", description = "most tokens stored for a minute of video, with --compression "
            + "dynamic (default: those of "
            + CompressionSettings.DEFAULT_PICTURES_PER_MINUTE + " pictures and a line of text a second)")
    private Integer tokensPerMinute;

    @Option(names = "--no-recording", description = "do not keep the original video: moments are shown by stored pictures")
    private boolean noRecording;

    /** All that are registered. */
    private static final class CompressionNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return CompressionSettings.Mode.names().iterator();
        }
    }

    private static final class Compression implements ITypeConverter<CompressionSettings.Mode> {

        @Override
        public CompressionSettings.Mode convert(String name) {
            return CompressionSettings.Mode.named(name).orElseThrow(() -> new TypeConversionException("there is no compression '" + name
                    + "'; use one of " + String.join(", ", CompressionSettings.Mode.names())));
        }
    }

    /** What the flags say, and where they are silent what {@code otherwise} says. */
    Keeping or(Keeping otherwise) {
        return new Keeping(precision == null ? otherwise.precision() : precision, kv == null ? otherwise.kv() : kv, compression == null
                && tokensPerMinute == null ? otherwise.compression() : compression,
                compression == null && tokensPerMinute == null ? otherwise.tokensPerMinute() : tokensPerMinute,
                noRecording ? Boolean.FALSE : otherwise.recording(), otherwise.limits());
    }
}
