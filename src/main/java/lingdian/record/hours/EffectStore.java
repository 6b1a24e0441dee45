package lingdian.record.hours;

import static java.time.temporal.ChronoUnit.MICROS;
import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.instantOrNull;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.law.hours.Area;
import lingdian.law.hours.CafeHours;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.ChangeResult.Done;
import lingdian.law.hours.ChangeResult.EndsTooEarly;
import lingdian.law.hours.Effect;
import lingdian.law.hours.HoursLayers;
import lingdian.law.hours.JudgedTime;
import lingdian.law.hours.LocalDays;
import lingdian.law.hours.PlannedChange;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.hours.Weekly;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the effect of a change of hours before it is made.
 *
 * <p>Refuses what the change itself would refuse. It locks nothing: events judged meanwhile can still make the change
 * itself come too late.
 */
public final class EffectStore {
    /** More than any province has; of more, the first ones are examined. */
    private static final int CAFES_MAX = 20_000;

    private static final String CAFES = """
            SELECT place_code FROM cafe
            WHERE place_code = $1 OR region LIKE $2
            ORDER BY place_code
            LIMIT $3
            """;
    private static final String ORDER = """
            SELECT begins_at, ends_at FROM hours_order WHERE id = $1
            """;
    private static final String SUSPENSION = """
            SELECT begins_at, ends_at FROM suspension WHERE id = $1 AND place_code = $2
            """;

    private final Vertx vertx;
    private final HoursStore hours;

    public EffectStore(Vertx vertx, HoursStore hours) {
        this.vertx = vertx;
        this.hours = hours;
    }

    /**
     * @param zone in which its days begin
     * @param by who would enter it
     */
    public Future<ChangeResult<Effect>> ofSchedule(
            SqlClient client,
            Area area,
            Weekly weekly,
            LocalDate from,
            @Nullable LocalDate to,
            ZoneId zone,
            EnteredBy by,
            Instant now) {
        if (to != null && to.isBefore(from)) {
            return Future.succeededFuture(new EndsTooEarly<>());
        }
        return judged(
                client,
                area,
                judged -> judged.<Effect>tooEarly(there -> new LocalDays(there).start(from))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> EntryLimitStore.ifRoom(
                                client,
                                EntryLimitStore.Wanted.of(EntryLimitStore.Kind.SCHEDULE, area, by),
                                now,
                                () -> foretold(
                                        client,
                                        area,
                                        new PlannedChange.Granting(weekly, from, to),
                                        new LocalDays(zone).start(from)))));
    }

    public Future<ChangeResult<Effect>> ofOrder(
            SqlClient client, Area area, boolean open, @Nullable Instant from, Instant to, EnteredBy by, Instant now) {
        Instant ends = to.truncatedTo(MICROS);
        return judged(client, area, judged -> {
            Instant begins = from == null ? judged.freeFrom(now) : from.truncatedTo(MICROS);
            return judged.<Effect>refusal(begins, ends)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> EntryLimitStore.ifRoom(
                            client,
                            EntryLimitStore.Wanted.of(EntryLimitStore.Kind.ORDER, area, by),
                            now,
                            () -> foretold(client, area, new PlannedChange.Ordering(open, begins, ends), begins)));
        });
    }

    /** The effect of ending an order now. */
    public Future<ChangeResult<Effect>> ofEnd(SqlClient client, Area area, UUID order, Instant now) {
        return client.preparedQuery(ORDER)
                .execute(Tuple.of(order))
                .compose(found -> ended(
                        client,
                        area,
                        found,
                        now,
                        moment -> foretold(
                                client,
                                area,
                                new PlannedChange.DisconnectReason(order, moment),
                                moment,
                                CafeHours::layers)));
    }

    /** The effect of ending a suspension now; other suspensions, and closed hours, stay. */
    public Future<ChangeResult<Effect>> ofSuspensionEnd(
            SqlClient client, Area.Cafe cafe, UUID suspension, Instant now) {
        return client.preparedQuery(SUSPENSION)
                .execute(Tuple.of(suspension, cafe.placeCode().value()))
                .compose(found -> ended(
                        client,
                        cafe,
                        found,
                        now,
                        moment -> foretold(
                                client,
                                cafe,
                                new PlannedChange.DisconnectReason(suspension, moment),
                                moment,
                                CafeHours::suspended)));
    }

    private static Future<ChangeResult<Effect>> ended(
            SqlClient client,
            Area area,
            RowSet<Row> found,
            Instant now,
            Function<Instant, Future<ChangeResult<Effect>>> next) {
        if (found.size() == 0) {
            return ChangeStore.notFound();
        }
        Row row = found.iterator().next();
        return judged(
                client,
                area,
                judged -> judged.endedAt(instant(row, "begins_at"), instantOrNull(row, "ends_at"), now)
                        .map(next)
                        .orElseGet(ChangeStore::notFound));
    }

    /** The effect of suspending one café, whose hours stay unchanged: it may use none of them. */
    public Future<ChangeResult<Effect>> ofSuspension(
            SqlClient client,
            Area.Cafe cafe,
            @Nullable Instant from,
            @Nullable Instant to,
            EnteredBy by,
            Authority authority,
            Instant now) {
        Instant ends = to == null ? null : to.truncatedTo(MICROS);
        return judged(client, cafe, judged -> {
            Instant begins = from == null ? judged.freeFrom(now) : from.truncatedTo(MICROS);
            return judged.<Effect>refusal(begins, ends)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> EntryLimitStore.ifRoom(
                            client,
                            EntryLimitStore.Wanted.suspension(cafe, by, authority),
                            now,
                            () -> foretold(
                                    client,
                                    cafe,
                                    new PlannedChange.Ordering(false, begins, SuspensionPeriod.endOf(ends)),
                                    begins)));
        });
    }

    private interface Foretelling {
        Future<ChangeResult<Effect>> given(JudgedTime judged);
    }

    private static Future<ChangeResult<Effect>> judged(SqlClient client, Area area, Foretelling next) {
        return ChangeStore.judged(client, area)
                .compose(judged -> judged.map(next::given).orElseGet(ChangeStore::notFound));
    }

    private Future<ChangeResult<Effect>> foretold(SqlClient client, Area area, PlannedChange plan, Instant begins) {
        return foretold(client, area, plan, begins, CafeHours::layers);
    }

    private Future<ChangeResult<Effect>> foretold(
            SqlClient client, Area area, PlannedChange plan, Instant begins, Function<CafeHours, HoursLayers> layers) {
        return cafes(client, area)
                .compose(found -> hours.load(client, found.subList(0, Math.min(found.size(), CAFES_MAX)))
                        .compose(loaded -> vertx.executeBlocking(
                                () -> Effect.of(
                                        plan,
                                        area.level(),
                                        begins,
                                        loaded.values().stream().map(layers).toList(),
                                        found.size() <= CAFES_MAX),
                                false)))
                .map(effect -> new Done<>(Objects.requireNonNull(effect)));
    }

    private static Future<List<PlaceCode>> cafes(SqlClient client, Area area) {
        String pattern = area instanceof Area.Region region ? region.prefix() + "%" : null;
        return client.preparedQuery(CAFES)
                .execute(Tuple.of(Objects.toString(area.placeCodeOrNull(), null), pattern, CAFES_MAX + 1))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new PlaceCode(row.getString("place_code")))
                        .toList());
    }
}
