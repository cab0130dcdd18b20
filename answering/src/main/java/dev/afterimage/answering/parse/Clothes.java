package dev.afterimage.answering.parse;

import java.util.Set;

/** Names of what people wear, so that "the man in a jacket" is not a man inside something. */
final class Clothes {

    private static final Set<String> NAMES = Set.of("jacket", "coat", "shirt", "t-shirt", "tshirt", "tee", "hoodie", "jumper", "sweater",
            "pullover", "vest", "dress", "skirt", "suit", "trousers", "jeans",
            "pants", "shorts", "hat", "cap", "beanie", "helmet", "scarf", "glasses", "sunglasses", "uniform", "apron", "gloves", "shoes",
            "boots", "top", "blouse", "cardigan", "overalls",
            "hood", "mask", "anorak", "raincoat", "tie", "backpack", "rucksack", "costume", "sandals", "trainers", "blazer", "gown",
            "tracksuit", "hi-vis", "saree", "sari", "kilt", "bib", "robe", "tutu", "turban", "hijab", "waistcoat", "leggings", "sweatpants",
            "sweatshirt", "bikini", "swimsuit", "dungarees", "poncho", "cloak", "wellies", "heels", "slippers", "pyjamas", "nightie",
            "jersey", "bonnet",
            "beret", "headscarf", "balaclava", "gilet", "parka", "fleece", "tights", "goggles", "lanyard", "tabard", "scrubs", "overcoat",
            "trilby",
            "bowler", "cape", "socks", "headband", "headphones", "kurta", "dhoti", "lungi", "salwar", "flip-flops", "boiler", "overall",
            "smock", "habit", "cassock", "tunic", "tux", "tuxedo", "windbreaker", "sportswear", "kit", "armband", "sash", "veil",
            "flannel", "denim", "leathers", "lycra", "spandex", "tweed", "corduroy", "plaid", "tartan");

    private Clothes() { }

    /** Whether a garment is named within the next three words. */
    static boolean are(Sentence s, int i) {
        for (int next = i; next < i + 3; next++) {
            if (NAMES.contains(s.at(next)) || NAMES.contains(s.at(next).replaceFirst("s$", ""))) {
                return true;
            }
            if (!s.adjective(next) && !s.noun(next)) {
                return false;
            }
        }
        return false;
    }
}
