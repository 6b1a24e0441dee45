package lingdian.office.registry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.platform.http.BodyDeadline;
import lingdian.platform.work.Places;
import lingdian.platform.work.Quota;
import lingdian.platform.work.RestingTurns;

/**
 * {@code POST /persons/import}: takes an NDJSON body of any length as fast as it can be committed.
 *
 * <p>It reads the body itself: hundreds of thousands of persons must not be held in memory, and the sender wants to see
 * progress.
 */
final class ImportEndpoint {
    private static final int AT_ONCE_MAX = 2;
    /** So that the accounts of one office cannot hold all places. */
    private static final int OF_REGION_MAX = 1;

    private static final long LINE_MILLIS = 30_000;

    /** Five lists of the greatest length, some 10 GB: entries stay until people end them. */
    static final long LINES_A_DAY = 10_000_000;

    private final Vertx vertx;
    private final Registry registry;
    private final PersonImport persons;
    private final LookUpLimit lookUps;
    private final Places<RegionCode> places = new Places<>(AT_ONCE_MAX, OF_REGION_MAX);
    private final Quota<AccountId> lines;
    private final RestingTurns<AccountId> turns;

    ImportEndpoint(Vertx vertx, Registry registry, PersonImport persons, LookUpLimit lookUps, Quota<AccountId> lines) {
        this.lines = lines;
        this.turns = new RestingTurns<>(vertx);
        this.vertx = vertx;
        this.registry = registry;
        this.persons = persons;
        this.lookUps = lookUps;
    }

    public void handle(RoutingContext routing, Supplier<Future<Account>> still) {
        Account account = Objects.requireNonNull(routing.get(Account.class.getName()), "let in by Access");
        if (!isNdjson(routing.request())) {
            routing.fail(Refused.with(415, "The body must be application/x-ndjson, in UTF-8, not compressed."));
        } else if (places.enter(account.region()) != Places.Answer.TAKEN) {
            routing.fail(Refused.limit("imports", 429, "Too many imports are running. Try again later."));
        } else {
            BodyDeadline.lift(routing); // an import may be long; ImportRun ends one that does not continue
            lookUps.admit(account.id())
                    .compose(admitted -> registry.log()
                            .write(new RegistryLog.Use(
                                    account.id(), account.region(), RegistryLog.Action.IMPORT, null, null, false)))
                    .compose(logged -> new ImportRun(
                                    vertx,
                                    routing,
                                    persons,
                                    RegistryEndpoints.registrar(account),
                                    commit -> turns.inTurn(account.id(), commit),
                                    () -> unchanged(account, still),
                                    many -> lines.admits(account.id(), many),
                                    LINE_MILLIS)
                            .run())
                    .onFailure(routing::fail)
                    .onComplete(done -> places.leave(account.region()));
        }
    }

    /** Lines may come for hours, long after their sender's account was ended or moved. */
    private static Future<Void> unchanged(Account account, Supplier<Future<Account>> still) {
        return still.get()
                .compose(now -> now.equals(account)
                        ? Future.succeededFuture()
                        : Future.failedFuture(Refused.with(401, "The account was changed meanwhile. Sign in again.")));
    }

    private static boolean isNdjson(HttpServerRequest request) {
        String type = Objects.toString(request.getHeader(HttpHeaders.CONTENT_TYPE), "")
                .split(";", 2)[0]
                .strip()
                .toLowerCase(Locale.ROOT);
        return type.equals("application/x-ndjson") && !request.headers().contains(HttpHeaders.CONTENT_ENCODING);
    }
}
