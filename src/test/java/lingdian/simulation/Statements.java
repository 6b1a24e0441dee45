package lingdian.simulation;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The effect of each statement of the stores on the {@link Tables}.
 *
 * <p>The stores themselves are real. A statement is identified by the constant that holds its text, so a new or renamed
 * statement fails at once. Each effect does exactly what the SQL text says.
 */
final class Statements {
    /** The effect of a statement. */
    interface Effect {
        Rows run(Tables tables, Tuple parameters);
    }

    private static final String ALTERED_REPEATS = "lingdian.record.journal.AlteredRepeatStore";
    private static final String JOURNAL = "lingdian.record.journal.JournalStore";
    private static final String STATES = "lingdian.record.journal.CafeStateStore";
    private static final String LOOKUPS = "lingdian.record.journal.BatchLookupStore";
    private static final String BATCHES = "lingdian.record.journal.BatchStore";
    private static final String SESSIONS = "lingdian.record.journal.SessionStore";
    private static final String FINDINGS = "lingdian.record.journal.FindingStore";
    private static final String FACTS = "lingdian.intake.commit.FactsStore";
    private static final String HOURS = "lingdian.record.hours.HoursStore";
    private static final String RELEASES = "lingdian.record.release.ReleaseStore";
    private static final String FEED = "lingdian.feed.log.FeedStore";
    /** The first parameter of the states in {@code BatchStore.WRITE}. */
    static final int STATES_IN_WRITE = 40;

    private static final String[] VIOLATION_COLUMNS =
            ("id,code,place_code,region,standing,state,authorities,started_at,detected_at,ended_at,seconds,sessions,peak,late,"
                            + "snapshot,stream_number,login_seq,login_day")
                    .split(",");
    private static final String[] VIOLATION_PROGRESS =
            "standing,state,ended_at,seconds,sessions,peak,snapshot".split(",");
    private static final String[] SHADOW_COLUMNS =
            "id,code,place_code,region,standing,state,rule_version,started_at,detected_at,ended_at,snapshot".split(",");
    private static final String[] SHADOW_PROGRESS = "standing,state,ended_at,snapshot".split(",");
    private static final String[] FEED_COLUMNS =
            ("position,event,violation_id,place_code,code,standing,authorities,late,snapshot,stream_number,login_seq,login_day")
                    .split(",");
    private static final OffsetDateTime LONG_AGO = OffsetDateTime.parse("0001-01-01T00:00:00Z");

    private final Map<String, Effect> effects = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, CafeRow> cafes;
    private final String rules;
    private final InstantSource clock;
    private int streamsYet;

    /** A café as created; it has the statutory hours. */
    record CafeRow(String placeCode, String region, String[] staffTerminals) {}

    /**
     * @param rules the only release, which is in force
     * @param clock the database's
     */
    Statements(Map<String, CafeRow> cafes, String rules, InstantSource clock) {
        this.cafes = cafes;
        this.rules = rules;
        this.clock = clock;
        head();
        facts();
        journal();
        states();
        sessions();
        batches();
        findings();
        feed();
        alteredRepeats();
    }

    /** @throws IllegalStateException if the statement is not modelled */
    Effect effect(String text) {
        Effect effect = effects.get(text);
        if (effect == null) {
            throw new IllegalStateException("the simulated database does not know: " + text);
        }
        return effect;
    }

    /** The constant that holds the text, for example {@code LOCK}. */
    String name(String text) {
        return names.getOrDefault(text, "");
    }

    /** Replaces the effect of a statement, to test that the fault is detected. */
    void spoil(String name, java.util.function.UnaryOperator<Effect> spoiled) {
        names.forEach((text, known) -> {
            if (known.equals(name)) {
                effects.computeIfPresent(text, (same, effect) -> spoiled.apply(effect));
            }
        });
    }

    private void on(String store, String constant, Effect effect) {
        String text = text(store, constant);
        effects.put(text, effect);
        names.put(text, store.substring(store.lastIndexOf('.') + 1) + "." + constant);
    }

