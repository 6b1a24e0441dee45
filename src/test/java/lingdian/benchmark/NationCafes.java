package lingdian.benchmark;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import lingdian.agent.link.AdminClient;
import lingdian.domain.ChinaTime;
import lingdian.simulation.city.CafeSizes;
import lingdian.simulation.load.NationEvents;

/**
 * The cafés of a country and their open sessions, written straight into the tables, because the API would need hours for them.
 *
 * <p>Sizes: eighteen equally frequent ones. Their proportions are those of the sessions of Chongqing's cafés in the simulated city
 * (ChinaVis 2017). The mean is 100 terminals, as Tianjin's regulators published (2009: 900 cafés, 90,000 terminals). So a café has
 * between a dozen and some 260 terminals. Half of them are in use by default, about the mean of the simulated city's evening.
 */
final class NationCafes {
    private static final int SIZES = 18;
    private static final int TERMINALS = 100;
    private static final double TAKEN = Double.parseDouble(System.getProperty("benchmark.taken", "0.5"));
    /** Of mainland China. */
    private static final int[] PROVINCES = {
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62,
        63, 64, 65
    };

    private static final int PARTS = 10;
    private static final long CALL_SECONDS = 60;
    private static final String KEY = "key-of-the-nation-";
    private static final long STREAMS = 0x4000L;
    private static final long STREAM_NUMBERS = 0xFFFF_FFFF_FFFFL;

    private static final String CAFES = """
            CREATE TEMPORARY TABLE nation AS
            SELECT n, region || '10' || lpad(n::text, 6, '0') AS place_code, region,
                   ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS stream,
                   (string_to_array('%2$s', ','))[n %% %3$d + 1]::integer AS terminals,
                   (string_to_array('%4$s', ','))[n %% %3$d + 1]::integer AS taken
            FROM (SELECT n, (string_to_array('%6$s', ','))[n / 7 %% 31 + 1] || lpad((n / 217 %% 10 + 1)::text, 2, '0')
                              || lpad((n / 2170 %% 9 + 1)::text, 2, '0') AS region
                  FROM generate_series(0, %1$d - 1) AS n) AS made;
            INSERT INTO cafe (place_code, name, region, licence_number, terminals, created_at)
            SELECT place_code, '网吧' || n, region, n::text, terminals, now() - interval '1 year' FROM nation;
            INSERT INTO agent_key (id, place_code, key_hash, created_at)
            SELECT gen_random_uuid(), place_code, sha256(convert_to('%5$s' || n, 'UTF8')), now() FROM nation
            """;
    private static final String STREAMS_OF_ALL = """
            INSERT INTO stream (number, place_code, stream, began_at)
            SELECT n + 1, place_code, stream, now() - interval '1 day' FROM nation;
            INSERT INTO counted_stream (stream_number, seq, day) SELECT n + 1, taken, current_date FROM nation;
            SELECT setval('stream_number', %1$d)
            """;
    private static final String SESSIONS = """
            INSERT INTO session (place_code, session, terminal, token, stream_number, login_seq, login_day, started_at)
            SELECT place_code, '%3$s' || lpad(i::text, 9, '0'), 'A' || lpad((i + 1)::text, 3, '0'),
                   md5(place_code || i)::uuid, n + 1, i + 1, (now() AT TIME ZONE 'Asia/Shanghai')::date,
                   now() - interval '2 h' + i * interval '7199 s' / taken
            FROM nation, generate_series(0, taken - 1) AS i WHERE n %% %1$d = %2$d
            """;
    /** They were heard of today already, as in any evening: else the first heartbeats of the run would enter them all. */
    private static final String HEARD_TERMINALS = """
            INSERT INTO heard_terminal (place_code, terminal, last_day)
            SELECT place_code, 'A' || lpad(i::text, 3, '0'), (now() AT TIME ZONE 'Asia/Shanghai')::date
            FROM nation, generate_series(1, taken) AS i
            """;

