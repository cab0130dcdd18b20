package dev.afterimage.encoder.object;

import dev.afterimage.core.stream.ReadingSettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Follows things through the frames, so that what is reported neither flickers nor lags. After ByteTrack (Zhang et al.
 * 2022), faint detections go on with known things but start none. A new thing shows at its second hit; at its first
 * when it moves by itself in front of a learnt background, and in a fresh scene. A thing that the detector misses is
 * kept while its place looks the same, while something hides it for a moment, or while a moving one's way on is
 * covered; else it is gone at once.
 */
public final class ThingTracker {

    private static final float LEAST_NEW_SCORE = 0.2f;
    /** A confirmed thing stays until its score falls below this share of what a new one needs. */
    private static final float STAYING_SHARE = 0.7f;
    /** What covers a learnt background has come: it needs this much less score. */
    private static final float FOREGROUND_BONUS = 0.1f;
    /** Where less of a box than this is new, the picture did not change: what is found there was there before. */
    private static final float LEAST_NEW_FOREGROUND = 0.1f;
    /** Share of the start score at which a track is confirmed. */
    private static final float CONFIRMING_SHARE = 0.75f;
    private static final float SURELY_FOREGROUND = 0.5f;
    private static final float LEAST_SCORE = 0.25f;
    /** A thing of a kind that flies needs less score once it has moved this far, in box sizes. */
    private static final float FLIGHT_TRAVEL = 1;
    private static final float FLYING_SCORE = 0.5f;

    private static final double SAME_LOOK_SECONDS = 5;
    private static final double HIDDEN_SECONDS = 2;
    private static final double UNSEEN_SECONDS = 0.6;
    private static final double FORGET_SECONDS = 2;
    private static final float WAY_ON_FOREGROUND = 0.4f;
    private static final float WAY_ON_AREA = 0.003f;

    private final WatchRules rules;
    private final ThingNames names;
    private final List<Track> tracks = new ArrayList<>();
    private int nextId;
    private int vehicles;
    private double lastSeconds;
    private List<TrackedThing> shown = List.of();
    private List<TrackedThing.Gone> gone = List.of();

    public ThingTracker(ReadingSettings settings) {
        rules = new WatchRules(settings);
        names = new ThingNames(rules);
    }

    /** @return what is in the picture, by class and then from left to right */
    public List<TrackedThing> update(Surroundings now) {
        if (now.fresh()) {
            tracks.clear();
            vehicles = 0;
        }
        double sample = now.seconds() - lastSeconds;
        lastSeconds = now.seconds();
        List<Detection> unmatched = follow(now);
        unmatched.stream().filter(d -> starts(d, now)).forEach(d -> tracks.add(start(d, now)));
        tracks.forEach(track -> judge(track, now, sample));
        List<TrackedThing> things = things(now.seconds());
        gone = shown.stream().filter(thing -> things.stream().noneMatch(other -> other.id() == thing.id()))
                .map(thing -> new TrackedThing.Gone(thing, now.seconds(), way(thing, now.seconds()))).toList();
        shown = things;
        tracks.removeIf(track -> forgotten(track, now.seconds(), sample));
        return things;
    }

    /** Nobody watched before the next picture: what was there is not known to have gone, nor to be the same as what is there then. */
    public void interrupted() {
        tracks.clear();
        shown = List.of();
        gone = List.of();
    }

    /** What was there the frame before and is not in this one. */
    public List<TrackedThing.Gone> gone() {
        return gone;
    }

    private String way(TrackedThing thing, double seconds) {
        return tracks.stream().filter(track -> track.id == thing.id()).findFirst().map(track -> track.to(seconds)).orElse("");
    }

    private List<Detection> follow(Surroundings now) {
        List<Detection> large = now.detections().stream().filter(d -> d.box().area() >= rules.smallest()).toList();
        Matching matching = new Matching(tracks, now.background(), now.seconds());
        List<Detection> unmatched = new ArrayList<>(matching.match(large.stream().filter(d -> d.score() >= Track.STRONG).toList()));
        unmatched.addAll(matching.match(large.stream().filter(d -> d.score() < Track.STRONG).toList()));
        matching.found().forEach((track, detection) -> {
            track.found(detection, now.background().foreground(detection.box()), now.seconds());
            track.remember(now);
        });
        tracks.stream().filter(track -> !matching.found().containsKey(track)).forEach(track -> track.missed(now.seconds()));
        return unmatched;
    }

    private Track start(Detection detection, Surroundings now) {
        float foreground = now.background().foreground(detection.box());
        boolean latecomer = !now.fresh() && now.background().trusted() && foreground < LEAST_NEW_FOREGROUND;
        return new Track(nextId++, detection, foreground, latecomer, !now.fresh(), now.seconds());
    }

    /** Strong, or faint but in front of the background: then the next frame decides. */
    private boolean starts(Detection detection, Surroundings now) {
        boolean own = detection.score() >= lowestStart(detection);
        return own || detection.score() >= LEAST_NEW_SCORE && now.background().foreground(detection.box()) >= SURELY_FOREGROUND;
    }

