package lingdian.office.disclosure;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.office.api.AccessLoggedChanges;
import lingdian.office.disclosure.Unmasking.SecondPerson;
import lingdian.office.disclosure.Unmasking.TextRef;
import lingdian.office.disclosure.UnmaskingSource.Person;
import lingdian.office.disclosure.UnmaskingSource.Texts;
import lingdian.office.disclosure.UnmaskingSource.UnmaskedContent;
import lingdian.office.disclosure.UnmaskingStore.Target;
import lingdian.office.permission.Permission;
import lingdian.office.permission.PermissionMapping;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unmasking, step by step (handbook, unmasking.md): for one violation, with a reason, for 15 minutes, by two persons if
 * the law protects the subject further, and only after the access log has recorded it.
 */
final class UnmaskingService {
    private static final Logger LOG = LoggerFactory.getLogger(UnmaskingService.class);

    /** How long an unmasking lasts (handbook, unmasking.md); not configurable. */
    static final Duration LASTS = Duration.ofMinutes(15);

    private static final Duration COUNTED = Duration.ofHours(1);
    private static final String LIMIT = "unmaskings";

    private final ScopedStore readers;
    private final Disclosure disclosure;
    private final AccessLoggedChanges changes;
    private final UnmaskingStore store;
    private final UnmaskingSource source;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    UnmaskingService(
            ScopedStore readers,
            Disclosure disclosure,
            AccessLoggedChanges changes,
            UnmaskingStore store,
            UnmaskingSource source,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.readers = readers;
        this.disclosure = disclosure;
        this.changes = changes;
        this.store = store;
        this.source = source;
        this.clock = clock;
        this.ids = ids;
    }

    /** An unmasking, with the data that the requesting account may see now, if any. */
    record Answer(Unmasking unmasking, @Nullable UnmaskedContent shown) {}

    /** The opened data and its violation. */
    private record Found(Target target, UnmaskedContent shown) {}

    /** Requests an unmasking; if no second person is needed, the data is shown at once. */
    Future<Answer> ask(Account account, Scope scope, ViolationId violation, @Nullable TextRef text, String reason) {
        return found(account, scope, violation, text).compose(found -> {
            Unmasking asked =
                    asked(account, violation, text, reason, found.shown().secondPerson());
            Action action = asked.secondPerson() == null ? Action.UNMASK : Action.REQUEST_UNMASKING;
            return disclosure
                    .approvers()
                    .marked(entry(account, action, asked, found).because(reason), account.id())
                    .compose(entry -> changes.change(connection -> create(connection, asked, reason), entry))
                    .recover(failure -> failure instanceof TooMany
                            ? tooMany(account, found.target())
                            : Future.failedFuture(failure))
                    .map(done -> new Answer(asked, asked.secondPerson() == null ? found.shown() : null));
        });
    }

    /**
     * Shows the data of a granted unmasking to the account that requested it, if it is still as it was then. Each look is logged
     * separately.
     */
    Future<Answer> look(Account account, Scope scope, Unmasking unmasking) {
        return found(account, scope, unmasking.violationId(), unmasking.text())
                .compose(found -> decidedAsNeeded(unmasking, found))
                .compose(found -> changes.admitted(
                                disclosure.approvers().demandUnchanged(unmasking.permission()),
                                about(
                                        AccessEntry.refused(Actor.account(account.id()), Action.UNMASK),
                                        unmasking,
                                        found.target().region()))
                        .map(found))
                .compose(found -> changes.before(entry(account, Action.UNMASK, unmasking, found))
                        .map(done -> new Answer(unmasking, found.shown())));
    }

    /** Whether the account that requested it is still as it was when it was granted. */
    Future<Boolean> isUnchanged(Unmasking granted) {
        return disclosure.approvers().isUnchanged(granted.permission());
    }

    /** A row that says that nobody else is needed may have been written by somebody with the database, about a child. */
    private static Future<Found> decidedAsNeeded(Unmasking unmasking, Found found) {
        if (found.shown().secondPerson() == null || unmasking.permission().decidedBy() != null) {
            return Future.succeededFuture(found);
        }
        LOG.error(
                "Unmasking {} was granted without the second person that it needs, and shows nothing.", unmasking.id());
        return Future.failedFuture(Refused.unknown());
    }

