package lingdian.record.hours;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Area;
import lingdian.law.hours.AreaLimit;
import lingdian.law.hours.CafeHours;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.ChangeResult.Done;
import lingdian.law.hours.ChangeResult.EndsTooEarly;
import lingdian.law.hours.ChangeResult.NotFound;
import lingdian.law.hours.ChangeResult.TooEarly;
import lingdian.law.hours.ChangeResult.TooMany;
import lingdian.law.hours.HoursLayers;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.HoursScenario;
import lingdian.law.hours.Level;
import lingdian.law.hours.Schedule;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.hours.Weekly;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.Witness;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoursStoreIT {
    private static final SuspensionOrder ORDERED =
            new SuspensionOrder(SuspensionOrder.Kind.SUSPENSION, Authority.CULTURE, "x");
    private static final EnteredBy OFFICER = EnteredBy.officer(new AccountId(new UUID(0, 1)));
    private static final Instant NOW = Instant.parse("2026-07-03T12:00:00.123456Z");
    private static final Area.Cafe CAFE = new Area.Cafe(new PlaceCode("36048110000001"));
    private static final Area.Cafe NEIGHBOUR = new Area.Cafe(new PlaceCode("36042810000002"));
    private static final Area.Cafe ELSEWHERE = new Area.Cafe(new PlaceCode("50010310000003"));
    private static final Area.Cafe UNKNOWN = new Area.Cafe(new PlaceCode("36048110000099"));
    private static final Area COUNTY = new Area.Region(new RegionCode("360481"));
    private static final Area CITY = new Area.Region(new RegionCode("360400"));
    private static final Area PROVINCE = new Area.Region(new RegionCode("360000"));
    private static final Weekly NIGHTS = HoursScenario.weekly("daily 08:00-02:00");

    private static DatabaseAddress address;
    private static Vertx vertx;
    private static QueryPool pool;

    private final HoursStore store = new HoursStore();
    private final HoursChangeStore changes = new HoursChangeStore(UUID::randomUUID);
    private final SuspensionStore suspensions = new SuspensionStore(UUID::randomUUID);

    @BeforeAll
    static void connect() {
        address = TestDatabase.migrated();
        vertx = Vertx.vertx();
        pool = Databases.queryPool(vertx, address, 4);
    }

    @AfterAll
    static void disconnect() {
        await(pool.close());
        await(vertx.close());
    }

    @BeforeEach
    void threeCafes() throws SQLException {
        sql(
                "SET session_replication_role = replica; TRUNCATE cafe CASCADE; TRUNCATE schedule, hours_order, suspension, closure, cafe_state, cafe_finding");
        cafe(CAFE, "360481", "Asia/Shanghai");
        cafe(NEIGHBOUR, "360428", "Asia/Shanghai");
        cafe(ELSEWHERE, "500103", "Asia/Shanghai");
    }

    // Reading.

    @Test
    void aCafeWithoutAnythingHasEmptyLayersAndAnUnknownOneIsLeftOut() {
        Map<PlaceCode, CafeHours> loaded = load(CAFE, UNKNOWN);

        assertThat(loaded).containsOnlyKeys(CAFE.placeCode());
        assertThat(loaded.get(CAFE.placeCode()))
                .isEqualTo(new CafeHours(new HoursLayers(ChinaTime.ZONE, List.of(), List.of()), List.of(), List.of()));
        assertThat(await(store.load(pool, List.of()))).isEmpty();
    }

    @Test
    void everyLevelOfACafeIsFoundAndNothingOfOthers() {
        var schedules = new ArrayList<Schedule>();
        var orders = new ArrayList<HoursOrder>();
        for (Area area : List.of(PROVINCE, CAFE, CITY, COUNTY)) {
            schedules.add(done(addSchedule(area, "2026-07-10")));
            orders.add(done(addOrder(area, NOW.plusSeconds(60))));
        }
        for (Area area : List.of(
                NEIGHBOUR,
                new Area.Region(new RegionCode("360482")),
                new Area.Region(new RegionCode("360500")),
                ELSEWHERE)) {
            done(addSchedule(area, "2026-07-10"));
            done(addOrder(area, NOW.plusSeconds(60)));
        }

        HoursLayers layers = layers(CAFE);

        assertThat(layers).isEqualTo(new HoursLayers(ChinaTime.ZONE, schedules, orders));
        assertThat(layers.orders()).extracting(HoursOrder::level).containsExactly(Level.values());
        assertThat(layers(NEIGHBOUR).schedules())
                .extracting(Schedule::level)
                .containsExactly(Level.CAFE, Level.CITY, Level.PROVINCE);
        assertThat(layers(ELSEWHERE).schedules()).hasSize(1);
    }

    @Test
    void theRegionThatACafeBelongsToNowDecidesAndNotItsPlaceCode() {
        done(addSchedule(COUNTY, "2026-07-10"));
        await(pool.preparedQuery("UPDATE cafe SET region = '500103', time_zone = 'Asia/Urumqi' WHERE place_code = $1")
                .execute(Tuple.of(CAFE.placeCode().value())));

        assertThat(layers(CAFE)).isEqualTo(new HoursLayers(ZoneId.of("Asia/Urumqi"), List.of(), List.of()));
    }

    @Test
    void thousandsOfCafesAreReadAtOnce() throws SQLException {
        sql("""
            INSERT INTO cafe (place_code, name, region, licence_number, created_at)
            SELECT '36049010' || lpad(n::text, 6, '0'), 'x', '360490', 'x', now() FROM generate_series(1, 3000) n
            """);
        done(addSchedule(CITY, "2026-07-10"));
        List<PlaceCode> codes = IntStream.rangeClosed(1, 3000)
                .mapToObj("36049010%06d"::formatted)
                .map(PlaceCode::new)
                .toList();

        Map<PlaceCode, CafeHours> loaded = await(store.load(pool, codes));

        assertThat(loaded).hasSize(3000);
        assertThat(loaded.values()).allMatch(hours -> hours.layers().schedules().size() == 1);
    }

    /** However many entries their county has, they are sorted once. */
    @Test
    void cafesOfACountyWithoutEntriesOfTheirOwnShareTheirLayers() throws SQLException {
        var same = new Area.Cafe(new PlaceCode("36048110000002"));
        var own = new Area.Cafe(new PlaceCode("36048110000003"));
        var elsewhere = new Area.Cafe(new PlaceCode("36048110000004"));
        cafe(same, "360481", "Asia/Shanghai");
        cafe(own, "360481", "Asia/Shanghai");
        cafe(elsewhere, "360481", "Asia/Urumqi");
        HoursOrder ofCounty = done(addOrder(COUNTY, NOW));
        HoursOrder ofCafe = done(addOrder(own, NOW));

        Map<PlaceCode, CafeHours> loaded = load(CAFE, same, own, elsewhere, NEIGHBOUR);

        HoursLayers shared = loaded.get(CAFE.placeCode()).layers();
        assertThat(shared.orders()).containsExactly(ofCounty);
        assertThat(loaded.get(same.placeCode()).layers()).isSameAs(shared);
        assertThat(loaded.get(own.placeCode()).layers().orders()).containsExactly(ofCafe, ofCounty);
        assertThat(loaded.get(elsewhere.placeCode()).layers())
                .isEqualTo(new HoursLayers(ZoneId.of("Asia/Urumqi"), List.of(), List.of(ofCounty)));
        assertThat(loaded.get(NEIGHBOUR.placeCode()).layers().orders()).isEmpty();
    }

    // Schedules.

    @Test
    void aScheduleIsReadAsItWasEntered() {
        Weekly weekly = HoursScenario.weekly("mon-thu 08:00-12:00 12:00-00:00, fri 08:00-02:00, sat 00:00-24:00");

        Schedule entered = done(await(changes.addSchedule(
                pool,
                unseen(),
                CAFE,
                weekly,
                LocalDate.of(2026, 7, 10),
                LocalDate.of(2026, 7, 10),
                "瑞文审〔2026〕1号",
                OFFICER,
                NOW)));

        assertThat(layers(CAFE).schedules()).containsExactly(entered);
        assertThat(entered.weekly()).isEqualTo(weekly);
        assertThat(entered.level()).isEqualTo(Level.CAFE);
    }

    @Test
    void aScheduleMayBeginOnADayOfWhichNothingIsJudged() {
        judged(CAFE, "2026-07-03T16:00:00Z"); // local midnight of the 4th

        assertThat(addSchedule(CAFE, "2026-07-03")).isEqualTo(new TooEarly<>(Instant.parse("2026-07-03T16:00:00Z")));
        assertThat(addSchedule(CAFE, "2026-07-04")).isInstanceOf(Done.class);
    }

    @Test
    void aScheduleBeginsWithTheDayOfEachCafesOwnZone() throws SQLException {
        sql("UPDATE cafe SET time_zone = 'Asia/Urumqi' WHERE place_code = '" + CAFE.placeCode() + "'");
        judged(CAFE, "2026-07-03T18:00:00Z"); // midnight in Urumqi, 02:00 in Shanghai
        assertThat(addSchedule(CITY, "2026-07-04")).isInstanceOf(Done.class);

        judged(NEIGHBOUR, "2026-07-03T16:00:00.000001Z");
        assertThat(addSchedule(CITY, "2026-07-04"))
                .isEqualTo(new TooEarly<>(Instant.parse("2026-07-03T16:00:00.000001Z")));
    }

    @Test
    void aScheduleThatEndsBeforeItBeginsIsRefused() {
        LocalDate day = LocalDate.of(2026, 7, 10);

        assertThat(await(changes.addSchedule(pool, unseen(), CAFE, NIGHTS, day, day.minusDays(1), "x", OFFICER, NOW)))
                .isEqualTo(new EndsTooEarly<>());
    }

    // What a change touches.

    @Test
    void aChangeForARegionIsBoundByEveryCafeInIt() {
        judged(NEIGHBOUR, "2026-07-20T00:00:00Z");
        judged(ELSEWHERE, "2026-07-30T00:00:00Z");
        Instant from = Instant.parse("2026-07-10T00:00:00Z");

        assertThat(addOrder(PROVINCE, from)).isEqualTo(new TooEarly<>(Instant.parse("2026-07-20T00:00:00Z")));
        assertThat(addOrder(CITY, from)).isEqualTo(new TooEarly<>(Instant.parse("2026-07-20T00:00:00Z")));
        assertThat(addOrder(COUNTY, from)).isInstanceOf(Done.class);
        assertThat(addOrder(CAFE, from)).isInstanceOf(Done.class);
        assertThat(addOrder(new Area.Region(new RegionCode("440000")), from)).isInstanceOf(Done.class);
    }

    @Test
    void anUnknownCafeIsNotFound() {
        assertThat(addSchedule(UNKNOWN, "2026-07-10")).isEqualTo(new NotFound<>());
        assertThat(addOrder(UNKNOWN, NOW)).isEqualTo(new NotFound<>());
        assertThat(await(suspensions.addSuspension(pool, unseen(), UNKNOWN, null, null, ORDERED, OFFICER, NOW)))
                .isEqualTo(new NotFound<>());
    }

    @Test
    void everyChangeIsCountedAndARefusedOneLeavesNoTrace() {
        judged(CAFE, "2026-07-20T00:00:00Z");
        long before = factsVersion();

        addOrder(CAFE, NOW);
        addSchedule(UNKNOWN, "2026-07-10");
        assertThat(factsVersion()).isEqualTo(before);
        assertThat(layers(CAFE).orders()).isEmpty();

        done(addOrder(CAFE, Instant.parse("2026-07-20T00:00:00Z")));
        assertThat(factsVersion()).isEqualTo(before + 1);
    }

    @Test
    void aChangeWaitsForTheBatchThatIsBeingCommitted() throws Exception {
        Instant judged = NOW.plusSeconds(5);
        CompletableFuture<ChangeResult<HoursOrder>> change;
        try (Connection batch = TestDatabase.superuser(address)) {
            batch.setAutoCommit(false);
            batch.createStatement().execute("UPDATE head SET position = position + 1 WHERE only_row");
            change = changes.addOrder(pool, unseen(), CAFE, false, null, NOW.plusSeconds(3600), "x", OFFICER, NOW)
                    .toCompletionStage()
                    .toCompletableFuture();
            awaitSomebodyWaiting();
            batch.createStatement()
                    .execute(
                            "INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state) VALUES ('"
                                    + CAFE.placeCode() + "', 1, '" + judged + "', '" + judged + "', 0, '')");
            assertThat(change).isNotDone();
            batch.commit();
        }
        assertThat(done(change.orTimeout(PATIENCE_SECONDS, SECONDS).join()).from())
                .isEqualTo(judged);
    }

    // Orders.

    @Test
    void anOrderIsReadAsItWasEntered() {
        HoursOrder entered = done(await(changes.addOrder(
                pool, unseen(), COUNTY, true, NOW.plusSeconds(60), NOW.plusSeconds(3660), "x", OFFICER, NOW)));

        assertThat(layers(CAFE).orders()).containsExactly(entered);
        assertThat(entered.open()).isTrue();
        assertThat(entered.from()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void withoutABeginningAnOrderBeginsNowButAfterAllThatIsJudged() {
        assertThat(done(addOrder(CAFE, null)).from()).isEqualTo(NOW);
        judged(CAFE, "2026-07-03T11:00:00Z");
        assertThat(done(addOrder(CITY, null)).from()).isEqualTo(NOW);
        judged(NEIGHBOUR, "2026-07-03T12:00:01Z");
        assertThat(done(addOrder(CITY, null)).from()).isEqualTo(Instant.parse("2026-07-03T12:00:01Z"));
    }

    @Test
    void anOrderMayBeginExactlyWhereTheJudgedEnds() {
        judged(CAFE, "2026-07-03T12:00:01.000001Z");
        Instant judged = Instant.parse("2026-07-03T12:00:01.000001Z");

        assertThat(addOrder(CAFE, judged.minusNanos(1_000))).isEqualTo(new TooEarly<>(judged));
        assertThat(addOrder(CAFE, judged)).isInstanceOf(Done.class);
    }

    @Test
    void anOrderEndsAfterItsBeginning() {
        assertThat(await(changes.addOrder(pool, unseen(), CAFE, true, NOW, NOW, "x", OFFICER, NOW)))
                .isEqualTo(new EndsTooEarly<>());
        assertThat(await(changes.addOrder(pool, unseen(), CAFE, true, null, NOW, "x", OFFICER, NOW)))
                .isEqualTo(new EndsTooEarly<>());
    }

    @Test
    void aRunningOrderEndsAtThatMomentAndOnlyOnce() {
        HoursOrder order = done(addOrder(CAFE, NOW));
        Instant moment = NOW.plusSeconds(60);

        HoursOrder ended = done(await(changes.endOrder(pool, unseen(), order.id(), moment)));

        assertThat(ended.to()).isEqualTo(moment);
        assertThat(layers(CAFE).orders()).containsExactly(ended);
        assertThat(await(changes.endOrder(pool, unseen(), order.id(), moment))).isEqualTo(new NotFound<>());
    }

    @Test
    void aRunningOrderEndsNotBeforeWhatIsJudged() {
        HoursOrder order = done(addOrder(CITY, NOW));
        judged(NEIGHBOUR, "2026-07-03T12:00:30Z");

        assertThat(done(await(changes.endOrder(pool, unseen(), order.id(), NOW.plusSeconds(1))))
                        .to())
                .isEqualTo(Instant.parse("2026-07-03T12:00:30Z"));
    }

    @Test
    void anOrderThatHasNotBegunIsCancelled() {
        HoursOrder order = done(addOrder(CAFE, NOW.plusSeconds(600)));

        HoursOrder cancelled = done(await(changes.endOrder(pool, unseen(), order.id(), NOW)));

        assertThat(cancelled.to()).isEqualTo(cancelled.from()).isEqualTo(order.from());
        assertThat(layers(CAFE).orders()).isEmpty();
        assertThat(await(changes.endOrder(pool, unseen(), order.id(), NOW))).isEqualTo(new NotFound<>());
    }

    @Test
    void anOrderThatIsOverOrUnknownIsNotFound() {
        HoursOrder order = done(addOrder(CAFE, NOW));

        assertThat(await(changes.endOrder(pool, unseen(), order.id(), order.to())))
                .isEqualTo(new NotFound<>());
        assertThat(await(changes.endOrder(pool, unseen(), UUID.randomUUID(), NOW)))
                .isEqualTo(new NotFound<>());
    }

    /** Each takes the lock before it counts. */
    @Test
    void simultaneousOrdersDoNotPassTheLimit() throws SQLException {
        sql("INSERT INTO hours_order (region, id, kind, begins_at, ends_at, document, entered_at) "
                + "SELECT '360481', gen_random_uuid(), 'closed', '2026-07-01', '2026-08-01', 'x', '2026-07-01' "
                + "FROM generate_series(1, 198)");

        List<Future<ChangeResult<HoursOrder>>> wanted = IntStream.range(0, 8)
                .mapToObj(i ->
                        changes.addOrder(pool, unseen(), COUNTY, false, null, NOW.plusSeconds(60), "x", OFFICER, NOW))
                .toList();
        await(Future.all(wanted));

        assertThat(wanted.stream().map(Future::result).filter(Done.class::isInstance))
                .hasSize(2);
        assertThat(wanted.stream().map(Future::result).filter(one -> !(one instanceof Done<?>)))
                .hasSize(6)
                .containsOnly(new TooMany<>(AreaLimit.IN_FORCE));
    }

    @Test
    void whatAnOrderIsForCanBeAsked() {
        assertThat(await(changes.areaOf(pool, done(addOrder(CAFE, NOW)).id()))).contains(CAFE);
        assertThat(await(changes.areaOf(pool, done(addOrder(CITY, NOW)).id()))).contains(CITY);
        assertThat(await(changes.areaOf(pool, UUID.randomUUID()))).isEmpty();
    }

    // Suspensions.

    @Test
    void aSuspensionIsReadAsItWasEnteredOldestFirst() {
        SuspensionPeriod later = done(suspend(NOW.plusSeconds(900), null));
        SuspensionPeriod sooner = done(suspend(null, NOW.plusSeconds(600)));

        assertThat(sooner.from()).isEqualTo(NOW);
        assertThat(load(CAFE).get(CAFE.placeCode()).suspensions()).containsExactly(sooner, later);
        assertThat(load(NEIGHBOUR).get(NEIGHBOUR.placeCode()).suspensions()).isEmpty();
    }

    @Test
    void aSuspensionIsRefusedAsAnOrderIs() {
        judged(CAFE, "2026-07-03T12:00:10Z");

        assertThat(suspend(NOW, null)).isEqualTo(new TooEarly<>(Instant.parse("2026-07-03T12:00:10Z")));
        assertThat(suspend(NOW.plusSeconds(60), NOW.plusSeconds(60))).isEqualTo(new EndsTooEarly<>());
        assertThat(done(suspend(null, null)).from()).isEqualTo(Instant.parse("2026-07-03T12:00:10Z"));
    }

    @Test
    void aSuspensionEndsAtThatMomentButNotBeforeWhatIsJudgedAndOnlyOnce() {
        SuspensionPeriod endless = done(suspend(NOW, null));
        judged(CAFE, "2026-07-03T12:00:10Z");

        SuspensionPeriod ended =
                done(await(suspensions.endSuspension(pool, unseen(), CAFE, endless.id(), NOW.plusSeconds(1))));

        assertThat(ended.to()).isEqualTo(Instant.parse("2026-07-03T12:00:10Z"));
        assertThat(load(CAFE).get(CAFE.placeCode()).suspensions()).containsExactly(ended);
        assertThat(await(suspensions.endSuspension(pool, unseen(), CAFE, endless.id(), NOW.plusSeconds(2))))
                .isEqualTo(new NotFound<>());
    }

    @Test
    void aSuspensionThatHasNotBegunIsCancelled() {
        SuspensionPeriod future = done(suspend(NOW.plusSeconds(600), null));

        assertThat(await(suspensions.endSuspension(pool, unseen(), NEIGHBOUR, future.id(), NOW)))
                .isEqualTo(new NotFound<>());
        assertThat(done(await(suspensions.endSuspension(pool, unseen(), CAFE, future.id(), NOW)))
                        .to())
                .isEqualTo(future.from());
        assertThat(load(CAFE).get(CAFE.placeCode()).suspensions()).isEmpty();
    }

    private ChangeResult<Schedule> addSchedule(Area area, String from) {
        return await(changes.addSchedule(pool, unseen(), area, NIGHTS, LocalDate.parse(from), null, "x", OFFICER, NOW));
    }

    private ChangeResult<HoursOrder> addOrder(Area area, @Nullable Instant from) {
        Instant to = Instant.parse("2026-08-01T00:00:00Z");
        return await(changes.addOrder(pool, unseen(), area, false, from, to, "x", OFFICER, NOW));
    }

    private ChangeResult<SuspensionPeriod> suspend(@Nullable Instant from, @Nullable Instant to) {
        return await(suspensions.addSuspension(pool, unseen(), CAFE, from, to, ORDERED, OFFICER, NOW));
    }

    private Map<PlaceCode, CafeHours> load(Area.Cafe... cafes) {
        return await(
                store.load(pool, Arrays.stream(cafes).map(Area.Cafe::placeCode).toList()));
    }

    private HoursLayers layers(Area.Cafe cafe) {
        return load(cafe).get(cafe.placeCode()).layers();
    }

    private static <T> T done(ChangeResult<T> change) {
        assertThat(change).isInstanceOf(Done.class);
        return ((Done<T>) change).entry();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("the database did not answer in time", late);
        }
    }

    private static long factsVersion() {
        return await(pool.query("SELECT facts_version FROM head").execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private static void cafe(Area.Cafe cafe, String region, String zone) {
        await(pool.preparedQuery("""
                        INSERT INTO cafe (place_code, name, region, licence_number, time_zone, created_at)
                        VALUES ($1, '零点', $2, '1', $3, now())
                        """).execute(Tuple.of(cafe.placeCode().value(), region, zone)));
    }

    private static void judged(Area.Cafe cafe, String effectiveAt) {
        await(pool.preparedQuery("""
                        INSERT INTO cafe_state (place_code, version, received_at, effective_at, open_sessions, state)
                        VALUES ($1, 1, $2, $2, 0, '')
                        ON CONFLICT (place_code) DO UPDATE SET effective_at = excluded.effective_at
                        """)
                .execute(Tuple.of(
                        cafe.placeCode().value(), Instant.parse(effectiveAt).atOffset(ZoneOffset.UTC))));
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = TestDatabase.superuser(address)) {
            connection.createStatement().execute(statement);
        }
    }

    private static void awaitSomebodyWaiting() throws Exception {
        try (Connection connection = TestDatabase.superuser(address)) {
            Await.until("the change waits for the lock", () -> {
                try (var rows = connection.createStatement().executeQuery("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock'
                        """)) {
                    return rows.next() && rows.getInt(1) > 0;
                }
            });
        }
    }

    private static <T> Witness<T> unseen() {
        return (connection, change) -> Future.succeededFuture();
    }
}
