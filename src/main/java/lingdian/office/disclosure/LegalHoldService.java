package lingdian.office.disclosure;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.PlaceCode;
import lingdian.office.api.AccessLoggedChanges;
import lingdian.office.cafe.CafeStore.Place;
import lingdian.office.disclosure.LegalHold.Held;
import lingdian.office.disclosure.LegalHold.Lifted;
import lingdian.office.disclosure.LegalHold.LiftingAsked;
import lingdian.office.disclosure.LegalHold.State;
import lingdian.office.permission.Approvers;
import lingdian.office.permission.Permission;
import lingdian.office.permission.PermissionMapping;
import lingdian.platform.http.Problem;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/** Legal holds, step by step. One person can set a hold; lifting it takes two. */
final class LegalHoldService {
    private final Approvers approvers;
    private final AccessLoggedChanges changes;
    private final LegalHoldStore store;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    LegalHoldService(
            Approvers approvers,
            AccessLoggedChanges changes,
            LegalHoldStore store,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.approvers = approvers;
        this.changes = changes;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    /** @param place the café whose records are needed; null for all cafés in the account's region */
    Future<LegalHold> set(Account account, @Nullable Place place, LocalDate from, LocalDate to, String reason) {
        var hold = new LegalHold(
                ids.get(),
                from,
                to,
                place == null ? null : place.placeCode(),
                Objects.requireNonNull(account.authority(), "a regulator has an authority"),
                place == null ? Objects.requireNonNull(account.region()) : place.region(),
                reason,
                new LegalHold.Creation(account.id(), account.name(), now()),
                new Held());
        AccessEntry entry = entry(AccessEntry.done(actor(account), Action.SET_LEGAL_HOLD), hold)
                .because(reason);
        return changes.change(connection -> store.create(connection, hold), entry)
                .map(hold);
    }

    Future<LegalHold> askLifting(Account account, LegalHold hold, String reason) {
        return switch (hold.state()) {
            case Held held -> {
                LiftingAsked asked = held.ask(account.id(), now(), reason);
                AccessEntry entry = entry(AccessEntry.attempted(actor(account), Action.END_LEGAL_HOLD), hold)
                        .because(reason);
                yield changes.change(
                                connection -> PermissionMapping.decided(store.ask(connection, hold.id(), asked)), entry)
                        .map(done -> hold.with(asked));
            }
            case LiftingAsked ignored ->
                Future.failedFuture(Refused.coded(409, "already-asked", "A second person has already been asked."));
            case Lifted ignored -> Future.failedFuture(lifted());
        };
    }

    /** The second person's decision. */
    Future<LegalHold> decide(Account account, LegalHold hold, boolean approve, @Nullable String note) {
        return switch (hold.state()) {
            case LiftingAsked asked -> decide(account, hold, asked, approve, note);
            case Held ignored ->
                Future.failedFuture(Refused.coded(409, "not-asked", "There is no request to lift this hold."));
            case Lifted ignored -> Future.failedFuture(lifted());
        };
    }

    private Future<LegalHold> decide(
            Account account, LegalHold hold, LiftingAsked asked, boolean approve, @Nullable String note) {
        if (account.id().equals(asked.by())) {
            return changes.refuse(refused(account, hold), Permission.ownRequest());
        }
        // whoever may decide may keep the hold; lifting it needs two accounts that are not too new
        Future<Void> admitted = approve
                ? changes.admitted(approvers.admit(account.id(), asked.by()), refused(account, hold))
                : Future.succeededFuture();
        return admitted.compose(done -> decided(account, hold, asked, approve, note));
    }

    private static AccessEntry refused(Account account, LegalHold hold) {
        return entry(AccessEntry.refused(actor(account), Action.END_LEGAL_HOLD), hold);
    }

    private Future<LegalHold> decided(
            Account account, LegalHold hold, LiftingAsked asked, boolean approve, @Nullable String note) {
        State decided = asked.decided(account.id(), approve, now());
        AccessEntry entry = entry(AccessEntry.done(actor(account), Action.END_LEGAL_HOLD), hold)
                .with("decision", approve ? "approved" : "refused")
                .because(note);
        return changes.change(
                        connection -> PermissionMapping.decided(store.decide(connection, hold.id(), asked, decided)),
                        entry)
                .map(done -> hold.with(decided));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
    }

    private static Problem.Thrown lifted() {
        return Refused.coded(409, "already-lifted", "This hold has already been lifted.");
    }

    private static Actor actor(Account account) {
        return Actor.account(account.id());
    }

    private static AccessEntry entry(AccessEntry entry, LegalHold hold) {
        AccessEntry days = entry.on(Subject.of(Subject.Kind.LEGAL_HOLD, hold.id()))
                .inRegion(hold.region())
                .with("from", hold.from().toString())
                .with("to", hold.to().toString());
        PlaceCode placeCode = hold.placeCode();
        return placeCode == null ? days : days.with("placeCode", placeCode.value());
    }
}
