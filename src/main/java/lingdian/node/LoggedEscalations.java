package lingdian.node;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import lingdian.feed.escalation.EscalationLog;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;

/** Writes into the access log which café's facts were told to whom, by the id of the duty: no name and no number. */
record LoggedEscalations(AccessLogStore log) implements EscalationLog {
    @Override
    public Future<Void> told(SqlConnection connection, Told told) {
        return log.append(
                connection,
                AccessEntry.done(Actor.service(), Action.ESCALATE)
                        .on(Subject.of(told.placeCode()))
                        .inRegion(told.region())
                        .with("authority", told.authority().wire())
                        .with("duty", told.duty().toString())
                        .with("step", told.step())
                        .with("violations", told.violations()));
    }
}
