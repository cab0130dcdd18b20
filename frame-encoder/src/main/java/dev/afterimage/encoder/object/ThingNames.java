package dev.afterimage.encoder.object;

/**
 * Decides what a followed thing is called. Usually the class with the best smoothed score; two facts about the detector
 * are set right here. Seen from above, vehicles come out as {@code cell phone}, {@code cup} and the like: something
 * that drives through the picture by itself, is no small speck, and looks a little like a vehicle (or drives where
 * vehicles were seen before) is a {@code car}. And bus or truck is said only when clearly ahead of car.
 */
final class ThingNames {

    /** Share of the picture; smaller moving specks are too often birds, leaves and noise. */
    private static final float VEHICLE_AREA = 0.015f;
    static final float VEHICLE_SCORE = 0.2f;
    private static final float VEHICLE_FOREGROUND = 0.3f;
    private static final float CLEARLY_AHEAD = 1.25f;
    private static final int LASTING = 3;
    /** A person or an animal fainter than this is no reason against a vehicle. */
    private static final float UNSURE = 0.3f;

    private final WatchRules rules;

    ThingNames(WatchRules rules) {
        this.rules = rules;
    }

    /** @return a class, or -1 when no watched class has any score */
    int name(Track track, Surroundings now, int vehiclesBefore) {
        int best = best(track);
        if (rules.watched(CocoClasses.CAR) && drives(track, best, now, vehiclesBefore)) {
            return vehicleKind(track, best);
        }
        if (best < 0) {
            return -1;
        }
        if (CocoClasses.vehicle(best)) {
            return vehicleKind(track, best);
        }
        boolean keep = track.confirmed && track.scores().average(best) < CLEARLY_AHEAD * track.scores().average(track.label);
        return keep ? track.label : best;
    }

    boolean drives(Track track, int best, Surroundings now, int vehiclesBefore) {
        boolean mayBe = best < 0 || CocoClasses.vehicle(best) || !CocoClasses.movesItself(best) || track.scores().average(best) < UNSURE;
        return mayBe && track.largest() >= VEHICLE_AREA && track.foreground() >= VEHICLE_FOREGROUND
                && (track.scores().vehicle() >= VEHICLE_SCORE || vehiclesBefore > 0 || CocoClasses.vehicle(Math.max(0, track.label)))
                && !now.personAt(track.box());
    }

    /** Whether a track proves that vehicles drive here. */
    static boolean provesVehicles(Track track) {
        return track.confirmed && track.hits() >= LASTING && track.scores().vehicle() >= VEHICLE_SCORE
                && track.foreground() >= VEHICLE_FOREGROUND
                && CocoClasses.vehicle(track.label);
    }

    private int best(Track track) {
        int best = -1;
        for (int c = 0; c < CocoClasses.COUNT; c++) {
            if (rules.watched(c) && (best < 0 || track.scores().average(c) > track.scores().average(best))) {
                best = c;
            }
        }
        return best;
    }

    private int vehicleKind(Track track, int best) {
        if (!rules.watched(CocoClasses.CAR)) {
            return best;
        }
        int kind = CocoClasses.CAR;
        for (int other : new int[] {CocoClasses.BUS, CocoClasses.TRUCK}) {
            boolean sure = track.scores().average(other) >= rules.startScore(other);
            if (rules.watched(other) && sure && track.scores().average(other) > CLEARLY_AHEAD * track.scores().average(kind)) {
                kind = other;
            }
        }
        return kind;
    }
}
