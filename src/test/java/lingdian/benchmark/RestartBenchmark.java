package lingdian.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What an open session takes of the heap, and how soon a service that was stopped is back with 100,000 of them: all agents
 * connect as soon as it is ready, each with what happened at its café meanwhile.
 *
 * <p>Times count from the start of the new process, its PostgreSQL included. A session's memory is the difference of two heap
 * histograms of the running service, without strings and their bytes.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/classes:target/test-classes:$(cat target/classpath) lingdian.benchmark.RestartBenchmark [runs] [cafés] [sessions of each]
 * </pre>
 */
public final class RestartBenchmark {
    private static final Set<String> STRINGS = Set.of("java.lang.String", "[B");
    private static final int MEANWHILE = 20;
    private static final int CLASSES_SHOWN = 12;

    private RestartBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int cafes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
        int sessions = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 50;
        var figures = new Runs();
        for (int run = 1; run <= runs; run++) {
            run(cafes, sessions, figures);
        }
        figures.report();
        figures.goalAtMost("bytes of heap a session, beyond its strings", 300);
        figures.goalAtMost("s until ready", 5);
        figures.goalAtMost("s until all are caught up", 15);
    }

    private static void run(int cafes, int sessions, Runs figures) throws Exception {
        Vertx vertx = Vertx.vertx();
        MeasuredService service = MeasuredService.start();
        try (var agents = new Agents(vertx, service, cafes)) {
            System.out.println(Machine.describe(service.directory()));
            agents.connect();
            agents.sendAll(cafe -> heartbeat(agents, cafe, 0)); // so that each café has its state before
            Map<String, Long> before = service.liveHeap();
            agents.sendAll(cafe -> logins(agents, cafe, sessions));
            memory(before, service.liveHeap(), (double) cafes * sessions, figures);
            service.stop();
            agents.close();
            long begun = System.nanoTime();
            service = service.startAgain("2g");
            figures.add("s until ready", (System.nanoTime() - begun) / 1e9);
            agents.use(service);
            agents.connect(cafe -> meanwhile(agents, cafe, sessions));
            figures.add("s until all are welcomed", (System.nanoTime() - begun) / 1e9);
            agents.awaitCaughtUp();
            figures.add("s until all are caught up", (System.nanoTime() - begun) / 1e9);
        } finally {
            service.close();
            vertx.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    private static void memory(Map<String, Long> before, Map<String, Long> after, double sessions, Runs figures) {
        var grown = new HashMap<>(after);
        before.forEach((type, bytes) -> grown.merge(type, -bytes, Long::sum));
        grown.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(CLASSES_SHOWN)
                .forEach(entry -> System.out.printf(
                        Locale.ROOT, "    %8.1f bytes a session: %s%n", entry.getValue() / sessions, entry.getKey()));
        long strings =
                STRINGS.stream().mapToLong(type -> grown.getOrDefault(type, 0L)).sum();
        long all = grown.values().stream().mapToLong(bytes -> bytes).sum();
        figures.add("bytes of heap a session, all", all / sessions);
        figures.add("bytes of heap a session, beyond its strings", (all - strings) / sessions);
    }

    private static String heartbeat(Agents agents, int cafe, int inUse) {
        return heartbeatEvent(agents, cafe, inUse).encode();
    }

    private static JsonObject heartbeatEvent(Agents agents, int cafe, int inUse) {
        var listed = new JsonArray();
        for (int i = 0; i < inUse; i++) {
            listed.add("A" + i);
        }
        return new JsonObject()
                .put("seq", agents.nextSeq(cafe))
                .put("type", "heartbeat")
                .put("at", Instant.now().toString())
                .put("inUse", listed);
    }

    private static String logins(Agents agents, int cafe, int sessions) {
        var events = new JsonArray();
        for (int i = 0; i < sessions; i++) {
            String name = cafe + "-" + i;
            events.add(Agents.login(agents.nextSeq(cafe), "s-" + name, "A" + i, "P-" + name, "1990-01-01"));
        }
        return events.encode();
    }

    private static String meanwhile(Agents agents, int cafe, int sessions) {
        var events = new JsonArray();
        for (int i = 0; i < MEANWHILE; i++) {
            events.add(heartbeatEvent(agents, cafe, sessions));
        }
        return events.encode();
    }
}
