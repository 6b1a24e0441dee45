package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import lingdian.domain.PlaceCode;
import lingdian.law.judge.People;
import lingdian.law.judge.People.SessionKey;
import lingdian.platform.database.Columns;
import lingdian.record.journal.SessionStore.SessionsOfPerson;

/**
 * Reads in one statement what nearly every batch is judged with, besides the states that the node remembers: whether
 * they are current, which sessions were opened before, and the persons. {@link BatchStore} says why.
 */
public final class BatchLookupStore {
    private static final String SESSION = """
            s.place_code, s.session, s.terminal, s.started_at, s.ended_at,
                   s.stream_number, s.login_seq, s.login_day, s.shared_detected_at, s.shared_late, s.contested, s.end_seen, s.apart, s.ends_apart,
                   login.stream,
                   s.end_seq, ending.stream AS end_stream,
                   cafe.region, state.effective_at, state.received_at, NULL::bigint AS version
            """;

    private static final String WITH_ITS_CAFE = """
            LEFT JOIN stream login ON login.number = s.stream_number
            LEFT JOIN stream ending ON ending.number = s.end_stream_number
            LEFT JOIN cafe ON cafe.place_code = s.place_code
            LEFT JOIN cafe_state state ON state.place_code = s.place_code
            """;

    /**
     * Of so many persons with a contested session in a café the sessions are read with a batch, those first whose session there has
     * ended, and then others each time: nowhere are so many honestly, and all verdicts wait for what is read.
     */
    static final int CONTESTED_MAX = 20;

    /**
     * So many sessions are read at most for the persons of one café, and so many for all of a batch, shared out among them: a row takes 13 µs
     * of the lock, and 1 kB. Of a person at least {@link #OF_ONE_MIN}, which nobody has honestly in that time.
     */
    private static final int OF_A_CAFE_MAX = People.SESSIONS_MAX;

    private static final int OF_A_BATCH_MAX = 40_000;
    private static final int OF_ONE_MIN = 20;

    /**
     * The sessions of everyone who logs in and of those who have a contested session in one of the cafés that have new events, as far
     * as they can overlap the batch's changes; of those who log in, from its own cafés also those of the business day. Those that
     * are apart are read for their own cafés alone: one café can make very many of a person, and others ask for all of them with
     * each event. Of what is left, no more are read than ended last.
     *
     * <p>Then, without a token, the ids of logins that have a session already; then, without a session too, the versions of the cafés' states.
     */
    static final String KNOWN =
            """
            WITH asked AS (
              SELECT token, place, since, interval '1 day' AS visits
              FROM unnest($1::uuid[], $6::text[], $2::timestamptz[]) AS login (token, place, since)
              UNION ALL
              SELECT contested.token, place, contested.started_at, interval '0'
              FROM unnest($7::text[]) AS own (place)
              CROSS JOIN LATERAL (
                SELECT session.token, session.started_at FROM session
                WHERE place_code = own.place AND session.contested
                ORDER BY ended_at IS NULL,
                  hashtextextended(session.session, (SELECT version FROM cafe_state WHERE cafe_state.place_code = own.place))
                LIMIT %3$d) AS contested),
            shared AS (
              SELECT asked.*, greatest(%6$d, least(%4$d / count(*) OVER (PARTITION BY place), %5$d / count(*) OVER ())) AS most FROM asked),
            wanted AS (SELECT token, min(since) AS since, max(visits) AS visits, max(most) AS most FROM shared GROUP BY token)
            SELECT wanted.token, wanted.since, %1$s
            FROM wanted
            LEFT JOIN LATERAL (
              SELECT * FROM session
              WHERE session.token = wanted.token AND NOT session.apart
                AND coalesce(session.ended_at, 'infinity') >= wanted.since - wanted.visits
              ORDER BY coalesce(session.ended_at, 'infinity') DESC LIMIT wanted.most) AS s
              ON s.place_code = ANY ($3) OR coalesce(s.ended_at, 'infinity') >= wanted.since
            %2$s
            UNION ALL
            SELECT own.token, NULL, %1$s
            FROM (
              SELECT token, place, min(since) AS since, max(visits) AS visits, max(most) AS most FROM shared GROUP BY token, place) AS own
            CROSS JOIN LATERAL (
              SELECT * FROM session
              WHERE session.token = own.token AND session.apart AND session.place_code = own.place
                AND coalesce(session.ended_at, 'infinity') >= own.since - own.visits
              ORDER BY coalesce(session.ended_at, 'infinity') DESC LIMIT own.most) AS s
            %2$s
            UNION ALL
            SELECT NULL, NULL, place_code, session, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM unnest($4::text[], $5::text[]) AS asked (place, id) JOIN session ON place_code = place AND session = id
            UNION ALL
            SELECT NULL, NULL, place_code, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
              version
            FROM cafe_state WHERE place_code = ANY ($3)
            """.formatted(SESSION, WITH_ITS_CAFE, CONTESTED_MAX, OF_A_CAFE_MAX, OF_A_BATCH_MAX, OF_ONE_MIN);

