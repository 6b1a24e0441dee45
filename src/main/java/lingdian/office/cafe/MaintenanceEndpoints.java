package lingdian.office.cafe;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.law.hours.Interval;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.Reply;
import lingdian.office.cafe.MaintenanceStore.Notice;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.database.QueryPool;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/**
 * {@code /cafes/{placeCode}/maintenance}: an operator's notice of work at night, given before the work begins.
 *
 * <p>It changes no verdict; it shows officers who look at a finding that the work was announced.
 */
final class MaintenanceEndpoints {
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration AHEAD = Duration.ofDays(31);
    private static final int MOST = 20;

    private final QueryPool pool;
    private final ScopedStore scoped;
    private final CafeStore cafes;
    private final MaintenanceStore notices;
    private final AccessLogStore log;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    MaintenanceEndpoints(
            QueryPool pool,
            ScopedStore scoped,
            CafeStore cafes,
            MaintenanceStore notices,
            AccessLogStore log,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.pool = pool;
        this.scoped = scoped;
        this.cafes = cafes;
        this.notices = notices;
        this.log = log;
        this.clock = clock;
        this.ids = ids;
    }

    public Future<Reply> list(AuthorisedCall call) {
        var after = Cursor.AfterViolation.of(call.query("cursor"));
        return scoped.read(
                call.account(),
                client -> place(client, call)
                        .compose(place -> ScopedStore.position(client)
                                .compose(position -> notices.of(client, place.placeCode(), after, call.limit() + 1)
                                        .map(found -> Page.of(found, call.limit(), MaintenanceEndpoints::cursor)
                                                .json(notice -> json(notice, place.timeZone()), position)))
                                .map(Reply::ok)));
    }

    private static String cursor(Notice last) {
        return new Cursor.AfterViolation(last.interval().from(), last.id()).text();
    }

    public Future<Reply> announce(AuthorisedCall call) {
        Notice notice = new Notice(ids.get(), call.body().getString("work"), interval(call.body()), clock.instant());
        return scoped.read(call.account(), client -> place(client, call))
                .compose(place -> pool.withTransaction(connection -> notices.add(
                                        connection, place.placeCode(), notice, call.account(), MOST)
                                .map(MaintenanceEndpoints::kept)
                                .compose(kept -> log.append(
                                        connection,
                                        call.done(Action.ANNOUNCE_MAINTENANCE)
                                                .on(Subject.of(place.placeCode()))
                                                .inRegion(place.region())
                                                .with("work", notice.work())
                                                .with(
                                                        "from",
                                                        notice.interval().from().toString())
                                                .with(
                                                        "to",
                                                        notice.interval().to().toString()))))
                        .map(logged -> Reply.created(json(notice, place.timeZone()))));
    }

    private Future<CafeStore.Place> place(SqlClient client, AuthorisedCall call) {
        return cafes.known(client, call.placeCode());
    }

    private static boolean kept(boolean kept) {
        if (!kept) {
            throw Refused.with(409, "A café can have at most " + MOST + " notices that have not ended.");
        }
        return true;
    }

    private Interval interval(JsonObject body) {
        Instant from = BodyFields.neededInstant(body, "from");
        Instant to = BodyFields.neededInstant(body, "to");
        Instant now = clock.instant();
        if (from.isBefore(now) || from.isAfter(now.plus(AHEAD))) {
            throw Refused.body("/from", "expected a time from now to 31 days ahead");
        }
        if (!from.isBefore(to) || to.isAfter(from.plus(LONGEST))) {
            throw Refused.body("/to", "expected an end after the beginning, within 24 hours");
        }
        return new Interval(from, to);
    }

    private static JsonObject json(Notice notice, ZoneId zone) {
        return new JsonObject()
                .put("id", Objects.toString(notice.id()))
                .put("work", notice.work())
                .put("from", Rfc3339.format(notice.interval().from(), zone))
                .put("to", Rfc3339.format(notice.interval().to(), zone))
                .put("at", Rfc3339.format(notice.at(), zone));
    }
}
