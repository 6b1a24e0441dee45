package lingdian.command;

import java.util.List;
import java.util.Objects;
import lingdian.platform.InvalidConfiguration;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What a command says where it cannot do its work: one clear line for each mistake and exit code 2.
 *
 * <p>No usage text: it would hide the line that matters. A stack trace is only shown for our own bugs, with exit code 1.
 */
public final class CommandErrors {
    private CommandErrors() {}

    /** To be called when all subcommands are known. */
    public static CommandLine reportedBy(CommandLine commandLine) {
        collectMistakes(commandLine);
        IExecutionStrategy run = commandLine.getExecutionStrategy();
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(parsed -> {
                    List<String> mistakes = mistakes(parsed);
                    return mistakes.isEmpty() || helpIsRequested(parsed)
                            ? run.execute(parsed)
                            : refuse(commandLine, mistakes);
                })
                .setParameterExceptionHandler((mistake, args) -> refuse(commandLine, List.of(line(mistake))))
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(commandLine, failure));
    }

    /** Else picocli stops at the first one. */
    private static void collectMistakes(CommandLine commandLine) {
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(CommandErrors::collectMistakes);
    }

    /** Of the whole command line, each once: picocli notes a missing option twice. */
    private static List<String> mistakes(ParseResult parsed) {
        return parsed.asCommandLineList().stream()
                .flatMap(command -> command.getParseResult().errors().stream())
                .map(CommandErrors::line)
                .distinct()
                .toList();
    }

    private static boolean helpIsRequested(ParseResult parsed) {
        return parsed.asCommandLineList().stream()
                .anyMatch(command -> command.isUsageHelpRequested() || command.isVersionHelpRequested());
    }

    private static int failed(CommandLine commandLine, Exception failure) {
        if (failure instanceof InvalidConfiguration invalid) {
            return refuse(commandLine, invalid.mistakes());
        }
        if (failure instanceof ParameterException mistake) {
            return refuse(commandLine, List.of(line(mistake)));
        }
        failure.printStackTrace(commandLine.getErr());
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int refuse(CommandLine commandLine, List<String> mistakes) {
        mistakes.forEach(mistake -> commandLine.getErr().println("lingdian: " + mistake));
        return CommandLine.ExitCode.USAGE;
    }

    private static String line(Exception mistake) {
        return Objects.requireNonNullElse(
                        mistake.getMessage(), mistake.getClass().getSimpleName())
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
    }
}
