package lingdian.client.city;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import lingdian.RunningService;
import lingdian.agent.AgentEvent;
import lingdian.agent.AgentEventJson;
import lingdian.client.AdminClient;
import lingdian.client.AdminClient.AgentKey;

/**
 * A simulated city whose cafés were offline: each hands in what its spool kept, a business day at a time, over HTTP; and what
 * their own books say of it, from the events and the service's answers to them.
 *
 * <p>A business day ends when no record has anybody sit anywhere, so the order of the cafés within one changes no answer: of cafés
 * that never close, or whose agent is stopped in the midst of it, that does not hold, and a city with one is refused. Of heartbeats
 * each fifth is sent: three weeks of them all would be most of the time, and of the tables.
 */
public final class CityBooks {
    private static final int HEARTBEAT_MINUTES = 5;

    private final RunningService service;
    private final CityPlan plan;
    private final Instant until;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, CafeBook> books = new TreeMap<>();
    private final Map<UUID, Long> lastSeq = new HashMap<>();
    private Map<String, AgentKey> keys = Map.of();

    private CityBooks(RunningService service, CitySettings settings, Instant until) {
        this.service = service;
        this.plan = new CityPlan(settings);
        this.until = until;
        assertThat(plan.cafes())
                .as("each has ended its sessions by 08:00")
                .noneMatch(cafe -> cafe.roundTheClock() || cafe.habit() == Habit.STOPS_AGENT);
    }

    /** Plays past days up to {@code until}, which the service's clock is to show. */
    public static CityBooks play(RunningService service, CitySettings settings, Instant until) throws Exception {
        var played = new CityBooks(service, settings, until);
        played.play();
        return played;
    }

    /** One for each café. */
    public List<CafeBook> books() {
        return List.copyOf(books.values());
    }

    private void play() throws Exception {
        CitySettings settings = plan.settings();
        var founding = new Founding(
                service.admin(), token -> new AdminClient(service.vertx(), service.url(), token), settings);
        keys = founding.found(plan.cafes()).await(60, SECONDS);
        plan.cafes().forEach(cafe -> books.put(cafe.index(), new CafeBook(cafe.placeCode())));
        var day = new TreeMap<Integer, List<Act.Send>>();
        for (int number = 1; plan.hasNext(); ) {
            Slice slice = plan.next();
            slice.acts().forEach(act -> keep(act, day));
            if (!slice.to().isBefore(settings.opening(number)) || !plan.hasNext()) {
                for (List<Act.Send> sends : day.values()) {
                    handIn(sends);
                }
                day.clear();
                number++;
            }
        }
    }

    private void keep(Act act, Map<Integer, List<Act.Send>> day) {
        if (act instanceof Act.Send send && send.at().isBefore(until) && !isLeftOut(send.event())) {
            day.computeIfAbsent(send.cafe(), first -> new ArrayList<>()).add(send);
        }
    }

    private static boolean isLeftOut(AgentEvent.WellFormed event) {
        return event instanceof AgentEvent.Heartbeat && event.at().getEpochSecond() / 60 % HEARTBEAT_MINUTES != 0;
    }

    /** Those of one stream in one request. */
    private void handIn(List<Act.Send> sends) throws Exception {
        for (int from = 0; from < sends.size(); ) {
            int to = from;
            while (to < sends.size() && sends.get(to).stream() == sends.get(from).stream()) {
                to++;
            }
            post(sends.subList(from, to));
            from = to;
        }
    }

    private void post(List<Act.Send> sends) throws IOException, InterruptedException {
        int cafe = sends.getFirst().cafe();
        String placeCode = plan.cafes().get(cafe).placeCode();
        UUID stream = plan.settings().stream(cafe, sends.getFirst().stream());
        long before = lastSeq.getOrDefault(stream, 0L);
        var body = new StringBuilder();
        long seq = before;
        for (Act.Send send : sends) {
            String event = AgentEventJson.encode(send.event());
            body.append("{\"seq\":")
                    .append(++seq)
                    .append(event, event.indexOf(','), event.length())
                    .append('\n');
        }
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(service.url().resolve("/agent/v1/events"))
                        .timeout(Duration.ofSeconds(60))
                        .header("Authorization", "Bearer " + keys.get(placeCode).key())
                        .header("Lingdian-Stream", stream.toString())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        lastSeq.put(stream, seq);
        var receipt = new JsonObject(answer.body());
        assertThat(receipt.getJsonArray("rejects"))
                .as("no event of a city is one")
                .isEmpty();
        var verdicts = new HashMap<Long, JsonObject>();
        receipt.getJsonArray("verdicts").stream()
                .map(JsonObject.class::cast)
                .forEach(one -> verdicts.put(one.getLong("seq"), one));
        for (int i = 0; i < sends.size(); i++) {
            books.get(cafe)
                    .write(
                            sends.get(i).event(),
                            sends.get(i).stream(),
                            verdicts.getOrDefault(before + 1 + i, new JsonObject()));
        }
    }
}