    private float lowestStart(Detection detection) {
        return Math.min(Track.STRONG, rules.startScore(detection.best()));
    }

    private void judge(Track track, Surroundings now, double sample) {
        rename(track, names.name(track, now, vehicles));
        boolean vehicle = track.label >= 0 && rules.watched(track.label) && names.drives(track, track.label, now, vehicles);
        // What showed at its first sight must hold at the second.
        track.confirmed &= !(track.found() && track.hits() == 2);
        track.confirmed |= track.found() && track.label >= 0 && sure(track, vehicle, now) && shown(track, now.fresh());
        boolean stays = vehicle || track.label >= 0 && track.scores().average(track.label) >= STAYING_SHARE * rules.startScore(track.label);
        track.visible = track.confirmed && stays && (track.found() || stillThere(track, now, sample));
        if (!track.proved && ThingNames.provesVehicles(track)) {
            track.proved = true;
            vehicles++;
        }
    }

    /** A new name must prove itself again, unless it is only another kind of vehicle. */
    private static void rename(Track track, int label) {
        track.confirmed &= label == track.label || CocoClasses.vehicle(label) && CocoClasses.vehicle(track.label);
        track.label = label;
    }

    private boolean sure(Track track, boolean vehicle, Surroundings now) {
        return vehicle && (track.scores().vehicle() >= ThingNames.VEHICLE_SCORE || track.scores().strongest() >= LEAST_SCORE)
                || track.scores().average(track.label) >= startScore(track, now)
                || track.scores().latest(track.label) >= startScore(track, now)
                && track.scores().average(track.label) >= CONFIRMING_SHARE * startScore(track, now);
    }

    /** What the settings ask for, or the class's default, eased or raised by what the background tells. */
    private float startScore(Track track, Surroundings now) {
        float usual = rules.startScore(track.label);
        if (rules.ownStartScore(track.label)) {
            return usual;
        }
        if (track.hits() >= 2 && track.foreground() >= SURELY_FOREGROUND && CocoClasses.movesItself(track.label)) {
            return usual - FOREGROUND_BONUS;
        }
        boolean flying = CocoClasses.flies(track.label) && track.travel() > FLIGHT_TRAVEL && !now.personAt(track.box());
        return flying ? Math.min(FLYING_SCORE, usual) : track.latecomer ? usual + Track.LATECOMER : usual;
    }

    private static boolean shown(Track track, boolean fresh) {
        return fresh || track.hits() >= 2 || track.foreground() >= SURELY_FOREGROUND && CocoClasses.movesItself(track.label);
    }

    private static boolean stillThere(Track track, Surroundings now, double sample) {
        double since = now.seconds() - track.lastFound();
        if (track.still()) {
            return since <= SAME_LOOK_SECONDS && track.looksTheSame(now.picture())
                    || since <= HIDDEN_SECONDS && now.hidden(track.box());
        }
        boolean covered = !now.background().trusted() || track.box().area() >= WAY_ON_AREA && track.hits() >= 2
                && track.foreground() >= SURELY_FOREGROUND && now.background().foreground(track.box()) >= WAY_ON_FOREGROUND;
        return covered && since <= Math.max(UNSEEN_SECONDS, 1.1 * sample);
    }

    private static boolean forgotten(Track track, double seconds, double sample) {
        double keep = track.confirmed ? Math.max(FORGET_SECONDS, 2.1 * sample) : Math.max(UNSEEN_SECONDS, 1.1 * sample);
        return !track.visible && seconds - track.lastFound() > keep;
    }

    private List<TrackedThing> things(double seconds) {
        return tracks.stream().filter(track -> track.visible && rules.watched(track.label) && !track.repeats(tracks))
                .map(track -> thing(track, seconds))
                .sorted(Comparator.comparing(TrackedThing::label).thenComparing(thing -> thing.box().centreX())
                .thenComparing(TrackedThing::id))
                .toList();
    }

    private TrackedThing thing(Track track, double seconds) {
        boolean back = shown.stream().noneMatch(thing -> thing.id() == track.id);
        track.shownSince = back ? seconds : track.shownSince;
        float score = Math.max(track.scores().average(track.label), CocoClasses.vehicle(track.label) ? track.scores().vehicle() : 0);
        return new TrackedThing(track.id, CocoClasses.NAMES.get(track.label), track.place(), track.box(), score, track.shownSince,
                track.colour(), track.from(), track.traits(score));
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeInt(nextId);
        out.writeInt(vehicles);
        out.writeDouble(lastSeconds);
        out.writeInt(tracks.size());
        for (Track track : tracks) {
            track.write(out);
        }
        out.writeInt(shown.size());
        for (TrackedThing thing : shown) {
            thing.write(out);
        }
    }

    public void read(DataInputStream in) throws IOException {
        nextId = in.readInt();
        vehicles = in.readInt();
        lastSeconds = in.readDouble();
        tracks.clear();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            tracks.add(Track.read(in));
        }
        shown = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            shown.add(TrackedThing.read(in));
        }
    }
}
