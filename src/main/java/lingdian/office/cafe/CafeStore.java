package lingdian.office.cafe;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lingdian.access.account.Refused;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Area;
import lingdian.law.hours.LicenceExpiry;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.Witness;
import lingdian.record.hours.FactsChangeStore;
import org.jspecify.annotations.Nullable;

/**
 * The cafés as configured.
 *
 * <p>A change first takes the lock on {@code head} that every batch of the judge takes, so that each event is judged
 * either wholly by the old facts or wholly by the new ones.
 */
public final class CafeStore {
    private static final String CREATE = """
            INSERT INTO cafe (place_code, name, region, licence_number, licence_valid_until, terminals, staff_terminals,
              latitude, longitude, address, telephone, principal, time_zone, measures, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            ON CONFLICT (place_code) DO NOTHING
            """;
    private static final String BEFORE = """
            SELECT c.*, s.effective_at
            FROM cafe c LEFT JOIN cafe_state s USING (place_code)
            WHERE c.place_code = $1
            """;
    private static final String CHANGE = """
            UPDATE cafe SET name = $2, region = $3, licence_number = $4, licence_valid_until = $5, terminals = $6,
              staff_terminals = $7, latitude = $8, longitude = $9, address = $10, telephone = $11,
              principal = $12, time_zone = $13, measures = $14
            WHERE place_code = $1
            """;
    private static final String CHANGE_OWNER = """
            INSERT INTO owner_change (place_code, at, document) VALUES ($1, $2, $3)
            """;
    private static final String WRITE_EXPIRY = """
            INSERT INTO suspension (id, place_code, begins_at, ends_at, cause, document, entered_at)
            VALUES ($1, $2, $3, $4, 'licence-expired', 'licence expired', $4)
            ON CONFLICT (id) DO UPDATE SET ends_at = excluded.ends_at
            """;
    /** What is checked already stays with the office that checked it. */
    private static final String MOVE_CASES = """
            UPDATE case_file SET region = $2 WHERE place_code = $1 AND step IN ('lead', 'assigned')
            """;

    /** Whoever may not see the café any more enrols nothing for it, and the office that now may issues its own. */
    private static final String WITHDRAW_CODES = """
            UPDATE enrolment SET withdrawn_at = $2
            WHERE place_code = $1 AND issuer <> 'admin' AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2
            """;

    private static final String TELL_MOVE = """
            WITH open AS (SELECT *, row_number() OVER (ORDER BY started_at, id) AS number
                          FROM violation WHERE place_code = $1 AND state = 'open'),
              moved AS (UPDATE head SET position = position + (SELECT count(*) FROM open) WHERE only_row
                        RETURNING position)
            INSERT INTO feed (position, at, event, violation_id, place_code, code, standing, authorities, late, snapshot,
                              stream_number, login_seq, login_day, moved_from)
            SELECT moved.position - (SELECT count(*) FROM open) + number, $2, 'updated', id, place_code, code, standing,
                   authorities, late, snapshot, stream_number, login_seq, login_day, $3
            FROM open, moved
            """;
    private static final String REGION = """
            SELECT region, time_zone FROM cafe WHERE place_code = $1
            """;
    private static final String REGIONS = """
            SELECT place_code, region FROM cafe WHERE place_code = ANY($1)
            """;

    private final QueryPool pool;
    private final InstantSource clock;