    private static String text(String store, String constant) {
        try {
            var field = Class.forName(store).getDeclaredField(constant);
            field.setAccessible(true);
            return (String) field.get(null);
        } catch (ReflectiveOperationException renamed) {
            throw new IllegalStateException("the store has no statement " + constant, renamed);
        }
    }

    private void head() {
        on(
                FINDINGS,
                "LOCK",
                (tables, p) -> Rows.of(List.of(Rows.row(
                        "position",
                        tables.position,
                        "facts_version",
                        1L,
                        "registry_used",
                        false,
                        "at",
                        clock.instant().atOffset(ZoneOffset.UTC)))));
        on(FINDINGS, "MOVE_HEAD", (tables, p) -> {
            tables.position = p.getLong(0);
            return Rows.changed(1);
        });
        on(FACTS, "VERSION", (tables, p) -> Rows.of(List.of(Rows.row("facts_version", 1L))));
        on(
                RELEASES,
                "AFTER",
                (tables, p) -> Rows.of(
                        p.getLong(0) >= 1
                                ? List.of()
                                : List.of(Rows.row("number", 1L, "begins_at", LONG_AGO, "content", rules))));
    }

    private void facts() {
        on(
                FACTS,
                "CAFES",
                (tables, p) -> Rows.of(strings(p, 0)
                        .map(cafes::get)
                        .filter(Objects::nonNull)
                        .map(cafe -> Rows.row(
                                "place_code",
                                cafe.placeCode(),
                                "region",
                                cafe.region(),
                                "staff_terminals",
                                cafe.staffTerminals(),
                                "terminals",
                                50,
                                "heard_terminals",
                                null,
                                "unlike_peers",
                                null,
                                "licence_valid_until",
                                null,
                                "measures",
                                "management"))
                        .toList()));
        on(
                HOURS,
                "CAFES",
                (tables, p) -> Rows.of(strings(p, 0)
                        .map(cafes::get)
                        .filter(Objects::nonNull)
                        .map(cafe -> Rows.row(
                                "place_code", cafe.placeCode(), "region", cafe.region(), "time_zone", "Asia/Shanghai"))
                        .toList()));
        on(HOURS, "SCHEDULES", (tables, p) -> Rows.of(List.of()));
        on(HOURS, "ORDERS", (tables, p) -> Rows.of(List.of()));
        on(HOURS, "SUSPENSIONS", (tables, p) -> Rows.of(List.of()));
        on(HOURS, "CLOSURES", (tables, p) -> Rows.of(List.of()));
    }

    private void journal() {
        on(
                JOURNAL,
                "APPEND",
                (tables, p) -> insert(
                        tables.journal,
                        unnest(
                                p,
                                0,
                                "day",
                                "stream_number",
                                "seq",
                                "received_at",
                                "sent_at",
                                "effective_at",
                                "body",
                                "outcome",
                                "content_mac",
                                "sealed_hash",
                                "chain",
                                "type",
                                "answer",
                                "under_age",
                                "admitted",
                                "release_number"),
                        "stream_number",
                        "seq",
                        "day"));
        on(
                JOURNAL,
                "SEAL",
                (tables, p) -> insert(
                        tables.sealed,
                        unnest(p, 0, "day", "stream_number", "seq", "kind", "ciphertext", "ciphertext_hash"),
                        "stream_number",
                        "seq",
                        "kind",
                        "ciphertext_hash",
                        "day"));
        on(JOURNAL, "ANSWERED", (tables, p) -> {
            Set<List<Object>> asked = Set.copyOf(unnest(p, 0, "stream_number", "seq").stream()
                    .map(row -> key(row, "stream_number", "seq"))
                    .toList());
            return Rows.of(tables.journal.all().values().stream()
                    .filter(row -> asked.contains(key(row, "stream_number", "seq")))
                    .toList());
        });
        on(JOURNAL, "HOLDS", (tables, p) -> {
            var row = tables.journal.get(List.of(p.getInteger(0), p.getLong(1), p.getLocalDate(2)));
            boolean held = row != null && Objects.equals(row.get("chain"), p.getBuffer(3));
            return Rows.of(held ? List.of(Rows.row()) : List.of());
        });
        on(
                "lingdian.record.journal.AsideStore",
                "ADD",
                (tables, p) -> Rows.changed(0)); // written only for people to read
        on(JOURNAL, "ENSURE_DAY", (tables, p) -> Rows.of(List.of(Rows.row())));
    }

