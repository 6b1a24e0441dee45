package lingdian.simulation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import lingdian.agent.link.EventJson;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.Hello;
import lingdian.domain.event.ReceivedEvent;
import lingdian.intake.batch.Intake;
import lingdian.intake.batch.IntakeOfNode;
import lingdian.platform.database.Columns;
import lingdian.platform.database.CommitPool;
import lingdian.platform.text.Rfc3339;
import lingdian.testing.SilentListener;
import org.jspecify.annotations.Nullable;

/**
 * The same city without any disturbance: one node, one event after another, each committed before the next. The
 * disturbed city must have found what this one finds.
 *
 * <p>It compares in two ways. If each event is received at the time at which the disturbed service received it, then
 * verdicts, findings and every message of the feed must be equal: batches, nodes and retries must not matter. If each
 * event is received at the moment at which it happened, the findings must still be equal: the delay of events must not
 * matter.
 */
final class ReferenceRun {
    private static final String[] FOUND = {
        "code", "standing", "state", "started_at", "ended_at", "seconds", "sessions", "peak"
    };

    private final VirtualTime time;
    private final Database database;
    private final Program node;
    private final Intake intake;
    private int done;

    private ReferenceRun(City city) {
        time = new VirtualTime(City.BEGINNING, new Random(1));
        var faults = new Faults(time);
        faults.calm();
        database = new Database(
                time,
                new Statements(city.districts(), SharedInputs.RULES, () -> City.BEGINNING),
                faults,
                Breakage.NONE,
                (before, after) -> {});
        node = new Program(time, "undisturbed");
        var made = new ArrayList<IntakeOfNode>();
        node.begin(() -> {
            var intakeOfNode = new IntakeOfNode(
                    node.vertx(),
                    new CommitPool(database.pool(node)),
                    SharedInputs.VAULT,
                    SharedInputs.DOCUMENTS,
                    () -> City.BEGINNING,
                    () -> City.BEGINNING,
                    new SilentListener(),
                    1,
                    1_000);
            made.add(intakeOfNode);
            settled(intakeOfNode.start());
        });
        quiet();
        intake = made.getFirst().intake();
    }

    /** One event with its time of receipt. */
    private record Told(
            String placeCode,
            UUID stream,
            ReceivedEvent event,
            @Nullable Instant sent,
            Instant received) {}

    /** @throws BrokenPromise if anything differs from the undisturbed city */
    static void compare(City city) {
        toTheLetter(city);
        if (city.isSteady()) {
            whateverTheDelay(city);
        }
    }

    private static void toTheLetter(City city) {
        Tables disturbed = city.database().committed();
        var told = new ArrayList<Told>();
        for (Map<String, @Nullable Object> row : city.promises().journal()) {
            told.add(told(city, row, time(row, "sent_at"), Program.present(time(row, "received_at"))));
        }
        Tables tables = new ReferenceRun(city).run(told, city.promises().heard());
        List<Map<String, @Nullable Object>> rows =
                new ArrayList<>(tables.journal.all().values());
        for (int i = 0; i < rows.size(); i++) {
            for (String column : List.of("seq", "effective_at", "body", "outcome")) {
                require(
                        city.promises().journal().get(i).get(column),
                        rows.get(i).get(column),
                        "the " + column + " of " + told.get(i).placeCode() + " "
                                + told.get(i).event().seq());
            }
        }
        require(found(disturbed, "snapshot"), found(tables, "snapshot"), "what was found");
        require(fed(disturbed), fed(tables), "the feed");
        require(sessions(disturbed), sessions(tables), "the sessions");
    }

    private static void whateverTheDelay(City city) {
        var told = new ArrayList<Told>();
        for (Map<String, @Nullable Object> row : city.promises().journal()) {
            told.add(told(city, row, null, at(row)));
        }
        told.sort(Comparator.comparing(Told::received)); // one café's events are in this order already
        Tables tables = new ReferenceRun(city).run(told, List.of());
        require(
                found(city.database().committed(), FOUND),
                found(tables, FOUND),
                "what is found of events that come at once");
    }

