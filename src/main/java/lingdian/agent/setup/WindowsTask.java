package lingdian.agent.setup;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The scheduled task that runs a café's agent on Windows, as {@code schtasks /Create /XML} reads it.
 *
 * <p>It starts with the machine and is tried again each minute, which does nothing while the agent runs: "restart on
 * failure" alone restarts no program that ended by itself. It runs under the account of services, which has few rights.
 *
 * @param java the path of {@code java.exe}
 * @param jar the path of the agent's jar
 * @param log the path of the log's configuration
 * @param directory the agent's directory
 */
public record WindowsTask(String java, String jar, String log, String directory) {
    /** NT AUTHORITY\LOCAL SERVICE. */
    private static final String ACCOUNT = "S-1-5-19";

    private static final String TASK = """
            <?xml version="1.0" encoding="UTF-16"?>
            <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
              <RegistrationInfo>
                <Description>Lingdian agent: real-name and opening-hours records of this cafe</Description>
              </RegistrationInfo>
              <Triggers>
                <BootTrigger>
                  <Enabled>true</Enabled>
                  <Repetition>
                    <Interval>PT1M</Interval>
                    <StopAtDurationEnd>false</StopAtDurationEnd>
                  </Repetition>
                </BootTrigger>
              </Triggers>
              <Principals>
                <Principal id="Author">
                  <UserId>%s</UserId>
                  <RunLevel>LeastPrivilege</RunLevel>
                </Principal>
              </Principals>
              <Settings>
                <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
                <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
                <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
                <StartWhenAvailable>true</StartWhenAvailable>
                <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
                <Enabled>true</Enabled>
                <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
                <Priority>5</Priority>
                <RestartOnFailure>
                  <Interval>PT1M</Interval>
                  <Count>999</Count>
                </RestartOnFailure>
              </Settings>
              <Actions Context="Author">
                <Exec>
                  <Command>%s</Command>
                  <Arguments>%s</Arguments>
                  <WorkingDirectory>%s</WorkingDirectory>
                </Exec>
              </Actions>
            </Task>
            """;

    /** The arguments of {@code java.exe}. */
    List<String> arguments() {
        return List.of(
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-Dlogback.configurationFile=" + log,
                "-Dlingdian.log=" + joined(directory, "agent.log"),
                "-jar",
                jar,
                "agent",
                "--directory",
                directory);
    }

    String xml() {
        String line =
                String.join(" ", arguments().stream().map(WindowsTask::quoted).toList());
        return TASK.formatted(ACCOUNT, escaped(java), escaped(line), escaped(directory));
    }

    /** UTF-16 with a byte order mark, the only encoding that every Windows takes. */
    public byte[] bytes() {
        return ("\uFEFF" + xml().replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_16LE);
    }

    private static String joined(String directory, String name) {
        return directory.endsWith("\\") ? directory + name : directory + "\\" + name;
    }

    /**
     * An argument as the C runtime of {@code java.exe} splits the line: in quotes if it has a space, and with a backslash
     * before the closing quote doubled. A path cannot hold a quote.
     */
    private static String quoted(String argument) {
        if (argument.indexOf('"') >= 0) {
            throw new IllegalArgumentException("a path cannot hold a quote");
        }
        if (argument.indexOf(' ') < 0) {
            return argument;
        }
        return "\"" + argument + (argument.endsWith("\\") ? "\\" : "") + "\"";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
