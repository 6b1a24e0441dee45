package lingdian.agent.seat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A terminal with Windows, which only its own functions tell of input. A PowerShell that runs beside this program calls
 * them, so that no foreign binary is needed; it prints the boot id, and then answers each line with whether there was input.
 *
 * <p>It must run in the session of the person at the terminal: services do not see that person's input.
 */
final class WindowsSeat implements Seat {
    private static final Pattern BOOT_ID = Pattern.compile("[0-9]{1,30}");
    private static final String SCRIPT = """
            Add-Type -TypeDefinition @'
            using System; using System.Runtime.InteropServices;
            public static class LingdianSeat {
              [StructLayout(LayoutKind.Sequential)] struct Last { public uint Size; public uint Tick; }
              [DllImport("user32.dll")] static extern bool GetLastInputInfo(ref Last last);
              public static bool Active() {
                Last last = new Last(); last.Size = (uint)Marshal.SizeOf(last);
                return GetLastInputInfo(ref last) && unchecked((uint)Environment.TickCount - last.Tick) < 300000;
              }
            }
            '@
            (Get-CimInstance Win32_OperatingSystem).LastBootUpTime.Ticks
            while ($null -ne [Console]::In.ReadLine()) { [LingdianSeat]::Active() }
            """;

    private final BufferedReader answers;
    private final Question question;
    private final String bootId;

    /** Asks for the next answer. */
    @FunctionalInterface
    interface Question {
        void ask() throws IOException;
    }

    WindowsSeat(BufferedReader answers, Question question) throws IOException {
        this.answers = answers;
        this.question = question;
        this.bootId = line(BOOT_ID);
    }

    static WindowsSeat start() throws IOException {
        Process shell = new ProcessBuilder("powershell", "-NoProfile", "-NonInteractive", "-Command", SCRIPT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(shell::destroy));
        var answers = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.US_ASCII));
        return new WindowsSeat(answers, () -> {
            shell.getOutputStream().write('\n');
            shell.getOutputStream().flush();
        });
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public boolean isActive() throws IOException {
        question.ask();
        return line(Pattern.compile("True|False")).equals("True");
    }

    private String line(Pattern form) throws IOException {
        String line = answers.readLine();
        if (line == null || !form.matcher(line.strip()).matches()) {
            throw new IOException("Windows does not say whether there was input");
        }
        return line.strip();
    }
}
