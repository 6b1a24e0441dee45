package lingdian.command;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.TemporaryFailure;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command reports that it cannot do its work: one line for each mistake, and exit status 2.
 *
 * <p>No usage text: it would hide the line that matters. What may be possible later ends with exit status 1. A stack trace is
 * only shown for our own bugs, with exit status 1, too.
 */
public final class CommandErrors {
    private CommandErrors() {}

    /** Installs the error handlers. Call it after all subcommands are added. */
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

    /** The error for a command that needs a subcommand and got none. */
    static ParameterException commandMissing(CommandSpec spec) {
        String commands = String.join(", ", spec.subcommands().keySet());
        return new ParameterException(spec.commandLine(), "no command given: use one of " + commands);
    }

    /** Makes picocli collect all mistakes instead of stopping at the first. */
    private static void collectMistakes(CommandLine commandLine) {
        commandLine.getCommandSpec().parser().collectErrors(true);
        commandLine.getSubcommands().values().forEach(CommandErrors::collectMistakes);
    }

    /** The mistakes of the whole command line, each once: picocli notes a missing option twice. */
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
        if (failure instanceof TemporaryFailure) {
            commandLine.getErr().println("lingdian: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        failure.printStackTrace(commandLine.getErr());
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int refuse(CommandLine commandLine, List<String> mistakes) {
        mistakes.forEach(mistake -> commandLine.getErr().println("lingdian: " + mistake));
        return CommandLine.ExitCode.USAGE;
    }

    private static String line(Exception mistake) {
        return mistake instanceof UnmatchedArgumentException unmatched ? line(unmatched) : firstLines(mistake);
    }

    /** The line for an unknown word, with similar words that exist. */
    private static String line(UnmatchedArgumentException unmatched) {
        String word = unmatched.getUnmatched().getFirst();
        List<String> known = similar(unmatched, word);
        String meant = known.isEmpty() ? "" : "; did you mean " + String.join(" or ", known) + "?";
        if (unmatched.isUnknownOption()) {
            return "unknown option " + word + meant;
        }
        Set<String> commands = unmatched.getCommandLine().getSubcommands().keySet();
        return commands.isEmpty()
                ? "unexpected argument " + word
                : "unknown command " + word + (known.isEmpty() ? ": use one of " + String.join(", ", commands) : meant);
    }

    /**
     * Existing words with a similar beginning, as picocli finds them, and options with the same letters in another
     * order.
     */
    private static List<String> similar(UnmatchedArgumentException unmatched, String word) {
        List<String> found = unmatched.getSuggestions();
        if (!found.isEmpty() || !unmatched.isUnknownOption()) {
            return found;
        }
        return unmatched.getCommandLine().getCommandSpec().optionsMap().keySet().stream()
                .filter(option -> Arrays.equals(
                        option.chars().sorted().toArray(), word.chars().sorted().toArray()))
                .toList();
    }

    private static String firstLines(Exception mistake) {
        return Objects.requireNonNullElse(
                        mistake.getMessage(), mistake.getClass().getSimpleName())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
