package dev.afterimage.worlds;

import dev.afterimage.core.encode.EncodedFrame;
import dev.afterimage.core.model.PromptPart;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Worlds as lines of JSON, for training: {@code {seed, seconds, notes: [{seconds, text}], questions: [{kind, text,
 * earlier, at, answer, truth, cited}]}}. {@code text} of a note is what the model reads, {@code truth} is {@code {type,
 * value}}, {@code cited} are spans in seconds.
 */
public final class WorldWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private WorldWriter() { }

    public static void write(Path file, long from, int worlds, int questions) {
        try (Writer out = Files.newBufferedWriter(file)) {
            for (long seed = from; seed < from + worlds; seed++) {
                out.write(JSON.writeValueAsString(json(new World(seed), questions)) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static ObjectNode json(World world, int most) {
        ObjectNode json = JSON.createObjectNode().put("seed", world.seed).put("seconds", world.length);
        ArrayNode notes = json.putArray("notes");
        for (EncodedFrame frame : WorldFrames.withSpeech(world)) {
            notes.addObject().put("seconds", frame.seconds()).put("text", ((PromptPart.Text) frame.tokens().orElseThrow()).text());
        }
        ArrayNode questions = json.putArray("questions");
        WorldQuestions.withSpeech(world, most).forEach(asked -> questions.add(json(asked)));
        return json;
    }

    private static ObjectNode json(WorldQuestion asked) {
        ObjectNode json = JSON.createObjectNode().put("kind", asked.kind()).put("text", asked.text());
        asked.earlier().forEach(json.putArray("earlier")::add);
        asked.at().ifPresent(at -> json.put("at", at));
        json.put("answer", answer(asked.expected()));
        ObjectNode truth = json.putObject("truth");
        ArrayNode cited = json.putArray("cited");
        if (!(asked.expected() instanceof Expected.Answered said)) {
            truth.put("type", "not seen");
            return json;
        }
        said.cited().forEach(span -> cited.addArray().add(span[0]).add(span[1]));
        said.value().describe(truth);
        return json;
    }

    /** The shortest true answer. */
    private static String answer(Expected expected) {
        if (!(expected instanceof Expected.Answered said)) {
            return "Not seen.";
        }
        return said.value().shortest();
    }
}
