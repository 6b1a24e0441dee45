package lingdian.node;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import lingdian.platform.database.DatabaseAddress;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.record.backtest.HistorySampleRound;
import lingdian.record.backtest.SampleResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every night whether some cafés' stored findings are those that a replay of their record gives.
 *
 * <p>A difference comes from a change made outside the service or from a fault of the service, so it accuses no person.
 * It is written to the log, a meter and the chained access log, where the auditor sees it and where it cannot be
 * removed.
 */
final class NightlySample {
    private static final Logger LOG = LoggerFactory.getLogger(NightlySample.class);
    private static final int COMMIT_SECONDS = 60;

    private final HistorySampleRound round;
    private final Meters meters;
    private final Function<AccessEntry, Future<Void>> log;

    /** @param log writes a permanent entry */
    NightlySample(
            DatabaseAddress database,
            InstantSource clock,
            SecureRandom random,
            int cafes,
            Meters meters,
            Function<AccessEntry, Future<Void>> log) {
        this.round = new HistorySampleRound(database, clock, random, cafes, this::replayed);
        this.meters = meters;
        this.log = log;
    }

    void run(LocalDate night, HistorySampleRound.Leave leave) throws Exception {
        round.run(night, leave);
    }

    private void replayed(SampleResult cafe) throws Exception {
        meters.findingsReplayed(cafe.same(), cafe.different(), cafe.outside());
        for (AccessEntry entry : entries(cafe)) {
            log.apply(entry).await(COMMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private List<AccessEntry> entries(SampleResult cafe) {
        var entries = new ArrayList<AccessEntry>();
        if (cafe.unreadable() != null) {
            LOG.error("The record of café {} cannot be replayed: {}", cafe.placeCode(), cafe.unreadable());
            meters.recordNotReplayed();
            entries.add(entry(cafe, Subject.of(cafe.placeCode())).with("unreadable", cafe.unreadable()));
        }
        for (SampleResult.Dispute one : cafe.disputes()) {
            LOG.error(
                    "A stored violation differs from the replay of its record: café {}, {} {} {} {}",
                    cafe.placeCode(),
                    one.code(),
                    one.id(),
                    one.difference(),
                    one.fields());
            entries.add(entry(cafe, Subject.of(Subject.Kind.VIOLATION, one.id()))
                    .with("difference", one.difference())
                    .with("code", one.code())
                    .with("fields", one.fields().size()));
        }
        return entries;
    }

    private static AccessEntry entry(SampleResult cafe, Subject subject) {
        return AccessEntry.done(Actor.service(), Action.DISPUTE_VIOLATION)
                .on(subject)
                .inRegion(cafe.region());
    }
}
