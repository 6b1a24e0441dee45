package lingdian.node;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.Causes;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a café is beyond its daily quota: to the auditor by the access log, once a day and node, and to the café's
 * operator and regulators by the notice on its page.
 */
final class QuotaNotices {
    private static final Logger LOG = LoggerFactory.getLogger(QuotaNotices.class);

    private final QueryPool pool;
    private final AccessLogStore accessLog;
    private final QuotaNoticeStore store = new QuotaNoticeStore();
    /** Cafés whose notice could not be written; it is written with their next message. */
    private final Map<PlaceCode, Instant> untoldSince = new ConcurrentHashMap<>();

    QuotaNotices(QueryPool pool, AccessLogStore accessLog) {
        this.pool = pool;
        this.accessLog = accessLog;
    }

    /** A message beyond the quota. */
    void exceeded(PlaceCode placeCode, Instant receivedAt, boolean first) {
        Instant untold = untoldSince.remove(placeCode);
        if (first) {
            LOG.warn(
                    "Café {} sends more than an honest café does in a day; its answers are late until midnight",
                    placeCode);
            tell(placeCode, receivedAt);
        } else if (untold != null) {
            tell(placeCode, untold);
        }
    }

    private void tell(PlaceCode placeCode, Instant since) {
        pool.withTransaction(connection -> store.put(connection, placeCode, since)
                        .compose(put -> accessLog.append(connection, entry(placeCode))))
                .onFailure(failure -> {
                    untoldSince.put(placeCode, since);
                    LOG.warn("The quota notice of café {} is not written yet: {}", placeCode, Causes.say(failure));
                });
    }

    private static AccessEntry entry(PlaceCode placeCode) {
        return AccessEntry.attempted(Actor.agent(placeCode), Action.EXCEED_QUOTA)
                .on(Subject.of(placeCode));
    }
}
