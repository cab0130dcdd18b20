package dev.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.afterimage.core.frame.Frame;
import dev.afterimage.core.frame.FrameSource;
import dev.afterimage.core.stream.ReadingSettings;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.ingest.JavaCvFrameSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recordings of a day: nothing on the street at 9:00, a car at 9:30, nothing again at 14:30, three seconds each. Watched by the command
 * and by the service, asked by the time of day, and played.
 */
class RecordedDayTest {

    private static final LocalDateTime DAY = LocalDateTime.of(2026, 5, 1, 0, 0);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double CAR = 1800;

    @TempDir
    private Path directory;
    private Path folder;
    private Path morning;
    private Path car;
    private Path afternoon;

    @BeforeEach
    void record() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffmpeg")), "skipped: no ffmpeg here; install ffmpeg");
        folder = Files.createDirectory(directory.resolve("monday"));
        // Names in another order than the times.
        morning = film("c.mp4", 0, DAY.plusHours(9));
        car = film("a.mp4", 5, DAY.plusHours(9).plusMinutes(30));
        afternoon = film("b.mp4", 0, DAY.plusHours(14).plusMinutes(30));
    }

    /** A part of the clip that was recorded then, as a camera in UTC notes it. */
    private Path film(String name, int from, LocalDateTime recorded) throws Exception {
        Path file = folder.resolve(name);
        Instant instant = recorded.atZone(ZoneId.systemDefault()).toInstant();
        Process made = new ProcessBuilder("ffmpeg", "-v", "error", "-ss", String.valueOf(from), "-i", Command.clip("car-detection.mp4"),
                "-t", "3", "-an", "-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", "-g", "10",
                "-metadata", "creation_time=" + instant, file.toString()).inheritIO().start();
        assertThat(made.waitFor()).isZero();
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-06-01T00:00:00Z")));
        return file;
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private Command watch(String stream, Path... recordings) {
        List<String> words = new ArrayList<>(List.of("watch", "--stream", stream, "--data", data()));
        List.of(recordings).forEach(path -> words.add(path.toString()));
        Command watched = Command.run(words.toArray(String[]::new));
        assertThat(watched.exitCode()).as(watched.err()).isZero();
        return watched;
    }

    private JsonNode ask(String stream, String question) {
        Command asked = Command.run("ask", question, "--stream", stream, "--data", data(), "--json");
        assertThat(asked.exitCode()).as(asked.err()).isZero();
        return asked.json();
    }

    private static void isTheCar(JsonNode reply) {
        assertThat(reply.path("outcome").asText()).as(reply.toString()).isEqualTo("answered");
        assertThat(reply.path("answer").asText()).startsWith("Yes");
        assertThat(reply.path("citations").get(0).path("start").asDouble()).isBetween(CAR - 0.1, CAR + 3);
    }

    /** The exported interval shows the pictures of a file from there on. */
    private void shows(Path exported, Path recording, double from) {
        List<Frame> played = frames(exported, -1);
        Frame expected = frames(recording, from).get(0);
        assertThat(played.stream().mapToDouble(frame -> difference(frame, expected)).min().orElseThrow()).isLessThan(3);
        Path other = recording.equals(car) ? morning : car;
        assertThat(difference(frames(other, from).get(0), expected)).as("the files differ").isGreaterThan(5);
    }

    private static List<Frame> frames(Path film, double after) {
        List<Frame> frames = new ArrayList<>();
        try (FrameSource.Capture capture = new JavaCvFrameSource().open(new SourceSettings(new StreamId("film"), film.toString(), 10,
                SourceSettings.Pace.ASAP, false, ReadingSettings.DEFAULT), after, 0)) {
            for (Frame frame = capture.next(); frame != null; frame = capture.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private static double difference(Frame one, Frame other) {
        long sum = 0;
        for (int i = 0; i < one.rgb().length; i++) {
            sum += Math.abs((one.rgb()[i] & 0xFF) - (other.rgb()[i] & 0xFF));
        }
        return (double) sum / one.rgb().length;
    }

    @Test
    void aFolderIsAskedByTheTimeOfDayAndPlayedByTheCommandAndTheService() throws Exception {
        Files.move(afternoon, directory.resolve("b.mp4"));
        Command watched = watch("monday", folder);
        assertThat(watched.out()).contains("c.mp4: from 2026-05-01 09:00:00", "a.mp4: from 2026-05-01 09:30:00");
        isTheCar(ask("monday", "Was there a car at 9:30 am?"));
        assertThat(ask("monday", "Was there a car at 9:15 am?").path("outcome").asText()).isEqualTo("not_watched");
        Path exported = directory.resolve("car.mp4");
        Command export = Command.run("streams", "export", "monday", "--from", "30:00", "--to", "30:02.5", "-o", exported.toString(),
                "--data", data());
        assertThat(export.exitCode()).as(export.err()).isZero();
        shows(exported, car, 1);

        try (RunningService service = RunningService.start(directory.resolve("serve.log"), Path.of(data()), "--source",
                "monday=" + folder)) {
            service.await("monday", "watching");
            Files.move(directory.resolve("b.mp4"), afternoon);
            service.awaitFrames("monday");
            RunningService.await(directory.resolve("serve.log"), () -> service.stream("monday").path("last_seconds").asDouble() > 19802);
            assertThat(service.ask("monday", "Was there a car at 9:00 am?")).contains("\"No, there was no car");
            assertThat(service.ask("monday", "Was there a car at 2:30 pm?")).contains("\"No, there was no car");
            isTheCar(JSON.readTree(service.ask("monday", "Was there a car this morning?")));
            JsonNode gaps = JSON.readTree(service.get("/api/streams/monday/gaps").body()).path("gaps");
            assertThat(gaps).hasSize(2).allMatch(gap -> gap.path("cause").asText().equals("not_recorded"));
            assertThat(gaps.get(1).path("end").asDouble()).isEqualTo(19800, within(0.1));
            played(service, CAR + 0.5, car);
            played(service, 19800.5, afternoon);

            assertThat(Command.run("streams", "rename", "monday", "-x", "--data", data()).err()).contains("'-x' is not a stream name");
            assertThat(Command.run("streams", "pause", "monday", "--data", data()).exitCode()).isZero();
            RunningService.await(directory.resolve("serve.log"), () -> service.log().contains("monday is paused"));
            assertThat(service.log()).doesNotContain("has ended");
        }
    }

    private void played(RunningService service, double from, Path recording) throws Exception {
        HttpResponse<byte[]> video = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(service.url()
                + "/api/streams/monday/video?from=" + from + "&to=" + (from + 2))).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(video.statusCode()).isEqualTo(200);
        assertThat(Double.parseDouble(video.headers().firstValue("X-Afterimage-From").orElseThrow())).isEqualTo(from, within(0.2));
        shows(Files.write(directory.resolve("played.mp4"), video.body()), recording, 1);
    }

    @Test
    void severalFilesOnTheCommandLineAreOneStreamOnTheClock() {
        Command watched = watch("files", afternoon, car, morning);
        assertThat(watched.out()).contains("a.mp4: from 2026-05-01 09:30:00");
        isTheCar(ask("files", "Was there a car at 9:30 am?"));
        assertThat(Command.run("streams", "show", "files", "--data", data()).out()).contains("nobody watched: nothing was recorded");
        Command mixed = Command.run("watch", car.toString(), "rtsp://user:secret@camera/door", "--stream", "mixed", "--data", data());
        assertThat(mixed.exitCode()).isEqualTo(2);
        assertThat(mixed.err()).contains("only recordings are put together").doesNotContain("secret");
    }
}
