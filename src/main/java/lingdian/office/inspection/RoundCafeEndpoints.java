package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;

/**
 * {@code /round-cafes}: the cafés that an officer puts on tonight's round, beside those that the plan finds. They say nothing
 * of any person, so neither sight nor change is in the access log; the plan that shows them is.
 */
final class RoundCafeEndpoints {
    /** As long as a phone keeps a round: it is begun in the evening, and over in the morning. */
    private static final Duration NIGHT = Duration.ofHours(16);

    private static final int ADDED_MAX = 100;

    private final OfficeContext office;
    private final RoundCafeStore cafes = new RoundCafeStore();

    RoundCafeEndpoints(OfficeContext office) {
        this.office = office;
    }

    public Future<Reply> list(AuthorisedCall call) {
        return added(call.account())
                .map(found -> Reply.ok(new JsonObject().put("placeCodes", new JsonArray(List.copyOf(found)))));
    }

    public Future<Reply> add(AuthorisedCall call) {
        Account account = call.account();
        Instant now = office.clock().instant();
        return office.pool()
                .withTransaction(connection -> cafes.removeEarlier(connection, now.minus(NIGHT))
                        .compose(removed -> cafes.of(connection, account.id(), now.minus(NIGHT)))
                        .compose(found -> {
                            if (found.size() >= ADDED_MAX) {
                                throw Refused.coded(
                                        409, "too-many", "A round has at most " + ADDED_MAX + " added cafés.");
                            }
                            return cafes.add(connection, account.id(), call.scope(), call.placeCode(), now);
                        }))
                .map(added -> {
                    if (!added) {
                        throw Refused.unknown();
                    }
                    return Reply.ended();
                });
    }

    public Future<Reply> remove(AuthorisedCall call) {
        return cafes.remove(office.pool(), call.account().id(), call.placeCode())
                .map(removed -> Reply.ended());
    }

    /** The place codes of those that an account added for this night. */
    Future<List<String>> added(Account account) {
        return cafes.of(office.pool(), account.id(), office.clock().instant().minus(NIGHT));
    }
}