    public CafeStore(QueryPool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** A café's region and time zone. */
    public record Place(PlaceCode placeCode, RegionCode region, ZoneId timeZone) {}

    /** @return empty if the café does not exist */
    public Future<Optional<Place>> place(SqlClient client, PlaceCode placeCode) {
        return client.preparedQuery(REGION)
                .execute(Tuple.of(placeCode.value()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(place(placeCode, rows.iterator().next())));
    }

    /** Like {@link #place}, but refused as unknown if there is none that the reader may see. */
    public Future<Place> known(SqlClient client, PlaceCode placeCode) {
        return place(client, placeCode).map(found -> found.orElseThrow(Refused::unknown));
    }

    /** The present regions of these cafés, by place code. */
    public Future<Map<PlaceCode, RegionCode>> regions(SqlClient client, Collection<PlaceCode> placeCodes) {
        return client.preparedQuery(REGIONS)
                .execute(Tuple.of(placeCodes.stream().map(PlaceCode::value).toArray(String[]::new)))
                .map(rows -> {
                    var regions = new HashMap<PlaceCode, RegionCode>();
                    rows.forEach(row -> regions.put(new PlaceCode(row.getString(0)), new RegionCode(row.getString(1))));
                    return regions;
                });
    }

    /**
     * Creates or replaces a café.
     *
     * @param ownerDocument of a change of owner; null: another principal only corrects the name
     * @param witness is told what it was; empty: it is created
     * @return whether it was created. Fails with a {@code Problem.Thrown} if its licence would have expired before
     * events that have already been judged
     */
    Future<Boolean> put(Cafe cafe, @Nullable String ownerDocument, Witness<Optional<Cafe>> witness) {
        return pool.withTransaction(connection -> create(connection, cafe)
                        .compose(created -> created
                                ? witness.saw(connection, Optional.empty()).map(true)
                                : Future.succeededFuture(false)))
                .compose(created -> Boolean.TRUE.equals(created)
                        ? Future.succeededFuture(true)
                        : pool.withTransaction(connection -> change(connection, null, cafe, ownerDocument)
                                        .compose(before -> witness.saw(connection, Optional.of(before))))
                                .compose(changed -> FindingMoveStore.ended(pool, cafe.placeCode()))
                                .map(false));
    }

    /**
     * Creates a café, or changes one without moving it, as was planned on what it was. Fails as
     * {@link #put(Cafe, String, Witness)} does, and with {@link CafeChanged} if it is something else by now.
     *
     * @param seen what it was; null: there was none
     */
    Future<Void> putAsSeen(@Nullable Cafe seen, Cafe cafe, Witness<Optional<Cafe>> witness) {
        return pool.withTransaction(connection -> (seen == null
                        ? create(connection, cafe).compose(CafeStore::orChanged)
                        : change(connection, seen, cafe, null).<Void>mapEmpty())
                .compose(written -> witness.saw(connection, Optional.ofNullable(seen))));
    }

    private static Future<Void> orChanged(boolean same) {
        return same ? Future.succeededFuture() : Future.failedFuture(new CafeChanged());
    }

    private Future<Boolean> create(SqlConnection connection, Cafe cafe) {
        return connection
                .preparedQuery(CREATE)
                .execute(columns(cafe).addValue(utc(clock.instant())))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * @param seen what it must still be; null: anything
     * @return what it was
     */
    private Future<Cafe> change(
            SqlConnection connection, @Nullable Cafe seen, Cafe cafe, @Nullable String ownerDocument) {
        return FactsChangeStore.count(connection, new Area.Cafe(cafe.placeCode()))
                .compose(locked -> connection
                        .preparedQuery(BEFORE)
                        .execute(Tuple.of(cafe.placeCode().value())))
                .map(rows -> Before.of(rows.iterator().next()))
                .compose(before -> orChanged(seen == null || seen.equals(before.cafe()))
                        .compose(same -> refuseEarlyExpiry(before, cafe))
                        .compose(fine -> writeExpiry(connection, before, cafe))
                        .compose(written -> connection.preparedQuery(CHANGE).execute(columns(cafe)))
                        .compose(changed -> changeOwner(connection, before, cafe, ownerDocument))
                        .compose(changed -> move(connection, before, cafe))
                        .map(moved -> before.cafe()));
    }

    /** Said again with the name that the café has already, it is no other change. */
    private Future<Void> changeOwner(
            SqlConnection connection, Before before, Cafe cafe, @Nullable String ownerDocument) {
        return ownerDocument == null
                        || Objects.equals(
                                before.cafe().contact().principal(),
                                cafe.contact().principal())
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(CHANGE_OWNER)
                        .execute(Tuple.of(cafe.placeCode().value(), utc(clock.instant()), ownerDocument))
                        .mapEmpty();
    }

    private static Future<Void> refuseEarlyExpiry(Before before, Cafe cafe) {
        LocalDate validUntil = cafe.licence().validUntil();
        Instant judgedUntil = before.judgedUntil();
        return validUntil != null
                        && judgedUntil != null
                        && before.hasOtherLicence(cafe)
                        && LicenceExpiry.at(validUntil, cafe.timeZone()).isBefore(judgedUntil)
                ? Future.failedFuture(Refused.tooEarly(judgedUntil, cafe.timeZone()))
                : Future.succeededFuture();
    }

    /** A licence that had expired before it was renewed stays on record as a suspension. */
    private Future<Void> writeExpiry(SqlClient connection, Before before, Cafe cafe) {
        Instant now = clock.instant();
        LocalDate old = before.cafe().licence().validUntil();
        if (old == null || !before.hasOtherLicence(cafe)) {
            return Future.succeededFuture();
        }
        Instant ranOut = LicenceExpiry.at(old, before.cafe().timeZone());
        return ranOut.isBefore(now)
                ? connection
                        .preparedQuery(WRITE_EXPIRY)
                        .execute(Tuple.of(
                                LicenceExpiry.id(cafe.placeCode(), old),
                                cafe.placeCode().value(),
                                utc(ranOut),
                                utc(now)))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    /** Takes its open violations along, and tells of each where it is now; codes of the former office are good no more. */
    private Future<Void> move(SqlClient connection, Before before, Cafe cafe) {
        if (before.cafe().region().equals(cafe.region())) {
            return Future.succeededFuture();
        }
        Tuple move = Tuple.of(cafe.placeCode().value(), cafe.region().value());
        return FindingMoveStore.open(connection, cafe.placeCode())
                .compose(moved -> connection
                        .preparedQuery(TELL_MOVE)
                        .execute(Tuple.of(
                                cafe.placeCode().value(),
                                utc(clock.instant()),
                                before.cafe().region().value())))
                .compose(told -> connection.preparedQuery(MOVE_CASES).execute(move))
                .compose(moved -> connection
                        .preparedQuery(WITHDRAW_CODES)
                        .execute(Tuple.of(cafe.placeCode().value(), utc(clock.instant()))))
                .mapEmpty();
    }

    /** A café before a change, and until when it was judged by that. */
    private record Before(Cafe cafe, @Nullable Instant judgedUntil) {
        static Before of(Row row) {
            return new Before(Cafe.of(row), Columns.instantOrNull(row, "effective_at"));
        }

        boolean hasOtherLicence(Cafe after) {
            return !Objects.equals(cafe.licence().validUntil(), after.licence().validUntil());
        }
    }

    private static Place place(PlaceCode placeCode, Row row) {
        return new Place(placeCode, new RegionCode(row.getString("region")), ZoneId.of(row.getString("time_zone")));
    }

    private static Tuple columns(Cafe cafe) {
        return Tuple.tuple()
                .addString(cafe.placeCode().value())
                .addString(cafe.name())
                .addString(cafe.region().value())
                .addString(cafe.licence().number())
                .addLocalDate(cafe.licence().validUntil())
                .addInteger(cafe.terminals())
                .addArrayOfString(cafe.staffTerminals().toArray(String[]::new))
                .addDouble(cafe.site().latitude())
                .addDouble(cafe.site().longitude())
                .addString(cafe.site().address())
                .addString(cafe.contact().telephone())
                .addString(cafe.contact().principal())
                .addString(cafe.timeZone().getId())
                .addString(cafe.measures().wire());
    }
}
