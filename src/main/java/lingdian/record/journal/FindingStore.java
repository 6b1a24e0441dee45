package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.domain.Authority;
import lingdian.domain.ViolationId;
import lingdian.domain.document.LoginRef;
import lingdian.law.casework.Case;
import lingdian.law.json.ViolationSnapshot;
import lingdian.law.judge.Change;
import lingdian.law.judge.Finding;
import lingdian.law.judge.Quantities;
import lingdian.platform.database.Columns;
import org.jspecify.annotations.Nullable;

/** Violations and the feed of their changes, and the one row whose lock puts all commits in one order. */
public final class FindingStore {
    private static final String LOCK =
            "SELECT position, facts_version, registry_used, clock_timestamp() AS at FROM head WHERE only_row FOR UPDATE";

    private static final String MOVE_HEAD = "UPDATE head SET position = $1 WHERE only_row";

    private static final String EXISTING = """
            SELECT id FROM violation WHERE id = ANY ($1) UNION ALL SELECT id FROM shadow_violation WHERE id = ANY ($1)
            """;

    private static final String CASES = """
            SELECT id, case_step FROM violation WHERE id = ANY ($1) AND case_step <> 'new'
            """;

    private static final String SAVE = """
            INSERT INTO violation (id, code, place_code, region, standing, state, authorities, started_at, detected_at, ended_at,
                                   seconds, sessions, peak, late, snapshot, stream_number, login_seq, login_day)
            SELECT id, code, place_code, region, standing, state, string_to_array(authorities, ','), started_at, detected_at,
                   ended_at, seconds, sessions, peak, late, snapshot, stream_number, login_seq, login_day
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[],
                        $9::timestamptz[], $10::timestamptz[], $11::bigint[], $12::integer[], $13::integer[], $14::boolean[],
                        $15::text[], $16::integer[], $17::bigint[], $18::date[])
              AS found (id, code, place_code, region, standing, state, authorities, started_at, detected_at, ended_at, seconds,
                        sessions, peak, late, snapshot, stream_number, login_seq, login_day)
            ON CONFLICT (id) DO UPDATE
            SET standing = excluded.standing, state = excluded.state, ended_at = excluded.ended_at, seconds = excluded.seconds,
                sessions = excluded.sessions, peak = excluded.peak, snapshot = excluded.snapshot
            """;

    private static final String SAVE_SHADOW = """
            INSERT INTO shadow_violation (id, code, place_code, region, standing, state, rule_version, started_at, detected_at,
                                          ended_at, snapshot)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                                 $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::text[])
            ON CONFLICT (id) DO UPDATE
            SET standing = excluded.standing, state = excluded.state, ended_at = excluded.ended_at, snapshot = excluded.snapshot
            """;

    private static final String FEED = """
            INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, late, snapshot,
                              stream_number, login_seq, login_day)
            SELECT position, $2, event, violation_id, place_code, code, standing, string_to_array(authorities, ','), late, snapshot,
                   stream_number, login_seq, login_day
            FROM unnest($1::bigint[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[],
                        $10::text[], $11::integer[], $12::bigint[], $13::date[])
              AS change (position, event, violation_id, place_code, code, standing, authorities, late, snapshot, stream_number,
                         login_seq, login_day)
            """;

    /**
     * The state of the one order: the feed's newest position, and the number of changes of facts.
     *
     * @param at the database's time while the lock was asked for
     */
    public record Head(long position, long factsVersion, boolean registryUsed, Instant at) {}

    /** A finding with its authorities and its JSON. */
    public record StoredFinding(Finding finding, List<Authority> authorities, String snapshot) {
        String authorityList() {
            return authorities.stream().map(Authority::wire).collect(Collectors.joining(","));
        }
    }

    /** A change with its place in the feed. */
    public record FeedEntry(long position, Change.Kind kind, StoredFinding stored) {}

    /** Waits until no other batch or change of facts is running, and blocks them until the transaction ends. */
    public Future<Head> lock(SqlClient client) {
        return client.preparedQuery(LOCK).execute().map(rows -> {
            Row row = rows.iterator().next();
            return new Head(
                    row.getLong("position"),
                    row.getLong("facts_version"),
                    row.getBoolean("registry_used"),
                    Columns.instant(row, "at"));
        });
    }

    public Future<Void> moveHead(SqlClient client, long position) {
        return client.preparedQuery(MOVE_HEAD).execute(Tuple.of(position)).mapEmpty();
    }

    /** Those of {@code ids} that already exist. */
    public Future<Set<ViolationId>> existing(SqlClient client, Collection<ViolationId> ids) {
        return client.preparedQuery(EXISTING)
                .execute(Tuple.of((Object) ids.stream().map(ViolationId::value).toArray(UUID[]::new)))
                .map(rows -> {
                    var existing = new HashSet<ViolationId>();
                    rows.forEach(row -> existing.add(new ViolationId(row.getUUID("id"))));
                    return existing;
                });
    }

