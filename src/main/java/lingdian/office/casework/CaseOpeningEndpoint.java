package lingdian.office.casework;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseId;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeListener;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeStore;
import lingdian.office.violation.CaseFeedStore;
import lingdian.platform.database.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** {@code POST /cases}: opens a case without a violation, for a complaint, a transfer from elsewhere or an inspection. */
final class CaseOpeningEndpoint {
    private final Parts parts;
    private final CaseReading reading;
    private final OfficeListener listener;

    /** What a case is opened with. */
    record Parts(
            QueryPool pool,
            ScopedStore readers,
            CafeStore cafes,
            CaseDeadlines deadlines,
            AccessLogStore log,
            InstantSource clock,
            Supplier<UUID> ids) {}

    CaseOpeningEndpoint(Parts parts, CaseReading reading, OfficeListener listener) {
        this.parts = parts;
        this.reading = reading;
        this.listener = listener;
    }

    public Future<Reply> open(AuthorisedCall call) {
        var placeCode = new PlaceCode(call.body().getString("placeCode"));
        var id = new CaseId(parts.ids().get());
        return parts.readers()
                .read(call.account(), client -> place(client, call, placeCode))
                .compose(seen -> parts.pool().withTransaction(connection -> open(connection, call, id, placeCode)))
                .compose(opened -> {
                    listener.feedMoved();
                    return reading.one(call.account(), id);
                })
                .map(Reply::created);
    }

    private Future<CafeStore.Place> place(SqlClient client, AuthorisedCall call, PlaceCode placeCode) {
        return parts.cafes()
                .place(client, placeCode)
                .map(found -> found.filter(place -> call.scope().coversCafe(place.placeCode(), place.region()))
                        .orElseThrow(Refused::unknown));
    }

    /**
     * Under the lock that all cases are opened under, so that no more are opened than the limit allows. A café moves under it too, so that
     * its county is read again.
     */
    private Future<Void> open(SqlConnection connection, AuthorisedCall call, CaseId id, PlaceCode placeCode) {
        Instant now = parts.clock().instant();
        CaseFile file = CaseFile.open(id, Objects.requireNonNull(call.scope().authority()), placeCode, List.of(), now);
        return parts.deadlines()
                .present(connection)
                .compose(present -> CaseFeedStore.lock(connection)
                        .compose(position -> place(connection, call, placeCode)
                                .compose(place -> open(connection, call, file, place, present)
                                        .compose(opened ->
                                                CaseFeedStore.tellCases(connection, List.of(id.value()), position, now))
                                        .compose(told -> parts.log().append(connection, entry(call, id, place))))));
    }

    private static Future<Void> open(
            SqlConnection connection,
            AuthorisedCall call,
            CaseFile file,
            CafeStore.Place place,
            CaseDeadlines.Present deadlines) {
        AccountId officer = call.account().id();
        return CaseOpeningStore.admit(connection, file, officer)
                .compose(admitted -> CaseOpeningStore.openByHand(
                        connection, file, place, officer, deadlines.earliest(file, place.timeZone(), file.openedAt())));
    }

    private static AccessEntry entry(AuthorisedCall call, CaseId id, CafeStore.Place place) {
        return call.done(Action.OPEN_CASE)
                .on(Subject.of(Subject.Kind.CASE, id.value()))
                .inRegion(place.region())
                .with("for", place.placeCode().value());
    }
}
