package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.core.answer.JointReply;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.core.store.StreamNames;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import dev.afterimage.engine.Engine;
import dev.afterimage.engine.Wiring;
import dev.afterimage.qa.http.JointReplyJson;
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

/** Asks about streams: through the process that owns the data directory if there is one, else by itself. */
@Command(name = "ask", mixinStandardHelpOptions = true, description = "Ask about a stream or several, now or at a moment of their past.")
final class AskCommand implements Callable<Integer> {

    @Parameters(paramLabel = "QUESTION", description = "a question in plain English, in quotes")
    private String question;
    @Option(names = "--stream", paramLabel = "NAME", description = "the stream to ask about; may be given several times "
            + "(default: all streams)")
    private List<String> streams = List.of();
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
        List<StreamId> named = streams.stream().distinct().map(StreamId::new).toList();
        JsonNode reply = named.size() == 1 ? reply(asked(named.get(0))) : reply(named);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? reply + System.lineSeparator() : ReplyText.of(reply));
        out.flush();
        return reply.path("outcome").asText().equals("failed") ? ErrorCode.valueOf(reply.path("error").path("code").asText())
                .exitCode() : 0;
    }

    private Question asked(StreamId stream) {
        return new Question(stream, question, at == null ? OptionalDouble.empty() : OptionalDouble.of(at), List.of(),
                retrieval.retrieval());
    }

    /** @param named empty for all streams */
    private JsonNode reply(List<StreamId> named) {
        // What is wrong with the question is told before anything is opened.
        Question any = asked(new StreamId("any"));
        DataDirectory directory = data.directory();
        return directory.findOwner().map(owner -> new OwnerClient(owner).ask(any, named)).orElseGet(() -> {
            try (Engine engine = Wiring.forReading(directory, named, spec.commandLine().getErr())) {
                List<StreamId> all = named.isEmpty() ? engine.store().streams().stream().map(StreamInfo::stream).sorted().toList()
                        : named.stream().map(stream -> StreamNames.find(engine.store(), stream.name())).distinct().toList();
                return JointReplyJson.of(new JointReply(all.stream().map(stream -> new JointReply.OfStream(
                        new StreamId(StreamNames.shown(engine.store(), stream)),
                        engine.asker().ask(asked(stream), text -> { }))).toList()));
            }
        });
    }

    private JsonNode reply(Question asked) {
        DataDirectory directory = data.directory();
        return directory.findOwner().map(owner -> new OwnerClient(owner).ask(asked)).orElseGet(() -> {
            try (Engine engine = Wiring.forReading(directory, List.of(asked.stream()), spec.commandLine().getErr())) {
                return ReplyJson.of(engine.asker().ask(asked.of(StreamNames.find(engine.store(), asked.stream().name())), text -> { }));
            }
        });
    }
}
