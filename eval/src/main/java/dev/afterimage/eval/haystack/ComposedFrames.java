package dev.afterimage.eval.haystack;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.eval.needle.Overlay;
import dev.afterimage.eval.needle.Pixels;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A source of frames that are made on the spot, or put together of several films, for the ordinary write path: nothing
 * is encoded into a file and decoded again. Everything that was not registered here is opened by the source behind it.
 */
public final class ComposedFrames implements FrameSource {

    private static final String SCHEME = "composed:";

    private final FrameSource behind;
    private final Map<String, Opener> registered = new ConcurrentHashMap<>();

    /** Opens what was registered, as {@link FrameSource} does. */
    private interface Opener {
        Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds);
    }

    public ComposedFrames(FrameSource behind) {
        this.behind = behind;
    }

    /** @return settings that watch it as a stream of that name */
    public SourceSettings register(StreamId stream, double fps, Animation moving) {
        registered.put(SCHEME + stream, (settings, after, next, heard) -> new Made(settings, moving, after, next));
        return settings(stream, fps, SourceSettings.Pace.ASAP);
    }

    /**
     * @param films in the order in which they begin
     * @return settings that watch them as one stream of that name
     */
    public SourceSettings register(StreamId stream, double fps, SourceSettings.Pace pace, List<Film> films) {
        List<Film> inOrder = List.copyOf(films);
        registered.put(SCHEME + stream, (settings, after, next, heard) -> new FilmsInTurn(behind, settings, inOrder, after, next, heard));
        return settings(stream, fps, pace);
    }

    private static SourceSettings settings(StreamId stream, double fps, SourceSettings.Pace pace) {
        return new SourceSettings(stream, SCHEME + stream, fps, pace, false, ReadingSettings.DEFAULT);
    }

    public void forget(StreamId stream) {
        registered.remove(SCHEME + stream);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex) {
        return open(settings, afterSeconds, nextIndex, afterSeconds);
    }

    @Override
    public Capture open(SourceSettings settings, double afterSeconds, long nextIndex, double heardSeconds) {
        Opener opener = registered.getOrDefault(settings.uri(), behind::open);
        return opener.open(settings, afterSeconds, nextIndex, heardSeconds);
    }

    /** A haystack with its needles laid over it. */
    public static Animation of(Haystack haystack, Composition composition, Overlay overlay) {
        return new Animation() {
            @Override
            public BufferedImage picture(long index, double seconds) {
                BufferedImage picture = Pixels.image(haystack.width(), haystack.height(), haystack.rgb(index));
                composition.placements().stream().filter(placed -> placed.second() <= seconds && seconds < placed.second() + 1)
                        .forEach(placed -> overlay.paint(picture, placed.needle(), seconds - placed.second()));
                return picture;
            }

            @Override
            public double seconds() {
                return composition.seconds();
            }
        };
    }

    private static final class Made implements Capture {

        private final SourceSettings settings;
        private final Animation moving;
        private final Instant started;
        private final double after;
        private long sample;
        private long index;
        private volatile boolean closed;

        Made(SourceSettings settings, Animation moving, double after, long nextIndex) {
            this.settings = settings;
            this.moving = moving;
            this.started = Instant.now();
            this.after = after;
            this.index = nextIndex;
            this.sample = after < 0 ? 0 : (long) Math.floor(after * settings.fps()) + 1;
        }

        @Override
        public Frame next() {
            double seconds = sample / settings.fps();
            while (seconds <= after) {
                seconds = ++sample / settings.fps();
            }
            if (closed || seconds >= moving.seconds()) {
                return null;
            }
            BufferedImage picture = moving.picture(sample++, seconds);
            return new Frame(settings.stream(), index++, seconds, started.plus(Duration.ofNanos((long) (seconds * 1e9))),
                    picture.getWidth(),
                    picture.getHeight(),
                    Pixels.rgb(picture));
        }

        @Override
        public List<Sound> takeSound() {
            return List.of();
        }

        @Override
        public SourceFacts facts() {
            BufferedImage first = moving.picture(0, 0);
            return new SourceFacts(first.getWidth(), first.getHeight(), settings.fps(), moving.seconds(), false, false);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
