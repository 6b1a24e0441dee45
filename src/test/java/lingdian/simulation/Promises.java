package lingdian.simulation;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import lingdian.agent.link.Answer;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.RuleVersion;
import lingdian.platform.database.Columns;
import lingdian.record.evidence.RecordHash;
import lingdian.record.evidence.StoredBody;
import lingdian.record.journal.JournalRecord;
import lingdian.record.journal.RecordFacts;
import lingdian.record.journal.RecordText;
import org.jspecify.annotations.Nullable;

/**
 * The promises that must hold after every step. They are checked at each commit and at each answer to an agent.
 *
 * <p>The database reports its commits and the agents report their answers; this class knows nothing of the code between
 * them.
 */
final class Promises {
    private static final Duration SILENCE = Duration.ofMinutes(15);

    private final City city;
    private final List<Map<String, @Nullable Object>> journal = new ArrayList<>();
    private final Map<Integer, Map<Long, Map<String, @Nullable Object>>> byStream = new HashMap<>();
    private final Map<String, Map<String, Map<String, @Nullable Object>>> byName = new LinkedHashMap<>();
    private final Map<String, Integer> lastIndex = new HashMap<>();
    private final List<Heard> heard = new ArrayList<>();
    private long feedPosition;
    private long checks;

    Promises(City city) {
        this.city = city;
    }

    /** The journal in the order of its commits. */
    List<Map<String, @Nullable Object>> journal() {
        return journal;
    }

    long checks() {
        return checks;
    }

    /** A hello of a café, which the journal does not contain: it came after {@code records} records. */
    record Heard(String placeCode, Instant at, int records) {}

    List<Heard> heard() {
        return heard;
    }

    void committed(Tables before, Tables after) {
        hellos(before, after);
        after.journal.all().values().stream().skip(before.journal.all().size()).forEach(row -> appended(after, row));
        after.feed.all().keySet().stream().skip(before.feed.all().size()).forEach(this::fed);
        check(after.position == feedPosition, "the head says %s, the feed ends at %s", after.position, feedPosition);
        check(after.feed.all().size() == feedPosition, "the feed has a hole before %s", feedPosition);
        after.sessions.all().entrySet().stream()
                .filter(session -> before.sessions.get(session.getKey()) == null)
                .forEach(session -> opened(after, session.getKey(), session.getValue()));
    }

    private void hellos(Tables before, Tables after) {
        after.states.all().forEach((place, state) -> {
            OffsetDateTime at = (OffsetDateTime) Program.present(state.get("received_at"));
            var old = before.states.get(place);
            if (old == null || at.isAfter((OffsetDateTime) Program.present(old.get("received_at")))) {
                heard.add(new Heard(place, at.toInstant(), journal.size()));
            }
        });
    }

    private void appended(Tables after, Map<String, @Nullable Object> row) {
        Integer number = (Integer) Program.present(row.get("stream_number"));
        Map<Long, Map<String, @Nullable Object>> stream = byStream.computeIfAbsent(number, key -> new HashMap<>());
        Long seq = (Long) Program.present(row.get("seq"));
        check(seq == stream.size() + 1, "event %s follows event %s in a stream", seq, stream.size());
        String place = (String) Program.present(streamRow(after, number).get("place_code"));
        chained(after, number, stream.get(seq - 1), row, place);
        String name = name(row);
        Records.Entry entry = city.cafe(place).records().named(name);
        check(entry != null, "%s never had the event \"%s\"", place, name);
        check(!Program.present(entry).refused, "%s said of \"%s\" that it was not recorded", place, name);
        check(
                entry.seq == 0 || entry.seq == seq,
                "%s has \"%s\" under %s, the journal under %s",
                place,
                name,
                entry.seq,
                seq);
        Object twice =
                byName.computeIfAbsent(place, key -> new LinkedHashMap<>()).put(name, row);
        check(twice == null, "\"%s\" of %s counts twice", name, place);
        int last = lastIndex.getOrDefault(place, -1);
        check(entry.index > last, "\"%s\" of %s comes after what came later", name, place);
        lastIndex.put(place, entry.index);
        stream.put(seq, row);
        journal.add(row);
    }

