package dev.afterimage.benchmark.codecs;

import dev.afterimage.core.block.KeyValues;
import dev.afterimage.store.codec.KeyValuesCodec;
import dev.afterimage.store.codec.KvForm.Grouping;
import dev.afterimage.store.codec.KvForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A way to keep KV: a form, and for quantised ones which values share a step. */
record Variant(KvForm form, Grouping values) {

    static List<Variant> all() {
        List<Variant> all = new ArrayList<>(List.of(new Variant(KvForm.FP16, KvForm.VALUES)));
        for (KvForm form : new KvForm[] {KvForm.INT8, KvForm.INT4}) {
            for (Grouping values : Grouping.values()) {
                all.add(new Variant(form, values));
            }
        }
        return all;
    }

    byte[] encode(KeyValues block) {
        return KeyValuesCodec.encode(block, form, values);
    }

    KeyValues stored(KeyValues block) {
        return KeyValuesCodec.decode(encode(block));
    }

    String name() {
        return form == KvForm.FP16 ? form.text() : form.text() + ", values " + values.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (values == KvForm.VALUES ? " (shipped)" : "");
    }
}
