package dev.afterimage.answering.evaluate;

import dev.afterimage.answering.query.Thing;
import dev.afterimage.core.evidence.Shade;
import dev.afterimage.core.evidence.Traits;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What somebody wears, as far as the evidence tells: a colour on a part of the body. A jacket is not told from a shirt.
 *
 * @param part {@link Shade.Part#WHOLE} for any part
 */
record Garment(String colour, Shade.Part part) {

    private static final Set<String> UPPER = Set.of("jacket", "coat", "shirt", "t-shirt", "tshirt", "tee", "hoodie", "jumper", "sweater",
            "pullover", "vest", "waistcoat", "dress", "suit", "top", "blouse", "cardigan", "anorak", "raincoat", "blazer", "sleeve",
            "parka", "fleece", "sweatshirt", "jersey", "overcoat", "windbreaker", "tabard", "gilet", "apron", "uniform");
    private static final Set<String> LOWER = Set.of("trousers", "jeans", "pants", "shorts", "skirt", "leggings", "tights", "sweatpants",
            "slacks", "bottoms");
    private static final Set<String> TOP = Set.of("hat", "cap", "helmet", "beanie", "bonnet", "hood", "beret", "headscarf", "turban");
    private static final Set<String> ANY = Set.of("something", "clothes", "clothing", "outfit", "anything", "clothe");
    /** What a colour that was not seen as a light one is worth where a light one is asked about: light varies. */
    private static final double HALF = 0.5;
    private static final Set<String> DEGREES = Set.of("light", "dark", "bright", "pale", "deep");

    /** The part of the body that a garment covers; empty for what is no garment. */
    static Optional<Shade.Part> part(String noun) {
        String one = UPPER.contains(noun) || LOWER.contains(noun) || ANY.contains(noun) ? noun : noun.replaceFirst("s$", "");
        return UPPER.contains(one) ? Optional.of(Shade.Part.UPPER) : LOWER.contains(one) || LOWER.contains(noun)
                ? Optional.of(Shade.Part.LOWER) : TOP.contains(one) ? Optional.of(Shade.Part.TOP) : ANY.contains(one)
                ? Optional.of(Shade.Part.WHOLE) : Optional.empty();
    }

    /** All that narrows people down by what they wear; a person of a colour is one in that colour. */
    static List<Garment> all(Thing thing) {
        Stream<Garment> coloured = ColourNames.is(thing.colour()) ? Stream.of(new Garment(thing.colour(), Shade.Part.WHOLE))
                : Stream.empty();
        return Stream.concat(coloured, thing.with().stream().flatMap(with -> of(with).stream())).toList();
    }

    /** {@code light blue jacket}, {@code in light-blue coat}, {@code something red}, {@code in red}; empty where there is no colour. */
    static Optional<Garment> of(String property) {
        List<String> words = List.of(property.replaceFirst("^(?:in|wearing|with) ", "").replaceFirst("\\bt[- ]shirt", "tshirt")
                .replaceFirst("\\btee[- ]shirt", "tshirt").replace('-', ' ').split(" "));
        String last = words.get(words.size() - 1);
        if (words.size() > 1 && ANY.contains(words.get(0)) && ColourNames.is(last)) {
            return Optional.of(new Garment(last, Shade.Part.WHOLE));
        }
        if (words.size() == 1) {
            return ColourNames.is(last) ? Optional.of(new Garment(last, Shade.Part.WHOLE)) : Optional.empty();
        }
        String colour = words.get(words.size() - 2);
        boolean plain = words.size() == 2 || words.size() == 3 && DEGREES.contains(words.get(0));
        return !plain || !ColourNames.is(colour) ? Optional.empty()
                : part(last).map(part -> new Garment(String.join(" ", words.subList(0, words.size() - 1)), part));
    }

    boolean on(Traits traits) {
        return share(traits) > 0;
    }

    /** How much of the part is of the colour, 0..1. */
    double share(Traits traits) {
        return traits.shades().stream().filter(shade -> covers(shade.part()) && ColourNames.may(colour, shade.colour()))
                .mapToDouble(shade -> shade.share() * (lightOnly() == shade.colour().startsWith("light ") || !lightOnly() ? 1 : HALF))
                .max().orElse(0);
    }

    private boolean lightOnly() {
        return colour.startsWith("light ") || colour.startsWith("pale ");
    }

    /** Whether anything is known of the colours there. */
    boolean known(Traits traits) {
        return traits.shades().stream().anyMatch(shade -> covers(shade.part()));
    }

    private boolean covers(Shade.Part shown) {
        return part == Shade.Part.WHOLE ? shown != Shade.Part.WHOLE : shown == part;
    }

    /** Where it was seen, in words. */
    String words() {
        return switch (part) {
            case UPPER -> colour + " on the upper part of the body";
            case LOWER -> colour + " on the legs";
            case TOP -> colour + " on the head";
            default -> colour + " on the body";
        };
    }
}
