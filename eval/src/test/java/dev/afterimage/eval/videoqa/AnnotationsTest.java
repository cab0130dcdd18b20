package dev.afterimage.eval.videoqa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.eval.haystack.Film;
import dev.afterimage.eval.videoqa.QaItem.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationsTest {

    @TempDir
    private Path directory;

    @BeforeEach
    void putFilms() throws IOException {
        for (String film : List.of("v.mp4", "u7.mp4", "DAY1_A1_JAKE_11000000.mp4", "DAY10_A1_JAKE_09000000.mp4")) {
            Files.write(directory.resolve(film), new byte[] {1});
        }
    }

    private List<QaItem> read(String json) throws IOException {
        return Annotations.read(Files.writeString(directory.resolve("annotations.json"), json), directory).get(0).items();
    }

    @Test
    void rekvsCommonFormat() throws IOException {
        List<QaItem> items = read("""
                [{"video_id": "v", "video_path": "data/v.mp4", "duration": 60, "conversations": [
                  {"question": "What is it?", "answer": "a cat", "choices": ["a dog", "a cat"], "question_type": "kind"},
                  {"question": "Where?", "answer": "on the mat"}]}]""");
        assertThat(items.get(0)).isEqualTo(new QaItem("v/1", "kind", "What is it?", Double.NaN, List.of("a dog", "a cat"), List.of("a cat"), List.of(), false));
        assertThat(items.get(1).options()).isEmpty();
        assertThat(items.get(1).answers()).containsExactly("on the mat");
    }

    @Test
    void rvsQuestionsAreAskedAtTheEndOfTheirEvidence() throws IOException {
        QaItem item = read("""
                [{"video_id": "v", "video_path": "v.mp4", "duration": 60, "conversations": [
                  {"question": "Where?", "answer": "here", "start_time": 10.5, "end_time": 20}]}]""").get(0);
        assertThat(item.at()).isEqualTo(20);
        assertThat(item.evidence()).containsExactly(new Interval(10.5, 20));
    }

    @Test
    void streamingBenchWithProactiveQuestions() throws IOException {
        List<QaItem> items = read("""
                [{"time": "[0:00:00 - 0:01:00]", "video_path": "./videos/v.mp4", "video_categories": "x", "questions": [
                  {"task_type": "OCR", "question": "What?", "time_stamp": "00:01:05", "answer": "B", "options": ["A. one", "B. two"], "required_ability": "episodic"},
                  {"task_type": "Proactive Output", "question": "Say when", "time_stamp": "00:00:10", "ground_truth_time_stamp": "00:00:30", "ground_truth_output": "GOAL"}]}]""");
        assertThat(items.get(0).at()).isEqualTo(65);
        assertThat(items.get(0).answers()).containsExactly("two");
        assertThat(items.get(1).at()).isEqualTo(30);
        assertThat(items.get(1).silent()).isTrue();
    }

    @Test
    void ovoBenchBackwardAndForwardTasks() throws IOException {
        List<QaItem> items = read("""
                [{"id": 1, "task": "EPM", "video": "v.mp4", "realtime": 33.5, "question": "What?", "options": ["one", "two"], "answer": "two", "gt": 1},
                 {"id": 2, "task": "REC", "video": "v.mp4", "activity": "clap", "test_info": [{"realtime": 5, "count": 0}, {"realtime": 9, "count": 2}]},
                 {"id": 3, "task": "SSR", "video": "v.mp4", "test_info": [{"realtime": 5, "type": 1, "step": "cut the bread"}]},
                 {"id": 4, "task": "CRR", "video": "v.mp4", "question": "Who won?", "answer": "Ann", "test_info": [{"realtime": 5, "type": 0}, {"realtime": 8, "type": 1}]}]""");
        assertThat(items).extracting(QaItem::at).containsExactly(33.5, 5.0, 9.0, 5.0, 5.0, 8.0);
        assertThat(items).extracting(QaItem::answers).containsExactly(List.of("two"), List.of("0"), List.of("2"), List.of("yes"), List.of(QaItem.NOT_SEEN), List.of("Ann"));
    }

    @Test
    void longVideoBench() throws IOException {
        QaItem item = read("""
                [{"video_id": "v", "id": "v_0", "video_path": "v.mp4", "subtitle_path": "v.json", "correct_choice": 2, "question": "What?", "option0": "a", "option1": "b",
                  "option2": "c", "option3": "d", "option4": "N/A", "duration": 60.0, "duration_group": 60, "question_category": "S2E"}]""").get(0);
        assertThat(item.options()).containsExactly("a", "b", "c", "d");
        assertThat(item.answers()).containsExactly("c");
    }

    @Test
    void lvBenchHasItsOptionsInTheQuestion() throws IOException {
        QaItem item = read("""
                [{"uid": "5", "question": "What year?\\n(A) 1636\\n(B) 1366\\n(C) 1363", "answer": "C", "question_type": ["key information retrieval"],
                  "time_reference": "00:15-00:19", "video_path": "v.mp4", "video_info": {"duration_minutes": 1}}]""").get(0);
        assertThat(item.question()).isEqualTo("What year?");
        assertThat(item.answers()).containsExactly("1363");
        assertThat(item.evidence()).containsExactly(new Interval(15, 19));
    }

    @Test
    void cgBenchHasCluesAsEvidence() throws IOException {
        QaItem item = read("""
                [{"qid": 9, "video_uid": "u7", "question": "What?", "choices": ["x", "y"], "right_answer": "A", "clue_intervals": [[3, 7], [9, 11]], "duration": 100,
                  "domain": "Sports", "sub_category": "Entity Perception"}]""").get(0);
        assertThat(item.answers()).containsExactly("x");
        assertThat(item.evidence()).containsExactly(new Interval(3, 7), new Interval(9, 11));
    }

    @Test
    void egoLifeQaCountsFromTheFirstFrameOfItsDay() throws IOException {
        QaItem item = read("""
                [{"ID": "1", "query_time": {"date": "DAY1", "time": "11210217"}, "type": "EntityLog", "need_audio": false, "question": "Who took the scissors?",
                  "choice_a": "Tasha", "choice_b": "Alice", "choice_c": "Shure", "choice_d": "Lucia", "answer": "B",
                  "target_time": {"date": "DAY1", "time": "11152408"}, "keywords": "scissors"}]""").get(0);
        assertThat(item.at()).isEqualTo(21 * 60 + 2);
        assertThat(item.evidence()).containsExactly(new Interval(15 * 60 + 24, 15 * 60 + 24));
        assertThat(item.answers()).containsExactly("Alice");
    }

    private static final String EGOLIFE = """
            {"ID": "%s", "query_time": {"date": "%s", "time": "%s"}, "type": "EntityLog", "question": "Who?", "choice_a": "Tasha", "choice_b": "Alice", "answer": "A",
              "target_time": {"date": "%s", "time": "%s"}}""";

    @Test
    void egoLifeQaMakesOneStreamOfAllThatAWearerRecorded() throws IOException {
        for (String film : List.of("A2_ALICE/DAY2/DAY2_A2_ALICE_09300000.mp4", "A2_ALICE/DAY1/DAY1_A2_ALICE_10003000.mp4", "A2_ALICE/DAY1/DAY1_A2_ALICE_10000000.mp4",
                "A2_ALICE/DAY3/DAY3_A2_ALICE_08000000.mp4", "A2_ALICE/DAY1/notes.txt")) {
            Files.createDirectories(directory.resolve(film).getParent());
            Files.write(directory.resolve(film), new byte[] {1});
        }
        String json = "[" + EGOLIFE.formatted("1", "DAY2", "09310000", "DAY1", "10004500") + "," + EGOLIFE.formatted("2", "DAY1", "10011000", "DAY1", "10000000") + "]";
        List<QaVideo> videos = Annotations.read(Files.writeString(directory.resolve("EgoLifeQA_A2_ALICE.json"), json), directory);
        assertThat(videos).singleElement().satisfies(video -> {
            assertThat(video.films()).as("nothing after the last question").extracting(film -> film.file().getFileName().toString(), Film::begin)
                    .containsExactly(tuple("DAY1_A2_ALICE_10000000.mp4", 0.0), tuple("DAY1_A2_ALICE_10003000.mp4", 30.0), tuple("DAY2_A2_ALICE_09300000.mp4", 84600.0));
            assertThat(video.items()).extracting(QaItem::at).containsExactly(84660.0, 70.0);
            assertThat(video.items().get(0).evidence()).as("the day before").containsExactly(new Interval(45, 45));
        });
        assertWrong("[" + EGOLIFE.formatted("1", "DAY2", "09310000", "DAY1", "10004500") + "]", "item 1 (1)", "'identity'", "A1_JAKE, A2_ALICE");
        Path ours = Files.writeString(directory.resolve("qa-A1_JAKE.json"), "[" + EGOLIFE.formatted("1", "DAY2", "09310000", "DAY1", "10004500") + "]");
        assertThatThrownBy(() -> Annotations.read(ours, directory)).hasMessageContainingAll("'date'", "DAY2", "A1_JAKE");
        Path early = Files.writeString(directory.resolve("qa-A1_JAKE.json"), "[" + EGOLIFE.formatted("1", "DAY1", "08000000", "DAY1", "10004500") + "]");
        assertThatThrownBy(() -> Annotations.read(early, directory)).hasMessageContainingAll("'time'", "before the video begins");
    }

    @Test
    void whatIsMalformedIsToldWithFileItemAndField() {
        String common = "[{\"video_id\": \"v\", \"video_path\": \"%s\", \"duration\": 60, \"conversations\": [%s]}]";
        assertWrong(common.formatted("v.mp4", "{\"question\": \"Q\"}"), "item 1 (v), conversation 1", "'answer'", "missing");
        assertWrong(common.formatted("none.mp4", "{\"question\": \"Q\", \"answer\": \"A\"}"), "item 1 (v)", "'video_path'", "none.mp4");
        assertWrong(common.formatted("v.mp4", "{\"question\": \"Q\", \"answer\": \"fish\", \"choices\": [\"a cat\", \"a dog\"]}"), "'answer'", "none of the options");
        assertWrong(common.formatted("v.mp4", "{\"question\": \"Q\", \"answer\": \"A\", \"start_time\": 30, \"end_time\": 20}"), "'end_time'", "stretch");
        assertWrong(common.formatted("v.mp4", "{\"question\": \"Q\", \"answer\": \"A\", \"end_time\": 900}"), "'time'", "900");
        assertWrong("[{\"video_path\": \"v.mp4\", \"questions\": [{\"question\": \"Q\", \"options\": [\"A. x\"], \"answer\": \"C\", \"time_stamp\": \"soon\"}]}]",
                "item 1, question 1", "'answer'");
        assertWrong("[{\"video_path\": \"v.mp4\", \"questions\": [{\"question\": \"Q\", \"options\": [\"A. x\"], \"answer\": \"A\", \"time_stamp\": \"soon\"}]}]",
                "'time_stamp'", "soon");
        assertWrong("[{\"id\": 4, \"task\": \"EPM\", \"video\": \"v.mp4\", \"realtime\": 1, \"question\": \"Q\", \"options\": [\"x\"], \"gt\": 3}]", "item 1 (4)", "'gt'");
        assertWrong("[{\"qid\": 9, \"video_uid\": \"u7\", \"question\": \"Q\", \"choices\": [\"x\", \"y\"], \"right_answer\": \"A\", \"clue_intervals\": [7]}]", "item 1 (9)", "'clue_intervals'");
        assertWrong("[{\"a\": 1}]", "item 1", "no format");
        assertWrong("[]", "no items");
        assertWrong("[{]", "not JSON", "line 1");
    }

    private void assertWrong(String json, String... told) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(AfterimageException.class).hasMessageContainingAll(told).hasMessageContaining("annotations.json");
    }
}