    /** The second person's decision. */
    Future<Unmasking> decide(
            Account account, RegionCode region, Unmasking unmasking, boolean approve, @Nullable String note) {
        if (account.id().equals(unmasking.permission().askedBy())) {
            return changes.refuse(refused(account, region, unmasking), Permission.ownRequest());
        }
        return admitted(account, region, unmasking, approve)
                .compose(admitted -> decided(account, region, unmasking, approve, note));
    }

    /** Whoever may decide may refuse; an approval needs two accounts that are not too new. */
    private Future<Void> admitted(Account account, RegionCode region, Unmasking unmasking, boolean approve) {
        return approve
                ? changes.admitted(
                        disclosure
                                .approvers()
                                .admit(account.id(), unmasking.permission().askedBy()),
                        refused(account, region, unmasking))
                : Future.succeededFuture();
    }

    private static AccessEntry refused(Account account, RegionCode region, Unmasking unmasking) {
        return about(AccessEntry.refused(Actor.account(account.id()), Action.APPROVE_UNMASKING), unmasking, region);
    }

    private Future<Unmasking> decided(
            Account account, RegionCode region, Unmasking unmasking, boolean approve, @Nullable String note) {
        Permission decided = unmasking.permission().decided(account.id(), approve, now(), LASTS);
        AccessEntry entry = about(
                        AccessEntry.done(Actor.account(account.id()), Action.APPROVE_UNMASKING), unmasking, region)
                .with("decision", approve ? "approved" : "refused")
                .because(note);
        return changes.change(
                        connection -> PermissionMapping.decided(store.decide(connection, unmasking.id(), decided)),
                        entry)
                .map(done -> unmasking.with(decided));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
    }

    private Future<Found> found(Account account, Scope scope, ViolationId violation, @Nullable TextRef text) {
        return readers.read(
                account,
                client -> store.target(client, scope, violation, now())
                        .map(target -> target.orElseThrow(Refused::unknown))
                        .compose(target -> source.open(client, target, text).map(shown -> new Found(target, shown))));
    }

    private Unmasking asked(
            Account account,
            ViolationId violation,
            @Nullable TextRef text,
            String reason,
            @Nullable SecondPerson secondPerson) {
        Instant now = now();
        Permission permission = secondPerson == null
                ? Permission.given(account.id(), now, now.plus(LASTS))
                : Permission.asked(
                        account.id(),
                        now,
                        now.plus(Duration.ofHours(disclosure.limits().decisionHours())));
        return new Unmasking(ids.get(), violation, text, secondPerson, reason, permission, account.name(), null);
    }

    private Future<Void> create(SqlConnection connection, Unmasking asked, String reason) {
        Permission permission = asked.permission();
        return store.countSince(
                        connection, permission.askedBy(), permission.askedAt().minus(COUNTED))
                .compose(count -> count < disclosure.limits().unmaskingsPerHour()
                        ? store.create(connection, asked, reason)
                        : Future.failedFuture(new TooMany()));
    }

    private Future<Void> tooMany(Account account, Target target) {
        disclosure.limitReached().accept(LIMIT);
        return changes.refuse(
                AccessEntry.refused(Actor.account(account.id()), Action.REQUEST_UNMASKING)
                        .on(Subject.of(target.violationId()))
                        .inRegion(target.region())
                        .with("limit", LIMIT),
                Refused.coded(
                        429, "too-many-unmaskings", "This account has reached its limit of unmaskings per hour."));
    }

    private AccessEntry entry(Account account, Action action, Unmasking unmasking, Found found) {
        AccessEntry entry = about(
                AccessEntry.done(Actor.account(account.id()), action),
                unmasking,
                found.target().region());
        return switch (found.shown()) {
            case Person person ->
                entry.about(disclosure
                        .vault()
                        .token(person.document().type(), person.document().number()));
            case Texts ignored -> entry;
        };
    }

    private static AccessEntry about(AccessEntry entry, Unmasking unmasking, RegionCode region) {
        AccessEntry about = entry.on(Subject.of(unmasking.violationId()))
                .inRegion(region)
                .with("unmasking", unmasking.id().toString())
                .with("what", unmasking.what());
        TextRef text = unmasking.text();
        return text == null
                ? about
                : about.with("stream", text.stream().toString()).with("seq", text.seq());
    }

    /** Thrown so that the transaction is rolled back before the refusal is logged. */
    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super("too many", null, false, false);
        }
    }
}
