package dev.afterimage.model.importer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.model.vision.PictureSettings;
import dev.afterimage.model.vision.Resampling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint's picture processor out of {@code preprocessor_config.json}, or out of {@code processor_config.json}
 * where newer libraries put it.
 */
final class HubPictures {

    private static final int LARGEST_SIDE = 8192;
    private static final String FILE = "preprocessor_config.json";

    /** CLIP's statistics, the processors' defaults. */
    private static final List<Float> CLIP_MEAN = List.of(0.48145466f, 0.4578275f, 0.40821073f);
    private static final List<Float> CLIP_DEVIATION = List.of(0.26862954f, 0.26130258f, 0.27577711f);

    private static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);

    private final Config config;

    HubPictures(Path directory) {
        Config older = Config.read(directory, FILE);
        Config newer = Config.read(directory, "processor_config.json").in("image_processor");
        if (!older.present() && !newer.present()) {
            throw Config.malformed("the checkpoint has neither " + FILE + " nor an image_processor in processor_config.json");
        }
        this.config = older.present() ? older : newer;
    }

    /**
     * Idefics3's and SmolVLM's: first the longest edge, then a square of {@code max_image_size}; a video's frames have
     * an edge of their own.
     */
    PictureSettings stretched() {
        int square = config.in("max_image_size").number("longest_edge", 1, LARGEST_SIDE, 364);
        Config size = config.in("size");
        int longest = 0;
        if (config.yes("do_resize", true)) {
            if (size.has("longest_edge") || !size.has("height")) {
                longest = size.number("longest_edge", 1, LARGEST_SIDE, 4 * 364);
            } else if (size.number("height", 1, LARGEST_SIDE, null) != square || size.number("width", 1, LARGEST_SIDE, null) != square) {
                throw Config.unsupported(config.key("size") + " is " + config.at("size") + ", and only a longest_edge is read");
            }
        }
        Config video = config.in("video_sampling").in("video_size");
        int frame = longest > 0 && video.has("longest_edge") ? video.number("longest_edge", 1, LARGEST_SIDE, null) : longest;
        return settings(Resampling.LANCZOS, longest, frame, square, HALF, HALF, List.of(), 0);
    }

    /** LLaVA-OneVision's: a square of the tower's own size, and for a single still picture a grid of them. */
    PictureSettings gridded(List<PictureSettings.Size> grid, int mostTiles) {
        Config size = config.in("size");
        int side = size.has("shortest_edge") ? size.number("shortest_edge", 1, LARGEST_SIDE, null)
                : size.number("height", 1, LARGEST_SIDE, 384);
        if (!size.has("shortest_edge") && size.number("width", 1, LARGEST_SIDE, side) != side) {
            throw Config.unsupported(config.key("size") + " is " + config.at("size") + ", and only squares are read");
        }
        if (config.yes("do_center_crop", false)) {
            throw Config.unsupported(config.key("do_center_crop") + " is true, and pictures are not cropped here");
        }
        List<PictureSettings.Size> own = sizes(config);
        // CLIP's statistics, the processor's defaults.
        return settings(Resampling.BICUBIC, 0, 0, side, List.of(0.48145466f, 0.4578275f, 0.40821073f),
                List.of(0.26862954f, 0.26130258f, 0.27577711f),
                own.isEmpty() ? grid : own, mostTiles);
    }

    /**
     * Qwen-VL's: in their own proportions, between a least and a most number of pixels.
     *
     * @param factor both sides are multiples of it
     * @param frame  side of a stream's frames, which become squares
     */
    PictureSettings fitted(int factor, int frame) {
        Config size = config.in("size");
        long fewest = config.number("min_pixels", 1, Integer.MAX_VALUE, size.number("shortest_edge", 1, Integer.MAX_VALUE, 56 * 56));
        long most = config.number("max_pixels", 1, Integer.MAX_VALUE, size.number("longest_edge", 1, Integer.MAX_VALUE, 28 * 28 * 1280));
        if (!config.yes("do_resize", true)) {
            throw Config.unsupported(config.key("do_resize") + " is false, and pictures are fitted to whole patches here");
        }
        PictureSettings plain = settings(Resampling.BICUBIC, 0, 0, frame, CLIP_MEAN, CLIP_DEVIATION, List.of(), 0);
        return new PictureSettings(plain.filter(), 0, 0, frame, plain.scale(), plain.mean(), plain.deviation(), List.of(), 0,
                new PictureSettings.Fitted(factor, fewest, most), null);
    }

    /** Gemma 3's: one square, however long the picture is. */
    PictureSettings squared() {
        Config size = config.in("size");
        int side = size.number("height", 1, LARGEST_SIDE, 224);
        if (size.number("width", 1, LARGEST_SIDE, side) != side) {
            throw Config.unsupported(config.key("size") + " is " + config.at("size") + ", and only squares are read");
        }
        if (config.yes("do_pan_and_scan", false)) {
            throw Config.unsupported(config.key("do_pan_and_scan") + " is true, and pictures are seen whole here",
                    "set it to false and import again");
        }
        return settings(Resampling.BILINEAR, 0, 0, side, HALF, HALF, List.of(), 0);
    }

    /** InternVL's: still pictures cut into squares, and the whole as one square behind them. */
    PictureSettings tiled() {
        Config size = config.in("size");
        int side = size.number("height", 1, LARGEST_SIDE, 448);
        if (size.number("width", 1, LARGEST_SIDE, side) != side) {
            throw Config.unsupported(config.key("size") + " is " + config.at("size") + ", and only squares are read");
        }
        int fewest = config.number("min_patches", 1, 1024, 1);
        PictureSettings plain = settings(Resampling.BICUBIC, 0, 0, side, CLIP_MEAN, CLIP_DEVIATION, List.of(), 0);
        return new PictureSettings(plain.filter(), 0, 0, side, plain.scale(), plain.mean(), plain.deviation(), List.of(), 0, null,
                new PictureSettings.Tiled(fewest, config.number("max_patches", fewest, 1024, 12)));
    }

    /** {@code image_grid_pinpoints}: (height, width) each. */
    static List<PictureSettings.Size> sizes(Config config) {
        List<PictureSettings.Size> sizes = new ArrayList<>();
        for (JsonNode pair : config.at("image_grid_pinpoints")) {
            int height = pair.path(0).asInt();
            int width = pair.path(1).asInt();
            if (pair.size() != 2 || height < 1 || width < 1 || height > LARGEST_SIDE || width > LARGEST_SIDE) {
                throw Config.malformed(config.key("image_grid_pinpoints") + " holds " + pair + ", no height and width");
            }
            sizes.add(new PictureSettings.Size(height, width));
        }
        return sizes;
    }

    private PictureSettings settings(Resampling usual, int longest, int frame, int side, List<Float> mean, List<Float> deviation,
            List<PictureSettings.Size> grid, int tiles) {
        double scale = config.yes("do_rescale", true) ? config.positive("rescale_factor", 1.0 / 255) : 1;
        boolean normalised = config.yes("do_normalize", true);
        return new PictureSettings(filter(usual), longest, frame, side, scale, normalised ? channels("image_mean", mean)
                : List.of(0f, 0f, 0f),
                normalised ? channels("image_std", deviation) : List.of(1f, 1f, 1f), grid, tiles);
    }

    private Resampling filter(Resampling usual) {
        int number = config.number("resample", 0, 255, -1);
        return number < 0 ? usual : Resampling.of(number).orElseThrow(
                () -> Config.unsupported(config.key("resample") + " is " + number + ", and no filter has that number"));
    }

    private List<Float> channels(String name, List<Float> usual) {
        if (!config.has(name)) {
            return usual;
        }
        List<Float> values = new ArrayList<>();
        config.at(name).forEach(value -> values.add(value.floatValue()));
        if (config.at(name).isNumber()) {
            values.addAll(List.of(config.at(name).floatValue(), config.at(name).floatValue(), config.at(name).floatValue()));
        }
        if (values.size() != 3 || name.equals("image_std") && values.contains(0f)) {
            throw Config.malformed(config.key(name) + " is " + config.at(name) + ", not three numbers for R, G and B");
        }
        return values;
    }
}
