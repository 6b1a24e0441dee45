package lingdian.client;

import java.io.Console;

/** Whether people watch the output as it comes, so that a progress bar makes sense; else plain lines do. */
public final class OutputTerminal {
    private OutputTerminal() {}

    /** From Java 22 to 24 a console exists even where the output is no terminal; those can be asked. */
    public static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJava) {
            return true;
        }
    }
}
