package lingdian.record.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup;
import lingdian.feed.log.ViolationJson;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import lingdian.record.evidence.KeptBundleStore.PendingBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and stores the bundles of each violation that was dispatched or confirmed, one for the authorities and one for
 * the café, long before its records are dropped. It makes them again after each later step, after the violation ended or
 * changed once more, and on the last day on which its records surely exist, since photographs and decisions may have been
 * added. A bundle that cannot be made again stays as it is.
 *
 * <p>The database notes what is due, in the transaction that changes the violation, so that a restart or a failure misses
 * none. If two nodes make one at once, one of them is stored.
 */
public final class KeptBundles implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(KeptBundles.class);
    /** A failure is most often one of the database, or that too many checkpoints were made for evidence. */
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

    private final KeptBundleStore store;
    private final EvidenceExport export;
    private final PersonLookup persons;
    private final InstantSource clock;
    private final int recordDays;
    private final long periodMillis;
    private final Periodic passes;

    /**
     * @param recordDays how many whole days a received day is kept
     * @param periodMillis between two rounds
     */
    public KeptBundles(
            Vertx vertx,
            KeptBundleStore store,
            EvidenceExport export,
            PersonLookup persons,
            InstantSource clock,
            int recordDays,
            long periodMillis) {
        this.store = store;
        this.export = export;
        this.persons = persons;
        this.clock = clock;
        this.recordDays = recordDays;
        this.periodMillis = periodMillis;
        this.passes = new Periodic(vertx, "kept bundles", this::passOnce);
    }

    @Override
    public void start() {
        passes.start(periodMillis);
    }

    @Override
    public void stop() {
        passes.stop();
    }

    /** Makes the missing bundles now, a few at a time. Never fails: errors are retried. */
    @Override
    public Future<Void> runNow() {
        return passes.now();
    }

    private Future<Void> passOnce() {
        return store.wanted(clock.instant()).compose(this::keepAll).otherwise(failure -> {
            LOG.warn(
                    "Evidence bundles could not be stored and will be retried: {}",
                    failure.getClass().getSimpleName());
            return null;
        });
    }

    private Future<Void> keepAll(List<PendingBundle> wanted) {
        Future<Void> kept = Future.succeededFuture();
        for (PendingBundle one : wanted) {
            kept = kept.compose(before -> keepOrPostpone(one));
        }
        return kept;
    }

    /** One that fails must not delay the others. */
    private Future<Void> keepOrPostpone(PendingBundle wanted) {
        return keep(wanted).recover(failure -> {
            LOG.warn(
                    "An evidence bundle could not be stored and will be retried: {}",
                    failure.getClass().getSimpleName());
            return store.postpone(wanted, clock.instant().plus(AGAIN_AFTER));
        });
    }

    private Future<Void> keep(PendingBundle wanted) {
        Instant now = clock.instant();
        Instant last = lastDay(wanted);
        Instant again = last != null && last.isAfter(now) ? last : null;
        return violation(wanted, new Scope(null, wanted.region(), Set.of()))
                .compose(violation -> export.bundle(violation, BundleOrder.toKeep(BundleReader.OFFICE)))
                .compose(zip -> forTheCafe(wanted).compose(own -> store.keep(wanted, zip, own, now, again)))
                .recover(failure -> failure instanceof UnprovableException unprovable
                        ? store.refuse(wanted, unprovable.reason(), now, again)
                        : Future.failedFuture(failure));
    }

    /**
     * When the last day begins on which nothing that the bundle needs may be dropped; null if some of it is dropped. The
     * day before its first one counts too: with it go sessions that began on it and went on into the violation.
     */
    private @Nullable Instant lastDay(PendingBundle wanted) {
        LocalDate first = wanted.firstDay();
        return first == null
                ? null
                : first.plusDays(recordDays - 1L).atStartOfDay(ChinaTime.ZONE).toInstant();
    }

    private Future<Optional<byte[]>> forTheCafe(PendingBundle wanted) {
        return violation(wanted, new Scope(null, RegionCode.COUNTRY, Set.of(wanted.placeCode())))
                .compose(violation -> export.bundle(violation, BundleOrder.toKeep(BundleReader.CAFE)))
                .map(Optional::of)
                .recover(failure -> failure instanceof UnprovableException
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    /** As an officer of the café's county sees it, or the café's operator. */
    private Future<ObjectNode> violation(PendingBundle wanted, Scope scope) {
        var subject = wanted.subject();
        Future<Map<PersonLookup.Subject, PersonLookup.PersonView>> found =
                subject == null ? Future.succeededFuture(Map.of()) : persons.persons(List.of(subject));
        return found.map(views -> ViolationJson.parse(wanted.snapshot())
                .complete(scope, subject == null ? null : views.get(subject))
                .put("region", wanted.region().value()));
    }
}