    private void chained(
            Tables after,
            Integer number,
            @Nullable Map<String, @Nullable Object> previous,
            Map<String, @Nullable Object> row,
            String place) {
        byte[] from = previous == null
                ? JournalRecord.origin(RecordHash.SHA_256, new PlaceCode(place), (UUID)
                        Program.present(streamRow(after, number).get("stream")))
                : bytes(previous, "chain");
        check(
                Arrays.equals(record(row).hash(RecordHash.SHA_256, Program.present(from)), bytes(row, "chain")),
                "the chain of %s is broken",
                place);
    }

    private static Map<String, @Nullable Object> streamRow(Tables tables, Integer number) {
        return Program.present(tables.streams.get(number));
    }

    private static JournalRecord record(Map<String, @Nullable Object> row) {
        return new JournalRecord(
                (LocalDate) Program.present(row.get("day")),
                (Integer) Program.present(row.get("stream_number")),
                (Long) Program.present(row.get("seq")),
                Program.present(Columns.instant((OffsetDateTime) row.get("received_at"))),
                Columns.instant((OffsetDateTime) row.get("sent_at")),
                Columns.instant((OffsetDateTime) row.get("effective_at")),
                text(row),
                Program.present(bytes(row, "content_mac")),
                bytes(row, "sealed_hash"),
                Program.present(bytes(row, "chain")));
    }

    private static RecordText text(Map<String, @Nullable Object> row) {
        return new RecordText(
                StoredBody.read((String) Program.present(row.get("body"))),
                (String) row.get("outcome"),
                row.get("release_number") instanceof Short release
                        ? new RuleVersion(release, SharedInputs.RULE_VERSION)
                        : null,
                new RecordFacts(
                        (String) Program.present(row.get("type")),
                        (String) row.get("answer"),
                        (Boolean) row.get("under_age"),
                        (Boolean) row.get("admitted")));
    }

    private static byte @Nullable [] bytes(Map<String, @Nullable Object> row, String column) {
        Buffer buffer = (Buffer) row.get(column);
        return buffer == null ? null : buffer.getBytes();
    }

    private void fed(Long position) {
        check(position == feedPosition + 1, "position %s of the feed follows %s", position, feedPosition);
        feedPosition = position;
    }

    /**
     * Checks that of simultaneous logins of one person that asked for a verdict, at most one is allowed, as long as
     * their cafés are heard.
     */
    private void opened(Tables after, List<Object> key, Map<String, @Nullable Object> session) {
        String place = (String) key.getFirst();
        Map<String, @Nullable Object> login = loginOf(after, session);
        boolean asked = !new JsonObject(text(login).body()).getBoolean("admitted");
        if (!asked || session.get("ended_at") != null) {
            return;
        }
        OffsetDateTime received = (OffsetDateTime) Program.present(login.get("received_at"));
        after.sessions.all().forEach((other, row) -> {
            boolean same = Objects.equals(row.get("token"), session.get("token")) && row.get("ended_at") == null;
            if (same && !other.equals(key) && (other.getFirst().equals(place) || isHeard(after, other, received))) {
                city.fails("one person sits at " + key + " and at " + other + ", and both asked");
            }
        });
        checks++;
    }

    private static boolean isHeard(Tables tables, List<Object> session, OffsetDateTime received) {
        var state = Program.present(tables.states.get((String) session.getFirst()));
        return !((OffsetDateTime) Program.present(state.get("received_at"))).isBefore(received.minus(SILENCE));
    }

    private static Map<String, @Nullable Object> loginOf(Tables tables, Map<String, @Nullable Object> session) {
        return Program.present(tables.journal.get(List.of(
                Program.present(session.get("stream_number")),
                Program.present(session.get("login_seq")),
                Program.present(session.get("login_day")))));
    }

    /** Checks an agent's confirmation that an event is on disk. */
    void recorded(Cafe cafe, Records.Entry entry) {
        var row = byName.getOrDefault(cafe.placeCode(), Map.of()).get(entry.name);
        check(row == null || entry.seq == (Long) Program.present(row.get("seq")), "\"%s\" has two numbers", entry.name);
    }

