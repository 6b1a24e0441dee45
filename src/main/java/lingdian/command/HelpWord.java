package lingdian.command;

import java.util.Arrays;
import java.util.stream.Stream;

/** The word {@code help} before a command, or alone, in place of the option {@code --help}: many programs know it. */
final class HelpWord {
    private HelpWord() {}

    /** The arguments with {@code --help} at their end in place of {@code help} at their beginning. */
    static String[] asOption(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("help")
                ? Stream.concat(Arrays.stream(arguments).skip(1), Stream.of("--help"))
                        .toArray(String[]::new)
                : arguments;
    }
}
