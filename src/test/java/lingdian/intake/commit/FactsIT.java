package lingdian.intake.commit;

import static java.util.Comparator.comparing;
import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Area;
import lingdian.law.hours.ChangeResult;
import lingdian.law.hours.Hours;
import lingdian.law.hours.HoursOrder;
import lingdian.law.hours.SuspensionOrder;
import lingdian.law.hours.SuspensionPeriod;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.CafeFacts;
import lingdian.law.judge.Rules;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.Witness;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.record.hours.EnteredBy;
import lingdian.record.hours.FactsChangeStore;
import lingdian.record.hours.HoursChangeStore;
import lingdian.record.hours.HoursStore;
import lingdian.record.hours.SuspensionStore;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of its known cafés a node reads again: facts that were not read again are the identical objects. */
class FactsIT {
    private static final SuspensionOrder ORDERED =
            new SuspensionOrder(SuspensionOrder.Kind.SUSPENSION, Authority.CULTURE, "x");
    private static final EnteredBy OFFICER = EnteredBy.officer(new AccountId(new UUID(0, 1)));
    private static final Instant NOW = Instant.parse("2026-07-03T12:00:00Z");
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final PlaceCode SAME_COUNTY = new PlaceCode("36048110000002");
    private static final PlaceCode SAME_CITY = new PlaceCode("36042810000003");
    private static final PlaceCode SAME_PROVINCE = new PlaceCode("36010210000004");
    private static final PlaceCode ELSEWHERE = new PlaceCode("50010310000005");
    private static final List<PlaceCode> ALL = List.of(CAFE, SAME_COUNTY, SAME_CITY, SAME_PROVINCE, ELSEWHERE);

    private final Vertx vertx = Vertx.vertx();
    private final QueryPool pool = Databases.queryPool(vertx, TestDatabase.migrated(), 4);
    private final HoursChangeStore changes = new HoursChangeStore(UUID::randomUUID);
    private final SuspensionStore suspensions = new SuspensionStore(UUID::randomUUID);
    private final Facts facts = new Facts(new FactsStore(new HoursStore()), new ReleaseStore());
    private Map<PlaceCode, CafeFacts> before;

    @BeforeEach
    void fiveCafesAreKnown() throws Exception {
        for (PlaceCode place : ALL) {
            sql("INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES ('" + place
                    + "', 'x', '" + place.county() + "', 'x', now())");
        }
        Rules rules = ConfigDirectory.find(Path.of("config"))
                .read("rules.yaml", RulesFile.class)
                .toRules();
        new Releases(pool, new ReleaseStore(), () -> NOW, UUID::randomUUID, nobody())
                .takeFile(rules)
                .await(PATIENCE_SECONDS, SECONDS);
        before = known();
    }

