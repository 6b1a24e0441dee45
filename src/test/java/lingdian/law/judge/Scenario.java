package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lingdian.law.judge.City.Mode;

/**
 * Runs a table of what happens in cafés and what the service says to it, one event a line:
 *
 * <pre>
 * 23:50   login a@A01 adult            -> allow
 * 00:11+1 heartbeat A01                -> opened OVERTIME_OPERATION fact since 00:00+1
 * 00:40+1 logout a                     -> ended OVERTIME_OPERATION 2400 s, 1 session, peak 1
 * </pre>
 *
 * <p>Strict: what a line does not say must not happen. Every table is run twice, with a service that runs on and with one
 * that is restarted before each event. {@link ScenarioCafes} says what can be decided about cafés, {@link ScenarioEvents}
 * what can happen in them, {@link ScenarioAnswers} how the answers read.
 *
 * <p>Times are local ones of the café, on 2026-07-01, a Wednesday; {@code +1} means the next day. What is not decided is
 * as it is by law, and events are received at once, never before an earlier line's.
 */
final class Scenario {
    private Scenario() {}

    /** Checks a table, which may go on over lines that begin with a semicolon; {@code #} begins a remark. */
    static void check(String table) {
        List<String> lines = lines(table);
        for (Mode mode : Mode.values()) {
            List<String> told = new ScenarioEvents(mode).run(lines);
            assertThat(text(told)).as("%s", mode).isEqualTo(text(lines));
        }
    }

    private static List<String> lines(String table) {
        var lines = new ArrayList<String>();
        for (String raw : table.lines().toList()) {
            String line = raw.replaceAll("#.*", "").strip().replaceAll("\\s+", " ");
            if (line.startsWith(";")) {
                lines.set(lines.size() - 1, lines.getLast() + line);
            } else if (!line.isEmpty()) {
                lines.add(line.replaceAll("\\s*->\\s*", " -> ").stripTrailing());
            }
        }
        return lines;
    }

    private static String text(List<String> lines) {
        return lines.stream()
                .map(line -> line.replace("-> ", "->\n        ").replace("; ", "\n        "))
                .collect(Collectors.joining("\n"));
    }
}
