package lingdian.record.evidence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.Databases;
import lingdian.record.evidence.ProvenPieces.Limits;
import lingdian.record.evidence.ProvenPieces.Proven;
import lingdian.record.evidence.ProvenPieces.Source;
import lingdian.record.evidence.UnprovableException.Reason;
import lingdian.record.evidence.WatchedPool.Answer;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verdicts do not wait while the evidence of a large country, or of a café with very many records, is read. */
class EvidenceWorkIT {
    private static final String CAFE = "36048110000001";
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");
    private static final int RECORDS = 2_400;
    private static final int OTHER_STREAMS = 3_000;
    /** Of a page; answers with fewer rows than this are no pages. */
    private static final int FEW_ROWS = 100;

    private static RunningService service;
    private static WatchedPool pool;
    private static long number;

    private Checkpoints checkpoints;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        String key = service.cafe(CAFE, List.of());
        List<JsonObject> events = LongStream.rangeClosed(1, RECORDS)
                .mapToObj(seq ->
                        new JsonObject().put("seq", seq).put("type", "opened").put("at", "2026-07-10T15:00:00Z"))
                .toList();
        assertThat(Http.to(service.url()).as(key).events(STREAM, events).status())
                .isEqualTo(200);
        sql("INSERT INTO stream (number, place_code, stream, own_seq, own_chain, began_at) SELECT 1000 + n, '" + CAFE
                + "', gen_random_uuid(), 1, sha256('chain'), now() FROM generate_series(1, " + OTHER_STREAMS
                + ") AS n");
        number = service.checkpoint();
        pool = new WatchedPool(Databases.queryPool(service.vertx(), service.database(), 4));
    }

    @AfterAll
    static void stop() throws Exception {
        pool.pool().close().await(PATIENCE_SECONDS, SECONDS);
        service.close();
    }

    /** Another node than the one that made the checkpoint. */
    @BeforeEach
    void begin() throws Exception {
        checkpoints = new Checkpoints(
                service.vertx(), pool.pool(), service.vault(), Instant::now, LocalTime.MIDNIGHT, 60_000);
        pool.forget();
    }

    @Test
    void recordsAndLeavesAreReadInPagesAndHashedByWorkers() throws Exception {
        assertShown(proven(pieces(), 2).await(PATIENCE_SECONDS, SECONDS), number);

        assertThat(pages("FROM recorded")).isNotEmpty();
        assertThat(pages("FROM checkpoint_leaf")).isNotEmpty();
        assertReadInPagesByWorkers();
    }

    @Test
    void theLeavesOfACheckpointAreReadOnceForManyBundles() throws Exception {
        ProvenPieces pieces = pieces();
        for (int i = 0; i < 10; i++) {
            assertShown(proven(pieces, RECORDS).await(PATIENCE_SECONDS, SECONDS), number);
        }

        assertThat(pages("FROM checkpoint_leaf").stream().mapToInt(Answer::rows).sum())
                .as("all leaves once, and those around the stream's own for each bundle")
                .isLessThan(2 * OTHER_STREAMS + 10 * 1_100);
    }

    @Test
    void bundlesAtOnceAreReadAPageAtATimeAndShareTheTree() throws Exception {
        List<ProvenPieces> ofRequestsAndKept = List.of(pieces(), pieces());
        List<Future<List<Proven>>> bundles = IntStream.range(0, 6)
                .mapToObj(i -> proven(ofRequestsAndKept.get(i % 2), 2))
                .toList();

        for (Future<List<Proven>> bundle : bundles) {
            assertShown(bundle.await(PATIENCE_SECONDS, SECONDS), number);
        }
        assertThat(pool.mostAtOnce("FROM recorded", "FROM checkpoint_leaf AS leaf LEFT JOIN"))
                .isEqualTo(1);
        assertThat(pages("FROM checkpoint_leaf").stream().mapToInt(Answer::rows).sum())
                .isLessThan(2 * OTHER_STREAMS + 6 * 1_100);
    }

    @Test
    void aCheckpointIsMadeInPagesAndItsTreeIsKept() throws Exception {
        long made = checkpoints.make().await(PATIENCE_SECONDS, SECONDS);
        assertThat(pages("FROM checkpoint_leaf").stream().mapToInt(Answer::rows).sum())
                .isGreaterThan(OTHER_STREAMS);
        assertReadInPagesByWorkers();

        pool.forget();
        sql("DELETE FROM checkpoint_leaf WHERE checkpoint < " + made + "; DELETE FROM checkpoint WHERE number < "
                + made);
        number = made;
        assertShown(proven(pieces(), 2).await(PATIENCE_SECONDS, SECONDS), made);
        assertThat(pages("FROM checkpoint_leaf")).hasSize(1);
    }

    @Test
    void leavesThatWereChangedProveNothing() throws Exception {
        ProvenPieces knowsTheTree = pieces();
        assertShown(proven(knowsTheTree, RECORDS).await(PATIENCE_SECONDS, SECONDS), number);
        int own = Integer.parseInt(
                service.rows("SELECT position FROM checkpoint_leaf JOIN stream ON number = stream_number"
                                + " WHERE stream = '" + STREAM + "' AND checkpoint = " + number)
                        .getFirst());
        int beside = own % 1_024 == 0 ? own + 1 : own - 1;

        changeLeaf(beside, 1);
        assertUnproven(knowsTheTree, RECORDS, Reason.CHAIN_NOT_SHOWN);
        changeLeaf(beside, -1);

        int inAnotherBlock = (own + 1_024) % OTHER_STREAMS;
        changeLeaf(inAnotherBlock, 1);
        assertShown(proven(knowsTheTree, RECORDS).await(PATIENCE_SECONDS, SECONDS), number);
        begin();
        assertUnproven(pieces(), RECORDS, Reason.CHAIN_NOT_SHOWN);
        changeLeaf(inAnotherBlock, -1);
        assertShown(proven(pieces(), RECORDS).await(PATIENCE_SECONDS, SECONDS), number);
    }

    private static void changeLeaf(int position, int by) throws Exception {
        sql("UPDATE checkpoint_leaf SET seq = seq + " + by + " WHERE checkpoint = " + number + " AND position = "
                + position);
    }

    /** A page of them: what follows tells that they were not dropped with their day. */
    @Test
    void recordsThatSomebodyTookFromAmongOthersAreNotTakenForDroppedOnes() throws Exception {
        moveRecords(502, 1_001, 1_000_000);
        assertUnproven(pieces(), 2, Reason.CHAIN_NOT_SHOWN);
        moveRecords(1_002, RECORDS, 1_000_000);
        assertUnproven(pieces(), 2, Reason.RECORDS_DROPPED);
        moveRecords(1_000_502, 1_000_000 + RECORDS, -1_000_000);

        assertShown(proven(pieces(), 2).await(PATIENCE_SECONDS, SECONDS), number);
    }

    private static void moveRecords(long first, long last, long by) throws Exception {
        sql("UPDATE journal SET seq = seq + " + by + " WHERE seq BETWEEN " + first + " AND " + last);
    }

    private static void assertUnproven(ProvenPieces pieces, long seq, Reason reason) {
        assertThatThrownBy(() -> proven(pieces, seq).await(PATIENCE_SECONDS, SECONDS))
                .isInstanceOfSatisfying(
                        UnprovableException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private ProvenPieces pieces() throws Exception {
        RecordHash hash = hash();
        return new ProvenPieces(
                pool.pool(), hash, new EvidenceStore(pool.pool(), hash), checkpoints, new Limits(200_000, 100));
    }

    private static Future<List<Proven>> proven(ProvenPieces pieces, long seq) {
        var source = new Source(new PlaceCode(CAFE), STREAM, new TreeSet<>(List.of(seq)));
        return pieces.of(List.of(source), new BundleOrder(BundleReader.OFFICE, new AccountId(UUID.randomUUID())));
    }

    private static void assertShown(List<Proven> proven, long checkpoint) throws Exception {
        RecordHash hash = hash();
        assertThat(proven)
                .hasSize(1)
                .allMatch(one -> new InclusionProof("", checkpoint, one.index(), one.path())
                        .shows(one.piece().head(hash), one.checkpoint().body()));
        assertThat(proven.getFirst().piece().head(hash).seq()).isEqualTo(RECORDS);
        assertThat(proven.getFirst().checkpoint().body().number()).isEqualTo(checkpoint);
    }

    private static void assertReadInPagesByWorkers() {
        assertThat(pages("")).allSatisfy(page -> {
            assertThat(page.rows()).isLessThanOrEqualTo(1_024);
            assertThat(page.readers()).isNotEmpty().allMatch(thread -> thread.startsWith("vert.x-worker"));
        });
    }

    private static List<Answer> pages(String of) {
        return pool.answers().stream()
                .filter(answer -> answer.rows() > FEW_ROWS && answer.sql().contains(of))
                .toList();
    }

    private static RecordHash hash() throws Exception {
        return RecordHash.of(service.vault().suite());
    }

    private static void sql(String sql) throws Exception {
        try (var connection = service.superuser();
                var statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica; " + sql);
        }
    }
}
