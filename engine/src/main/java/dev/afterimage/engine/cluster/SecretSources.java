package dev.afterimage.engine.cluster;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.recording.Recordings;
import dev.afterimage.core.stream.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens sources whose addresses refer to secrets, as in {@code rtsp://${door}@camera/stream}: each is a file of this machine. */
final class SecretSources implements FrameSource {

    private static final Pattern OWN = Pattern.compile("\\..*|password|token|afterimage-gateway|.*\\.(crt|key|p12|jks)");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9._-]+)}");

    private final FrameSource sources;
    private final Path secrets;

    /** @param secrets directory with a file for each secret, as Docker and Kubernetes mount them */
    SecretSources(FrameSource sources, Path secrets) {
        this.sources = sources;
        this.secrets = secrets;
    }

    @Override
    public void recordInto(Recordings recordings) {
        sources.recordInto(recordings);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        return sources.open(resolved(settings), afterSeconds, nextIndex);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds) {
        return sources.open(resolved(settings), afterSeconds, nextIndex, heardSeconds);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds, GapListener gaps) {
        return sources.open(resolved(settings), afterSeconds, nextIndex, heardSeconds, gaps);
    }

    private SourceSettings resolved(SourceSettings settings) {
        String uri = REFERENCE.matcher(settings.uri()).replaceAll(reference -> Matcher.quoteReplacement(secret(reference.group(1))));
        return new SourceSettings(settings.stream(), uri, settings.fps(), settings.pace(), settings.loop(), settings.reading(),
                settings.origin(), settings.recorded());
    }

    private String secret(String name) {
        Path file = secrets.resolve(name);
        try {
            // No reference leads out of the directory, nor sends away what the cluster's processes know each other by.
            if (OWN.matcher(name).matches()) {
                throw new IOException("not a secret's name");
            }
            return Files.readString(file).strip();
        } catch (IOException missing) {
            throw new AfterimageException(ErrorCode.INPUT_UNREADABLE, "the secret '" + name + "' cannot be read from " + file,
                    "put it there on every task manager, or set AFTERIMAGE_SECRETS to the directory that holds it", missing);
        }
    }
}
