package lingdian.reliability;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lingdian.testing.JavaCommand;

/** The running {@link AttackersProgram}. */
final class AttackingProcess implements AutoCloseable {
    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader said;
    private final Map<String, Integer> answers = new TreeMap<>();
    private int turns;

    /** @param niceness above 0, it gives way to everything else on the machine, which a service has to itself elsewhere */
    AttackingProcess(
            int niceness,
            String server,
            List<Attackers.Kind> attacking,
            int strikesASecond,
            String agentKey,
            String officer)
            throws IOException {
        var command = new ArrayList<>(List.of("nice", "-n", Integer.toString(niceness)));
        command.addAll(JavaCommand.of(AttackersProgram.class, "-Xmx512m", "-XX:+UseSerialGC"));
        command.addAll(List.of(
                server,
                attacking.stream().map(Enum::name).collect(Collectors.joining(",")),
                Integer.toString(strikesASecond)));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        said = process.inputReader(StandardCharsets.UTF_8);
        orders.println(agentKey);
        orders.println(officer);
    }

    void begin() {
        orders.println(AttackersProgram.BEGIN);
    }

    /** Returns when each request so far is answered. */
    void end() throws IOException {
        orders.println(AttackersProgram.END);
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the attackers ended");
        }
        var report = new JsonObject(line);
        turns = report.getInteger("turns");
        answers.clear();
        report.getJsonObject("answers").forEach(answer -> answers.put(answer.getKey(), (Integer) answer.getValue()));
    }

    int turns() {
        return turns;
    }

    /** How often each was answered how. */
    Map<String, Integer> answers() {
        return answers;
    }

    @Override
    public void close() throws Exception {
        orders.close();
        process.destroy();
        process.waitFor();
    }
}
