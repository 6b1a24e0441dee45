package lingdian.office.violation;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.feed.log.FeedFilter;
import lingdian.law.judge.Code;
import lingdian.office.api.ReadLog;
import lingdian.platform.work.Quota;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;

/**
 * {@code GET /violations/feed}: written down with its filters before the feed begins. Each opening costs an entry and, from
 * an old position, pages of the database, so an account has so many a minute, on one node.
 */
final class FollowEndpoint {
    /** After a restart all readers come back, and perhaps a second time; programs that start often come besides. */
    private static final int OPENINGS_OF_READER = 2;

    private static final int OPENINGS_BESIDES = 100;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Set<String> CODES =
            Arrays.stream(Code.values()).map(Code::name).collect(Collectors.toUnmodifiableSet());

    private final Handler<RoutingContext> feed;
    private final ReadLog reads;
    private final int openingsMax;
    private final Quota<AccountId> openings;

    /** @param readersOfAccount how many readers of the feed one account may be */
    FollowEndpoint(Handler<RoutingContext> feed, ReadLog reads, int readersOfAccount, InstantSource clock) {
        this.feed = feed;
        this.reads = reads;
        this.openingsMax = OPENINGS_BESIDES + OPENINGS_OF_READER * readersOfAccount;
        this.openings = new Quota<>(openingsMax, MINUTE, clock);
    }

    void follow(RoutingContext routing) {
        Account account = Objects.requireNonNull(routing.get(Account.class.getName()), "let in by Access");
        if (!openings.admits(account.id())) {
            routing.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(MINUTE.toSeconds()));
            routing.fail(Refused.limit(
                    "feed-openings",
                    429,
                    "An account may open the feed " + openingsMax
                            + " times in a minute. Keep one reader open and resume it, or try again in a minute."));
            return;
        }
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