    private void alteredRepeats() {
        on(ALTERED_REPEATS, "KNOWN", (tables, p) -> {
            Set<List<Object>> asked = Set.copyOf(unnest(p, 0, "stream_number", "seq").stream()
                    .map(row -> key(row, "stream_number", "seq"))
                    .toList());
            return Rows.of(tables.alteredRepeats.all().values().stream()
                    .filter(row -> asked.contains(key(row, "stream_number", "seq")))
                    .toList());
        });
        on(
                ALTERED_REPEATS,
                "ADD",
                (tables, p) -> insert(
                        tables.alteredRepeats,
                        unnest(p, 0, "stream_number", "seq", "place", "content", "day"),
                        "stream_number",
                        "seq",
                        "content"));
    }

    private void states() {
        on(
                STATES,
                "VERSIONS",
                (tables, p) -> Rows.of(strings(p, 0)
                        .map(tables.states::get)
                        .filter(Objects::nonNull)
                        .toList()));
        on(
                STATES,
                "STATES",
                (tables, p) -> Rows.of(strings(p, 0)
                        .map(tables.states::get)
                        .filter(Objects::nonNull)
                        .map(state -> withFindings(tables, state))
                        .toList()));
        on(STATES, "SAVE_FINDINGS", Statements::saveFindings);
        on(STATES, "STREAMS", (tables, p) -> {
            Set<String> places = set(p, 0);
            return Rows.of(tables.streams.all().values().stream()
                    .filter(row -> places.contains(row.get("place_code")))
                    .map(tables::withEnd)
                    .toList());
        });
        on(STATES, "OPEN_SESSIONS", (tables, p) -> {
            Set<String> places = set(p, 0);
            return Rows.of(tables.sessions.all().values().stream()
                    .filter(row -> places.contains(row.get("place_code")) && row.get("ended_at") == null)
                    .map(row -> joined(tables, row))
                    .sorted(Comparator.comparing((Map<String, @Nullable Object> row) -> (String) row.get("place_code"))
                            .thenComparing(row -> (Integer) row.get("stream_number"))
                            .thenComparing(row -> (Long) row.get("login_seq")))
                    .toList());
        });
        on(
                STATES,
                "NUMBERS",
                (tables, p) -> Rows.of(IntStream.range(0, p.getInteger(0)) // a sequence: not rolled back
                        .mapToObj(i -> Rows.row("number", ++streamsYet))
                        .toList()));
        on(
                STATES,
                "SAVE_STREAMS",
                (tables, p) -> saveStreams(
                        tables,
                        unnest(
                                p,
                                0,
                                "number",
                                "place_code",
                                "stream",
                                "own_seq",
                                "own_chain",
                                "superseded",
                                "began_at")));
        on(STATES, "FIRST_STATES", Statements::firstStates);
        on(STATES, "SAVE_STATES", Statements::saveStates);
    }

    private static Rows saveStreams(Tables tables, List<Map<String, @Nullable Object>> streams) {
        for (Map<String, @Nullable Object> stream : streams) {
            Integer number = (Integer) Program.present(stream.get("number"));
            var old = tables.streams.get(number);
            if (old == null) {
                boolean known = tables.streams.all().values().stream()
                        .anyMatch(row -> key(row, "place_code", "stream").equals(key(stream, "place_code", "stream")));
                if (known) {
                    throw Tables.taken("stream_place_code_stream_key");
                }
                tables.streams.insert(number, stream);
            } else {
                tables.streams.set(
                        number,
                        Rows.row(
                                "own_seq",
                                stream.get("own_seq"),
                                "own_chain",
                                stream.get("own_chain"),
                                "superseded",
                                stream.get("superseded")));
            }
        }
        return Rows.changed(streams.size());
    }

