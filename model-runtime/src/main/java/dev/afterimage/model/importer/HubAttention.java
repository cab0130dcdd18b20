package dev.afterimage.model.importer;

import dev.afterimage.model.graph.LayerAttention;
import java.util.ArrayList;
import java.util.List;

/** How each layer of a decoder attends and turns, out of a configuration. */
final class HubAttention {

    private static final String FULL = "full_attention";
    private static final String LOCAL = "sliding_attention";

    private final Config config;
    private final HubText model;
    private final int layers;

    HubAttention(Config config, HubText model, int layers) {
        this.config = config;
        this.model = model;
        this.layers = layers;
    }

    /** A base of rotary frequencies and what positions are divided by. */
    private record Rotation(double theta, double factor) { }

    /** One a layer. */
    List<LayerAttention> layers() {
        List<String> types = types();
        Rotation everywhere = rotation(FULL);
        Rotation locally = types.contains(LOCAL) ? rotation(LOCAL) : everywhere;
        int window = types.contains(LOCAL) ? config.number("sliding_window", 1, Integer.MAX_VALUE, model.gemma() ? 4096 : null) : 0;
        List<LayerAttention> all = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            boolean local = types.get(layer).equals(LOCAL);
            Rotation rotation = local ? locally : everywhere;
            all.add(new LayerAttention(rotates(layer) ? (float) rotation.theta() : 0, (float) rotation.factor(), local ? window : 0));
        }
        return all;
    }

    /** {@code layer_types}, or what the families' libraries make of its absence. */
    private List<String> types() {
        List<String> types = new ArrayList<>();
        config.at("layer_types").forEach(type -> types.add(known(type.asText())));
        if (types.isEmpty()) {
            for (int layer = 0; layer < layers; layer++) {
                types.add(local(layer) ? LOCAL : FULL);
            }
        }
        if (types.size() != layers) {
            throw Config.malformed(config.key("layer_types") + " has " + types.size() + " entries for " + layers + " layers");
        }
        return types;
    }

    private String known(String type) {
        if (type.equals(FULL) || type.equals(LOCAL) && model != HubText.LLAMA) {
            return type;
        }
        throw Recurrent.layer(type) ? Recurrent.refused(config.key("layer_types") + " holds '" + type + "'")
                : Config.unsupported(config.key("layer_types") + " holds '" + type + "', and layers of this model attend to everything"
                        + (model == HubText.LLAMA ? "" : " or to a sliding window") + " here");
    }

    private boolean local(int layer) {
        if (model.gemma()) {
            int pattern = config.number("sliding_window_pattern", 1, layers + 64, 6);
            return (layer + 1) % pattern != 0;
        }
        boolean windows = config.yes("use_sliding_window", false) && config.has("sliding_window");
        return switch (model) {
            case SMOLLM3 -> windows && !rotates(layer);
            case QWEN2, QWEN3 -> windows && layer >= config.number("max_window_layers", 0, 1024, 28);
            default -> {
                if (windows) {
                    throw Config.unsupported(config.key("use_sliding_window") + " is true, and Llama's layers attend to everything here");
                }
                yield false;
            }
        };
    }

    /** SmolLM3 leaves every fourth layer without positions, or those that its configuration gives a 0. */
    private boolean rotates(int layer) {
        if (model != HubText.SMOLLM3) {
            return true;
        }
        List<Integer> rotated = config.numbers("no_rope_layers", 0, 1);
        if (rotated.isEmpty()) {
            return (layer + 1) % config.number("no_rope_layer_interval", 1, 1024, 4) != 0;
        }
        if (rotated.size() < layers) {
            throw Config.malformed(config.key("no_rope_layers") + " has " + rotated.size() + " entries for " + layers + " layers");
        }
        return rotated.get(layer) == 1;
    }

    /**
     * {@code rope_theta} stands at the top in older configurations, in {@code rope_parameters} in newer ones, there by
     * the kind of layer where kinds differ.
     */
    private Rotation rotation(String kind) {
        boolean local = model.gemma() && kind.equals(LOCAL);
        Rotation rotation = new Rotation(local ? config.positive("rope_local_base_freq", 10_000)
                : config.positive("rope_theta", model.usual().theta()), 1);
        if (!local) {
            rotation = scaled(config.in("rope_scaling"), rotation);
        }
        Config parameters = config.in("rope_parameters");
        boolean byKind = parameters.has(FULL) || parameters.has(LOCAL);
        rotation = scaled(byKind ? parameters.in(kind) : parameters, rotation);
        requireWhole(config);
        return rotation;
    }

    private static Rotation scaled(Config rope, Rotation unlessGiven) {
        String type = rope.text("rope_type").or(() -> rope.text("type")).orElse("default");
        if (!type.equals("default") && !type.equals("mrope") && !type.equals("linear")) {
            throw Config.unsupported(rope.key("rope_type") + " is '" + type + "', and rotary positions are read unscaled or scaled "
                    + "linearly");
        }
        requireWhole(rope);
        return new Rotation(rope.positive("rope_theta", unlessGiven.theta()), type.equals("linear") ? factor(rope) : unlessGiven.factor());
    }

    private static double factor(Config rope) {
        if (!rope.has("factor")) {
            throw Config.malformed(rope.key("factor") + " is missing");
        }
        return rope.positive("factor", 1);
    }

    private static void requireWhole(Config config) {
        if (config.real("partial_rotary_factor", 1) != 1) {
            throw Config.unsupported(config.key("partial_rotary_factor") + " is " + config.at("partial_rotary_factor")
                    + ", and heads are rotated whole");
        }
    }
}
