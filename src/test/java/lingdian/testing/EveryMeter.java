package lingdian.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lingdian.node.Meters;

/** Uses each meter once, so that its name is exported. For tests of names. */
public final class EveryMeter {
    private EveryMeter() {}

    /** The text that Prometheus would scrape from a service that has used each of its meters. */
    public static String scrape() {
        try (var meters = new Meters()) {
            use(meters);
            return meters.scrape();
        }
    }

    public static void use(Meters meters) {
        meters.eventCommitted("login", 1);
        meters.loginAllowed();
        meters.loginDenied(List.of("under-age"));
        meters.eventRejected("invalid-event");
        meters.verdictSent(Duration.ofMillis(1));
        meters.windowStalled();
        meters.connectionClosed(1001);
        meters.agentRefused(401);
        meters.personVerified("confirmed");
        meters.violationChanged("OVERTIME_OPERATION", "fact", "opened");
        meters.recordsVerified(1);
        meters.recordBroken();
        meters.findingsReplayed(1, 1, 1);
        meters.recordNotReplayed();
        meters.batchCommitted(1, Duration.ofMillis(1));
        meters.batchFailed();
        meters.dayDropped(1);
        meters.dropPutOff();
        meters.findingsDropped(1);
        meters.watchOverdueDays(() -> 0);
        meters.watchVerification(() -> Duration.ZERO);
        meters.watchFigures(() -> Duration.ZERO);
        meters.requestRefused(404);
        meters.requestEnded("api", 200);
        meters.requestAbandoned("api");
        meters.requestTook("api", "/api/v1/cafes/:placeCode", "GET", 200, Duration.ofMillis(1));
        meters.eventLoopLate(Duration.ofMillis(1));
        meters.built("0.1.0", "1b785d0b", "21.0.1");
        meters.watchCoverage(() -> 0L, () -> 0L);
        meters.watchDatabase(() -> 0L);
        meters.watchDisk(Path.of("."));
        meters.watchFeedPosition(() -> 0L);
        meters.feedReaderCutOff();
        meters.feedDelivered(Duration.ofMillis(1));
        meters.watchFeedSubscribers(() -> 0);
        meters.notified("standard", "delivered");
        meters.watchNotifications(() -> 0L, () -> Duration.ZERO);
        meters.watchBacklogs(() -> 0L, () -> 0L);
        meters.exported(1);
        meters.exportFailed();
        meters.watchExport(() -> 0, () -> 0);
        meters.watchStandby(OptionalLong::empty, () -> 0, () -> 0);
        meters.limitReached("pool");
        meters.watchConnections(() -> 0);
        meters.watchSessions(() -> 0L);
        meters.watchQueue(() -> 0L);
        meters.watchCertificate(() -> Optional.of(Duration.ZERO));
        meters.watchClock(() -> Duration.ZERO);
        meters.watchPool("query", () -> 0, () -> 0, 1);
    }
}
