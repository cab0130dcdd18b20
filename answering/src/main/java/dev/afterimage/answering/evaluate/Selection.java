package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.evidence.CountTrack;
import dev.afterimage.answering.evidence.CountRun;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.evidence.Visit;
import dev.afterimage.answering.lexicon.Kinds;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.time.TimeSpan;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Sighting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The things of a stream that a query means by a {@link Thing}, its {@code nth} left aside: objects that the detector knows, of a colour,
 * at a place.
 */
final class Selection {

    /** Things that stand in most places, and do not make them less empty. */
    private static final Set<String> FURNITURE = Set.of("chair", "couch", "bed", "bench", "dining table", "potted plant", "tv", "toilet",
            "sink", "oven", "microwave", "toaster",
            "refrigerator", "clock", "vase", "traffic light", "fire hydrant", "stop sign", "parking meter");
    /** Words for the place that a camera looks at: what is in the picture is on that road, on that table. */
    private static final Set<String> THE_PLACE = Set.of("road", "street", "table", "desk", "room", "floor", "path", "way", "yard",
            "garden", "driveway", "drive", "park", "lot", "pavement", "sidewalk",
            "kitchen", "office", "hall", "hallway", "corridor", "shop", "store", "ground", "lane", "crossing", "junction", "square",
            "house", "area", "place", "scene", "front", "background",
            "highway", "motorway", "car park", "parking lot", "living room", "view", "intersection", "roadway", "outside", "patio",
            "porch", "garage", "lobby", "counter", "worktop");
    private static final Set<String> CARRIED = Set.of("backpack", "handbag", "suitcase", "umbrella", "tie", "cell phone", "frisbee",
            "skis", "snowboard", "skateboard", "surfboard", "tennis racket", "baseball bat", "kite");
    /** Share of the watched time from which on something counts as part of the scene. */
    private static final double SETTLED_SHARE = 0.6;

    /** Seconds from which on somebody was there long enough for the colours of the clothes to be known. */
    private static final double LONG_ENOUGH = 2;

    /** Of several who wear a colour, those with less than this share of the most of it are not meant. */
    private static final double CLEARLY = 0.6;

    private final Thing thing;
    private final Timeline timeline;
    private final Set<String> labels;
    private final boolean known;
    private final Kinds.Fit fit;
    private final List<Garment> garments;
    private final List<Neighbours> neighbours;
    private final CountTrack track;

    Selection(Thing thing, Timeline timeline) {
        this.thing = thing;
        this.timeline = timeline;
        List<Optional<Kinds.Kind>> kinds = thing.names().stream().map(Kinds.coco()::of).toList();
        this.known = anything() || kinds.stream().allMatch(Optional::isPresent);
        this.fit = kinds.stream().flatMap(Optional::stream).map(Kinds.Kind::fit).max(Comparator.naturalOrder()).orElse(Kinds.Fit.SAME);
        Set<String> all = new HashSet<>();
        kinds.forEach(kind -> kind.ifPresent(one -> all.addAll(one.labels())));
        this.labels = all;
        this.garments = all.equals(Set.of("person")) ? Garment.all(thing) : List.of();
        this.neighbours = thing.with().stream().flatMap(with -> Neighbours.of(with, timeline).stream()).toList();
        this.track = timeline.track(this::count, this::matches);
    }

    private boolean anything() {
        return thing.name().equals(Thing.ANYTHING);
    }

    Thing thing() {
        return thing;
    }

    /** Why the evidence cannot tell these things from others; empty where it can, or where there is nothing that might be one of them. */
    Optional<Finding> undecided() {
        if (!known) {
            String unknown = thing.names().stream().filter(name -> Kinds.coco().of(name).isEmpty()).findFirst().orElse(thing.name());
            return Optional.of(new Finding.CannotTell("nothing that was kept tells of '" + unknown
                    + "': the object detector knows 80 kinds of things, and this is none of them"));
        }
        if (fit == Kinds.Fit.NARROWER && track.ever(count -> count > 0)) {
            return Optional.of(wider());
        }
        Optional<String> property = thing.with().stream()
                .filter(with -> !placed(with) && !(carried(with) && track.ever(count -> count > 0)))
                .filter(with -> !(worn(with) || beside(with, true)) || visits().isEmpty()).findFirst();
        boolean inColour = !garments.isEmpty() && !thing.colour().isEmpty() && visits().isEmpty();
        return property.or(() -> inColour ? Optional.of("in " + thing.colour()) : Optional.empty()).map(with -> {
            Selection alone = new Selection(alone(), timeline);
            if (!alone.everSeen()) {
                return new Finding.NotSeen(Words.noneWas(alone()) + " seen", List.of());
            }
            if (worn(with) && noneInIt(alone.visits())) {
                return new Finding.NotSeen("nobody with " + worn() + " was seen", alone.closest());
            }
            return beside(with).filter(kind -> !everSeen(kind)).<Finding>map(kind -> new Finding.NotSeen("no " + kind.singular()
                    + " was seen", closest())).orElseGet(() -> new Finding.CannotTell(Words.article(thing.name())
                    + " was there, and whether '"
                            + with + "' is true of it is not known", closest()));
        });
    }