    /**
     * The states of these violations' cases, if any; read under the lock, so that the judge's next write does not
     * overwrite an officer's step.
     */
    public Future<Map<ViolationId, Case>> cases(SqlClient client, Collection<ViolationId> ids) {
        return client.preparedQuery(CASES)
                .execute(Tuple.of((Object) ids.stream().map(ViolationId::value).toArray(UUID[]::new)))
                .map(rows -> {
                    var cases = new HashMap<ViolationId, Case>();
                    rows.forEach(
                            row -> cases.put(new ViolationId(row.getUUID("id")), Case.of(row.getString("case_step"))));
                    return cases;
                });
    }

    public Future<Void> save(SqlClient client, Collection<StoredFinding> stored) {
        var columns = new FindingColumns(stored);
        return client.preparedQuery(SAVE)
                .execute(Tuple.of(
                        columns.ids(),
                        columns.codes(),
                        columns.placeCodes(),
                        columns.texts(finding -> finding.region().value()),
                        columns.standings(),
                        columns.texts(ViolationSnapshot::state),
                        columns.authorities(),
                        columns.times(Finding::startedAt),
                        columns.times(Finding::detectedAt),
                        columns.times(Finding::endedAt),
                        columns.seconds(),
                        columns.sessions(),
                        columns.peaks(),
                        columns.lates(),
                        columns.snapshots(),
                        columns.loginStreams(),
                        columns.loginSeqs(),
                        columns.loginDays()))
                .mapEmpty();
    }

    /** Records findings of rules in shadow in a table that readers cannot see. */
    public Future<Void> saveShadow(SqlClient client, Collection<StoredFinding> stored) {
        var columns = new FindingColumns(stored);
        return client.preparedQuery(SAVE_SHADOW)
                .execute(Tuple.of(
                        columns.ids(),
                        columns.codes(),
                        columns.placeCodes(),
                        columns.texts(finding -> finding.region().value()),
                        columns.standings(),
                        columns.texts(ViolationSnapshot::state),
                        columns.texts(Finding::ruleVersion),
                        columns.times(Finding::startedAt),
                        columns.times(Finding::detectedAt),
                        columns.times(Finding::endedAt),
                        columns.snapshots()))
                .mapEmpty();
    }

    public Future<Void> feed(SqlClient client, List<FeedEntry> changes, Instant at) {
        var columns = new FindingColumns(changes.stream().map(FeedEntry::stored).toList());
        return client.preparedQuery(FEED)
                .execute(Tuple.of(
                        Columns.of(changes, Long[]::new, FeedEntry::position),
                        Columns.utc(at),
                        Columns.of(
                                changes, String[]::new, fed -> fed.kind().name().toLowerCase(Locale.ROOT)),
                        columns.ids(),
                        columns.placeCodes(),
                        columns.codes(),
                        columns.standings(),
                        columns.authorities(),
                        columns.lates(),
                        columns.snapshots(),
                        columns.loginStreams(),
                        columns.loginSeqs(),
                        columns.loginDays()))
                .mapEmpty();
    }

    /** Findings as columns, for {@code unnest}. */
    private record FindingColumns(Collection<StoredFinding> stored) {
        Object ids() {
            return Columns.of(stored, UUID[]::new, row -> row.finding().id().value());
        }

        Object codes() {
            return texts(finding -> finding.code().name());
        }

        Object placeCodes() {
            return texts(finding -> finding.placeCode().value());
        }

        Object standings() {
            return texts(finding -> finding.standing().wire());
        }

        Object authorities() {
            return Columns.of(stored, String[]::new, StoredFinding::authorityList);
        }

        Object lates() {
            return Columns.of(stored, Boolean[]::new, row -> row.finding().late());
        }

        Object snapshots() {
            return Columns.of(stored, String[]::new, StoredFinding::snapshot);
        }

        Object texts(Function<Finding, String> value) {
            return Columns.of(stored, String[]::new, row -> value.apply(row.finding()));
        }

        Object times(Function<Finding, @Nullable Instant> value) {
            return Columns.times(stored, row -> value.apply(row.finding()));
        }

        /** Null for findings that count no sessions. */
        Object seconds() {
            return Columns.of(
                    stored,
                    Long[]::new,
                    row -> row.finding().quantities() instanceof Quantities.Sessions counted
                            ? (Long) counted.seconds()
                            : null);
        }

        /** Null for findings that count no sessions. */
        Object sessions() {
            return Columns.of(
                    stored,
                    Integer[]::new,
                    row -> row.finding().quantities() instanceof Quantities.Sessions counted
                            ? (Integer) counted.sessions()
                            : null);
        }

        /** Null for findings without quantities. */
        Object peaks() {
            return Columns.of(stored, Integer[]::new, row -> {
                Quantities quantities = row.finding().quantities();
                return quantities == null ? null : quantities.most();
            });
        }

        /** Null for findings that are about no document. */
        Object loginStreams() {
            return Columns.of(stored, Integer[]::new, row -> {
                LoginRef login = row.finding().login();
                return login == null ? null : (Integer) login.streamNumber();
            });
        }

        /** Null for findings that are about no document. */
        Object loginSeqs() {
            return Columns.of(stored, Long[]::new, row -> {
                LoginRef login = row.finding().login();
                return login == null ? null : (Long) login.seq();
            });
        }

        /** Null for findings that are about no document. */
        Object loginDays() {
            return Columns.of(stored, LocalDate[]::new, row -> {
                LoginRef login = row.finding().login();
                return login == null ? null : login.day();
            });
        }
    }
}
