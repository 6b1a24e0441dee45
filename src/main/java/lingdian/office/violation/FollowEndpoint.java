package lingdian.office.violation;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import lingdian.access.account.Account;
import lingdian.office.api.ReadLog;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;

/** {@code GET /violations/feed}: written down with its filters before the feed begins. */
final class FollowEndpoint {
    private static final List<String> FILTERS = List.of("region", "code", "standing", "authority");

    private final Handler<RoutingContext> feed;
    private final ReadLog reads;

    FollowEndpoint(Handler<RoutingContext> feed, ReadLog reads) {
        this.feed = feed;
        this.reads = reads;
    }

    void follow(RoutingContext routing) {
        Account account = Objects.requireNonNull(routing.get(Account.class.getName()), "let in by Access");
        reads.one(entry(account, routing.request()), routing)
                .onSuccess(feed::handle)
                .onFailure(routing::fail);
    }

    /** Attempted: the feed may still refuse a filter, or have no room. */
    private static AccessEntry entry(Account account, HttpServerRequest request) {
        AccessEntry entry =
                AccessEntry.attempted(account.actor(), Action.FOLLOW_VIOLATIONS).inRegion(account.region());
        for (String filter : FILTERS) {
            String value = request.getParam(filter);
            if (value != null && AccessEntry.isCode(value)) {
                entry = entry.with(filter, value);
            }
        }
        return entry;
    }
}
