package lingdian.record.evidence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.Databases;
import lingdian.record.evidence.ProvenPieces.Limits;
import lingdian.record.evidence.ProvenPieces.Proven;
import lingdian.record.evidence.ProvenPieces.Source;
import lingdian.testing.Await;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A café cannot hide a finding behind so many records that no bundle of it can be made. */
class LongStreamsIT {
    private static final String CAFE = "36048110000001";
    private static final int AT_ONCE = 10_000;
    private final UUID stream = UUID.randomUUID();
    private RunningService service;
    private String key;
    private long seq;

    @BeforeEach
    void start() throws Exception {
        service = RunningService.start();
        key = service.cafe(CAFE, List.of());
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    @Test
    void evidenceIsProvenInPiecesUpToTheCheckpointsBetween() throws Exception {
        var made = new ArrayList<Long>();
        for (int i = 0; i < 3; i++) {
            send(4);
            made.add(service.checkpoint());
        }

        List<Proven> proven = proven(new Limits(5, 100), List.of(source(stream, 2, 3, 10)));

        assertThat(proven)
                .extracting(
                        one -> one.piece().shown(),
                        one -> one.checkpoint().body().number())
                .containsExactly(tuple(List.of(2L, 3L), made.get(0)), tuple(List.of(10L), made.get(2)));
    }

    /** A café's program that begins a stream for each heartbeat, and an owner who reads evidence of each at once. */
    @Test
    void evidenceOverManyStreamsIsProvenByTheLastCheckpoint() throws Exception {
        var sources = new ArrayList<Source>();
        var made = new ArrayList<Long>();
        for (int i = 0; i < 25; i++) {
            UUID own = UUID.randomUUID();
            send(own, 1, 2);
            sources.add(source(own, 1, 2));
            made.add(service.checkpoint());
        }

        assertThat(proven(new Limits(50, 100), sources))
                .hasSize(25)
                .extracting(one -> one.checkpoint().body().number())
                .containsOnly(made.getLast());
        assertThat(proven(new Limits(49, 100), sources))
                .as("it would be too long")
                .extracting(one -> one.checkpoint().body().number())
                .containsExactlyElementsOf(made);
        assertThatThrownBy(() -> proven(new Limits(49, 94), sources))
                .isInstanceOfSatisfying(
                        UnprovableException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(UnprovableException.Reason.TOO_LONG));
    }

    @Test
    void streamsThatAlternateAreAPieceEach() throws Exception {
        UUID other = UUID.randomUUID();
        send(4);
        send(other, 1, 4);
        service.checkpoint();

        List<Proven> proven = proven(
                new Limits(5, 100), List.of(source(stream, 2), source(other, 1), source(stream, 3), source(other, 4)));

        assertThat(proven).extracting(one -> one.piece().shown()).containsExactly(List.of(2L, 3L), List.of(1L, 4L));
    }

    private static Source source(UUID stream, long... seqs) {
        var sorted = new TreeSet<Long>();
        for (long seq : seqs) {
            sorted.add(seq);
        }
        return new Source(new PlaceCode(CAFE), stream, sorted);
    }

    /** Each is shown by its checkpoint. */
    private List<Proven> proven(Limits limits, List<Source> sources) throws Exception {
        var pool = Databases.queryPool(service.vertx(), service.database(), 2);
        try {
            RecordHash hash = RecordHash.of(service.vault().suite());
            var checkpoints =
                    new Checkpoints(service.vertx(), pool, service.vault(), Instant::now, LocalTime.MIDNIGHT, 60_000);
            var pieces = new ProvenPieces(pool, hash, new EvidenceStore(pool, hash), checkpoints, limits);
            List<Proven> proven =
                    pieces.of(sources, BundleOrder.toKeep(BundleReader.OFFICE)).await(PATIENCE_SECONDS, SECONDS);
            assertThat(proven)
                    .allMatch(one -> new InclusionProof("", 1, one.index(), one.path())
                            .shows(one.piece().head(hash), one.checkpoint().body()));
            return proven;
        } finally {
            pool.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }

    @Test
    void veryManyRecordsAreCoveredOnTheSameDay() throws Exception {
        for (int i = 0; i < 3; i++) {
            send(AT_ONCE);
        }
        assertThat(checkpoints())
                .as("more than twice a day of the largest café")
                .isZero();
        send(AT_ONCE);
        Await.until("a checkpoint is made", () -> checkpoints() == 1);
    }

    private void send(int events) throws Exception {
        send(stream, seq + 1, seq + events);
        seq += events;
    }

    private void send(UUID to, long first, long last) throws Exception {
        var some = new ArrayList<JsonObject>();
        for (long each = first; each <= last; each++) {
            some.add(new JsonObject().put("seq", each).put("type", "opened").put("at", "2026-07-10T15:00:00Z"));
        }
        assertThat(Http.to(service.url()).as(key).events(to, some).status()).isEqualTo(200);
    }

    private long checkpoints() throws Exception {
        var pool = Databases.queryPool(service.vertx(), service.database(), 1);
        try {
            return pool.query("SELECT count(*) AS n FROM checkpoint WHERE day IS NULL")
                    .execute()
                    .await(PATIENCE_SECONDS, SECONDS)
                    .iterator()
                    .next()
                    .getLong("n");
        } finally {
            pool.close().await(PATIENCE_SECONDS, SECONDS);
        }
    }
}
