package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.StreamId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

/** What is kept. */
@Command(name = "streams", mixinStandardHelpOptions = true, description = "List, show or delete the streams that are kept.",
        subcommands = {StreamsCommand.ListThem.class, StreamsCommand.Show.class, StreamsCommand.Delete.class})
final class StreamsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say list, show NAME or delete NAME");
    }

    /** Options that all three share. */
    abstract static class OnStreams implements Callable<Integer> {

        @Mixin
        private DataOption data;
        @Option(names = "--json", description = "print JSON")
        private boolean json;
        @Spec
        private CommandSpec spec;

        abstract JsonNode result(StoredStreams streams);

        abstract String told(JsonNode result);

        @Override
        public Integer call() {
            JsonNode result = StoredStreams.in(data.directory(), this::result);
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? result.toString() : told(result));
            out.flush();
            return 0;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "All streams.")
    static final class ListThem extends OnStreams {

        @Override
        JsonNode result(StoredStreams streams) {
            return streams.list();
        }

        @Override
        String told(JsonNode streams) {
            if (streams.isEmpty()) {
                return "No streams yet. Begin with: afterimage watch URI --stream NAME";
            }
            StringBuilder lines = new StringBuilder(String.format("%-20s %-12s %8s %8s %8s %9s", "NAME", "STATUS", "LENGTH", "FRAMES", "BLOCKS", "KV"));
            streams.forEach(stream -> lines.append(System.lineSeparator()).append(line(stream)));
            return lines.toString();
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One stream with its scenes.")
    static final class Show extends OnStreams {

        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        JsonNode result(StoredStreams streams) {
            return streams.show(new StreamId(name));
        }

        @Override
        String told(JsonNode stream) {
            StringBuilder lines = new StringBuilder(line(stream)).append(System.lineSeparator()).append(stream.path("uri").asText());
            for (JsonNode scene : stream.path("scenes")) {
                lines.append(System.lineSeparator()).append(String.format("  %s - %s  %s", TimeArgument.format(scene.path("start").asDouble()),
                        TimeArgument.format(scene.path("end").asDouble()), scene.path("note").asText()).stripTrailing());
            }
            return lines.toString();
        }
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Remove a stream and everything kept of it.")
    static final class Delete extends OnStreams {

        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        JsonNode result(StoredStreams streams) {
            return streams.delete(new StreamId(name));
        }

        @Override
        String told(JsonNode result) {
            return "Deleted " + name + ".";
        }
    }

    private static String line(JsonNode stream) {
        return String.format("%-20s %-12s %8s %8d %8d %6.1f MB", stream.path("name").asText(), stream.path("status").asText(),
                TimeArgument.format(stream.path("last_seconds").asDouble()), stream.path("frames").asLong(), stream.path("blocks").asLong(),
                stream.path("kv_bytes").asLong() / 1e6);
    }
}
