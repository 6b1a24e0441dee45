package lingdian.intake.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import lingdian.domain.ConnectionNumber;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.DocumentRules;
import lingdian.domain.document.DocumentTypes;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.Decoded;
import lingdian.domain.event.ReceivedEvent;
import lingdian.domain.region.Regions;
import lingdian.intake.probe.ProbeLimit;
import lingdian.intake.silence.SweepPace;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.Rules;
import lingdian.platform.database.CommitPool;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;
import lingdian.testing.SilentListener;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.Vault;

/** An intake on a real database, without sockets. */
final class IntakeFixture implements AutoCloseable {
    static final InstantSource CLOCK = () -> Instant.now().truncatedTo(ChronoUnit.MICROS);
    /** As it is shipped. */
    static final int BATCH_MAXIMUM = 4_000;
    /** As it is shipped. */
    static final DailyQuota QUOTA = DailyQuota.of(300_000, 256, 10_000);

    final DatabaseAddress address;
    final Vertx vertx = Vertx.vertx();
    final QueryPool pool;
    final IntakeNode node;
    /** How often a café was beyond its quota. */
    final AtomicInteger beyondQuota = new AtomicInteger();

    IntakeFixture() throws Exception {
        this(TestDatabase.migrated(), 4);
    }

    IntakeFixture(DatabaseAddress address, int shards) throws Exception {
        this(address, shards, BATCH_MAXIMUM);
    }

    IntakeFixture(DatabaseAddress address, int shards, int batchMaximum) throws Exception {
        this(address, shards, batchMaximum, QUOTA);
    }

    IntakeFixture(DatabaseAddress address, int shards, int batchMaximum, DailyQuota quota) throws Exception {
        this.address = address;
        pool = Databases.queryPool(vertx, address, 8);
        Path keys = Files.createTempDirectory("lingdian").resolve("keys.json");
        var config = ConfigDirectory.find(null);
        Rules rules = config.read("rules.yaml", RulesFile.class).toRules();
        var documents = new DocumentRules(
                Regions.read(config.open("regions.csv"), "regions.csv"),
                DocumentTypes.read(config.open("document-types.csv"), "document-types.csv"));
        node = new IntakeNode(
                vertx,
                new CommitPool(pool),
                new Vault(KeyRing.create(keys)),
                documents,
                CLOCK,
                InstantSource.system(),
                new SilentListener() {
                    @Override
                    public void quotaExceeded(PlaceCode placeCode, Instant receivedAt, boolean first) {
                        beyondQuota.incrementAndGet();
                    }
                },
                IntakeNode.Outside.NONE,
                new ProbeLimit(60, probe -> Future.succeededFuture()),
                quota,
                shards,
                batchMaximum,
                SweepPace.of(1));
        new Releases(
                        pool,
                        new ReleaseStore(),
                        CLOCK,
                        UUID::randomUUID,
                        (connection, release) -> Future.succeededFuture())
                .takeFile(rules)
                .await(PATIENCE_SECONDS, SECONDS);
        node.start().await(PATIENCE_SECONDS, SECONDS);
    }

    void cafe(String placeCode, String... staffTerminals) throws Exception {
        pool.preparedQuery("INSERT INTO cafe (place_code, name, region, licence_number, staff_terminals, created_at)"
                        + " VALUES ($1, 'test', left($1, 6), '1', $2, now())")
                .execute(Tuple.of(placeCode, (Object) staffTerminals))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    Intake.Offer offer(String placeCode, UUID stream, List<String> events) throws Exception {
        List<ReceivedEvent> decoded = new ArrayList<>();
        for (String event : events) {
            decoded.addAll(((Decoded.Events) AgentCodec.decode(event)).events());
        }
        return node.intake()
                .offer(
                        new PlaceCode(placeCode),
                        new Intake.Message(
                                stream, ConnectionNumber.NONE, Instant.EPOCH, decoded, null, CLOCK.instant()))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    Intake.Receipt send(String placeCode, UUID stream, List<String> events) throws Exception {
        return ((Intake.Offer.Accepted) offer(placeCode, stream, events))
                .committed()
                .await(PATIENCE_SECONDS, SECONDS);
    }

    /** How many rows there are; {@code from} is a table and perhaps a condition. */
    long count(String from) throws Exception {
        return pool.query("SELECT count(*) AS n FROM " + from)
                .execute()
                .await(PATIENCE_SECONDS, SECONDS)
                .iterator()
                .next()
                .getLong("n");
    }

    @Override
    public void close() throws Exception {
        node.stop().await(PATIENCE_SECONDS, SECONDS);
        pool.close().await(PATIENCE_SECONDS, SECONDS);
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }
}
