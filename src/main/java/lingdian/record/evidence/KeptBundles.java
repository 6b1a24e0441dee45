package lingdian.record.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup;
import lingdian.feed.log.ViolationJson;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import lingdian.record.evidence.KeptBundleStore.PendingBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and stores the bundles of each violation that was dispatched or confirmed, one for the authorities and one for
 * the café, long before its records are dropped.
 *
 * <p>Rows without one are looked for periodically rather than once at the step, so that a restart or a failure misses
 * none. If two nodes make one at once, one of them is stored.
 */
public final class KeptBundles implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(KeptBundles.class);

    private final KeptBundleStore store;
    private final EvidenceExport export;
    private final PersonLookup persons;
    private final InstantSource clock;
    private final long periodMillis;
    private final Periodic passes;

    /** @param periodMillis between two rounds */
    public KeptBundles(
            Vertx vertx,
            KeptBundleStore store,
            EvidenceExport export,
            PersonLookup persons,
            InstantSource clock,
            long periodMillis) {
        this.store = store;
        this.export = export;
        this.persons = persons;
        this.clock = clock;
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
        return store.wanted().compose(this::keep).otherwise(failure -> {
            LOG.warn(
                    "Evidence bundles could not be stored and will be retried: {}",
                    failure.getClass().getSimpleName());
            return null;
        });
    }

    private Future<Void> keep(List<PendingBundle> wanted) {
        Future<Void> kept = Future.succeededFuture();
        for (PendingBundle one : wanted) {
            kept = kept.compose(before -> keep(one));
        }
        return kept;
    }

    private Future<Void> keep(PendingBundle wanted) {
        return violation(wanted, new Scope(null, wanted.region(), Set.of()))
                .compose(violation -> export.bundle(violation, BundleOrder.toKeep(BundleReader.OFFICE)))
                .compose(zip -> forTheCafe(wanted).compose(own -> store.keep(wanted, zip, own, clock.instant())))
                .recover(failure -> failure instanceof UnprovableException unprovable
                        ? store.refuse(wanted, unprovable.reason(), clock.instant())
                        : Future.failedFuture(failure));
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