    private boolean worn(String with) {
        return !garments.isEmpty() && Garment.of(with).isPresent();
    }

    private boolean beside(String with, boolean standing) {
        return standing && !neighbours.isEmpty() && Neighbours.of(with, timeline).isPresent();
    }

    /** Whether the colours of all who were there for long are known, and none is the one that is asked about. */
    private boolean noneInIt(List<Visit> all) {
        List<Visit> lasting = all.stream().filter(visit -> visit.span().length() >= LONG_ENOUGH).toList();
        return !lasting.isEmpty() && lasting.stream().allMatch(visit -> garments.stream()
                .allMatch(garment -> garment.part() != Shade.Part.TOP && garment.known(visit.course().traits())));
    }

    /** Whether the things are told apart by what they are near to. */
    boolean related() {
        return !neighbours.isEmpty();
    }

    /** What is told of those in the clothes that are asked about: colours, and not which garment. */
    String worn() {
        return garments.isEmpty() ? "" : Phrases.list(garments.stream().map(Garment::words).toList());
    }

    private Thing alone() {
        return Thing.of(thing.name()).or(thing.or()).and(thing.and());
    }

    /**
     * Whether it is known that the things were there together with what they are said to have, and no more: not how
     * many of them had it.
     */
    boolean together() {
        return thing.with().stream().anyMatch(this::carried);
    }

    /** Things that are in the picture because somebody carries them. */
    private boolean carried(String with) {
        return labels.equals(Set.of("person")) && beside(with).map(kind -> CARRIED.containsAll(kind.labels())).orElse(false);
    }

    private boolean everSeen(Kinds.Kind kind) {
        CountTrack seen = timeline.counts(evidence -> evidence.kind() == Evidence.Kind.OBJECT && kind.labels().contains(evidence.label()),
                Evidence::count);
        return !seen.credible(seen.visits()).isEmpty();
    }

    /** That there was something of the class, and that no more is known. */
    private Finding wider() {
        String seen = Kinds.coco().ofLabel(labels.iterator().next()).singular();
        return new Finding.CannotTell("there was " + Words.article(seen) + ", and whether it was " + Words.article(thing.name())
                + " is not known", closest());
    }

    /**
     * Why it is not known whether there was one of these things: there was something in the window that people may call so, and may as
     * well call otherwise. "The van" that is asked about is the car that was seen; that a van was there is another matter.
     */
    Optional<Finding> existence(Windows.Placed window) {
        boolean called = fit == Kinds.Fit.CALLED && present().stream().anyMatch(run -> !window.bounded()
                || run.span().overlap(window.span()) > 0 || window.momentary() && run.span().overlap(window.span()) >= 0);
        return called ? Optional.of(wider()) : Optional.empty();
    }

    /** What a property names, where the detector knows it. */
    private static Optional<Kinds.Kind> beside(String with) {
        return Optional.ofNullable(Kinds.coco().named(with)).filter(kind -> kind.fit() == Kinds.Fit.SAME);
    }

    /** Whether a property only says that the thing is where the camera looks. */
    static boolean placed(String with) {
        String noun = with.replaceFirst("^(?:on|in|at|by|through|past|across|along|from|into|down|up|over|to|onto|off|around|outside|inside"
                + "|near|towards|of) ", "");
        return THE_PLACE.contains(noun);
    }

    boolean matches(Evidence evidence) {
        return evidence.kind() == Evidence.Kind.OBJECT && (anything()
                ? !FURNITURE.contains(evidence.label()) : labels.contains(evidence.label())) && !faint(evidence) && here(evidence) > 0;
    }

    boolean matches(Visit visit) {
        return !timeline.faint(visit.label()) && (anything() ? !FURNITURE.contains(visit.label()) : labels.contains(visit.label()))
                && (thing.colour().isEmpty() || !garments.isEmpty()
                        || Looks.may(thing.colour(), visit.colour(), visit.course().traits()))
                && garments.stream().allMatch(garment -> garment.on(visit.course().traits()))
                && neighbours.stream().allMatch(near -> near.has(visit))
                && (place().isEmpty() || visit.path().stream().anyMatch(path -> path.contains(place())));
    }

    private String place() {
        return thing.place().equals("middle") ? "centre" : thing.place();
    }