    private static List<Map<String, @Nullable Object>> states(Tuple p) {
        return unnest(
                p,
                0,
                "place_code",
                "version",
                "received_at",
                "connection",
                "effective_at",
                "last_event_at",
                "open_sessions",
                "stream_number",
                "acked_seq",
                "chain",
                "state");
    }

    private static Map<String, @Nullable Object> withFindings(Tables tables, Map<String, @Nullable Object> state) {
        var ofSessions = new JsonObject();
        var cards = new JsonObject();
        tables.stateFindings.all().forEach((key, row) -> {
            if (key.getFirst().equals(state.get("place_code"))) {
                (key.get(1).equals(true) ? ofSessions : cards)
                        .put((String) key.get(2), Json.decodeValue((String) Program.present(row.get("finding"))));
            }
        });
        var row = new HashMap<>(state);
        row.put(
                "findings",
                new JsonObject()
                        .put("ofSessions", ofSessions)
                        .put("cards", cards)
                        .encode());
        return row;
    }

    private static Rows saveFindings(Tables tables, Tuple p) {
        var changed = unnest(p, 0, "place_code", "of_session", "id", "finding");
        for (Map<String, @Nullable Object> row : changed) {
            List<Object> key = key(row, "place_code", "of_session", "id");
            if (row.get("finding") == null) {
                tables.stateFindings.remove(key);
            } else {
                tables.stateFindings.put(key, row);
            }
        }
        return Rows.changed(changed.size());
    }

    private static Rows firstStates(Tables tables, Tuple p) {
        for (Map<String, @Nullable Object> state : states(p)) {
            String place = (String) Program.present(state.get("place_code"));
            if (tables.states.get(place) != null) {
                throw Tables.taken("cafe_state_pkey");
            }
            tables.states.put(place, state);
        }
        return Rows.changed(states(p).size());
    }

    private static Rows saveStates(Tables tables, Tuple p) {
        int changed = 0;
        for (Map<String, @Nullable Object> state : states(p)) {
            String place = (String) Program.present(state.get("place_code"));
            var old = tables.states.get(place);
            if (old != null
                    && (Long) Program.present(old.get("version")) == (Long) Program.present(state.get("version")) - 1) {
                state.putIfAbsent("state", old.get("state"));
                tables.states.put(place, state);
                changed++;
            }
        }
        return Rows.changed(changed);
    }

    private void sessions() {
        on(SESSIONS, "OPEN", (tables, p) -> {
            var opened = unnest(
                    p,
                    0,
                    "place_code",
                    "session",
                    "terminal",
                    "token",
                    "stream_number",
                    "login_seq",
                    "login_day",
                    "started_at",
                    "ended_at",
                    "inferred_end",
                    "end_stream_number",
                    "end_seq");
            opened.forEach(row -> open(tables, row));
            return Rows.changed(opened.size());
        });
        on(
                SESSIONS,
                "END",
                (tables, p) -> update(
                        tables,
                        unnest(
                                p,
                                0,
                                "place_code",
                                "session",
                                "ended_at",
                                "inferred_end",
                                "end_stream_number",
                                "end_seq"),
                        row -> row.get("ended_at") == null));
        on(
                SESSIONS,
                "CONTEST",
                (tables, p) ->
                        update(tables, unnest(p, 0, "place_code", "session", "contested", "end_seen"), row -> true));
        on(SESSIONS, "SET_APART", (tables, p) -> {
            var marked = unnest(p, 0, "place_code", "session", "apart");
            for (Map<String, @Nullable Object> row : marked) {
                var stored = tables.sessions.get(key(row, "place_code", "session"));
                boolean ended = stored != null && stored.get("ended_at") != null;
                row.put("apart", Boolean.TRUE.equals(row.get("apart")) || ended);
                row.put("ends_apart", true);
            }
            return update(tables, marked, row -> true);
        });
        on(
                SESSIONS,
                "DETECT",
                (tables, p) -> update(
                        tables,
                        unnest(p, 0, "place_code", "session", "shared_detected_at", "shared_late"),
                        row -> true));
    }

