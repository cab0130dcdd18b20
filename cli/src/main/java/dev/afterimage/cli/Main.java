package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code afterimage} command. Exit codes: 0 done, 2 usage, 3 input, 4 model, 5 storage, 6 cluster, 1 a fault of our own; 128 and the
 * signal's number where a signal ended it.
 */
@Command(name = "afterimage", mixinStandardHelpOptions = true, versionProvider = Version.class,
        description = "Ask questions about live video, and about everything it showed before.")
public final class Main implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand.class);
        COMMANDS.put("serve", ServeCommand.class);
        COMMANDS.put("watch", WatchCommand.class);
        COMMANDS.put("ask", AskCommand.class);
        COMMANDS.put("streams", StreamsCommand.class);
        COMMANDS.put("models", ModelsCommand.class);
        COMMANDS.put("eval", EvalCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        ProcessEnd end = ProcessEnd.of(Thread.currentThread());
        end.exit(run(end, arguments));
    }

    private static int run(ProcessEnd end, String... arguments) {
        CommandLine commandLine = commandLine(arguments);
        try {
            return commandLine.setExecutionExceptionHandler((thrown, command, parsed) -> end.requested() ? 0
                    : fail(thrown, command.getErr()))
                    .execute(arguments);
        } catch (Error broken) {
            return fail(broken, commandLine.getErr());
        }
    }

    /** With the command that the arguments begin with, or else with all: to read the options of all takes a fifth of a second. */
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new Main());
        Class<?> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        if (named == null) {
            COMMANDS.forEach(commandLine::addSubcommand);
        } else {
            commandLine.addSubcommand(arguments[0], named);
        }
        return commandLine
                .setExecutionExceptionHandler((thrown, command, parsed) -> fail(thrown, command.getErr()))
                .setParameterExceptionHandler(Main::misused)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }

    private static int fail(Throwable thrown, PrintWriter err) {
        AfterimageException failure = AfterimageException.of(thrown);
        LOG.debug("failed", thrown);
        err.println("error " + failure.line());
        err.flush();
        return failure.code().exitCode();
    }

    private static int misused(ParameterException misuse, String[] arguments) {
        if (misuse.getCause() instanceof AfterimageException failure) {
            return fail(failure, misuse.getCommandLine().getErr());
        }
        String command = misuse.getCommandLine().getCommandSpec().qualifiedName();
        return fail(new AfterimageException(ErrorCode.USAGE, misuse.getMessage(), "see '" + command + " --help'"),
                misuse.getCommandLine().getErr());
    }
}
