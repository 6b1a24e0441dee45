package lingdian.office.api;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import lingdian.access.account.ScopedStore;
import lingdian.domain.AccountId;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.RestingTurns;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.SharedAppends;
import lingdian.vault.seal.SealedTexts;
import lingdian.vault.seal.Vault;

/**
 * What every feature of the office works with.
 *
 * @param pool of the service's own role, for what requests change
 * @param scoped reads for one account, by the role that answers readers
 * @param log the access log, where every change and every sight of personal data is written first
 * @param reads what is read, written to that log first
 * @param changes changes and disclosures that are written to that log first
 * @param turns of the changes that all verdicts wait for, where one request or form brings many: one at a time, of whatever kind
 * @param ids for new objects
 * @param random a cryptographically strong source, for tokens and keys
 */
public record OfficeContext(
        Vertx vertx,
        QueryPool pool,
        ScopedStore scoped,
        AccessLogStore log,
        ReadLog reads,
        AccessLoggedChanges changes,
        RestingTurns<AccountId> turns,
        Vault vault,
        InstantSource clock,
        Supplier<UUID> ids,
        RandomGenerator random) {
    public static OfficeContext of(
            Vertx vertx,
            QueryPool pool,
            ScopedStore scoped,
            AccessLogStore log,
            Vault vault,
            InstantSource clock,
            Supplier<UUID> ids,
            RandomGenerator random) {
        return new OfficeContext(
                vertx,
                pool,
                scoped,
                log,
                new ReadLog(vertx, new SharedAppends(vertx, log), clock),
                new AccessLoggedChanges(pool, log),
                new RestingTurns<>(vertx),
                vault,
                clock,
                ids,
                random);
    }

    /** Free text that people write, sealed. */
    public SealedTexts texts() {
        return new SealedTexts(vault);
    }
}