    private static final String STATES = """
            INSERT INTO cafe_state (place_code, version, received_at, effective_at, last_event_at, open_sessions, stream_number,
                                    acked_seq, chain, state)
            SELECT place_code, 1, now(), now(), now(), taken, n + 1, taken, sha256(place_code::bytea),
                   '{"currentStream":"' || stream || '"}'
            FROM nation
            """;

    private final int number;
    private final int[] terminals = CafeSizes.terminals(SIZES, TERMINALS);
    private final int[] taken = Arrays.stream(terminals)
            .map(seats -> Math.max(1, (int) Math.round(seats * TAKEN)))
            .toArray();

    NationCafes(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    int sizes() {
        return SIZES;
    }

    /** Which of the sizes a café has. */
    int size(int cafe) {
        return cafe % SIZES;
    }

    /** How many terminals a café of each size has. */
    int[] terminals() {
        return terminals.clone();
    }

    /** How many of them are in use during the whole run. The stream of a café begins with this many events. */
    int[] taken() {
        return taken.clone();
    }

    static String key(int cafe) {
        return KEY + cafe;
    }

    static UUID stream(int cafe) {
        return new UUID(STREAMS, Long.MIN_VALUE | cafe);
    }

    /** The café of a stream. */
    static int cafe(UUID stream) {
        return (int) (stream.getLeastSignificantBits() & STREAM_NUMBERS);
    }

    long sessions() {
        long all = 0;
        for (int cafe = 0; cafe < number; cafe++) {
            all += taken[size(cafe)];
        }
        return all;
    }

    /** Fills the tables. The states come last, so that no café has been silent for long when the load begins. */
    void fill(MeasuredService service) throws SQLException {
        try (Connection database = service.database();
                var statement = database.createStatement()) {
            statement.execute("SET search_path = lingdian");
            String cafes = CAFES.formatted(number, list(terminals), SIZES, list(taken), KEY, list(PROVINCES));
            say("cafés and keys", () -> statement.execute(cafes));
            statement.execute("SET session_replication_role = replica"); // no look-up of each row's foreign keys
            String streams = STREAMS_OF_ALL.formatted(number);
            say("streams", () -> statement.execute(streams));
            for (int part = 0; part < PARTS; part++) {
                String sessions = SESSIONS.formatted(PARTS, part, NationEvents.sessionPrefix());
                say("open sessions, part " + (part + 1) + " of " + PARTS, () -> statement.execute(sessions));
            }
            say("terminals that were heard of", () -> statement.execute(HEARD_TERMINALS));
            say("states", () -> statement.execute(STATES));
            say("VACUUM ANALYZE", () -> statement.execute("VACUUM ANALYZE"));
            say("CHECKPOINT", () -> statement.execute("CHECKPOINT"));
        }
    }

    private static String list(int[] numbers) {
        return String.join(
                ",", Arrays.stream(numbers).mapToObj(Integer::toString).toList());
    }

    /** Permits every café to be open at any time, because the benchmark may run at night. */
    static void openDayAndNight(Vertx vertx, MeasuredService service) throws Exception {
        var weekly = new JsonObject();
        List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                .forEach(day -> weekly.put(day, new JsonArray().add("00:00-24:00")));
        JsonObject hours = new JsonObject()
                .put("weekly", weekly)
                .put("from", LocalDate.now(ChinaTime.ZONE).minusDays(2).toString())
                .putNull("to")
                .put("document", "benchmark");
        AdminClient admin = service.admin(vertx);
        for (int province : PROVINCES) {
            admin.call(HttpMethod.PUT, "/regions/" + province + "0000/hours", hours)
                    .await(CALL_SECONDS, TimeUnit.SECONDS);
        }
    }

    private interface Filling {
        boolean fill() throws SQLException;
    }

    private static void say(String what, Filling filling) throws SQLException {
        long begun = System.nanoTime();
        filling.fill();
        System.out.printf(Locale.ROOT, "  filled: %s, %.0f s%n", what, (System.nanoTime() - begun) / 1e9);
    }
}