    /** Checks an acknowledgement to an agent. */
    void acknowledged(Cafe cafe, long seq, @Nullable String chain) {
        var row = row(cafe, seq);
        check(
                seq == 0 || row != null,
                "event %s of %s is acknowledged and is not in the journal",
                seq,
                cafe.placeCode());
        if (row != null && chain != null) {
            check(
                    HexFormat.of()
                            .formatHex(Program.present(bytes(row, "chain")))
                            .equals(chain),
                    "event %s of %s is acknowledged with another chain",
                    seq,
                    cafe.placeCode());
        }
    }

    /** Checks a verdict or reject to an agent. */
    void said(Cafe cafe, Answer answer) {
        var row = row(cafe, answer.seq());
        check(
                row != null && answer.equals(outcome(row)),
                "event %s of %s is answered otherwise than it is recorded",
                answer.seq(),
                cafe.placeCode());
    }

    /** Checks the answer to a terminal that asks about an event. */
    void answered(Cafe cafe, Records.Entry entry, Answer answer) {
        var row = row(cafe, entry.seq);
        check(row != null, "\"%s\" of %s is answered and is not in the journal", entry.name, cafe.placeCode());
        Answer recorded = outcome(Program.present(row));
        boolean fits = answer instanceof Answer.Acknowledged
                ? recorded == null || !cafe.posts() && !entry.login // an agent's terminal waits only for verdicts
                : answer.equals(recorded);
        check(fits, "\"%s\" of %s gets another answer than is recorded", entry.name, cafe.placeCode());
    }

    private @Nullable Map<String, @Nullable Object> row(Cafe cafe, long seq) {
        for (Map<String, @Nullable Object> row :
                byName.getOrDefault(cafe.placeCode(), Map.of()).values()) {
            if (row.get("seq").equals(seq)) {
                return row;
            }
        }
        return null;
    }

    private static @Nullable Answer outcome(Map<String, @Nullable Object> row) {
        String outcome = (String) row.get("outcome");
        if (outcome == null) {
            return null;
        }
        JsonObject json = new JsonObject(outcome);
        return json.getString("type").equals("verdict") ? Answer.verdict(json) : Answer.reject(json);
    }

    /** Checks a message to a reader of the feed: it must be the reader's next one, and committed. */
    void read(Reader reader, long seen, long position, JsonObject message) {
        var row = city.database().committed().feed.get(position);
        check(row != null, "%s is told of position %s, which is not committed", reader, position);
        check(position == nextFor(reader, seen), "%s is told of position %s after %s", reader, position, seen);
        check(
                row == null || tells(message, row),
                "%s is told otherwise of position %s than is recorded",
                reader,
                position);
    }

    private static boolean tells(JsonObject message, Map<String, @Nullable Object> row) {
        JsonObject violation = message.getJsonObject("data").getJsonObject("data");
        return message.getString("event").equals("violation." + row.get("event"))
                && violation.getString("id").equals(String.valueOf(row.get("violation_id")))
                && violation.getString("code").equals(row.get("code"));
    }

    /** The next position that a reader must get; 0 if there is none. */
    long nextFor(Reader reader, long seen) {
        Tables tables = city.database().committed();
        for (long position = seen + 1; position <= tables.position; position++) {
            var row = tables.feed.get(position);
            if (row != null && reader.wants(row)) {
                return position;
            }
        }
        return 0;
    }

    /** Checks at the end that the journal contains every recorded event once, and nothing else. */
    void complete() {
        for (Cafe cafe : city.cafes()) {
            Set<String> recorded =
                    byName.getOrDefault(cafe.placeCode(), Map.of()).keySet();
            for (Records.Entry entry : cafe.records().all()) {
                check(
                        !entry.isRecorded() || recorded.contains(entry.name),
                        "\"%s\" of %s was recorded and is lost",
                        entry.name,
                        cafe.placeCode());
            }
        }
    }

    /** The name of an event in the journal, as {@link Records#name} gives it. */
    static String name(Map<String, @Nullable Object> row) {
        JsonObject body = new JsonObject(text(row).body());
        return switch (body.getString("type")) {
            case "login", "logout" -> body.getString("type") + " " + body.getString("session");
            case "heartbeat" -> "heartbeat " + body.getJsonArray("inUse").getString(0);
            default -> body.getString("type");
        };
    }

    private void check(boolean holds, String otherwise, @Nullable Object... values) {
        checks++;
        if (!holds) {
            city.fails(otherwise.formatted(values));
        }
    }
}
