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
import lingdian.agent.link.AdminClient.AgentKey;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.AgentEventJson;
import lingdian.testing.Http;
import lingdian.testing.RunningService;

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
    private Outage outage;
    private List<SchoolClass> classes = List.of();
    private final Map<Integer, CafeBook> books = new TreeMap<>();
    private final Map<UUID, Long> lastSeq = new HashMap<>();
    private Map<String, AgentKey> keys = Map.of();

    /**
     * Some cafés cannot be reached from a moment of the last day on, and what they record after it stays with them.
     *
     * @param cafes by their numbers in the city
     * @param clock the service's, which shows {@code at} until one of the others hands in what is later, and then the end
     */
    public record Outage(Set<Integer> cafes, Instant at, AtomicReference<Instant> clock) {}

    /** So many minors ask at a café, one after the other, and are turned away: in a city by itself few of a county do on one day. */
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

    /** Of past days up to {@code until}, which the service's clock is to show. */
    public static CityBooks of(RunningService service, CitySettings settings, Instant until) {
        return new CityBooks(service, settings, until);
    }

    /** And the service goes by its clock. */
    public CityBooks with(Outage cut) {
        outage = cut;
        return this;
    }

    public CityBooks with(List<SchoolClass> asking) {
        classes = asking;
        return this;
    }

    /** One for each café. */
    public List<CafeBook> books() {
        return List.copyOf(books.values());
    }

    /** Plays it all. */
    public CityBooks play() throws Exception {
        outage.clock().set(outage.at());
        CitySettings settings = plan.settings();
        var founding = new Founding(
                service.admin(), token -> new AdminClient(service.vertx(), service.url(), token), settings);
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

    /** Those that are cut off first: of all others something comes later. */
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

    /** On the day in the midst of which it does. */
    private static void comes(SchoolClass asking, List<Act.Send> sends) {
        for (int i = 1; i < sends.size(); i++) {
            if (sends.get(i - 1).at().isBefore(asking.at())
                    && !sends.get(i).at().isBefore(asking.at())) {
                sends.addAll(i, asking.asking(sends.get(i - 1).stream()));
                return;
            }
        }
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
        Http.Answer answer = Http.to(service).as(keys.get(placeCode).key()).events(stream, body.toString());
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
