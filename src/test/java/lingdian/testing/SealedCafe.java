package lingdian.testing;

import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import lingdian.domain.document.CitizenNumber;
import org.jspecify.annotations.Nullable;

/** A whole node with one café of recognisable guests, on a clock that the test moves. */
public final class SealedCafe implements AutoCloseable {
    public static final String CAFE = "36048110000001";
    public static final UUID STREAM = UUID.fromString("7a3c1f52-0007-4000-8000-000000000007");
    /** Noon in China. */
    public static final Instant NOON = Instant.parse("2026-07-10T04:00:00Z");

    public static final String ADULT = number("19870605");
    public static final String MINOR = number("20100907");
    public static final String CHILD = number("20150907");
    public static final String EIGHTEEN_TODAY = number("20080710");
    public static final String EIGHTEEN_TOMORROW = number("20080711");
    public static final String FOURTEEN_TODAY = number("20120710");
    public static final String FOURTEEN_TOMORROW = number("20120711");
    public static final String NAME = "欧阳可辨";
    public static final String QUARANTINED = "ZY-quarantäne-0815";
    public static final String AGELESS = "zz-nummer-ohne-tag";

    public final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    public final RunningService service;

    public SealedCafe() throws Exception {
        this(0);
    }

    /** @param approverHours for how long an account must be unchanged to approve as a second person */
    public SealedCafe(int approverHours) throws Exception {
        service = RunningService.with()
                .clock(now::get)
                .approverHours(approverHours)
                .start();
        String key = service.cafe(CAFE, List.of());
        liveThroughTheMorning(key);
        now.set(NOON.plusSeconds(3_600));
    }

    /** A complete answer. */
    public record Answer(int status, String text) {
        public JsonObject json() {
            return new JsonObject(text);
        }
    }

    public Answer call(String method, String path, String token, @Nullable JsonObject body) {
        return call(service, method, path, token, body);
    }

    public Answer call(RunningService node, String method, String path, String token, @Nullable JsonObject body) {
        Http.Answer answer = done(() -> Http.to(node).as(token).send(method, "/api/v1" + path, body));
        return new Answer(answer.status(), answer.body());
    }

    public Answer get(String path, String token) {
        return call("GET", path, token, null);
    }

    /** The id of the violation of one session. */
    public String violation(String code, @Nullable String session) {
        return rows("SELECT id FROM violation WHERE code = '%s' AND snapshot::jsonb ->> 'session' IS NOT DISTINCT FROM %s"
                        .formatted(code, session == null ? "NULL" : "'" + session + "'"))
                .getFirst();
    }

    public List<String> rows(String sql) {
        try (var connection = service.superuser();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = Stream.<String>builder();
            while (result.next()) {
                rows.add(String.valueOf(result.getString(1)));
            }
            return rows.build().toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void sql(String sql) {
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Entries of the access log after {@code after} about unmaskings, records and holds, as "action outcome", oldest
     * first.
     */
    public List<String> logged(long after) {
        return rows("SELECT action || ' ' || outcome FROM access_log WHERE position > " + after
                + " AND action NOT IN ('open-case', 'join-case') ORDER BY position"); // those come when they come
    }

    public long logPosition() {
        return Long.parseLong(
                rows("SELECT coalesce(max(position), 0) FROM access_log").getFirst());
    }

    /** Runs {@code work} while the access log cannot be written. */
    public void withoutLog(Runnable work) {
        sql("ALTER TABLE access_log_head ADD CONSTRAINT broken CHECK (false) NOT VALID");
        try {
            work.run();
        } finally {
            sql("ALTER TABLE access_log_head DROP CONSTRAINT broken");
        }
    }

    private void liveThroughTheMorning(String key) {
        post(
                key,
                login(1, "adult", "A", document("111", ADULT).put("validUntil", "2020-01-01")),
                login(2, "minor", "B", document("111", MINOR)),
                login(3, "child", "C", document("111", CHILD)),
                login(4, "eighteen-today", "D", document("111", EIGHTEEN_TODAY).put("validUntil", "2020-01-01")),
                login(5, "eighteen-tomorrow", "E", document("111", EIGHTEEN_TOMORROW)),
                login(6, "fourteen-today", "F", document("111", FOURTEEN_TODAY)),
                login(7, "fourteen-tomorrow", "G", document("111", FOURTEEN_TOMORROW)),
                login(8, "ageless", "H", document("990", AGELESS)),
                event(9, "login").put("name", QUARANTINED),
                event(10, "heartbeat").put("inUse", List.of("A", "B")),
                event(11, "logout").put("session", "adult").put("reason", "patron"));
        post(key, login(1, "adult", "A", document("111", ADULT).put("validUntil", "2020-01-02"))); // RECORDS_BROKEN
    }

    public void post(String key, JsonObject... events) {
        post(key, STREAM, events);
    }

    public void post(String key, UUID stream, JsonObject... events) {
        Http.Answer answer = done(() -> Http.to(service).as(key).events(stream, List.of(events)));
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    public static JsonObject event(long seq, String type) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", type)
                .put("at", NOON.minusSeconds(600 - 10 * seq).toString());
    }

    public static JsonObject login(long seq, String session, String terminal, JsonObject document) {
        return event(seq, "login")
                .put("session", session)
                .put("terminal", terminal)
                .put("document", document)
                .put("admitted", true);
    }

    public static JsonObject document(String type, String number) {
        return new JsonObject()
                .put("type", type)
                .put("number", number)
                .put("name", NAME)
                .put("read", "chip");
    }

    /** A number with a computed check character, so that the source contains no real person's number. */
    private static String number(String birthDate) {
        String digits = "360481" + birthDate + "001";
        return digits + CitizenNumber.checkCharacter(digits);
    }

    private static Http.Answer done(Callable<Http.Answer> asked) {
        try {
            return asked.call();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() throws Exception {
        service.close();
    }
}
