package lingdian.office.violation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.hours.CafeHours;
import lingdian.law.hours.Interval;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.cafe.HoursAhead;
import lingdian.office.violation.TimelineStore.Bar;
import lingdian.office.violation.ViolationStore.StoredViolation;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/**
 * {@code GET /violations/{id}/timeline}: when the café's sessions were open around a violation, against its hours.
 *
 * <p>It shows only what is needed to see that a café was open past closing: bars without seats and without persons. The
 * bar of the violation's own session is marked; the violation itself already names that session to its readers.
 */
final class TimelineEndpoint {
    private static final Duration BEFORE = Duration.ofHours(2);
    private static final Duration AFTER = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    /** How far beyond the window a closed period is followed, so that a night's is told in full. */
    private static final Duration AROUND = Duration.ofHours(24);

    private final ScopedStore scoped;
    private final ViolationStore violations;
    private final TimelineStore timeline;
    private final HoursAhead hours;
    private final InstantSource clock;
    private final ReadLog reads;

    TimelineEndpoint(
            ScopedStore scoped,
            ViolationStore violations,
            TimelineStore timeline,
            HoursAhead hours,
            InstantSource clock,
            ReadLog reads) {
        this.reads = reads;
        this.scoped = scoped;
        this.violations = violations;
        this.timeline = timeline;
        this.hours = hours;
        this.clock = clock;
    }

    /** The violation, its café's present region and hours, as the reader's scope shows them. */
    private record Found(JsonObject violation, RegionCode region, Map<PlaceCode, CafeHours> hours) {
        PlaceCode placeCode() {
            return new PlaceCode(violation.getString("placeCode"));
        }
    }

    public Future<Reply> show(AuthorisedCall call) {
        return scoped.read(
                        call.account(),
                        client -> violations
                                .one(client, call.scope(), call.id(ViolationId::new))
                                .map(stored -> stored.orElseThrow(Refused::unknown))
                                .compose(stored -> found(client, stored)))
                .compose(found -> drawn(found)
                        .compose(drawn -> reads.one(
                                call.done(Action.READ_TIMELINE)
                                        .on(Subject.of(call.id(ViolationId::new)))
                                        .inRegion(found.region()),
                                drawn)))
                .map(Reply::ok);
    }

    private Future<Found> found(SqlClient client, StoredViolation stored) {
        var violation = new JsonObject(stored.snapshot());
        return hours.load(client, List.of(new PlaceCode(violation.getString("placeCode"))))
                .map(loaded -> new Found(violation, stored.region(), loaded));
    }

    private Future<JsonObject> drawn(Found found) {
        Interval window = window(found.violation());
        Future<List<Bar>> bars = timeline.open(
                found.placeCode(), window.from(), window.to(), found.violation().getString("session"));
        var around = new Interval(window.from().minus(AROUND), window.to().plus(AROUND));
        return hours.permittedWithin(found.hours(), around)
                .map(permitted -> closed(around, permitted.getOrDefault(found.placeCode(), List.of())).stream()
                        .filter(one -> one.from().isBefore(window.to())
                                && window.from().isBefore(one.to()))
                        .toList())
                .compose(closed -> bars.map(open -> json(window, closed, open)));
    }

    /** From some time before the violation began to some time after it ended, or to now. */
    private Interval window(JsonObject violation) {
        Instant begins = OffsetDateTime.parse(violation.getString("startedAt")).toInstant();
        String ended = violation.getString("endedAt");
        Instant end = ended == null
                ? clock.instant()
                : OffsetDateTime.parse(ended).toInstant().plus(AFTER);
        Instant from = begins.minus(BEFORE);
        Instant earliest = begins.plus(AFTER);
        Instant latest = from.plus(LONGEST);
        return new Interval(from, end.isAfter(latest) ? latest : end.isBefore(earliest) ? earliest : end);
    }

    private static JsonObject json(Interval window, List<Interval> periods, List<Bar> open) {
        ZoneId zone = ChinaTime.ZONE;
        var sessions = new JsonArray();
        open.stream().limit(TimelineStore.MAX).forEach(bar -> sessions.add(json(bar, zone)));
        var closed = new JsonArray();
        periods.forEach(one -> closed.add(new JsonObject()
                .put("from", Rfc3339.format(one.from(), zone))
                .put("to", Rfc3339.format(one.to(), zone))));
        return new JsonObject()
                .put("from", Rfc3339.format(window.from(), zone))
                .put("to", Rfc3339.format(window.to(), zone))
                .put("closed", closed)
                .put("sessions", sessions)
                .put("complete", open.size() <= TimelineStore.MAX);
    }

    private static JsonObject json(Bar bar, ZoneId zone) {
        JsonObject session = new JsonObject()
                .put("from", Rfc3339.format(bar.from(), zone))
                .put("to", bar.to() == null ? null : Rfc3339.format(bar.to(), zone));
        return bar.own() ? session.put("own", true) : session;
    }

    /** The rest of a window: times that are not permitted are closed. */
    private static List<Interval> closed(Interval window, List<Interval> permitted) {
        var closed = new ArrayList<Interval>();
        Instant from = window.from();
        for (Interval open : permitted) {
            if (from.isBefore(open.from())) {
                closed.add(new Interval(from, open.from()));
            }
            from = open.to();
        }
        if (from.isBefore(window.to())) {
            closed.add(new Interval(from, window.to()));
        }
        return closed;
    }
}
