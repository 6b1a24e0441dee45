package lingdian.reliability;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The events of one café: a made-up stream of past events, reproducible from its seed, with events of every kind.
 *
 * @param events as JSON texts; the event at index i has number i + 1
 * @param shared the numbers of logins of persons who also visit other cafés. Whether such a person is in use elsewhere
 *     depends on which café is heard first, so all these logins are admitted
 */
record StreamScript(String placeCode, UUID stream, List<String> events, Set<Long> shared) {
    /** Streams for {@code cafes} cafés, of {@code length} events each. */
    static List<StreamScript> city(long seed, int cafes, int length) {
        return IntStream.range(0, cafes)
                .mapToObj(cafe -> new Writer(seed, cafe).write(length))
                .toList();
    }

    String event(long seq) {
        return events.get((int) seq - 1);
    }

    int length() {
        return events.size();
    }

    private static final class Writer {
        private static final Instant BEGIN = Instant.parse("2025-03-03T04:00:00Z");
        private static final int TERMINALS = 12;
        private static final int SHARED_PERSONS = 15;
        private static final int LOCAL_PERSONS = 60;

        private final Random random;
        private final String placeCode;
        private final UUID stream;
        private final List<String> events = new ArrayList<>();
        private final Set<Long> shared = new HashSet<>();
        /** Terminals by session, for the sessions that are open as far as the café knows. */
        private final Map<String, Integer> open = new LinkedHashMap<>();

        private Instant at;
        private int sessions;

        Writer(long seed, int cafe) {
            random = new Random(seed * 1_000 + cafe);
            placeCode = String.format("36048110%06d", cafe + 1);
            stream = UUID.nameUUIDFromBytes((seed + " " + cafe).getBytes(StandardCharsets.UTF_8));
            at = BEGIN.plusSeconds(random.nextInt(3_600));
        }

        StreamScript write(int length) {
            while (events.size() < length) {
                at = at.plusMillis(pauseMillis());
                next();
            }
            return new StreamScript(placeCode, stream, List.copyOf(events), Set.copyOf(shared));
        }

        private long pauseMillis() {
            int chance = random.nextInt(1_000);
            if (chance < 3) {
                return (86_000 + random.nextInt(10_000)) * 1_000L; // about the 24 hours after which sessions end
            }
            return chance < 20 ? random.nextInt(3 * 3_600) * 1_000L : random.nextInt(180_000);
        }

        private void next() {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> admitted();
                case 4 -> visitor();
                case 5, 6, 7 -> asked();
                case 8, 9, 10, 11, 12 -> logout();
                case 13, 14, 15, 16, 17 -> heartbeat();
                case 18 -> odd();
                default -> add("patrol", new JsonObject().put("officer", "officer " + random.nextInt(5)));
            }
        }

        private void admitted() {
            login(true, local());
        }

        /** A login of a person who visits several cafés. */
        private void visitor() {
            shared.add(events.size() + 1L);
            login(true, document("visitor-" + random.nextInt(SHARED_PERSONS)));
        }

        private void asked() {
            login(false, local());
        }

        private JsonObject local() {
            JsonObject document = document(placeCode + "-" + random.nextInt(LOCAL_PERSONS));
            return switch (random.nextInt(12)) {
                case 0 -> document.put("birthDate", "2012-06-01"); // a child
                case 1 -> document.put("birthDate", "1990-02-30");
                case 2 -> document.put("validUntil", "2024-12-31");
                default -> document;
            };
        }

        private static JsonObject document(String number) {
            return new JsonObject()
                    .put("type", "990")
                    .put("number", number)
                    .put("name", "甲乙")
                    .put("birthDate", "1990-01-01")
                    .put("read", "manual");
        }

        private void login(boolean admitted, JsonObject document) {
            boolean again = sessions > 0 && random.nextInt(25) == 0;
            String session = "s-" + (again ? 1 + random.nextInt(sessions) : ++sessions);
            int terminal = random.nextInt(TERMINALS);
            open.values().remove(terminal);
            open.put(session, terminal);
            add(
                    "login",
                    new JsonObject()
                            .put("session", session)
                            .put("terminal", "T" + terminal)
                            .put("document", document)
                            .put("admitted", admitted));
        }

        private void logout() {
            boolean anyone = open.isEmpty() || random.nextInt(12) == 0;
            String session = anyone
                    ? "s-" + (1 + random.nextInt(sessions + 1))
                    : List.copyOf(open.keySet()).get(random.nextInt(open.size()));
            open.remove(session);
            add("logout", new JsonObject().put("session", session).put("reason", "patron"));
        }

        private void heartbeat() {
            int dropped = random.nextInt(15); // the one terminal that is not listed, or none
            int unregistered = random.nextInt(60);
            List<String> inUse = Stream.concat(open.values().stream(), Stream.of(unregistered))
                    .filter(terminal -> terminal < TERMINALS && terminal != dropped)
                    .map(terminal -> "T" + terminal)
                    .distinct()
                    .toList();
            add("heartbeat", new JsonObject().put("inUse", new JsonArray(inUse)));
        }

        private void odd() {
            switch (random.nextInt(4)) {
                case 0 -> add("opened", new JsonObject());
                case 1 -> add("closed", new JsonObject());
                case 2 -> add("no-such-type", new JsonObject());
                default -> add("login", new JsonObject().put("session", "not a session id"));
            }
        }

        private void add(String type, JsonObject fields) {
            events.add(new JsonObject()
                    .put("seq", events.size() + 1)
                    .put("type", type)
                    .put("at", at.toString())
                    .mergeIn(fields)
                    .encode());
        }
    }
}
