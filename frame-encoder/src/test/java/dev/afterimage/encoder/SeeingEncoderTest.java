package dev.afterimage.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.encode.FrameEncoder;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.stream.ReadingCost;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.encoder.visual.CompressionSettings;
import dev.afterimage.encoder.visual.VisualEncoderFactory;
import dev.afterimage.memory.fake.FakeTower;
import dev.afterimage.memory.fake.FakeVisualModel;
import dev.afterimage.model.onnx.OnnxNetworkLoader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeeingEncoderTest {

    private static final List<Frame> FRAMES = Clips.frames(Clips.STREET).subList(24, 40);

    private final VisualEncoderFactory eyes = new VisualEncoderFactory(new FakeVisualModel(new FakeTower(), 0),
            CompressionSettings.of(CompressionSettings.Mode.NONE, 0));
    private int loaded;
    private final SeeingEncoderFactory factory = new SeeingEncoderFactory(eyes, () -> {
        loaded++;
        return new NoteEncoderFactory(new RememberingLoader(new OnnxNetworkLoader()), 2);
    });

    @AfterEach
    void close() {
        factory.close();
    }

    private static SourceSettings settings(boolean objects, boolean text) {
        SourceSettings usual = Clips.settings(Clips.STREET);
        return new SourceSettings(usual.stream(), usual.uri(), usual.fps(), usual.pace(), false,
                new ReadingSettings(Set.of(), Map.of(), -1, objects, text, true));
    }

    @Test
    void theModelsTokensAreAsWithoutReadersAndEvidenceStandsBesideThem() {
        List<EncodedFrame> alone = Clips.encode(eyes.create(settings(false, false)), FRAMES);
        List<EncodedFrame> seen = Clips.encode(factory.create(settings(true, true)), FRAMES);
        for (int i = 0; i < FRAMES.size(); i++) {
            assertThat(seen.get(i).tokens()).usingRecursiveComparison().isEqualTo(alone.get(i).tokens());
            assertThat(seen.get(i).note()).isEmpty();
            assertThat(seen.get(i).evidence()).isEmpty();
        }
        assertThat(seen.get(0).beside()).as("the first frame is told of").isPresent();
        assertThat(seen).as("a car comes").anySatisfy(frame -> assertThat(frame.beside()).hasValueSatisfying(
                found -> assertThat(found.evidence()).extracting(Evidence::label).contains("car")));
        assertThat(seen).as("only changes are told").anySatisfy(frame -> assertThat(frame.beside()).isEmpty());
        assertThat(seen.get(0).cost().objects()).isPositive();
        assertThat(seen.get(0).cost().text()).isPositive();
    }

    @Test
    void whatIsSwitchedOffIsNeitherReadNorLoadedNorPaidFor() {
        List<EncodedFrame> neither = Clips.encode(factory.create(settings(false, false)), FRAMES);
        assertThat(loaded).isZero();
        assertThat(neither).allSatisfy(frame -> {
            assertThat(frame.beside()).isEmpty();
            assertThat(frame.cost()).isEqualTo(ReadingCost.NONE);
        });
        List<EncodedFrame> textOnly = Clips.encode(factory.create(settings(false, true)), FRAMES);
        assertThat(loaded).isEqualTo(1);
        assertThat(textOnly).allSatisfy(frame -> assertThat(frame.beside().map(found -> found.evidence()).orElse(List.of()))
                .noneMatch(evidence -> evidence.kind() == Evidence.Kind.OBJECT));
        assertThat(textOnly.get(0).beside()).hasValueSatisfying(found -> assertThat(found.note()).doesNotContain("nothing"));
    }

    @Test
    void resumedAtAnyFrameTheRestIsReadAlike() {
        FrameEncoder whole = factory.create(settings(true, true));
        Clips.encode(whole, FRAMES.subList(0, 8));
        byte[] snapshot = whole.snapshot();
        List<EncodedFrame> expected = Clips.encode(whole, FRAMES.subList(8, 16));
        FrameEncoder resumed = factory.create(settings(true, true));
        resumed.restore(snapshot);
        assertThat(Clips.encode(resumed, FRAMES.subList(8, 16))).usingRecursiveComparison().ignoringFields("cost").isEqualTo(expected);
    }

    @Test
    void aStateOfTheEyesAloneAsEarlierVersionsWroteItIsGoneOnFrom() {
        FrameEncoder old = eyes.create(settings(true, true));
        Clips.encode(old, FRAMES.subList(0, 8));
        FrameEncoder resumed = factory.create(settings(true, true));
        resumed.restore(old.snapshot());
        EncodedFrame next = resumed.encode(FRAMES.get(8));
        assertThat(next.tokens()).usingRecursiveComparison().isEqualTo(old.encode(FRAMES.get(8)).tokens());
        assertThat(next.beside()).as("evidence begins here").isNotEqualTo(Optional.empty());
    }
}
