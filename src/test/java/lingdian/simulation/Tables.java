package lingdian.simulation;

import io.vertx.pgclient.PgException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the intake and the feed at one moment, with their constraints.
 *
 * <p>A transaction works on a copy. Rows are never changed, only replaced, so that a copy costs little.
 */
final class Tables {
    /** A row of any table, its columns by name. */
    static final class Table<K> {
        private final String name;
        private final Map<K, Map<String, @Nullable Object>> rows;

        Table(String name, boolean sorted) {
            this(name, sorted ? new TreeMap<>() : new LinkedHashMap<>());
        }

        private Table(String name, Map<K, Map<String, @Nullable Object>> rows) {
            this.name = name;
            this.rows = rows;
        }

        Table<K> copy() {
            return new Table<>(
                    name,
                    rows instanceof TreeMap<K, Map<String, @Nullable Object>> sorted
                            ? new TreeMap<>(sorted)
                            : new LinkedHashMap<>(rows));
        }

        @Nullable
        Map<String, @Nullable Object> get(K key) {
            return rows.get(key);
        }

        Map<K, Map<String, @Nullable Object>> all() {
            return rows;
        }

        /** @throws PgException if the key exists */
        void insert(K key, Map<String, @Nullable Object> row) {
            if (rows.putIfAbsent(key, row) != null) {
                throw taken(name + "_pkey");
            }
        }

        void put(K key, Map<String, @Nullable Object> row) {
            rows.put(key, row);
        }

        void remove(K key) {
            rows.remove(key);
        }

        /** Sets columns of an existing row. */
        void set(K key, Map<String, @Nullable Object> columns) {
            var row = new HashMap<>(Program.present(rows.get(key)));
            row.putAll(columns);
            rows.put(key, row);
        }
    }

    long position;
    final Table<Integer> streams;
    final Table<String> states;
    final Table<List<Object>> stateFindings;
    final Table<List<Object>> sessions;
    final Table<List<Object>> journal;
    final Table<List<Object>> sealed;
    final Table<List<Object>> alteredRepeats;
    final Table<UUID> violations;
    final Table<UUID> shadow;
    final Table<Long> feed;
    /** The open session of each terminal: a unique index. */
    final Map<List<Object>, List<Object>> openTerminals;

    Tables() {
        streams = new Table<>("stream", false);
        states = new Table<>("cafe_state", false);
        stateFindings = new Table<>("cafe_finding", false);
        sessions = new Table<>("session", false);
        journal = new Table<>("journal", false);
        sealed = new Table<>("sealed", false);
        alteredRepeats = new Table<>("altered_repeat", false);
        violations = new Table<>("violation", false);
        shadow = new Table<>("shadow_violation", false);
        feed = new Table<>("feed", true);
        openTerminals = new HashMap<>();
    }

    private Tables(Tables from) {
        position = from.position;
        streams = from.streams.copy();
        states = from.states.copy();
        stateFindings = from.stateFindings.copy();
        sessions = from.sessions.copy();
        journal = from.journal.copy();
        sealed = from.sealed.copy();
        alteredRepeats = from.alteredRepeats.copy();
        violations = from.violations.copy();
        shadow = from.shadow.copy();
        feed = from.feed.copy();
        openTerminals = new HashMap<>(from.openTerminals);
    }

    Tables copy() {
        return new Tables(this);
    }

    /** A stream's row as the view {@code stream_head} shows it. */
    Map<String, @Nullable Object> withEnd(Map<String, @Nullable Object> stream) {
        var row = new HashMap<>(stream);
        var state = states.get((String) Program.present(stream.get("place_code")));
        boolean newest = state != null && stream.get("number").equals(state.get("stream_number"));
        row.put("acked_seq", newest ? state.get("acked_seq") : stream.get("own_seq"));
        row.put("chain", newest ? state.get("chain") : stream.get("own_chain"));
        return row;
    }

    /** Enforces the unique index {@code session_open_terminal}. */
    void occupy(Object place, Object terminal, List<Object> session) {
        if (openTerminals.putIfAbsent(List.of(place, terminal), session) != null) {
            throw taken("session_open_terminal");
        }
    }

    void vacate(Object place, Object terminal, List<Object> session) {
        openTerminals.remove(List.of(place, terminal), session);
    }

    static PgException taken(String constraint) {
        return new PgException(
                "duplicate key value violates unique constraint \"" + constraint + "\"", "ERROR", "23505", "");
    }

    static PgException refused(String state) {
        return new PgException("refused by the simulated database", "ERROR", state, "");
    }
}
