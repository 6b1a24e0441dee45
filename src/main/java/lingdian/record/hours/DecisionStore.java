package lingdian.record.hours;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import lingdian.domain.AccountId;
import lingdian.law.hours.Area;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.ChangeResult.Done;
import lingdian.law.hours.Closure;
import lingdian.law.hours.JudgedTime;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.Witness;
import lingdian.record.hours.ClosureStore.NewClosure;
import org.jspecify.annotations.Nullable;

/**
 * Enters what a decision on a case changes for its café, all of it or none: one {@link ChangeStore}.
 *
 * <p>A café whose licence is revoked is suspended without end, so that its logins are refused and its operating is a
 * finding, and it is closed for good, so that nobody waits for its agent.
 */
public final class DecisionStore {
    private final SuspensionStore suspensions;
    private final ClosureStore closures;

    /** @param ids makes the ids of suspensions and closures */
    public DecisionStore(Supplier<UUID> ids) {
        suspensions = new SuspensionStore(ids);
        closures = new ClosureStore(ids);
    }

    /** When a licence is suspended. */
    public record Suspended(Instant from, Instant to) {}

    /** @param from its first instant; null: its commit, after all events judged before it */
    public record Revoked(@Nullable Instant from) {}

    /** What is decided; null: not that. */
    public record Decided(
            @Nullable Suspended suspended, @Nullable Revoked revoked) {
        public boolean changesNothing() {
            return suspended == null && revoked == null;
        }
    }

    /** What was entered. */
    public record Entered(List<SuspensionPeriod> suspensions, List<Closure> closures) {
        public Entered {
            suspensions = List.copyOf(suspensions);
            closures = List.copyOf(closures);
        }

        private Entered and(SuspensionPeriod suspension) {
            var all = new ArrayList<>(suspensions);
            all.add(suspension);
            return new Entered(all, closures);
        }
    }

    /** The café, and what suspends or closes it. */
    private record Change(
            SqlConnection connection,
            JudgedTime judged,
            Area.Cafe cafe,
            SuspensionOrder order,
            EnteredBy by,
            Instant now) {}

    /** @return what was entered, or why it is refused: as {@link SuspensionStore} and {@link ClosureStore} refuse it */
    public Future<ChangeResult<Entered>> enter(
            QueryPool pool,
            Witness<Entered> witness,
            Area.Cafe cafe,
            Decided decided,
            SuspensionOrder order,
            AccountId account,
            Instant now) {
        return ChangeStore.run(pool, witness, cafe, (connection, judged) -> {
            var change = new Change(connection, judged, cafe, order, EnteredBy.decision(account), now);
            return suspended(change, decided.suspended(), new Entered(List.of(), List.of()))
                    .compose(done -> then(done, entered -> revoked(change, decided.revoked(), entered)));
        });
    }

    private Future<ChangeResult<Entered>> suspended(Change change, @Nullable Suspended decided, Entered before) {
        return decided == null
                ? Future.succeededFuture(new Done<>(before))
                : suspend(change, decided.from(), decided.to(), before);
    }

    private Future<ChangeResult<Entered>> revoked(Change change, @Nullable Revoked decided, Entered before) {
        return decided == null
                ? Future.succeededFuture(new Done<>(before))
                : suspend(change, decided.from(), null, before)
                        .compose(done -> then(done, entered -> close(change, decided.from(), entered)));
    }

    private Future<ChangeResult<Entered>> suspend(
            Change change, @Nullable Instant from, @Nullable Instant to, Entered before) {
        return suspensions
                .add(
                        change.connection(),
                        change.judged(),
                        change.cafe(),
                        from,
                        to,
                        change.order(),
                        change.by(),
                        change.now())
                .compose(done -> then(done, entered -> Future.succeededFuture(new Done<>(before.and(entered)))));
    }

    private Future<ChangeResult<Entered>> close(Change change, @Nullable Instant from, Entered before) {
        var wanted = new NewClosure(
                Closure.Kind.PERMANENT, from, null, change.order().document(), change.by());
        return closures.add(change.connection(), change.judged(), change.cafe(), wanted, change.now())
                .compose(done -> then(
                        done,
                        closed -> Future.succeededFuture(
                                new Done<>(new Entered(before.suspensions(), List.of(closed))))));
    }

    private static <S, T> Future<ChangeResult<T>> then(
            ChangeResult<S> before, Function<S, Future<ChangeResult<T>>> next) {
        return switch (before) {
            case Done<S>(S entry) -> next.apply(entry);
            case ChangeResult.TooEarly<S>(Instant judgedUntil) ->
                Future.succeededFuture(new ChangeResult.TooEarly<>(judgedUntil));
            case ChangeResult.EndsTooEarly<S>() -> Future.succeededFuture(new ChangeResult.EndsTooEarly<>());
            case ChangeResult.TooMany<S>(var limit) -> Future.succeededFuture(new ChangeResult.TooMany<>(limit));
            case ChangeResult.NotFound<S>() -> Future.succeededFuture(new ChangeResult.NotFound<>());
        };
    }
}
