package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.PeriodicJob;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Erases what officers wrote of an inspection, and its photographs, when nothing needs them any more (handbook,
 * retention.md#inspections; 个人信息保护法, Art. 47). That the visit took place stays for the figures. Every node sweeps; each
 * inspection is erased by one of them.
 */
public final class InspectionErasure extends PeriodicJob {
    private static final int PART = 100;
    private static final long PERIOD_MILLIS = 3 * 3_600_000L;

    private final QueryPool pool;
    private final DatabaseClock clocks;
    private final SealedTexts texts;
    private final AccessLogStore log;
    private final int months;
    private final InspectionErasureStore store = new InspectionErasureStore();

    /** @param months since the last writing; the database takes 24 for fewer */
    public InspectionErasure(
            Vertx vertx, QueryPool pool, DatabaseClock clocks, Vault vault, AccessLogStore log, int months) {
        super(vertx, "erasing inspections", PERIOD_MILLIS);
        this.pool = pool;
        this.clocks = clocks;
        this.texts = new SealedTexts(vault);
        this.log = log;
        this.months = months;
    }

    @Override
    protected Future<Void> round() {
        return clocks.ifAgreed("Erasing inspections", this::all);
    }

    private Future<Void> all() {
        return pool.withTransaction(this::part)
                .compose(erased -> erased == 0 || isStopped() ? Future.succeededFuture() : all());
    }

    /** @return how many were erased; there may be more where it is not zero */
    private Future<Integer> part(SqlConnection connection) {
        return store.due(connection, months, PART)
                .compose(due -> store.erase(
                        connection, months, due.stream().map(this::remainder).toList()))
                .compose(erased -> erased.inspections() == 0
                        ? Future.succeededFuture(0)
                        : log.append(connection, entry(erased)).map(erased.inspections()));
    }

    private InspectionErasureStore.Remainder remainder(InspectionErasureStore.Due due) {
        SealedRef ref = InspectionStore.content(due.id(), due.version());
        String written = texts.open(due.content(), ref);
        return new InspectionErasureStore.Remainder(
                due.id(), written == null ? null : bytes(texts.seal(remainder(written), ref)));
    }

    private static String remainder(String written) {
        return InspectionEntry.remainder(new JsonObject(written)).encode();
    }

    private static byte @Nullable [] bytes(@Nullable Buffer sealed) {
        return sealed == null ? null : sealed.getBytes();
    }

    private static AccessEntry entry(InspectionErasureStore.Erased erased) {
        return AccessEntry.done(Actor.service(), Action.ERASE_INSPECTIONS)
                .with("inspections", erased.inspections())
                .with("photographs", erased.photographs());
    }
}