    private void batches() {
        on(LOOKUPS, "KNOWN", this::known);
        write();
    }

    private Rows known(Tables tables, Tuple p) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (Map<String, @Nullable Object> person : people(tables, p)) {
            var row = new LinkedHashMap<>(person);
            row.put("version", null);
            rows.add(row);
        }
        unnest(part(p, 3, 5), 0, "place_code", "session").stream()
                .filter(row -> tables.sessions.get(key(row, "place_code", "session")) != null)
                .forEach(row -> {
                    row.put("token", null);
                    row.put("version", null);
                    rows.add(row);
                });
        strings(p, 2)
                .map(tables.states::get)
                .filter(Objects::nonNull)
                .map(state ->
                        Rows.row("token", null, "place_code", state.get("place_code"), "version", state.get("version")))
                .forEach(rows::add);
        return Rows.of(rows);
    }

    /** The statements that it consists of, each with its part of the parameters. */
    private void write() {
        Effect end = effect(text(SESSIONS, "END"));
        Effect open = effect(text(SESSIONS, "OPEN"));
        Effect append = effect(text(JOURNAL, "APPEND"));
        Effect seal = effect(text(JOURNAL, "SEAL"));
        Effect save = effect(text(STATES, "SAVE_STATES"));
        on(BATCHES, "WRITE", (tables, p) -> {
            int ended = end.run(tables, part(p, 0, 6)).rowCount();
            open.run(tables, part(p, 6, 18));
            append.run(tables, part(p, 18, 34));
            seal.run(tables, part(p, 34, STATES_IN_WRITE));
            int saved = save.run(tables, part(p, STATES_IN_WRITE, 51)).rowCount();
            return Rows.of(List.of(Rows.row("ended", (long) ended, "saved", (long) saved)));
        });
    }

    private static Tuple part(Tuple parameters, int from, int to) {
        Tuple part = Tuple.tuple();
        IntStream.range(from, to).forEach(i -> part.addValue(parameters.getValue(i)));
        return part;
    }

    private static void open(Tables tables, Map<String, @Nullable Object> row) {
        row.put("contested", false);
        row.put("end_seen", false);
        row.put("apart", false);
        row.put("ends_apart", false);
        row.put("shared_detected_at", null);
        row.put("shared_late", false);
        List<Object> key = key(row, "place_code", "session");
        tables.sessions.insert(key, row);
        if (row.get("ended_at") == null) {
            tables.occupy(key.get(0), Program.present(row.get("terminal")), key);
        }
    }

    private static Rows update(
            Tables tables,
            List<Map<String, @Nullable Object>> changes,
            java.util.function.Predicate<Map<String, @Nullable Object>> where) {
        int changed = 0;
        for (Map<String, @Nullable Object> change : changes) {
            List<Object> key = key(change, "place_code", "session");
            var row = tables.sessions.get(key);
            if (row != null && where.test(row)) {
                if (change.get("ended_at") != null && Boolean.TRUE.equals(row.get("ends_apart"))) {
                    change.put("apart", true);
                }
                tables.sessions.set(key, change);
                changed++;
                if (change.get("ended_at") != null) {
                    tables.vacate(key.get(0), Program.present(row.get("terminal")), key);
                }
            }
        }
        return Rows.changed(changed);
    }

    private List<Map<String, @Nullable Object>> people(Tables tables, Tuple p) {
        Set<String> places = set(p, 2);
        Set<String> withEvents = set(p, 6);
        var wanted = new LinkedHashMap<UUID, OffsetDateTime>();
        unnest(p, 0, 2, "token", "since")
                .forEach(row -> wanted.merge(
                        (UUID) Program.present(row.get("token")), time(row, "since"), Statements::earlier));
        for (Map<String, @Nullable Object> row : tables.sessions.all().values()) {
            if (withEvents.contains(row.get("place_code")) && Boolean.TRUE.equals(row.get("contested"))) {
                wanted.merge((UUID) Program.present(row.get("token")), time(row, "started_at"), Statements::earlier);
            }
        }
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        wanted.forEach((token, since) -> rows.addAll(sessionsOf(tables, token, since, places)));
        return rows;
    }

    private List<Map<String, @Nullable Object>> sessionsOf(
            Tables tables, UUID token, OffsetDateTime since, Set<String> places) {
        var rows = new ArrayList<Map<String, @Nullable Object>>();
        for (Map<String, @Nullable Object> session : tables.sessions.all().values()) {
            OffsetDateTime ended = (OffsetDateTime) session.get("ended_at");
            boolean own = places.contains(session.get("place_code"));
            boolean overlaps = ended == null || !ended.isBefore(own ? since.minus(Duration.ofDays(1)) : since);
            boolean seen = own || !Boolean.TRUE.equals(session.get("apart"));
            if (token.equals(session.get("token")) && seen && overlaps) {
                var row = joined(tables, session);
                row.put("since", since);
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            rows.add(Rows.row("token", token, "since", since, "place_code", null));
        }
        return rows;
    }

    /** A session with its streams, its café and that café's state. */
    private Map<String, @Nullable Object> joined(Tables tables, Map<String, @Nullable Object> session) {
        var row = new LinkedHashMap<>(session);
        row.put(
                "stream",
                Program.present(tables.streams.get((Integer) Program.present(session.get("stream_number"))))
                        .get("stream"));
        Integer ending = (Integer) session.get("end_stream_number");
        row.put(
                "end_stream",
                ending == null
                        ? null
                        : Program.present(tables.streams.get(ending)).get("stream"));
        String place = (String) Program.present(session.get("place_code"));
        row.put("region", Program.present(cafes.get(place)).region());
        var state = tables.states.get(place);
        row.put("effective_at", state == null ? null : state.get("effective_at"));
        row.put("received_at", state == null ? null : state.get("received_at"));
        return row;
    }

    private void findings() {
        on(
                FINDINGS,
                "EXISTING",
                (tables, p) -> Rows.of(Arrays.stream(p.getArrayOfUUIDs(0))
                        .filter(id -> tables.violations.get(id) != null || tables.shadow.get(id) != null)
                        .map(id -> Rows.row("id", id))
                        .toList()));
        on(FINDINGS, "CASES", (tables, p) -> Rows.of(List.of())); // no cases in the simulation
        on(
                FINDINGS,
                "SAVE",
                (tables, p) -> save(tables.violations, unnest(p, 0, VIOLATION_COLUMNS), VIOLATION_PROGRESS));
        on(FINDINGS, "SAVE_SHADOW", (tables, p) -> save(tables.shadow, unnest(p, 0, SHADOW_COLUMNS), SHADOW_PROGRESS));
        on(FINDINGS, "FEED", Statements::appendToFeed);
    }

    private static int octets(Map<String, @Nullable Object> row) {
        return String.valueOf(row.get("snapshot")).getBytes(StandardCharsets.UTF_8).length;
    }

    private static Rows appendToFeed(Tables tables, Tuple p) {
        var changes = new ArrayList<Object>();
        IntStream.range(0, p.size()).filter(i -> i != 1).forEach(i -> changes.add(p.getValue(i)));
        var rows = unnest(Tuple.from(changes), 0, FEED_COLUMNS);
        for (Map<String, @Nullable Object> row : rows) {
            row.put("at", p.getValue(1));
            row.put("authorities", String.valueOf(row.get("authorities")).split(","));
            tables.feed.insert((Long) Program.present(row.get("position")), row);
        }
        return Rows.changed(rows.size());
    }

    private static Rows save(Tables.Table<UUID> table, List<Map<String, @Nullable Object>> found, String... updated) {
        for (Map<String, @Nullable Object> row : found) {
            UUID id = (UUID) Program.present(row.get("id"));
            if (table.get(id) == null) {
                table.insert(id, row);
            } else {
                var columns = new HashMap<String, @Nullable Object>();
                Arrays.stream(updated).forEach(column -> columns.put(column, row.get(column)));
                table.set(id, columns);
            }
        }
        return Rows.changed(found.size());
    }

    private void feed() {
        on(
                FEED,
                "EXTENT",
                (tables, p) -> Rows.of(List.of(Rows.row(
                        "position",
                        tables.position,
                        "facts_version",
                        1L,
                        "oldest",
                        tables.feed.all().keySet().stream().findFirst().orElse(tables.position + 1)))));
        on(
                FEED,
                "ROWS",
                (tables, p) -> Rows.of(tables.feed.all().values().stream()
                        .filter(row -> (Long) Program.present(row.get("position")) > p.getLong(0)
                                && (Long) Program.present(row.get("position")) <= p.getLong(1))
                        .limit(p.getInteger(2))
                        .takeWhile(new Predicate<>() {
                            private long before;

                            @Override
                            public boolean test(Map<String, @Nullable Object> row) {
                                boolean within = before < p.getLong(3);
                                before += octets(row);
                                return within;
                            }
                        })
                        .map(row -> {
                            var shown = new LinkedHashMap<>(row);
                            shown.put("octets", octets(row));
                            shown.put(
                                    "region",
                                    Program.present(cafes.get(String.valueOf(row.get("place_code"))))
                                            .region());
                            shown.put("region_then", shown.get("region"));
                            shown.put("moved_from", null); // no café moves in the simulation
                            shown.put("time_zone", "Asia/Shanghai");
                            shown.put("facts_version", 1L);
                            return (Map<String, @Nullable Object>) shown;
                        })
                        .toList()));
        on(
                FEED,
                "REGIONS",
                (tables, p) -> Rows.of(strings(p, 0)
                        .map(cafes::get)
                        .filter(Objects::nonNull)
                        .map(cafe ->
                                Rows.row("place_code", cafe.placeCode(), "region", cafe.region(), "facts_version", 1L))
                        .toList()));
    }

    private static Rows insert(
            Tables.Table<List<Object>> table, List<Map<String, @Nullable Object>> rows, String... key) {
        rows.forEach(row -> table.insert(key(row, key), row));
        return Rows.changed(rows.size());
    }

    /** {@code unnest}: columns of the same length, as rows. */
    private static List<Map<String, @Nullable Object>> unnest(Tuple parameters, int from, String... names) {
        return unnest(parameters, from, names.length, names);
    }

    private static List<Map<String, @Nullable Object>> unnest(
            Tuple parameters, int from, int columns, String... names) {
        int length = Array.getLength(parameters.getValue(from));
        var rows = new ArrayList<Map<String, @Nullable Object>>(length);
        for (int i = 0; i < length; i++) {
            var row = new LinkedHashMap<String, @Nullable Object>();
            for (int column = 0; column < columns; column++) {
                row.put(names[column], Array.get(parameters.getValue(from + column), i));
            }
            rows.add(row);
        }
        return rows;
    }

    static List<Object> key(Map<String, @Nullable Object> row, String... columns) {
        return Arrays.stream(columns)
                .map(column -> Program.present(row.get(column)))
                .toList();
    }

    private static java.util.stream.Stream<String> strings(Tuple parameters, int i) {
        return Arrays.stream(parameters.getArrayOfStrings(i));
    }

    private static Set<String> set(Tuple parameters, int i) {
        return Set.copyOf(Arrays.asList(parameters.getArrayOfStrings(i)));
    }

    private static OffsetDateTime time(Map<String, @Nullable Object> row, String column) {
        return (OffsetDateTime) Program.present(row.get(column));
    }

    private static OffsetDateTime earlier(OffsetDateTime one, OffsetDateTime other) {
        return one.isBefore(other) ? one : other;
    }
}
