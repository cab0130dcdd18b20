package dev.afterimage.model.tokenizer;

/**
 * Keeps the tokenizer library to itself. Left alone it asks the cloud's metadata address for the machine's name when it
 * loads, and looks for a GPU build of its native part; neither has a place in a program that works offline.
 */
public final class OfflineDjl {

    private OfflineDjl() { }

    /** Call before the first use of any class of the library; what the user has set stays. */
    public static void apply() {
        setUnlessGiven("OPT_OUT_TRACKING", "true");
        setUnlessGiven("RUST_FLAVOR", "cpu");
    }

    private static void setUnlessGiven(String name, String value) {
        if (System.getProperty(name) == null && System.getenv(name) == null) {
            System.setProperty(name, value);
        }
    }
}
