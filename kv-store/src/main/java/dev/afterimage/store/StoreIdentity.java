package dev.afterimage.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.store.codec.KvForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a store's KV was made by. Written when the store is created, compared when it is opened: KV of another model, another preprocessing
 * or another shape is refused, never served.
 *
 * @param pack           name of the model pack, e.g. {@code notes-135m}; shown to the user, not compared
 * @param packIdentity   {@code LanguageModel.identity()}
 * @param encoderVersion {@code FrameEncoder.Factory.version()}
 * @param kept           how blocks are made smaller and laid out; a reader gives what {@link #of} says of the store
 */
public record StoreIdentity(String pack, String packIdentity, String encoderVersion, KvLayout layout, StorageForm kept) {

    /** Changes when column families or keys change; values carry versions of their own. Format 2 says how its blocks are kept. */
    public static final int FORMAT = 2;

    /**
     * Without a word on how blocks are kept: {@link StorageForm#WHOLE}. Still written for such stores, so that older
     * programs read them.
     */
    private static final int FIRST_FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] KEY = "identity".getBytes(StandardCharsets.UTF_8);
    private static final String WHAT = "the store's identity";

    /** Of a store of whole blocks. */
    public StoreIdentity(String pack, String packIdentity, String encoderVersion, KvLayout layout) {
        this(pack, packIdentity, encoderVersion, layout, StorageForm.WHOLE);
    }

    /**
     * What made the store of a data directory; empty when there is no store or nothing in it.
     *
     * @throws AfterimageException {@link ErrorCode#STORAGE_FORMAT} when another version wrote it
     */
    public static Optional<StoreIdentity> of(Path dataDirectory) {
        if (!RocksSegmentStore.exists(dataDirectory)) {
            return Optional.empty();
        }
        try (RocksDatabase db = RocksDatabase.open(dataDirectory, false, false)) {
            return in(db, dataDirectory);
        }
    }

    static Optional<StoreIdentity> in(RocksDatabase db, Path directory) {
        return Optional.ofNullable(db.read().get(Column.META.family(), KEY, WHAT)).map(bytes -> fromBytes(bytes, directory));
    }

    /** A store without identity has just been created, or its creator was killed right then; it holds nothing. */
    void requireIn(RocksDatabase db, Path directory, boolean writable) {
        byte[] stored = db.read().get(Column.META.family(), KEY, WHAT);
        if (stored != null) {
            requireSameAs(fromBytes(stored, directory), directory);
        } else if (writable) {
            db.write(true, WHAT, batch -> batch.put(Column.META, KEY, toBytes()));
        }
    }

    /**
     * @param stored    of the store in {@code directory}
     * @throws AfterimageException {@link ErrorCode#STORAGE_OTHER_PACK} when something else made it
     */
    public void requireSameAs(StoreIdentity stored, Path directory) {
        if (!packIdentity.equals(stored.packIdentity) || !layout.equals(stored.layout)) {
            throw otherPack(directory, "pack " + stored.description(), "pack " + description(), stored.pack.equals(pack)
                    ? "leave --precision out, or give the one they were made with" : "use --model " + stored.pack);
        }
        if (!encoderVersion.equals(stored.encoderVersion)) {
            throw otherPack(directory, "frame encoder " + stored.encoderVersion, "frame encoder " + encoderVersion,
                    "use the program version that wrote it");
        }
        requireKeptAs(stored.kept, directory);
    }

    private void requireKeptAs(StorageForm theirs, Path directory) {
        if (kept.kv() != theirs.kv()) {
            throw keptOtherwise(directory, theirs.kv().text() + " KV", kept.kv().text() + " KV",
                    "leave --kv out, or give --kv " + theirs.kv().text());
        }
        if (!kept.compression().equals(theirs.compression())) {
            throw keptOtherwise(directory, "compression '" + theirs.compression() + "'", "'" + kept.compression() + "'",
                    "leave --compression and --tokens-per-minute out, or give them as they were");
        }
        if (kept.byLayer() != theirs.byLayer()) {
            throw keptOtherwise(directory, arrangement(theirs), arrangement(kept), "use the program version that wrote them");
        }
    }

    private static String arrangement(StorageForm kept) {
        return kept.byLayer() ? "every layer by itself" : "whole blocks";
    }

    private static AfterimageException keptOtherwise(Path directory, String theirs, String ours, String remedy) {
        return new AfterimageException(ErrorCode.STORAGE_OTHER_PACK, "the data in " + directory + " are stored with " + theirs
                + ", not with " + ours,
                remedy + ", or choose another directory with --data");
    }

    private static AfterimageException otherPack(Path directory, String theirs, String ours, String remedy) {
        return new AfterimageException(ErrorCode.STORAGE_OTHER_PACK,
                "the data in " + directory + " were made by " + theirs + ", and " + ours + " cannot read them",
                remedy + ", or choose another directory with --data");
    }

    private String description() {
        return pack + " (" + packIdentity.substring(0, Math.min(12, packIdentity.length())) + ")";
    }

    private byte[] toBytes() {
        boolean first = kept.equals(StorageForm.WHOLE);
        ObjectNode node = JSON.createObjectNode().put("format", first ? FIRST_FORMAT : FORMAT).put("pack", pack)
                .put("packIdentity", packIdentity)
                .put("encoderVersion", encoderVersion);
        node.put("layers", layout.layers()).put("kvHeads", layout.kvHeads()).put("headDim", layout.headDim());
        if (!first) {
            node.put("kv", kept.kv().name()).put("byLayer", kept.byLayer()).put("compression", kept.compression());
        }
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static StoreIdentity fromBytes(byte[] bytes, Path directory) {
        try {
            var node = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
            int format = node.path("format").asInt();
            if (format < FIRST_FORMAT || format > FORMAT) {
                throw otherFormat(directory, "has format " + format + ", this program reads formats up to " + FORMAT);
            }
            return new StoreIdentity(node.path("pack").asText(), node.path("packIdentity").asText(), node.path("encoderVersion").asText(),
                    new KvLayout(node.path("layers").asInt(), node.path("kvHeads").asInt(), node.path("headDim").asInt()),
                    format == FIRST_FORMAT ? StorageForm.WHOLE : storageForm(node));
        } catch (JsonProcessingException | IllegalArgumentException notOurs) {
            throw otherFormat(directory, "does not say which format it has");
        }
    }

    private static StorageForm storageForm(JsonNode node) {
        return new StorageForm(KvForm.valueOf(node.path("kv").asText()), node.path("byLayer").asBoolean(), node.path("compression")
                .asText());
    }

    static AfterimageException otherFormat(Path directory, String how) {
        return new AfterimageException(ErrorCode.STORAGE_FORMAT, "the store in " + directory + " " + how,
                "use the program version that wrote it, or choose another directory with --data");
    }
}
