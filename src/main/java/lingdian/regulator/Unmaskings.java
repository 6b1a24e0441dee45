package lingdian.regulator;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.regulator.Unmasking.SecondPerson;
import lingdian.regulator.UnmaskingSource.Person;
import lingdian.regulator.UnmaskingSource.Shown;
import lingdian.regulator.UnmaskingSource.Texts;
import lingdian.regulator.UnmaskingStore.Target;
import lingdian.regulator.log.AccessEntry;
import lingdian.regulator.log.Action;
import lingdian.regulator.log.Actor;
import lingdian.regulator.log.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Unmasking, step by step (SPEC.md, section 7): of one violation, for a reason, for 15 minutes, by two persons where the
 * law protects somebody more, and never before the access log says so.
 */
final class Unmaskings {
    /** SPEC.md, section 7: not a matter of configuration. */
    static final Duration LASTS = Duration.ofMinutes(15);

    private static final Duration COUNTED = Duration.ofHours(1);
    private static final String LIMIT = "unmaskings";

    private final Pool pool;
    private final Disclosure disclosure;
    private final Written written;
    private final UnmaskingStore store;
    private final UnmaskingSource source;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    Unmaskings(
            Pool pool,
            Disclosure disclosure,
            Written written,
            UnmaskingStore store,
            UnmaskingSource source,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.pool = pool;
        this.disclosure = disclosure;
        this.written = written;
        this.store = store;
        this.source = source;
        this.clock = clock;
        this.ids = ids;
    }

    /** An unmasking, with what it lets its asker see now, if anything. */
    record Answer(Unmasking unmasking, @Nullable Shown shown) {}

    /** Asks for it; whoever needs no second person sees it at once. */
    Future<Answer> ask(Account account, Target target, Unmasking.@Nullable TextRef text, String reason) {
        return source.open(target, text).compose(shown -> {
            Unmasking asked = asked(account, target, text, reason, shown.secondPerson());
            Action action = asked.secondPerson() == null ? Action.UNMASK : Action.REQUEST_UNMASKING;
            AccessEntry entry = entry(account, action, asked, target.region(), shown).because(reason);
            return written.change(connection -> create(connection, asked, reason), entry)
                    .recover(failure -> failure instanceof TooMany ? tooMany(account, target) : Future.failedFuture(failure))
                    .map(done -> new Answer(asked, asked.secondPerson() == null ? shown : null));
        });
    }

    /** What one that was granted shows to whoever asked for it. Each look is an entry of its own. */
    Future<Answer> look(Account account, Target target, Unmasking unmasking) {
        return source.open(target, unmasking.text()).compose(shown -> written.before(
                        entry(account, Action.UNMASK, unmasking, target.region(), shown))
                .map(done -> new Answer(unmasking, shown)));
    }

    /** The second person's word. */
    Future<Unmasking> decide(Account account, Unmasking unmasking, boolean approve, @Nullable String note, String region) {
        Instant now = now();
        if (account.id().equals(unmasking.leave().askedBy())) {
            return written.refuse(
                    about(AccessEntry.refused(Actor.account(account.id()), Action.APPROVE_UNMASKING), unmasking, region),
                    Leave.ownRequest());
        }
        Leave decided = unmasking.leave().decided(account.id(), approve, now, LASTS);
        AccessEntry entry = about(
                        AccessEntry.done(Actor.account(account.id()), Action.APPROVE_UNMASKING), unmasking, region)
                .with("decision", approve ? "approved" : "refused")
                .because(note);
        return written.change(connection -> Leaves.decided(store.decide(connection, unmasking.id(), decided)), entry)
                .map(done -> unmasking.with(decided));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
    }

    private Unmasking asked(
            Account account,
            Target target,
            Unmasking.@Nullable TextRef text,
            String reason,
            @Nullable SecondPerson secondPerson) {
        Instant now = now();
        Leave leave = secondPerson == null
                ? Leave.given(account.id(), now, now.plus(LASTS))
                : Leave.asked(account.id(), now, now.plus(Duration.ofHours(disclosure.limits().decisionHours())));
        return new Unmasking(ids.get(), target.violationId(), text, secondPerson, reason, leave, account.name());
    }

    private Future<Void> create(SqlConnection connection, Unmasking asked, String reason) {
        Leave leave = asked.leave();
        return store.countSince(connection, leave.askedBy(), leave.askedAt().minus(COUNTED))
                .compose(count -> count < disclosure.limits().unmaskingsPerHour()
                        ? store.create(connection, asked, reason)
                        : Future.failedFuture(new TooMany()));
    }

    private Future<Void> tooMany(Account account, Target target) {
        disclosure.limitReached().accept(LIMIT);
        return written.refuse(
                AccessEntry.refused(Actor.account(account.id()), Action.REQUEST_UNMASKING)
                        .on(Subject.of(Subject.Kind.VIOLATION, target.violationId()))
                        .inRegion(target.region())
                        .with("limit", LIMIT),
                Refused.coded(429, "too-many-unmaskings", "This account has unmasked as often as it may in an hour."));
    }

    private AccessEntry entry(Account account, Action action, Unmasking unmasking, String region, Shown shown) {
        AccessEntry entry = about(AccessEntry.done(Actor.account(account.id()), action), unmasking, region);
        return switch (shown) {
            case Person person ->
                entry.about(disclosure
                        .vault()
                        .token(person.document().type(), person.document().number()));
            case Texts ignored -> entry;
        };
    }

    private static AccessEntry about(AccessEntry entry, Unmasking unmasking, String region) {
        AccessEntry about = entry.on(Subject.of(Subject.Kind.VIOLATION, unmasking.violationId()))
                .inRegion(region)
                .with("unmasking", unmasking.id().toString())
                .with("what", unmasking.what());
        Unmasking.TextRef text = unmasking.text();
        return text == null
                ? about
                : about.with("stream", text.stream().toString()).with("seq", text.seq());
    }

    /** So that the transaction is undone before the refusal is written. */
    private static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMany() {
            super("too many", null, false, false);
        }
    }
}
