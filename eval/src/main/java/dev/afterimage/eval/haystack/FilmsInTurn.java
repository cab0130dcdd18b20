package dev.afterimage.eval.haystack;

import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.frame.Sound;
import dev.afterimage.core.stream.SourceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Films one behind the other as one stream, each from its own second on: a camera that was switched off in between.
 * Where a film lasts into the next one, it gives way.
 */
final class FilmsInTurn implements FrameSource.Capture {

    private final FrameSource source;
    private final SourceSettings settings;
    private final List<Film> films;
    private final Instant started = Instant.now();
    private final double after;
    private final double soundUntil;
    private final List<Sound> waiting = new ArrayList<>();
    private long index;
    private int at;
    private FrameSource.Capture current;
    private boolean closed;

    /** @param films in the order in which they begin, at least one */
    FilmsInTurn(FrameSource source, SourceSettings settings, List<Film> films, double after, long nextIndex, double soundUntil) {
        this.source = source;
        this.settings = settings;
        this.films = films;
        this.after = after;
        this.soundUntil = soundUntil;
        this.index = nextIndex;
        while (at + 1 < films.size() && films.get(at + 1).begin() <= after) {
            at++;
        }
        this.current = open();
    }

    private FrameSource.Capture open() {
        Film film = films.get(at);
        SourceSettings own = new SourceSettings(settings.stream(), film.file().toString(), settings.fps(), settings.pace(), false,
                settings.reading());
        return source.open(own, within(after, film), index, within(soundUntil, film));
    }

    /** A stream's second in a film's own time; -1 before the film. */
    private static double within(double second, Film film) {
        return second < film.begin() ? -1 : second - film.begin();
    }

    @Override
    public Frame next() {
        for (FrameSource.Capture film = current(); film != null; film = turn()) {
            Frame frame = film.next();
            if (frame != null && begin() + frame.seconds() < end()) {
                double seconds = begin() + frame.seconds();
                return new Frame(settings.stream(), index++, seconds, started.plus(Duration.ofNanos((long) (seconds * 1e9))), frame.width(),
                        frame.height(), frame.rgb());
            }
        }
        return null;
    }

    private double begin() {
        return films.get(at).begin();
    }

    private double end() {
        return at + 1 < films.size() ? films.get(at + 1).begin() : Double.POSITIVE_INFINITY;
    }

    private synchronized FrameSource.Capture current() {
        return closed ? null : current;
    }

    /** Closes the film that has ended, and opens the next; null when there is none. */
    private synchronized FrameSource.Capture turn() {
        if (closed || at + 1 == films.size()) {
            return null;
        }
        waiting.addAll(sound());
        current.close();
        at++;
        current = open();
        return current;
    }

    @Override
    public synchronized List<Sound> takeSound() {
        List<Sound> taken = new ArrayList<>(waiting);
        waiting.clear();
        taken.addAll(sound());
        return taken;
    }

    private List<Sound> sound() {
        return current.takeSound().stream().map(sound -> new Sound(begin() + sound.seconds(), sound.samples()))
                .filter(sound -> sound.seconds() < end()).toList();
    }

    /** Those of the film that is open; how long all of it is only its last film knows. */
    @Override
    public synchronized FrameSource.SourceFacts facts() {
        FrameSource.SourceFacts facts = current.facts();
        return new FrameSource.SourceFacts(facts.width(), facts.height(), facts.fps(), Double.NaN, facts.sound(), false);
    }

    @Override
    public synchronized void close() {
        closed = true;
        current.close();
    }
}