    /** How many of a piece of evidence are of the colour and at the place. */
    private int here(Evidence evidence) {
        if (thing.colour().isEmpty() && place().isEmpty() && garments.isEmpty()) {
            return evidence.count();
        }
        if (thing.colour().isEmpty() && garments.isEmpty()) {
            return (int) evidence.places().stream().filter(path -> path.contains(place())).count();
        }
        return (int) IntStream.range(0, evidence.things().size())
                .filter(i -> looks(evidence.things().get(i)) && (place().isEmpty() || evidence.places().get(i).contains(place()))).count();
    }

    private boolean looks(Sighting one) {
        return (thing.colour().isEmpty() || !garments.isEmpty() || Looks.may(thing.colour(), one.colour(), one.traits()))
                && garments.stream().allMatch(garment -> garment.on(one.traits()));
    }

    /** Several kinds are there together when each is, unless any will do; and people with something while it is there. */
    private int count(Timeline.Moment moment) {
        boolean without = thing.with().stream().filter(this::carried).flatMap(with -> beside(with).stream())
                .anyMatch(kind -> moment.evidence().stream().noneMatch(one -> one.kind() == Evidence.Kind.OBJECT
                        && kind.labels().contains(one.label())));
        if (without) {
            return 0;
        }
        if (thing.and().isEmpty()) {
            return moment.evidence().stream().filter(this::matches).mapToInt(this::here).sum();
        }
        return thing.names().stream().mapToInt(name -> Kinds.coco().of(name).map(kind -> moment.evidence().stream()
                .filter(one -> one.kind() == Evidence.Kind.OBJECT && kind.labels().contains(one.label())).mapToInt(this::here).sum())
                        .orElse(0)).min().orElse(0);
    }

    CountTrack track() {
        return track;
    }

    /**
     * Every thing of the selection from its coming to its going, those believed, in order of coming; empty where nothing was followed from
     * frame to frame.
     */
    List<Visit> visits() {
        List<Visit> visits = timeline.visits().stream().filter(this::matches)
                .filter(visit -> !track.credible(List.of(visit.run())).isEmpty()).toList();
        double most = visits.stream().mapToDouble(this::share).max().orElse(0);
        return garments.isEmpty() ? visits : visits.stream().filter(visit -> share(visit) >= CLEARLY * most).toList();
    }

    /** How much of the clothes is of the colours that are asked about. */
    private double share(Visit visit) {
        return garments.stream().mapToDouble(garment -> garment.share(visit.course().traits())).min().orElse(0);
    }

    /** One stretch for each thing that ever came. */
    List<CountRun> things() {
        List<Visit> followed = together() ? List.of() : visits();
        // Stretches put together from counts carry no score of their own: those that share time with a believed one are believed.
        return followed.isEmpty() ? track.appearances().stream()
                .filter(run -> present().stream().anyMatch(seen -> seen.span().overlap(run.span()) >= 0)).toList()
                : followed.stream().map(Visit::run).toList();
    }

    /** Stretches in which at least one was there, short absences bridged. */
    List<CountRun> present() {
        return faint() ? List.of() : track.credible(track.visits());
    }

    /** Whether a piece of evidence is of a kind that was only taken for it. */
    boolean faint(Evidence evidence) {
        return timeline.faint(evidence.label());
    }

    /** Whether they are of one kind, and that was only taken for it. */
    private boolean faint() {
        return labels.size() == 1 && timeline.faint(labels.iterator().next());
    }

    boolean everSeen() {
        return !present().isEmpty() || !visits().isEmpty();
    }

    /** Whether these things belong to the scene (bottles on a table) rather than passing through it. */
    boolean settled() {
        double there = track.visits().stream().mapToDouble(run -> run.span().length()).sum();
        boolean atFirst = track.runs().stream().findFirst().map(run -> run.count() > 0).orElse(false);
        return atFirst || there > SETTLED_SHARE * timeline.watched().seconds(new TimeSpan(0, timeline.until()));
    }

    Support support(CountRun run) {
        String note = timeline.during(run.span()).stream().findFirst().map(Timeline.Moment::note).orElse("");
        return new Support(run.span(), run.count() == 0 ? 1 : track.sureness(run), run.count() == 0 ? "block" : "object", note);
    }

    List<Support> supports(List<CountRun> runs) {
        return runs.stream().map(this::support).toList();
    }

    /** Blips that were not believed, as what came closest. */
    List<Support> closest() {
        CountTrack taken = timeline.counts(evidence -> labels.contains(evidence.label()) && faint(evidence), Evidence::count);
        List<Support> closest = new ArrayList<>(supports(track.visits()));
        taken.visits().forEach(run -> closest.add(new Support(run.span(), run.score(), "object", support(run).note())));
        return closest;
    }
}