    private static Told told(City city, Map<String, @Nullable Object> row, @Nullable Instant sent, Instant received) {
        var stream = Program.present(
                city.database().committed().streams.get((Integer) Program.present(row.get("stream_number"))));
        String place = (String) Program.present(stream.get("place_code"));
        Records.Entry entry = Program.present(city.cafe(place).records().named(Promises.name(row)));
        String text = EventJson.of(entry.draft.numbered((Long) Program.present(row.get("seq")), at(row)))
                .encode();
        ReceivedEvent event = ((Decoded.OneEvent) AgentCodec.decodeLine(text)).event();
        return new Told(place, (UUID) Program.present(stream.get("stream")), event, sent, received);
    }

    private static Instant at(Map<String, @Nullable Object> row) {
        return Rfc3339.parse(new JsonObject(String.valueOf(row.get("body"))).getString("at"))
                .orElseThrow();
    }

    private Tables run(List<Told> all, List<Promises.Heard> heard) {
        var hellos = new ArrayDeque<>(heard);
        for (Told told : all) {
            while (!hellos.isEmpty() && hellos.element().records() <= done) {
                hello(hellos.remove());
            }
            done++;
            node.begin(() -> settled(intake.offer(
                            new PlaceCode(told.placeCode()),
                            new Intake.Message(
                                    told.stream(),
                                    ConnectionNumber.NONE,
                                    Instant.EPOCH,
                                    List.of(told.event()),
                                    told.sent(),
                                    told.received()))
                    .compose(offer -> ((Intake.Offer.Accepted) offer).committed())));
            quiet();
        }
        return database.committed();
    }

    /** Sends a hello of a stream without events, whose only effect is that the café is heard. */
    private void hello(Promises.Heard heard) {
        var hello = new Hello(new UUID(0, 0), 0, "undisturbed/1", heard.at(), null);
        node.begin(() ->
                settled(intake.hello(new PlaceCode(heard.placeCode()), hello, ConnectionNumber.NONE, heard.at())));
        quiet();
    }

    private void settled(Future<?> future) {
        future.onFailure(failure -> {
            throw new IllegalStateException("without disturbance nothing fails", failure);
        });
    }

    private void quiet() {
        while (time.step()) {
            // until no task is left
        }
    }

    private static Map<UUID, List<@Nullable Object>> found(Tables tables, String... columns) {
        var found = new TreeMap<UUID, List<@Nullable Object>>();
        tables.violations.all().forEach((id, row) -> found.put(id, values(row, columns)));
        return found;
    }

    private static List<List<@Nullable Object>> fed(Tables tables) {
        return tables.feed.all().values().stream()
                .map(row -> values(row, "position", "event", "violation_id", "snapshot"))
                .toList();
    }

    private static Map<List<Object>, List<@Nullable Object>> sessions(Tables tables) {
        var sessions = new LinkedHashMap<List<Object>, List<@Nullable Object>>();
        tables.sessions
                .all()
                .forEach((key, row) ->
                        sessions.put(key, values(row, "token", "terminal", "started_at", "ended_at", "inferred_end")));
        return sessions;
    }

    private static List<@Nullable Object> values(Map<String, @Nullable Object> row, String... columns) {
        var values = new ArrayList<@Nullable Object>();
        for (String column : columns) {
            values.add(row.get(column));
        }
        return values;
    }

    private static @Nullable Instant time(Map<String, @Nullable Object> row, String column) {
        return Columns.instant((OffsetDateTime) row.get(column));
    }

    private static void require(@Nullable Object disturbed, @Nullable Object undisturbed, String what) {
        if (!Objects.equals(disturbed, undisturbed)) {
            throw new BrokenPromise(what + " differs from the undisturbed city\n disturbed:   "
                    + beside(disturbed, undisturbed) + "\n undisturbed: " + beside(undisturbed, disturbed));
        }
    }

    /** The elements of {@code one} that {@code other} lacks. */
    private static Object beside(@Nullable Object one, @Nullable Object other) {
        var mine = new ArrayList<@Nullable Object>(all(one));
        mine.removeAll(all(other));
        return mine;
    }

    private static java.util.Collection<?> all(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.entrySet();
            case List<?> list -> list;
            case null -> List.of();
            default -> List.of(value);
        };
    }
}
