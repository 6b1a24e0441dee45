package lingdian.office.disclosure;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.office.api.AccessLoggedChanges;
import lingdian.office.api.AccountPlaces;
import lingdian.office.api.AccountPlaces.Limits;
import lingdian.office.api.StandingRight;
import lingdian.office.cafe.CafeStore.Place;
import lingdian.office.permission.Permission;
import lingdian.office.permission.PermissionMapping;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.vault.seal.SealedStore;
import org.jspecify.annotations.Nullable;

/**
 * Record requests, step by step: made with a reason, granted by a second person, exported by the requesting account.
 */
final class RecordRequestService {
    private static final String LIMIT = "exports";
    /** A client that reads slowly holds its export's place. */
    private static final int EXPORTS_OF_ACCOUNT_MAX = 1;

    private final ScopedStore readers;
    private final Disclosure disclosure;
    private final AccessLoggedChanges changes;
    private final RecordRequestStore store;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final AccountPlaces exports;

    RecordRequestService(
            ScopedStore readers,
            Disclosure disclosure,
            AccessLoggedChanges changes,
            RecordRequestStore store,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.readers = readers;
        this.disclosure = disclosure;
        this.changes = changes;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
        this.exports =
                AccountPlaces.ofOffices(Limits.ofPlaces(disclosure.limits().exportsAtOnce(), EXPORTS_OF_ACCOUNT_MAX));
    }

    /** The content of a request. */
    record Wanted(Place place, Instant from, Instant to, String legalBasis, String reason) {
        @Override
        public String toString() {
            return "Wanted[" + place + "]"; // a reason is free text
        }
    }

    Future<RecordRequest> ask(Account account, Wanted wanted) {
        Instant now = now();
        var asked = new RecordRequest(
                ids.get(),
                wanted.place().placeCode(),
                wanted.place().region(),
                Objects.requireNonNull(account.authority(), "a regulator has an authority"),
                wanted.from(),
                wanted.to(),
                wanted.legalBasis(),
                wanted.reason(),
                Permission.asked(
                        account.id(),
                        now,
                        now.plus(Duration.ofHours(disclosure.limits().decisionHours()))),
                account.name(),
                null);
        AccessEntry entry = entry(AccessEntry.done(actor(account), Action.REQUEST_RECORDS), asked)
                .because(wanted.legalBasis() + ": " + wanted.reason());
        return changes.change(connection -> store.create(connection, asked), entry)
                .map(asked);
    }

    /** The second person's decision. */
    Future<RecordRequest> decide(Account account, RecordRequest request, boolean approve, @Nullable String note) {
        if (account.id().equals(request.permission().askedBy())) {
            return changes.refuse(refused(account, request), Permission.ownRequest());
        }
        return admitted(account, request, approve).compose(admitted -> decided(account, request, approve, note));
    }

    /** Whoever may decide may refuse; an approval needs two accounts that are not too new. */
    private Future<Void> admitted(Account account, RecordRequest request, boolean approve) {
        return approve
                ? changes.admitted(
                        disclosure
                                .approvers()
                                .admit(account.id(), request.permission().askedBy()),
                        refused(account, request))
                : Future.succeededFuture();
    }

    private static AccessEntry refused(Account account, RecordRequest request) {
        return entry(AccessEntry.refused(actor(account), Action.APPROVE_RECORDS), request);
    }

    private Future<RecordRequest> decided(
            Account account, RecordRequest request, boolean approve, @Nullable String note) {
        Permission decided = request.permission()
                .decided(
                        account.id(),
                        approve,
                        now(),
                        Duration.ofHours(disclosure.limits().exportHours()));
        AccessEntry entry = entry(AccessEntry.done(actor(account), Action.APPROVE_RECORDS), request)
                .with("decision", approve ? "approved" : "refused")
                .because(note);
        return changes.change(
                        connection -> PermissionMapping.decided(store.decide(connection, request.id(), decided)), entry)
                .map(done -> request.with(decided));
    }

    /**
     * Writes the records to the response, if the account is still as it was when they were granted; the first byte follows after
     * the log says that they are shown.
     */
    Future<Void> export(
            Account account, StandingRight right, RecordRequest request, ZoneId zone, HttpServerResponse response) {
        return changes.admitted(
                        disclosure.approvers().demandUnchanged(request.permission()),
                        entry(AccessEntry.refused(actor(account), Action.EXPORT_RECORDS), request))
                .compose(admitted -> exportAtOnce(account, right, request, zone, response));
    }

    private Future<Void> exportAtOnce(
            Account account, StandingRight right, RecordRequest request, ZoneId zone, HttpServerResponse response) {
        if (!exports.enter(account)) {
            disclosure.limitReached().accept(LIMIT);
            return Future.failedFuture(
                    Refused.coded(429, "too-many-exports", "Too many exports are running. Try again later."));
        }
        var lines = new RecordLines(zone);
        var export = new RecordExport(
                readers,
                new RecordExportStore(),
                new SealedStore(disclosure.vault()),
                account,
                right,
                request,
                lines,
                response);
        return changes.before(entry(AccessEntry.attempted(actor(account), Action.EXPORT_RECORDS), request))
                .compose(logged -> export.run(lines.first(request, now())))
                .compose(run -> changes.before(entry(AccessEntry.done(actor(account), Action.EXPORT_RECORDS), request)
                        .with("sessions", export.sessions())
                        .with("events", export.events())))
                .compose(logged -> export.end())
                .onComplete(done -> exports.leave(account));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
    }

    private static Actor actor(Account account) {
        return Actor.account(account.id());
    }

    private static AccessEntry entry(AccessEntry entry, RecordRequest request) {
        return entry.on(Subject.of(Subject.Kind.RECORD_REQUEST, request.id()))
                .inRegion(request.region())
                .with("placeCode", request.placeCode().value())
                .with("from", request.from().toString())
                .with("to", request.to().toString());
    }
}
