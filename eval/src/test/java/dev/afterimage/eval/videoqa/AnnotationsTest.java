package dev.afterimage.eval.videoqa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.eval.haystack.Film;
import dev.afterimage.eval.videoqa.QaItem.Interval;
import dev.afterimage.ingest.JavaCvFrameSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationsTest {

    private static final ToDoubleFunction<Path> UNKNOWN = film -> Double.NaN;

    @TempDir
    private Path directory;

    @BeforeEach
    void putFilms() throws IOException {
        for (String film : List.of("v.mp4", "u7.mp4", "DAY1_A1_JAKE_11000000.mp4", "DAY10_A1_JAKE_09000000.mp4")) {
            Files.write(directory.resolve(film), new byte[] {1});
        }
    }

    private List<QaItem> read(String json) throws IOException {
        return Annotations.read(Files.writeString(directory.resolve("annotations.json"), json), directory, UNKNOWN).get(0).items();
    }

    @Test
    void rekvsCommonFormat() throws IOException {
        List<QaItem> items = read("""
                [{"video_id": "v", "video_path": "data/v.mp4", "duration": 60, "conversations": [
                  {"question": "What is it?", "answer": "a cat", "choices": ["a dog", "a cat"], "question_type": "kind"},
                  {"question": "Where?", "answer": "on the mat"}]}]""");
        assertThat(items.get(0)).isEqualTo(new QaItem("v/1", "kind", "What is it?", Double.NaN, List.of("a dog", "a cat"), List.of("a cat"),
                List.of()));
        assertThat(items.get(1).options()).isEmpty();
        assertThat(items.get(1).answers()).containsExactly("on the mat");
    }

    @Test
    void questionsWhoseAnswersAJudgeMarksAreLeftOutAndCounted() throws IOException {
        String generated = """
                {"video": "v.mp4", "duration": 246, "question": "Summarise it.", "answer": "Long.", "question_type": "summary",
                 "scoring_points": ["Long."]}""";
        List<QaItem> asked = read("""
                [%s, {"video": "v.mp4", "duration": 246, "question": "What colour?", "candidates": ["Yellow", "Red"],
                  "answer": "Yellow", "question_type": "plotQA"}]""".formatted(generated));
        assertThat(asked).extracting(QaItem::task).containsExactly("plotQA");
        assertThat(Annotations.leftOut(directory.resolve("annotations.json"))).isEqualTo(Map.of("summary", 1));
        assertThatThrownBy(() -> read("[" + generated + "]")).hasMessageContaining("a judge model marks");
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
                  {"task_type": "OCR", "question": "What?", "time_stamp": "00:01:05", "answer": "B", "options": ["A. one",
                    "B. two"], "required_ability": "episodic"},
                  {"task_type": "Proactive Output", "question": "Say when", "time_stamp": "00:00:10",
                    "ground_truth_time_stamp": "00:00:30", "ground_truth_output": "GOAL"}]}]""");
        assertThat(items.get(0).at()).isEqualTo(65);
        assertThat(items.get(0).answers()).containsExactly("two");
        assertThat(items.get(1).at()).as("waited for").isEqualTo(34);
        assertThat(items.get(1).proactive()).contains(new QaItem.Proactive(10, 30, "GOAL"));
    }

    @Test
    void ovoBenchBackwardAndForwardTasks() throws IOException {
        List<QaItem> items = read("""
                [{"id": 1, "task": "EPM", "video": "v.mp4", "realtime": 33.5, "question": "What?", "options": ["one", "two"],
                  "answer": "two", "gt": 1},
                 {"id": 2, "task": "REC", "video": "v.mp4", "activity": "clap", "test_info": [{"realtime": 5,
                   "count": 0}, {"realtime": 9, "count": 2}]},
                 {"id": 3, "task": "SSR", "video": "v.mp4", "test_info": [{"realtime": 5, "type": 1, "step": "cut the bread"}]},
                 {"id": 4, "task": "CRR", "video": "v.mp4", "question": "Who won?", "answer": "Ann",
                   "test_info": [{"realtime": 5, "type": 0}, {"realtime": 8, "type": 1}]}]""");
        assertThat(items).extracting(QaItem::at).containsExactly(33.5, 5.0, 9.0, 5.0, 5.0, 8.0);
        assertThat(items).extracting(QaItem::answers)
                .containsExactly(List.of("two"), List.of("0"), List.of("2"), List.of("yes"), List.of(QaItem.NOT_SEEN), List.of("Ann"));
    }

    @Test
    void longVideoBench() throws IOException {
        QaItem item = read("""
                [{"video_id": "v", "id": "v_0", "video_path": "v.mp4", "subtitle_path": "v.json", "correct_choice": 2,
                  "question": "What?", "option0": "a", "option1": "b",
                  "option2": "c", "option3": "d", "option4": "N/A", "duration": 60.0, "duration_group": 60,
                    "question_category": "S2E"}]""").get(0);
        assertThat(item.options()).containsExactly("a", "b", "c", "d");
        assertThat(item.answers()).containsExactly("c");
    }

    @Test
    void lvBenchHasItsOptionsInTheQuestion() throws IOException {
        QaItem item = read("""
                [{"uid": "5", "question": "What year?\\n(A) 1636\\n(B) 1366\\n(C) 1363", "answer": "C",
                  "question_type": ["key information retrieval"],
                  "time_reference": "00:15-00:19", "video_path": "v.mp4", "video_info": {"duration_minutes": 1}}]""").get(0);
        assertThat(item.question()).isEqualTo("What year?");
        assertThat(item.answers()).containsExactly("1363");
        assertThat(item.evidence()).containsExactly(new Interval(15, 19));
    }

    @Test
    void filesAreReadAsTheyArePublished() throws IOException {
        Path lvbench = Files.writeString(directory.resolve("video_info.meta.jsonl"), """
                {"key": "v", "type": "cartoon", "video_info": {"duration_minutes": 30.1, "fps": 25}, "qa": [{"uid": "1", "question": \
                "What year?\\n(A) 1636\\n(B) 1366\\n(C) 1363\\n(D) 1633", "answer": "D", "question_type": ["reasoning"], \
                "time_reference": "00:15-00:19"}]}
                """.replace("\\\n", ""));
        QaItem item = Annotations.read(lvbench, directory, UNKNOWN).get(0).items().get(0);
        assertThat(item.answers()).containsExactly("1633");
        assertThat(Annotations.task(lvbench)).isEqualTo("lvbench");
        List<QaItem> mme = read("""
                [{"video_id": "001", "duration": "short", "domain": "Knowledge", "sub_category": "Humanity", "url": "u", "videoID": "v",
                  "question_id": "001-1", "task_type": "Counting Problem", "question": "How many?", "options": ["A. One.", "B. Two."],
                  "answer": "B"}]""");
        assertThat(mme.get(0)).isEqualTo(new QaItem("001-1", "Counting Problem", "How many?", Double.NaN, List.of("One.", "Two."),
                List.of("Two."), List.of()));
        assertThat(Annotations.task(directory.resolve("annotations.json"))).isEqualTo("videomme");
        List<QaItem> mlvu = read("""
                [{"video": "v.mp4", "duration": 246, "question": "What colour?", "candidates": ["Yellow", "Red"], "answer": "Yellow",
                  "question_type": "plotQA"}, {"video": "v.mp4", "duration": 246, "question": "What else?", "candidates": ["Yellow", "Red"],
                  "answer": "Red", "question_type": "plotQA"}]""");
        assertThat(mlvu).extracting(QaItem::id).containsExactly("v.mp4/1", "v.mp4/2");
        assertThat(Annotations.task(directory.resolve("annotations.json"))).isEqualTo("mlvu_dev");
        assertThat(Annotations.leftOut(directory.resolve("annotations.json"))).isEmpty();
        List<QaItem> sequence = read("""
                [[{"time": "[0:01:00 - 0:02:00]", "video_path": "./videos/v.mp4", "video_categories": "x", "questions": [
                  {"task_type": "Sequential Question Answering", "question": "Who?", "time_stamp": "00:00:36", "answer": "A",
                   "options": ["Wang.", "Fan."], "required_ability": "x"}]}]]""");
        assertThat(sequence.get(0).answers()).containsExactly("Wang.");
    }

    @Test
    void aPartIsTheFirstQuestionsOfSomeKinds() throws IOException {
        read("""
                [{"id": 1, "task": "EPM", "video": "v.mp4", "realtime": 3, "question": "a?", "options": ["one", "two"], "gt": 1},
                 {"id": 2, "task": "OCR", "video": "u7.mp4", "realtime": 3, "question": "b?", "options": ["one", "two"], "gt": 1},
                 {"id": 3, "task": "OCR", "video": "v.mp4", "realtime": 3, "question": "c?", "options": ["one", "two"], "gt": 1}]""");
        List<QaVideo> all = Annotations.read(directory.resolve("annotations.json"), directory, UNKNOWN);
        assertThat(Annotations.part(all, Set.of("OCR"), 9)).flatExtracting(QaVideo::items).extracting(QaItem::id)
                .containsExactlyInAnyOrder("2", "3");
        assertThat(Annotations.part(all, Set.of(), 1)).singleElement().extracting(QaVideo::items).asList().hasSize(1);
        assertThatThrownBy(() -> Annotations.part(all, Set.of("ORC"), 9)).hasMessageContaining("'ORC'");
    }

    @Test
    void cgBenchHasCluesAsEvidence() throws IOException {
        QaItem item = read("""
                [{"qid": 9, "video_uid": "u7", "question": "What?", "choices": ["x", "y"], "right_answer": "A",
                  "clue_intervals": [[3, 7], [9, 11]], "duration": 100,
                  "domain": "Sports", "sub_category": "Entity Perception"}]""").get(0);
        assertThat(item.answers()).containsExactly("x");
        assertThat(item.evidence()).containsExactly(new Interval(3, 7), new Interval(9, 11));
    }

    @Test
    void egoLifeQaCountsFromTheFirstFrameOfItsDay() throws IOException {
        QaItem item = read("""
                [{"ID": "1", "query_time": {"date": "DAY1", "time": "11210217"}, "type": "EntityLog", "need_audio": false,
                  "question": "Who took the scissors?",
                  "choice_a": "Tasha", "choice_b": "Alice", "choice_c": "Shure", "choice_d": "Lucia", "answer": "B",
                  "target_time": {"date": "DAY1", "time": "11152408"}, "keywords": "scissors"}]""").get(0);
        assertThat(item.at()).isEqualTo(21 * 60 + 2);
        assertThat(item.evidence()).containsExactly(new Interval(15 * 60 + 24, 15 * 60 + 24));
        assertThat(item.answers()).containsExactly("Alice");
    }

    private static final String EGOLIFE = """
            {"ID": "%s", "query_time": {"date": "%s", "time": "%s"}, "type": "EntityLog", "question": "Who?",
              "choice_a": "Tasha", "choice_b": "Alice", "answer": "A",
              "target_time": {"date": "%s", "time": "%s"}}""";

    @Test
    void egoLifeQaMakesOneStreamOfAllThatAWearerRecorded() throws IOException {
        for (String film : List.of("A2_ALICE/DAY2/DAY2_A2_ALICE_09300000.mp4", "A2_ALICE/DAY1/DAY1_A2_ALICE_10003000.mp4",
                "A2_ALICE/DAY1/DAY1_A2_ALICE_10000000.mp4",
                "A2_ALICE/DAY3/DAY3_A2_ALICE_08000000.mp4", "A2_ALICE/DAY1/notes.txt")) {
            Files.createDirectories(directory.resolve(film).getParent());
            Files.write(directory.resolve(film), new byte[] {1});
        }
        String json = "[" + EGOLIFE.formatted("1", "DAY2", "09310000", "DAY1", "10004500") + ","
                + EGOLIFE.formatted("2", "DAY1", "10011000", "DAY1", "10000000") + "]";
        List<QaVideo> videos = Annotations.read(Files.writeString(directory.resolve("EgoLifeQA_A2_ALICE.json"), json), directory, UNKNOWN);
        assertThat(videos).singleElement().satisfies(video -> {
            assertThat(video.films()).as("nothing after the last question")
                    .extracting(film -> film.file().getFileName().toString(), Film::begin)
                    .containsExactly(tuple("DAY1_A2_ALICE_10000000.mp4", 0.0), tuple("DAY1_A2_ALICE_10003000.mp4", 30.0),
                    tuple("DAY2_A2_ALICE_09300000.mp4", 84600.0));
            assertThat(video.items()).extracting(QaItem::at).containsExactly(84660.0, 70.0);
            assertThat(video.items().get(0).evidence()).as("the day before").containsExactly(new Interval(45, 45));
        });
        assertWrong("[" + EGOLIFE.formatted("1", "DAY2", "09310000", "DAY1", "10004500") + "]", "item 1 (1)", "'identity'",
                "A1_JAKE, A2_ALICE");
        Path ours = Files.writeString(directory.resolve("qa-A1_JAKE.json"),
                "[" + EGOLIFE.formatted("1", "DAY2", "09310000", "DAY1", "10004500") + "]");
        assertThatThrownBy(() -> Annotations.read(ours, directory, UNKNOWN)).hasMessageContainingAll("'date'", "DAY2", "A1_JAKE");
        Path early = Files.writeString(directory.resolve("qa-A1_JAKE.json"),
                "[" + EGOLIFE.formatted("1", "DAY1", "08000000", "DAY1", "10004500") + "]");
        assertThatThrownBy(() -> Annotations.read(early, directory, UNKNOWN))
                .hasMessageContainingAll("'query_time'", "before the video begins");
    }

    @Test
    void whatIsMalformedIsToldWithFileItemAndField() {
        String common = "[{\"video_id\": \"v\", \"video_path\": \"%s\", \"duration\": 60, \"conversations\": [%s]}]";
        assertWrong(common.formatted("v.mp4", "{\"question\": \"Q\"}"), "item 1 (v), conversation 1", "'answer'", "missing");
        assertWrong(common.formatted("none.mp4", "{\"question\": \"Q\", \"answer\": \"A\"}"), "item 1 (v)", "'video_path'", "none.mp4");
        assertWrong(common.formatted("v.mp4", "{\"question\": \"Q\", \"answer\": \"fish\", \"choices\": [\"a cat\", \"a dog\"]}"),
                "'answer'", "none of the options");
        assertWrong(common.formatted("v.mp4", "{\"question\": \"Q\", \"answer\": \"A\", \"start_time\": 30, \"end_time\": 20}"),
                "'end_time'", "stretch");
        assertWrong(common.formatted("v.mp4", "{\"question\": \"Q\", \"answer\": \"A\", \"end_time\": 900}"), "'end_time'", "900");
        assertWrong("[{\"video_path\": \"v.mp4\", \"questions\": [{\"question\": \"Q\", \"options\": [\"A. x\"], \"answer\": \"C\", "
                + "\"time_stamp\": \"soon\"}]}]",
                "item 1, question 1", "'answer'");
        assertWrong("[{\"video_path\": \"v.mp4\", \"questions\": [{\"question\": \"Q\", \"options\": [\"A. x\"], \"answer\": \"A\", "
                + "\"time_stamp\": \"soon\"}]}]",
                "'time_stamp'", "soon");
        assertWrong("[{\"id\": 4, \"task\": \"EPM\", \"video\": \"v.mp4\", \"realtime\": 1, \"question\": \"Q\", \"options\": [\"x\"], "
                + "\"gt\": 3}]", "item 1 (4)", "'gt'");
        assertWrong("[{\"qid\": 9, \"video_uid\": \"u7\", \"question\": \"Q\", \"choices\": [\"x\", \"y\"], \"right_answer\": \"A\", "
                + "\"clue_intervals\": [7]}]", "item 1 (9)", "'clue_intervals'");
        assertWrong("[{\"a\": 1}]", "item 1", "no format");
        assertWrong("[]", "no items");
        assertWrong("[{]", "not JSON", "line 1");
    }

    @Test
    void misspeltFieldsAndTimesOutsideTheFilmAreToldWithFileItemAndField() {
        String common = "[{\"video_id\": \"v\", \"video_path\": \"v.mp4\", \"duration\": 60, \"conversations\": [%s]}]";
        assertWrong(common.formatted("{\"question\": \"Q\", \"answer\": \"A\", \"end_tmie\": 20}"), "item 1 (v), conversation 1",
                "'end_tmie'", "is 'end_time' meant");
        assertWrong("[{\"qid\": 9, \"video_uid\": \"u7\", \"question\": \"Q\", \"choices\": [\"x\", \"y\"], "
                + "\"right_answer\": \"A\", \"clue_intervals\": [[10, 70]], \"duration\": 60}]", "item 1 (9)", "'clue_intervals'", "70.0");
        assertWrong("[{\"uid\": \"5\", \"question\": \"Q\", \"answer\": \"A\", \"time_reference\": \"00:50-01:30\", "
                + "\"video_path\": \"v.mp4\", \"video_info\": {\"duration_minutes\": 1}}]", "item 1 (5)", "'time_reference'", "90.0");
    }

    @Test
    void timesAreHeldAgainstTheFilmItself() throws IOException {
        Files.copy(Path.of(System.getProperty("afterimage.root"), "media", "car-detection.mp4"), directory.resolve("cars.mp4"));
        String asked = "[{\"video_path\": \"%s\", \"questions\": [{\"question\": \"Q\", \"options\": [\"A. x\", \"B. y\"], "
                + "\"answer\": \"A\", \"time_stamp\": \"%s\"}]}]";
        Path file = directory.resolve("a.json");
        JavaCvFrameSource films = new JavaCvFrameSource();
        Files.writeString(file, asked.formatted("cars.mp4", "00:00:20"));
        assertThat(Annotations.read(file, directory, films)).hasSize(1);
        Files.writeString(file, asked.formatted("cars.mp4", "00:09:00"));
        assertThatThrownBy(() -> Annotations.read(file, directory, films))
                .hasMessageContainingAll("a.json", "item 1, question 1", "'time_stamp'", "540.0 s");
        Files.writeString(file, asked.formatted("v.mp4", "00:00:20"));
        assertThatThrownBy(() -> Annotations.read(file, directory, films)).hasMessageContainingAll("item 1", "v.mp4, which is no film");
    }

    private void assertWrong(String json, String... told) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(AfterimageException.class).hasMessageContainingAll(told)
                .hasMessageContaining("annotations.json");
    }
}
