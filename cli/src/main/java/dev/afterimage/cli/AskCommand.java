package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.engine.Engine;
import dev.afterimage.engine.Wiring;
import dev.afterimage.qa.http.ReplyJson;
import dev.afterimage.store.DataDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;

/** Asks about a stream: through the process that owns the data directory if there is one, else by itself. */
@Command(name = "ask", mixinStandardHelpOptions = true, description = "Ask about a stream, now or at a moment of its past.")
final class AskCommand implements Callable<Integer> {

    @Parameters(paramLabel = "QUESTION", description = "a question in plain English, in quotes")
    private String question;
    @Option(names = "--stream", required = true, paramLabel = "NAME", description = "the stream to ask about")
    private String stream;
    @Mixin
    private DataOption data;
    @Option(names = "--at", paramLabel = "TIME", converter = TimeArgument.class,
            description = "ask as of this moment of the stream (seconds, mm:ss or h:mm:ss); nothing later is read")
    private Double at;
    @Mixin
    private RetrievalOptions retrieval;
    @Option(names = "--json", description = "print the reply as one object")
    private boolean json;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Question asked = new Question(new StreamId(stream), question, at == null ? OptionalDouble.empty() : OptionalDouble.of(at),
                List.of(), retrieval.retrieval());
        JsonNode reply = reply(asked);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? reply + System.lineSeparator() : ReplyText.of(reply));
        out.flush();
        return reply.path("outcome").asText().equals("failed") ? ErrorCode.valueOf(reply.path("error").path("code").asText())
                .exitCode() : 0;
    }

    private JsonNode reply(Question asked) {
        DataDirectory directory = data.directory();
        return directory.findOwner().map(owner -> new OwnerClient(owner).ask(asked)).orElseGet(() -> {
            try (Engine engine = Wiring.forReading(directory, asked.stream(), spec.commandLine().getErr())) {
                return ReplyJson.of(engine.asker().ask(asked, text -> { }));
            }
        });
    }
}
