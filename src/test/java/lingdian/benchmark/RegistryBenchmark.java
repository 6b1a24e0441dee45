package lingdian.benchmark;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import org.junit.jupiter.api.Test;

/**
 * How fast a list of 200,000 persons is imported, and what verdicts take before, during and after it.
 *
 * <p>A measurement and no test: {@code mvn -q test -Dtest=RegistryBenchmark}, {@code -Dpersons=} and {@code -Dlogins=} for
 * other sizes. One agent asks, and leaves, one login after the other, so that what is measured is latency.
 */
class RegistryBenchmark {
    private static final int PERSONS = Integer.getInteger("persons", 200_000);
    private static final int LOGINS = Integer.getInteger("logins", 2_000);

    @Test
    void importAndAsk() throws Exception {
        try (var service = RunningService.start()) {
            String key = service.cafe("36048110000001", List.of());
            String other = service.cafe("36048110000002", List.of());
            allDay(service);
            new Asking(service, key, "warm").ask(LOGINS);
            report("verdicts, empty registry", new Asking(service, key, "W").ask(LOGINS));

            long begun = System.nanoTime();
            var importing = CompletableFuture.supplyAsync(() -> send(service));
            report("verdicts during the import", new Asking(service, other, "D").askWhile(importing));
            JsonObject done = importing.get();
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(Locale.ROOT, "import: %s in %.1f s, %.0f rows/s%n", done, seconds, PERSONS / seconds);

            report("verdicts, all registered", new Asking(service, key, "P").ask(LOGINS));
            report("verdicts, none registered", new Asking(service, key, "X").ask(LOGINS));
        }
    }

    private static JsonObject send(RunningService service) {
        try {
            String token = service.regulatorToken("public-security", "360000");
            HttpResponse<Buffer> answer = WebClient.create(service.vertx())
                    .postAbs(service.url() + "/api/v1/persons/import")
                    .bearerTokenAuthentication(token)
                    .putHeader("Content-Type", "application/x-ndjson")
                    .sendBuffer(lines())
                    .await(600, SECONDS);
            return answer.bodyAsJsonObject();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Buffer lines() {
        var lines = Buffer.buffer();
        for (int i = 0; i < PERSONS; i++) {
            lines.appendString(
                    new JsonObject().put("document", document("P", i)).encode() + "\n");
        }
        return lines;
    }

    private static JsonObject document(String group, int i) {
        return new JsonObject()
                .put("type", "414")
                .put("number", group + i)
                .put("name", "名" + i)
                .put("birthDate", "1990-01-01");
    }

    private static void allDay(RunningService service) throws Exception {
        var weekly = new JsonObject();
        List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                .forEach(day -> weekly.put(day, new JsonArray().add("00:00-24:00")));
        service.admin()
                .call(
                        io.vertx.core.http.HttpMethod.PUT,
                        "/regions/360481/hours",
                        new JsonObject()
                                .put("weekly", weekly)
                                .put("from", "2020-01-01")
                                .put("document", "d"))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** One agent that asks for one person after the other. */
    private record Asking(RunningService service, String key, String group) {
        long[] ask(int logins) {
            return ask(logins, new CompletableFuture<>());
        }

        long[] askWhile(CompletableFuture<?> running) {
            return ask(1_000_000, running);
        }

        private long[] ask(int most, CompletableFuture<?> until) {
            var nanos = new long[most];
            int asked = 0;
            long seq = 0;
            try (var agent = TestAgent.connect(service.vertx(), service.url(), key)) {
                agent.hello(UUID.randomUUID(), 0);
                while (asked < most && !until.isDone()) {
                    String session = "s-" + UUID.randomUUID();
                    long begun = System.nanoTime();
                    agent.send(event(++seq, "login")
                            .put("session", session)
                            .put("terminal", "A01")
                            .put("document", document(group, asked).put("read", "chip")));
                    agent.verdict(seq);
                    nanos[asked++] = System.nanoTime() - begun;
                    agent.forget();
                    agent.send(event(++seq, "logout").put("session", session).put("reason", "patron"));
                    agent.ack(seq);
                }
            }
            return Arrays.copyOf(nanos, asked);
        }

        private static JsonObject event(long seq, String type) {
            return new JsonObject()
                    .put("seq", seq)
                    .put("type", type)
                    .put("at", Instant.now().toString());
        }
    }

    private static void report(String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-28s n=%d p50=%.2f ms p99=%.2f ms max=%.2f ms%n",
                what,
                nanos.length,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }
}
