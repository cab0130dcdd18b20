package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** What is kept. */
@Command(name = "streams", mixinStandardHelpOptions = true,
        description = "List, show, rename, pause, edit, limit, export or delete streams.",
        subcommands = {StreamsCommand.ListThem.class, StreamsCommand.Show.class, StreamsCommand.Delete.class,
                StreamsCommand.Export.class, StreamsCommand.Set.class, LifetimeCommands.Rename.class, LifetimeCommands.Pause.class,
                LifetimeCommands.Resume.class, LifetimeCommands.Retry.class, LifetimeCommands.Edit.class})
final class StreamsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "say list, or show, rename, pause, resume, retry, edit, set, export or delete and a NAME");
    }

    /** Options that all share. */
    abstract static class OnStreams implements Callable<Integer> {

        @Mixin
        private DataOption data;
        @Option(names = "--json", description = "print JSON")
        private boolean json;
        @Spec
        private CommandSpec spec;

        abstract JsonNode result(StreamCatalogue streams);

        abstract String told(JsonNode result);

        @Override
        public Integer call() {
            JsonNode result = StreamCatalogue.in(data.directory(), this::result);
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? result.toString() : told(result));
            out.flush();
            return 0;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "All streams.")
    static final class ListThem extends OnStreams {

        @Override
        JsonNode result(StreamCatalogue streams) {
            return streams.list();
        }

        @Override
        String told(JsonNode streams) {
            if (streams.isEmpty()) {
                return "No streams yet. Begin with: afterimage watch URI --stream NAME";
            }
            StringBuilder lines = new StringBuilder(String.format("%-20s %-12s %8s %8s %8s %9s", "NAME", "STATUS", "LENGTH", "FRAMES",
                    "BLOCKS", "KV"));
            streams.forEach(stream -> lines.append(System.lineSeparator()).append(line(stream)).append(failure(stream)));
            return lines.toString();
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One stream with its scenes and the times nobody watched.")
    static final class Show extends OnStreams {

        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        JsonNode result(StreamCatalogue streams) {
            return streams.show(new StreamId(name));
        }

        @Override
        String told(JsonNode stream) {
            StringBuilder lines = new StringBuilder(line(stream)).append(System.lineSeparator()).append(stream.path("uri").asText())
                    .append(failure(stream));
            if (stream.has("load")) {
                lines.append(System.lineSeparator()).append(load(stream.path("load")));
            }
            if (stream.has("kept")) {
                lines.append(System.lineSeparator()).append(KeptText.of(stream.path("kept")));
            }
            for (JsonNode scene : stream.path("scenes")) {
                lines.append(System.lineSeparator())
                        .append(String.format("  %s - %s  %s", TimeArgument.format(scene.path("start").asDouble()),
                        TimeArgument.format(scene.path("end").asDouble()), scene.path("note").asText()).stripTrailing());
            }
            for (JsonNode gap : stream.path("gaps")) {
                lines.append(System.lineSeparator()).append(String.format("  %s - %s  nobody watched: %s",
                        TimeArgument.format(gap.path("start").asDouble()),
                        gap.path("end").isNull() ? "now" : TimeArgument.format(gap.path("end").asDouble()), gap.path("reason").asText()));
            }
            return lines.toString();
        }
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Remove a stream and everything stored of it.")
    static final class Delete extends OnStreams {

        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        JsonNode result(StreamCatalogue streams) {
            return streams.delete(new StreamId(name));
        }

        @Override
        String told(JsonNode result) {
            return "Deleted " + name + ".";
        }
    }

    @Command(name = "set", mixinStandardHelpOptions = true, description = "Limit what is kept of a stream.")
    static final class Set extends OnStreams {

        @Parameters(paramLabel = "NAME")
        private String name;
        @Mixin
        private LimitOptions limits;

        @Override
        JsonNode result(StreamCatalogue streams) {
            return streams.limit(new StreamId(name), limits.changes());
        }

        @Override
        String told(JsonNode kept) {
            return KeptText.of(kept);
        }
    }

    @Command(name = "export", mixinStandardHelpOptions = true, description = "Write recorded video into a file, as one MP4.")
    static final class Export extends OnStreams {

        @Parameters(paramLabel = "NAME")
        private String name;
        @Option(names = "--from", paramLabel = "TIME", required = true, converter = TimeArgument.class,
                description = "from the stream's start: seconds, MM:SS or HH:MM:SS")
        private Double from;
        @Option(names = "--to", paramLabel = "TIME", required = true, converter = TimeArgument.class, description = "the same, later")
        private Double to;
        @Option(names = {"-o", "--output"}, paramLabel = "FILE", required = true, description = "the MP4 to write; must not be there yet")
        private Path file;

        @Override
        JsonNode result(StreamCatalogue streams) {
            if (!(to > from)) {
                throw new AfterimageException(ErrorCode.USAGE_TIME, "the interval from " + TimeArgument.format(from) + " to "
                        + TimeArgument.format(to) + " is empty",
                        "give a --to that is later than --from");
            }
            streams.export(new StreamId(name), from, to, file);
            return JsonNodeFactory.instance.objectNode().put("stream", name).put("file", file.toString())
                    .put("bytes", file.toFile().length());
        }

        @Override
        String told(JsonNode result) {
            return String.format("Wrote %s (%s).", file, KeptText.size(result.path("bytes").asLong()));
        }
    }

    private static String load(JsonNode load) {
        return String.format("%s%d of %d frames skipped, %.1f s behind, %d queued, connected again %d times",
                load.path("keeps_up").asBoolean() ? "" : String.format("skips %.0f %% of its frames; ", 100 * load.path("skipped")
                        .asDouble()),
                load.path("frames_dropped").asLong(), load.path("frames_sampled").asLong(), load.path("lag_seconds").asDouble(),
                        load.path("queued").asLong(),
                load.path("reconnects").asLong());
    }

    /** Why it is not watched, on a line of its own. */
    private static String failure(JsonNode stream) {
        String failure = stream.path("failure").asText();
        return failure.isEmpty() ? "" : System.lineSeparator() + "  " + failure;
    }

    static String line(JsonNode stream) {
        return String.format("%-20s %-12s %8s %8d %8d %9s", stream.path("name").asText(), stream.path("status").asText(),
                TimeArgument.format(stream.path("last_seconds").asDouble()), stream.path("frames").asLong(), stream.path("blocks").asLong(),
                KeptText.size(stream.path("kv_bytes").asLong()));
    }
}
