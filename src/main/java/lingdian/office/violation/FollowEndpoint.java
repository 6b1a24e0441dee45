package lingdian.office.violation;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.domain.Authority;
import lingdian.feed.log.FeedFilter;
import lingdian.law.judge.Code;
import lingdian.office.api.ReadLog;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;

/** {@code GET /violations/feed}: written down with its filters before the feed begins. */
final class FollowEndpoint {
    private static final Set<String> CODES =
            Arrays.stream(Code.values()).map(Code::name).collect(Collectors.toUnmodifiableSet());

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

    /**
     * Attempted: the feed may still refuse a filter, or have no room. Values that the feed refuses are left out, since
     * they may be anything.
     */
    private static AccessEntry entry(Account account, HttpServerRequest request) {
        AccessEntry entry =
                AccessEntry.attempted(account.actor(), Action.FOLLOW_VIOLATIONS).inRegion(account.region());
        FeedFilter filter = filter(request);
        entry = with(entry, "region", filter.regions());
        entry = with(entry, "code", filter.codes());
        entry = with(entry, "standing", filter.standings());
        return with(
                entry,
                "authority",
                filter.authorities().stream().map(Authority::wire).toList());
    }

    private static FeedFilter filter(HttpServerRequest request) {
        try {
            return FeedFilter.parse(request.params(), CODES);
        } catch (FeedFilter.Refused refused) {
            return FeedFilter.ALL;
        }
    }

    private static AccessEntry with(AccessEntry entry, String filter, Collection<?> values) {
        String joined = values.stream().map(Object::toString).sorted().collect(Collectors.joining("."));
        return values.isEmpty() || !AccessEntry.isCode(joined) ? entry : entry.with(filter, joined);
    }
}
