package lingdian.client;

import java.io.Console;

/** Whether a person watches: bars are for people, lines for files. */
public final class Terminal {
    private Terminal() {}

    /** From Java 22 to 24 a console exists even where the output is no terminal; those can be asked. */
    public static boolean attached() {
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
