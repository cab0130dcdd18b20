package dev.afterimage.memory.scene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.stream.Scene;
import dev.afterimage.core.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SceneRecorderTest {

    private static final StreamId DOOR = new StreamId("door");
    private static final TilerSettings QUICK = new TilerSettings(SceneTiling.ALPHA, 0.2, 2);

    private static float[] picture(int scene) {
        float[] picture = new float[8];
        picture[scene % 8] = 1;
        return picture;
    }

    @Test
    void scenesFollowEachOtherWithoutGapsAndKeepTheirNumbers() {
        SceneRecorder recorder = new SceneRecorder(DOOR, QUICK);
        TreeMap<Long, Scene> stored = new TreeMap<>();
        for (int n = 0; n < 60; n++) {
            for (Scene scene : recorder.accept(n, n * 0.5, picture(n / 20), n % 20 == 1 ? "note " + n : "")) {
                Scene before = stored.put(scene.number(), scene);
                assertThat(before == null || !before.closed()).as("a closed scene stays").isTrue();
            }
            assertThat(stored.lastEntry().getValue()).satisfies(open -> assertThat(open.closed()).isFalse());
        }
        recorder.finish().forEach(scene -> stored.put(scene.number(), scene));
        assertThat(stored.values()).containsExactly(new Scene(DOOR, 0, 0, 9.5, "note 1", true),
                new Scene(DOOR, 1, 10, 19.5, "note 21", true), new Scene(DOOR, 2, 20, 29.5, "note 41", true));
    }

    @Test
    void aNoteAfterTheCutBelongsToTheNextScene() {
        SceneRecorder recorder = new SceneRecorder(DOOR, QUICK);
        List<Scene> all = new ArrayList<>();
        for (int n = 0; n < 14; n++) {
            all.addAll(recorder.accept(n, n, picture(n / 7), n == 7 ? "a new thing" : ""));
        }
        all.addAll(recorder.finish());
        assertThat(all).contains(new Scene(DOOR, 0, 0, 6, "", true), new Scene(DOOR, 1, 7, 13, "a new thing", true));
    }

    @Test
    void aSceneEndsWhereNobodyWatchedAnyMoreHoweverAlikeThePicturesAre() {
        SceneRecorder recorder = new SceneRecorder(DOOR, QUICK);
        TreeMap<Long, Scene> stored = new TreeMap<>();
        assertThat(recorder.interrupted()).as("nothing had begun").isEmpty();
        for (int n = 0; n < 10; n++) {
            recorder.accept(n, n, picture(0), n == 0 ? "a door" : "").forEach(scene -> stored.put(scene.number(), scene));
        }
        recorder.interrupted().forEach(scene -> stored.put(scene.number(), scene));
        SceneRecorder restored = SceneRecorder.restore(DOOR, recorder.snapshot());
        for (int n = 10; n < 15; n++) {
            restored.accept(n, n + 90, picture(0), n == 10 ? "a door still" : "").forEach(scene -> stored.put(scene.number(), scene));
        }
        assertThat(stored.values()).containsExactly(new Scene(DOOR, 0, 0, 9, "a door", true),
                new Scene(DOOR, 1, 100, 104, "a door still", false));
    }

    @Test
    void aStreamOfOneFrameIsOneScene() {
        SceneRecorder recorder = new SceneRecorder(DOOR, QUICK);
        assertThat(recorder.finish()).isEmpty();
        assertThat(recorder.accept(0, 3, picture(0), "")).containsExactly(new Scene(DOOR, 0, 3, 3, "", false));
        assertThat(recorder.finish()).containsExactly(new Scene(DOOR, 0, 3, 3, "", true));
    }

    @Test
    void aRestoredRecorderGivesTheSameScenes() {
        SplittableRandom random = new SplittableRandom(4);
        SceneRecorder plain = new SceneRecorder(DOOR, QUICK);
        SceneRecorder restored = new SceneRecorder(DOOR, QUICK);
        for (int n = 0; n < 300; n++) {
            float[] picture = picture(random.nextInt(3));
            restored = SceneRecorder.restore(DOOR, restored.snapshot());
            assertThat(restored.accept(n, n, picture, "note " + n)).isEqualTo(plain.accept(n, n, picture, "note " + n));
        }
        assertThat(restored.finish()).isEqualTo(plain.finish());
    }

    @Test
    void aValleyOfTheDropRatioEndsASceneWhereThePooledFeaturesHardlyDiffer() {
        SceneRecorder recorder = new SceneRecorder(DOOR, QUICK);
        List<Scene> all = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            float[] alike = {1, n < 15 ? 0.1f : 0.2f};
            double redundancy = n == 15 ? 0.05 : 0.9;
            all.addAll(recorder.accept(new EncodedFrame(DOOR, n, n, alike, Optional.empty(), "", List.of(), new byte[0], 0, redundancy)));
        }
        all.addAll(recorder.finish());
        assertThat(all).filteredOn(Scene::closed).extracting(Scene::start).containsExactly(0.0, 15.0);
    }
}
