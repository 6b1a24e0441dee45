package lingdian.platform.text;

import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Distinguishes terminals from files: people get progress bars, files get lines. */
public final class TextConsole {
    private TextConsole() {}

    /** A progress bar in the style of all commands; {@code unit} follows its numbers. */
    public static ProgressBar bar(String task, long most, String unit) {
        return bar(task, most, unit, 1);
    }

    /** A progress bar whose numbers are divided by {@code size}. */
    public static ProgressBar bar(String task, long most, String unit, long size) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(most)
                .setUnit(unit, size)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
    }

    /**
     * Whether the output is a terminal. Java 22 to 24 return a console even if the output is not a terminal, but that
     * console can tell.
     */
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
