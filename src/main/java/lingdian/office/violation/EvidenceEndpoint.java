package lingdian.office.violation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.office.api.AccountPlaces;
import lingdian.office.api.AccountPlaces.Limits;
import lingdian.office.api.LargeAnswers;
import lingdian.platform.http.Problem;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.record.evidence.BundleOrder;
import lingdian.record.evidence.EvidenceExport;
import lingdian.record.evidence.KeptBundleStore;
import lingdian.record.evidence.UnprovableException;

/**
 * {@code GET /violations/{id}/evidence}: the evidence bundle (handbook, evidence.md). An operator gets that of their own
 * café, without other cafés' parts.
 *
 * <p>Each request is logged before the first byte.
 */
final class EvidenceEndpoint {
    /** Few, because each bundle may hold a café's whole day. */
    private static final Limits AT_ONCE_OF_OFFICES = new Limits(4, 3, 2);

    private static final Limits AT_ONCE_OF_OPERATORS = new Limits(2, 1, 1);

    private final ScopedStore scoped;
    private final ViolationStore violations;
    private final ViolationCompletion completion;
    private final EvidenceExport export;
    private final KeptBundleStore kept;
    private final AccessLogStore log;
    private final AccountPlaces places = new AccountPlaces(AT_ONCE_OF_OFFICES, AT_ONCE_OF_OPERATORS);

    EvidenceEndpoint(
            ScopedStore scoped,
            ViolationStore violations,
            ViolationCompletion completion,
            EvidenceExport export,
            KeptBundleStore kept,
            AccessLogStore log) {
        this.scoped = scoped;
        this.violations = violations;
        this.completion = completion;
        this.export = export;
        this.kept = kept;
        this.log = log;
    }

    public void handle(RoutingContext routing) {
        Account account = Objects.requireNonNull(routing.get(Account.class.getName()), "let in by Access");
        if (!places.enter(account)) {
            routing.fail(Refused.limit("bundles", 429, "Too many bundles are being made. Try again later."));
            return;
        }
        Future<ViolationId> id =
                Future.succeededFuture(String.valueOf(routing.pathParam("id"))).map(EvidenceEndpoint::id);
        id.compose(known -> bundle(account, known))
                .onComplete(made -> places.leave(account))
                .compose(zip -> send(routing, id.result(), zip))
                .onFailure(failure -> routing.fail(
                        failure instanceof UnprovableException unprovable ? refused(unprovable) : failure));
    }

    private Future<byte[]> bundle(Account account, ViolationId id) {
        Scope scope = account.scope().orElseThrow(Refused::unknown);
        return violation(account, scope, id)
                .compose(violation -> log.append(
                                AccessEntry.attempted(Actor.account(account.id()), Action.READ_EVIDENCE)
                                        .on(Subject.of(id))
                                        .inRegion(new RegionCode(
                                                violation.path("region").asText())))
                        .compose(logged -> export.bundle(violation, BundleOrder.by(account.id(), scope))))
                .recover(failure -> kept(scope, id, failure));
    }

    /** If the records are dropped, the bundle that was kept with the case. */
    private Future<byte[]> kept(Scope scope, ViolationId id, Throwable failure) {
        boolean dropped = failure instanceof UnprovableException unprovable
                && unprovable.reason() == UnprovableException.Reason.RECORDS_DROPPED;
        return dropped
                ? kept.kept(id, scope)
                        .compose(found ->
                                found.isPresent() ? Future.succeededFuture(found.get()) : Future.failedFuture(failure))
                : Future.failedFuture(failure);
    }

    private Future<ObjectNode> violation(Account account, Scope scope, ViolationId id) {
        return scoped.read(
                account,
                client -> violations
                        .one(client, scope, id)
                        .map(found -> found.orElseThrow(Refused::unknown))
                        .compose(stored -> completion.complete(client, List.of(stored), scope))
                        .map(List::getFirst));
    }

    private static Future<Void> send(RoutingContext routing, ViolationId id, byte[] zip) {
        return LargeAnswers.endFor(
                routing,
                () -> routing.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/zip")
                        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .putHeader("Content-Disposition", "attachment; filename=\"evidence-" + id + ".zip\""),
                Buffer.buffer(zip));
    }

    private static ViolationId id(String text) {
        try {
            ViolationId id = ViolationId.of(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException malformed) {
            // refused below
        }
        throw Refused.parameter("id", "expected a UUID");
    }

    private static Problem.Thrown refused(UnprovableException unprovable) {
        return switch (unprovable.reason()) {
            case RECORDS_DROPPED -> Refused.with(410, "The records behind this violation are no longer kept.");
            case CHAIN_NOT_SHOWN ->
                Refused.with(409, "The records behind this violation do not lead to a checkpoint: run verify.");
            case TOO_LONG ->
                Refused.with(409, "There are too many records between the first event and its checkpoint.");
        };
    }
}