    /** Open sessions of these persons in these cafés: very many in other cafés hide none of them. */
    private static final String OWN = """
            SELECT s.token, NULL::timestamptz AS since, %s
            FROM session s
            %s
            WHERE s.place_code = ANY ($1) AND s.ended_at IS NULL AND s.token = ANY ($2)
            """.formatted(SESSION, WITH_ITS_CAFE);

    /**
     * What is known.
     *
     * @param versions of the states of cafés that have ever sent anything
     * @param openedBefore those of the logins' sessions that were opened before
     * @param persons fills {@code People}, the clocks of other cafés included; those of the batch's own are left out
     */
    public record Known(Map<PlaceCode, Long> versions, Set<SessionKey> openedBefore, Consumer<People> persons) {}

    public Future<Known> read(
            SqlClient client,
            Collection<SessionsOfPerson> persons,
            Collection<PlaceCode> placeCodes,
            Collection<PlaceCode> withEvents,
            Collection<SessionKey> logins) {
        return client.preparedQuery(KNOWN)
                .execute(Tuple.tuple()
                        .addValue(Columns.of(
                                persons, UUID[]::new, wanted -> wanted.token().value()))
                        .addValue(SessionStore.since(persons))
                        .addValue(Columns.of(placeCodes, String[]::new, PlaceCode::value))
                        .addValue(Columns.of(
                                logins, String[]::new, key -> key.placeCode().value()))
                        .addValue(Columns.of(logins, String[]::new, SessionKey::session))
                        .addValue(Columns.of(
                                persons,
                                String[]::new,
                                wanted -> wanted.placeCode().value()))
                        .addValue(Columns.of(withEvents, String[]::new, PlaceCode::value)))
                .compose(rows -> withOwn(client, rows, placeCodes))
                .map(rows -> known(rows, new HashSet<>(placeCodes)));
    }

    /** Adds the open sessions of the cafés themselves, of persons of whom not all could be read. */
    private static Future<Iterable<Row>> withOwn(SqlClient client, RowSet<Row> rows, Collection<PlaceCode> placeCodes) {
        Set<UUID> clipped = clipped(rows);
        if (clipped.isEmpty()) {
            return Future.succeededFuture(rows); // nearly always
        }
        var read = new HashSet<SessionKey>();
        List<Row> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(row);
            if (clipped.contains(row.getUUID("token"))) {
                read.add(key(row));
            }
        }
        return client.preparedQuery(OWN)
                .execute(Tuple.tuple()
                        .addValue(Columns.of(placeCodes, String[]::new, PlaceCode::value))
                        .addArrayOfUUID(clipped.toArray(UUID[]::new)))
                .map(own -> {
                    own.forEach(row -> {
                        if (!read.contains(key(row))) {
                            all.add(row);
                        }
                    });
                    return all;
                });
    }

    private static Set<UUID> clipped(RowSet<Row> rows) {
        if (rows.size() < OF_ONE_MIN) {
            return Set.of();
        }
        var counts = new HashMap<UUID, Integer>();
        for (Row row : rows) {
            UUID token = row.getUUID("token");
            if (token != null) {
                counts.merge(token, 1, Integer::sum);
            }
        }
        counts.values().removeIf(count -> count < OF_ONE_MIN);
        return counts.keySet();
    }

    private static SessionKey key(Row row) {
        return new SessionKey(new PlaceCode(row.getString("place_code")), row.getString("session"));
    }

    private static Known known(Iterable<Row> rows, Set<PlaceCode> own) {
        var versions = new HashMap<PlaceCode, Long>();
        var openedBefore = new HashSet<SessionKey>();
        List<Row> ofPersons = new ArrayList<>();
        for (Row row : rows) {
            Long version = row.getLong("version");
            if (version != null) {
                versions.put(new PlaceCode(row.getString("place_code")), version);
            } else if (row.getUUID("token") == null) {
                openedBefore.add(key(row));
            } else {
                ofPersons.add(row);
            }
        }
        return new Known(versions, openedBefore, people -> SessionStore.fill(people, ofPersons, own));
    }
}
