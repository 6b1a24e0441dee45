package lingdian.node;

import io.vertx.core.Future;
import lingdian.intake.probe.ProbeLimit;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;

/**
 * Logs for the auditor that a café asks about more persons, or more often about one, than an honest café does, or learns as much by its own findings. The entry
 * names no person.
 */
record ProbeLogger(AccessLogStore log, Meters meters) implements ProbeLimit.Log {
    @Override
    public Future<Void> write(ProbeLimit.Probe probe) {
        return log.append(entry(probe)).onSuccess(written -> reached(probe.kind()));
    }

    private void reached(ProbeLimit.Kind kind) {
        switch (kind) {
            case MANY_PERSONS -> meters.limitReached("denied-persons");
            case ONE_PERSON -> meters.limitReached("denied-person");
            case MANY_ELSEWHERE, ONE_ELSEWHERE -> meters.limitReached("persons-elsewhere");
        }
    }

    /** The entry of a probe. Its outcome is not a refusal, because every verdict is given, only late. */
    private static AccessEntry entry(ProbeLimit.Probe probe) {
        AccessEntry entry = AccessEntry.attempted(Actor.agent(probe.placeCode()), Action.PROBE)
                .on(Subject.of(probe.placeCode()))
                .inRegion(probe.region())
                .with("kind", probe.kind().wire())
                .with("limit", probe.limit());
        ProbeLimit.Holder holder = probe.holder();
        return holder == null
                ? entry
                : entry.with("heldBy", holder.placeCode().value()).with("heldPersons", holder.persons());
    }
}
