package dev.afterimage.store;

import dev.afterimage.store.codec.KvForm;

/**
 * How a store's blocks were made smaller and laid out. All writers of a store must agree on it; a reader takes it as it finds it.
 *
 * @param kv          how numbers are kept
 * @param byLayer     one value for each layer of a block, so that a layer can be read alone; otherwise one for the block
 * @param compression which visual tokens were left out, in words; affects what blocks hold
 */
public record StorageForm(KvForm kv, boolean byLayer, String compression) {

    /** Whole blocks in half precision, nothing left out: what stores of notes always were. */
    public static final StorageForm WHOLE = new StorageForm(KvForm.FP16, false, "none");
}
