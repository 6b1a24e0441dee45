package lingdian.simulation.city;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import lingdian.agent.link.AdminClient;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.AgentEventJson;
import lingdian.testing.Http;
import lingdian.testing.RunningService;

/**
 * A simulated city whose cafés were offline. Each café posts its recorded events over HTTP, one business day at a time,
 * and keeps a {@link CafeBook} of the events and the service's answers.
 *
 * <p>At the end of a business day no session is open, so the order of the cafés within the day changes no answer. This
 * does not hold for cafés that never close or whose agent is stopped during the day, so cities with such cafés are
 * refused. Only every fifth heartbeat is sent, because three weeks of all heartbeats would dominate the run and the
 * tables.
 */
public final class CityBooks {
    private static final int HEARTBEAT_MINUTES = 5;

    private final RunningService service;
    private final CityPlan plan;
    private final Instant until;
    private Outage outage;
    private List<SchoolClass> classes = List.of();
    private final Map<Integer, CafeBook> books = new TreeMap<>();
    private final Map<UUID, Long> lastSeq = new HashMap<>();
    private Map<String, String> keys = Map.of();

    /**
     * An outage: some cafés cannot reach the service from a moment of the last day on, and later events stay with them.
     *
     * @param cafes by their numbers in the city
     * @param clock the service's clock, which shows {@code at} until another café posts a later event, and then the end
     */
    public record Outage(Set<Integer> cafes, Instant at, AtomicReference<Instant> clock) {}

    /**
     * A group of minors who log in at a café one after another and are denied. Otherwise a county has only few such
     * logins on one day.
     */
    public record SchoolClass(int cafe, Instant at, int minors) {
        List<Act.Send> asking(int stream) {
            return IntStream.range(0, minors)
                    .mapToObj(n -> new Act.Send(
                            cafe,
                            at,
                            stream,
                            new AgentEvent.Login(1, at, name(n), "A1", card(n), false),
                            Duration.ZERO,
                            null))
                    .toList();
        }

        private String name(int n) {
            return "class-" + at.getEpochSecond() + "-" + n;
        }

        private Document card(int n) {
            return new Document("990", name(n), "学生", null, "2012-01-01", ReadMethod.CHIP);
        }
    }

    private CityBooks(RunningService service, CitySettings settings, Instant until) {
        this.service = service;
        this.plan = new CityPlan(settings);
        this.until = until;
        this.outage = new Outage(Set.of(), until, new AtomicReference<>(until));
        assertThat(plan.cafes())
                .as("each has ended its sessions by 08:00")
                .noneMatch(cafe -> cafe.roundTheClock() || cafe.habit() == Habit.STOPS_AGENT);
    }

    /** The books of past days up to {@code until}, which the service's clock must show. */
    public static CityBooks of(RunningService service, CitySettings settings, Instant until) {
        return new CityBooks(service, settings, until);
    }

    /** Adds an outage, whose clock the service must use. */
    public CityBooks with(Outage cut) {
        outage = cut;
        return this;
    }

    public CityBooks with(List<SchoolClass> asking) {
        classes = asking;
        return this;
    }

    /** The books, one for each café. */
    public List<CafeBook> books() {
        return List.copyOf(books.values());
    }

    /** Plays the whole city. */
    public CityBooks play() throws Exception {
        outage.clock().set(outage.at());
        CitySettings settings = plan.settings();
        var founding = new CafeCreation(
                service.admin(), token -> new AdminClient(service.vertx(), service.url(), token), settings, null);
        keys = founding.found(plan.cafes()).await(PATIENCE_SECONDS, SECONDS);
        plan.cafes().forEach(cafe -> books.put(cafe.index(), new CafeBook(cafe.placeCode())));
        var day = new TreeMap<Integer, List<Act.Send>>();
        for (int number = 1; plan.hasNext(); ) {
            Slice slice = plan.next();
            slice.acts().forEach(act -> keep(act, day));
            if (!slice.to().isBefore(settings.opening(number)) || !plan.hasNext()) {
                handIn(day);
                day.clear();
                number++;
            }
        }
        return this;
    }

    private void keep(Act act, Map<Integer, List<Act.Send>> day) {
        if (act instanceof Act.Send send && send.at().isBefore(handsInUntil(send.cafe())) && !isLeftOut(send.event())) {
            day.computeIfAbsent(send.cafe(), first -> new ArrayList<>()).add(send);
        }
    }

    private static boolean isLeftOut(AgentEvent.WellFormed event) {
        return event instanceof AgentEvent.Heartbeat && event.at().getEpochSecond() / 60 % HEARTBEAT_MINUTES != 0;
    }

    private Instant handsInUntil(int cafe) {
        return outage.cafes().contains(cafe) ? outage.at() : until;
    }

    /**
     * Posts a day's events of all cafés, first those of the cafés that will be cut off, since all others send later
     * events.
     */
    private void handIn(Map<Integer, List<Act.Send>> day) throws Exception {
        for (SchoolClass one : classes) {
            comes(one, day.getOrDefault(one.cafe(), List.of()));
        }
        for (int cafe : outage.cafes()) {
            handIn(day.getOrDefault(cafe, List.of()));
        }
        for (int cafe : day.keySet()) {
            if (!outage.cafes().contains(cafe)) {
                handIn(day.get(cafe));
            }
        }
    }

    /** Inserts the minors' logins into the café's events, if the day's events lie on both sides of them. */
    private static void comes(SchoolClass asking, List<Act.Send> sends) {
        for (int i = 1; i < sends.size(); i++) {
            if (sends.get(i - 1).at().isBefore(asking.at())
                    && !sends.get(i).at().isBefore(asking.at())) {
                sends.addAll(i, asking.asking(sends.get(i - 1).stream()));
                return;
            }
        }
    }

    /** Posts the events, those of one stream in one request. */
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
        if (!sends.getLast().at().isBefore(outage.at())) {
            outage.clock().set(until);
        }
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
        Http.Answer answer = Http.to(service).as(keys.get(placeCode)).events(stream, body.toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        lastSeq.put(stream, seq);
        books.get(cafe).answered(outage.clock().get());
        var receipt = answer.json();
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