    @AfterEach
    void disconnect() throws Exception {
        pool.close().await(PATIENCE_SECONDS, SECONDS);
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void aSuspensionTouchesItsCafeAlone() throws Exception {
        SuspensionPeriod added = done(suspensions.addSuspension(
                pool, nobody(), new Area.Cafe(CAFE), NOW, NOW.plusSeconds(60), ORDERED, OFFICER, NOW));

        assertThat(readAnew()).containsExactly(CAFE);
        assertThat(before.get(CAFE).suspensions()).containsExactly(added);

        done(suspensions.endSuspension(pool, nobody(), new Area.Cafe(CAFE), added.id(), NOW));

        assertThat(readAnew()).containsExactly(CAFE);
        assertThat(before.get(CAFE).suspensions()).isEmpty();
    }

    @Test
    void anOrderTouchesTheCafesOfItsRegion() throws Exception {
        HoursOrder county = done(order(new Area.Region(new RegionCode("360481"))));
        assertThat(readAnew()).containsExactly(CAFE, SAME_COUNTY);

        done(order(new Area.Region(new RegionCode("360400"))));
        assertThat(readAnew()).containsExactlyInAnyOrder(CAFE, SAME_COUNTY, SAME_CITY);

        done(order(new Area.Region(new RegionCode("360000"))));
        assertThat(readAnew()).containsExactlyInAnyOrder(CAFE, SAME_COUNTY, SAME_CITY, SAME_PROVINCE);

        done(changes.endOrder(pool, nobody(), county.id(), NOW));
        assertThat(readAnew()).containsExactly(CAFE, SAME_COUNTY);
    }

    /** With the hours of its county computed once; what each remembers is its own. */
    @Test
    void cafesOfACountyShareItsHours() throws Exception {
        done(order(new Area.Region(new RegionCode("360481"))));
        assertThat(readAnew()).containsExactly(CAFE, SAME_COUNTY);
        Hours hours = before.get(CAFE).hours();
        Hours others = before.get(SAME_COUNTY).hours();
        assertThat(others.layers()).isSameAs(hours.layers());
        assertThat(others).isNotSameAs(hours);
        assertThat(others.at(NOW))
                .isEqualTo(hours.at(NOW))
                .isEqualTo(Hours.of(hours.layers()).at(NOW));

        done(suspensions.addSuspension(
                pool, nobody(), new Area.Cafe(SAME_COUNTY), NOW, NOW.plusSeconds(60), ORDERED, OFFICER, NOW));
        counted(CAFE);
        assertThat(readAnew()).containsExactly(CAFE, SAME_COUNTY);
        assertThat(before.get(CAFE).hours()).as("kept with what it remembers").isSameAs(hours);
        assertThat(before.get(SAME_COUNTY).hours()).isSameAs(others);
    }

    @Test
    void whatWasRefusedTouchesNobody() throws Exception {
        ChangeResult<HoursOrder> refused = changes.addOrder(
                        pool, nobody(), new Area.Region(new RegionCode("360481")), true, NOW, NOW, "x", OFFICER, NOW)
                .await(PATIENCE_SECONDS, SECONDS);

        assertThat(refused).isInstanceOf(ChangeResult.EndsTooEarly.class);
        assertThat(readAnew()).isEmpty();
    }

    /** A change of its café's own, and from then on the new region's changes are its. */
    @Test
    void aCafeThatMovedFollowsItsNewRegion() throws Exception {
        sql("UPDATE cafe SET region = '500103' WHERE place_code = '" + CAFE + "'");
        counted(CAFE);
        assertThat(readAnew()).containsExactly(CAFE);

        done(order(new Area.Region(new RegionCode("360481"))));
        done(order(new Area.Region(new RegionCode("500103"))));

        assertThat(readAnew()).containsExactlyInAnyOrder(CAFE, SAME_COUNTY, ELSEWHERE);
    }

    @Test
    void severalChangesAreSeenTogetherAndEachCafeByWhatItMissed() throws Exception {
        done(order(new Area.Region(new RegionCode("500103"))));
        facts.learn(pool, List.of(ELSEWHERE)).await(PATIENCE_SECONDS, SECONDS);
        before.put(ELSEWHERE, known(List.of(ELSEWHERE)).get(ELSEWHERE));
        done(order(new Area.Cafe(SAME_CITY)));
        done(order(new Area.Cafe(CAFE)));

        assertThat(readAnew()).containsExactlyInAnyOrder(CAFE, SAME_CITY);
    }

    /** As by a slow read: a refresh that finds no change since the one before looks at no café. */
    @Test
    void whatIsReadForAnOlderVersionAfterARefreshIsRefreshedToo() throws Exception {
        var node = new Facts(new FactsStore(new HoursStore()), new ReleaseStore());
        SqlConnection slow = pool.getConnection().await(PATIENCE_SECONDS, SECONDS);
        slow.query("BEGIN ISOLATION LEVEL REPEATABLE READ").execute().await(PATIENCE_SECONDS, SECONDS);
        long old = node.version(slow).await(PATIENCE_SECONDS, SECONDS);
        done(order(new Area.Cafe(CAFE)));
        node.refresh(pool).await(PATIENCE_SECONDS, SECONDS);
        node.asOf(slow, old, List.of(CAFE)).await(PATIENCE_SECONDS, SECONDS);
        assertThat(node.hours(CAFE).layers().orders()).isEmpty();

        node.refresh(pool).await(PATIENCE_SECONDS, SECONDS);

        assertThat(node.hours(CAFE).layers().orders()).hasSize(1);
        slow.query("ROLLBACK").execute().await(PATIENCE_SECONDS, SECONDS);
        slow.close().await(PATIENCE_SECONDS, SECONDS);
    }

    /** As a sweep may, which asks without the lock and by a version that is a little old. */
    @Test
    void whatSomebodyElseReadTooEarlyMeanwhileIsReadAgain() throws Exception {
        var node = new Facts(new FactsStore(new HoursStore()), new ReleaseStore());
        SqlConnection sweep = pool.getConnection().await(PATIENCE_SECONDS, SECONDS);
        sweep.query("BEGIN ISOLATION LEVEL REPEATABLE READ").execute().await(PATIENCE_SECONDS, SECONDS);
        long old = node.version(sweep).await(PATIENCE_SECONDS, SECONDS);
        done(order(new Area.Cafe(CAFE)));
        node.learn(pool, List.of(ELSEWHERE)).await(PATIENCE_SECONDS, SECONDS);
        done(order(new Area.Cafe(SAME_CITY)));
        long now = node.version(pool).await(PATIENCE_SECONDS, SECONDS);
        SqlConnection locking = pool.getConnection().await(PATIENCE_SECONDS, SECONDS);
        locking.query("BEGIN; LOCK TABLE facts_change IN ACCESS EXCLUSIVE MODE")
                .execute()
                .await(PATIENCE_SECONDS, SECONDS);

        Future<Map<PlaceCode, CafeFacts>> asked = node.asOf(pool, now, List.of(CAFE, ELSEWHERE));
        somebodyWaits(locking);
        node.asOf(sweep, old, List.of(CAFE)).await(PATIENCE_SECONDS, SECONDS);
        locking.query("ROLLBACK").execute().await(PATIENCE_SECONDS, SECONDS);

        assertThat(asked.await(PATIENCE_SECONDS, SECONDS)
                        .get(CAFE)
                        .hours()
                        .layers()
                        .orders())
                .hasSize(1);
        sweep.query("ROLLBACK").execute().await(PATIENCE_SECONDS, SECONDS);
        sweep.close().await(PATIENCE_SECONDS, SECONDS);
        locking.close().await(PATIENCE_SECONDS, SECONDS);
    }

    private static void somebodyWaits(SqlConnection connection) throws Exception {
        Await.until(
                "somebody waits for the facts",
                () -> connection
                        .query(
                                "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'facts_change'::regclass AND NOT granted)")
                        .execute()
                        .await(PATIENCE_SECONDS, SECONDS)
                        .iterator()
                        .next()
                        .getBoolean(0));
    }

    /** Another version of the program, or somebody's hand. */
    @Test
    void aCountWithoutItsChangeTouchesEverybody() throws Exception {
        done(order(new Area.Cafe(CAFE)));
        sql("UPDATE head SET facts_version = facts_version + 1");

        assertThat(readAnew()).containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void ofMoreChangesThanAreKeptEverybodyIsTouched() throws Exception {
        for (int i = 0; i < 1_001; i++) {
            counted(CAFE);
        }

        assertThat(readAnew()).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(pool.query("SELECT count(*) FROM facts_change")
                        .execute()
                        .await(PATIENCE_SECONDS, SECONDS)
                        .iterator()
                        .next()
                        .getLong(0))
                .isEqualTo(1_000);
    }

    private void counted(PlaceCode place) throws Exception {
        pool.withTransaction(connection -> FactsChangeStore.count(connection, new Area.Cafe(place)))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private Future<ChangeResult<HoursOrder>> order(Area area) {
        return changes.addOrder(pool, nobody(), area, true, NOW, NOW.plusSeconds(60), "x", OFFICER, NOW);
    }

    private static <T> T done(Future<ChangeResult<T>> change) throws Exception {
        return ((ChangeResult.Done<T>) change.await(PATIENCE_SECONDS, SECONDS)).entry();
    }

    /** The cafés whose facts are not the same ones any more; all are as the database has them. */
    private Set<PlaceCode> readAnew() throws Exception {
        Map<PlaceCode, CafeFacts> now = known();
        var anew = new TreeSet<PlaceCode>();
        ALL.stream().filter(place -> now.get(place) != before.get(place)).forEach(anew::add);
        var others = new Facts(new FactsStore(new HoursStore()), new ReleaseStore());
        long version = others.version(pool).await(PATIENCE_SECONDS, SECONDS);
        assertThat(ALL.stream().map(now::get).map(FactsIT::contents).toList())
                .isEqualTo(others.asOf(pool, version, ALL).await(PATIENCE_SECONDS, SECONDS).values().stream()
                        .sorted(comparing(cafe -> ALL.indexOf(cafe.placeCode())))
                        .map(FactsIT::contents)
                        .toList());
        before = now;
        return anew;
    }

    private static List<?> contents(CafeFacts cafe) {
        return List.of(cafe.placeCode(), cafe.region(), cafe.hours().layers(), cafe.suspensions());
    }

    private static <T> Witness<T> nobody() {
        return (connection, change) -> Future.succeededFuture();
    }

    private Map<PlaceCode, CafeFacts> known() throws Exception {
        return known(ALL);
    }

    private Map<PlaceCode, CafeFacts> known(List<PlaceCode> places) throws Exception {
        long version = facts.version(pool).await(PATIENCE_SECONDS, SECONDS);
        return facts.asOf(pool, version, places).await(PATIENCE_SECONDS, SECONDS);
    }

    private void sql(String statement) throws Exception {
        pool.query(statement).execute().await(PATIENCE_SECONDS, SECONDS);
    }
}
