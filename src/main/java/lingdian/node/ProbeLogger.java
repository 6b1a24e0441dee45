package lingdian.node;

import io.vertx.core.Future;
import lingdian.intake.probe.ProbeLimit;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;

/**
 * Logs for the auditor that a café asks about more persons than an honest café would. The entry does not name the
 * persons.
 */
record ProbeLogger(AccessLogStore log, Meters meters) implements ProbeLimit.Log {
    static final String LIMIT = "denied-persons";

    @Override
    public Future<Void> write(ProbeLimit.Probe probe) {
        return log.append(entry(probe)).onSuccess(written -> meters.limitReached(LIMIT));
    }

    /** The entry of a probe. Its outcome is not a refusal, because every verdict is given, only late. */
    private static AccessEntry entry(ProbeLimit.Probe probe) {
        return AccessEntry.attempted(Actor.agent(probe.placeCode()), Action.PROBE)
                .on(Subject.of(probe.placeCode()))
                .inRegion(probe.region())
                .with("limit", probe.limit());
    }
}
