package dev.afterimage.engine.cluster;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.engine.Keeping;
import dev.afterimage.engine.Wiring;
import dev.afterimage.model.format.Precision;
import dev.afterimage.store.codec.KvForm;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the job is told where it is submitted; it travels with the job's graph. Where things lie is each machine's own matter
 * ({@code AFTERIMAGE_HOME}, {@code AFTERIMAGE_MODELS}, {@code AFTERIMAGE_SECRETS} in its environment), and what is watched stands in a file
 * beside the job manager, so neither addresses of cameras nor passwords are in the graph.
 *
 * @param model     pack that all task managers watch with
 * @param sources   path of the sources' file, on the job manager
 * @param precision name of the arithmetic; null for the pack's most exact
 * @param kv        name of the form in which KV is stored; null for what suits the pack
 * @param recording whether the original video is kept
 */
record ClusterSettings(String model, String sources, String precision, String kv, boolean recording) implements Serializable {

    private static final List<String> KNOWN = List.of("--model", "--sources", "--precision", "--kv", "--no-recording");

    /** @throws AfterimageException for arguments that are not understood */
    static ClusterSettings of(String... arguments) {
        Map<String, String> given = new TreeMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            boolean flag = name.equals("--no-recording");
            if (!KNOWN.contains(name) || !flag && i + 1 == arguments.length) {
                throw new AfterimageException(ErrorCode.USAGE, "the job does not understand '" + name + "'",
                        "give --sources FILE, and if you like --model PACK, --precision fp32|int8|int4, --kv fp16|int8|int4,"
                                + " --no-recording");
            }
            given.put(name, flag ? "" : arguments[++i]);
        }
        if (!given.containsKey("--sources")) {
            throw new AfterimageException(ErrorCode.USAGE, "the job is not told what to watch",
                    "give --sources FILE, a file on the job manager");
        }
        ClusterSettings settings = new ClusterSettings(given.getOrDefault("--model", Wiring.DEFAULT_MODEL), given.get("--sources"),
                given.get("--precision"), given.get("--kv"), !given.containsKey("--no-recording"));
        settings.keeping();
        return settings;
    }

    /** @throws AfterimageException for names of nothing */
    Keeping keeping() {
        Keeping keeping = new Keeping(named(Precision.class, precision), named(KvForm.class, kv), null, null);
        return recording ? keeping : keeping.withoutRecording();
    }

    private static <T extends Enum<T>> T named(Class<T> type, String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new AfterimageException(ErrorCode.USAGE, "'" + name + "' is none of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT), "choose one of them"));
    }
}
