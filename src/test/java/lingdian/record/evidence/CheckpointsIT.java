package lingdian.record.evidence;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lingdian.agent.link.AdminClient;
import lingdian.agent.link.ApiException;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.VerificationOfAccess;
import lingdian.record.accesslog.VerificationOfAccessStore;
import lingdian.record.journal.ForgedChain;
import lingdian.record.journal.VerificationCheckpoints;
import lingdian.record.journal.VerificationProofs;
import lingdian.record.journal.VerificationStore;
import lingdian.testing.AddedCheckpoint;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.PublicKey;
import lingdian.vault.seal.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Signed checkpoints find out who recomputes a chain; what agents keep finds out the rest (handbook, evidence.md). */
class CheckpointsIT {
    private static final String CAFE = "36048110000001";
    private static final UUID STREAM = UUID.fromString("7a3c1f52-0001-4000-8000-000000000001");
    private static final Instant NIGHT = Instant.parse("2026-07-10T15:00:00Z"); // 23:00 of the 10th in China

    private final AtomicReference<Instant> now = new AtomicReference<>(NIGHT);
    private RunningService service;
    private TestAgent agent;
    private long seq;

    private void start(String suite) throws Exception {
        service = suite.equals("guomi")
                ? RunningService.with().settings("suite: guomi").start()
                : RunningService.with().clock(now::get).start();
        agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(CAFE, List.of()));
        agent.hello(STREAM, 0);
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"international", "guomi"})
    void eachIsSignedAndNamesTheOneBefore(String suite) throws Exception {
        start(suite);
        record(3);
        service.checkpoint();
        record(2);
        service.checkpoint();

        JsonObject list = auditor().get("/checkpoints", Map.of()).await(PATIENCE_SECONDS, SECONDS);

        assertThat(list.getJsonArray("items")).hasSize(2);
        assertThat(list.fieldNames()).contains("next", "position");
        JsonObject second = list.getJsonArray("items").getJsonObject(0);
        JsonObject first = list.getJsonArray("items").getJsonObject(1);
        assertThat(first.getString("previous")).isEqualTo(CheckpointBody.NONE);
        assertThat(second.getString("previous"))
                .isEqualTo(first.getString("hash"))
                .isEqualTo(CheckpointBody.parse(first.getString("text")).hash());
        JsonObject signature = second.getJsonObject("signature");
        assertThat(signature.getString("algorithm")).isEqualTo(suite.equals("guomi") ? "SM2" : "Ed25519");
        assertThat(PublicKey.ofPem(signature.getString("publicKey"))
                        .verifies(
                                CheckpointBody.parse(second.getString("text")).bytes(),
                                Base64.getDecoder().decode(signature.getString("value"))))
                .isTrue();
        assertThat(service.verify().firstBroken()).isNull();
        assertThatThrownBy(() -> service.regulator("culture", "000000")
                        .get("/checkpoints", Map.of())
                        .await(PATIENCE_SECONDS, SECONDS))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("403");
    }

    @ParameterizedTest
    @ValueSource(strings = "international")
    void aDaysIsMadeOnceByWhicheverNode(String suite) throws Exception {
        start(suite);
        record(1);
        now.set(Instant.parse("2026-07-10T16:09:59Z")); // 00:09:59 of the 11th
        service.lookAtTheDay();
        assertThat(days()).containsExactly("2026-07-09");
        now.set(Instant.parse("2026-07-10T16:10:00Z"));

        try (var other = service.another()) {
            var both = List.of(
                    CompletableFuture.runAsync(() -> look(service)), CompletableFuture.runAsync(() -> look(other)));
            both.forEach(
                    one -> one.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
        }
        service.lookAtTheDay();

        assertThat(days()).containsExactly("2026-07-10", "2026-07-09");
    }

    /** A day is looked at many times, and commits go on meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"international", "guomi"})
    void committingGoesOnWhileCheckpointsAreMade(String suite) throws Exception {
        start(suite);
        record(1);
        var making = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20; i++) {
                makeNow();
            }
        });
        while (!making.isDone()) {
            record(1);
        }
        making.join();

        assertThat(service.verify().firstBroken()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"international", "guomi"})
    void aRegulatorSignsWithAnApprovedKeyOfTheirOwn(String suite) throws Exception {
        start(suite);
        record(1);
        service.checkpoint();
        AdminClient regulator = service.regulator("culture", "360481");
        var own = OwnKey.make(suite.equals("guomi"));
        String id = regulator
                .call(
                        HttpMethod.POST,
                        "/cosigning-keys",
                        new JsonObject().put("publicKey", own.publicKey().pem()))
                .await(PATIENCE_SECONDS, SECONDS)
                .getString("id");
        assertStatus(404, regulator, HttpMethod.GET, "/checkpoints/1", null);
        String another = service.regulator("culture", "360481")
                .call(
                        HttpMethod.POST,
                        "/cosigning-keys",
                        new JsonObject()
                                .put(
                                        "publicKey",
                                        OwnKey.make(suite.equals("guomi"))
                                                .publicKey()
                                                .pem()))
                .await(PATIENCE_SECONDS, SECONDS)
                .getString("id");
        JsonObject first = keys(Map.of("state", "pending", "limit", "1"));
        JsonObject next = keys(Map.of("state", "pending", "limit", "1", "cursor", first.getString("next")));
        assertThat(next.getString("next")).isNull();
        assertThat(List.of(only(first), only(next))).containsExactlyInAnyOrder(id, another); // of the same moment
        service.admin()
                .call(HttpMethod.POST, "/cosigning-keys/" + id + "/approval", null)
                .await(PATIENCE_SECONDS, SECONDS);
        assertThat(keys(Map.of("state", "approved")).getJsonArray("items"))
                .singleElement()
                .satisfies(one -> assertThat(((JsonObject) one).getString("id")).isEqualTo(id));
        assertThat(keys(Map.of()).getJsonArray("items")).hasSize(2);
        String text = regulator
                .get("/checkpoints/1", Map.of())
                .await(PATIENCE_SECONDS, SECONDS)
                .getString("text");
        JsonObject wrong = signature(own, text + " ");
        JsonObject right = signature(own, text);

        assertStatus(422, regulator, HttpMethod.POST, "/checkpoints/1/signatures", wrong);
        assertStatus(404, regulator, HttpMethod.POST, "/checkpoints/2/signatures", right);
        assertStatus(400, service.regulator("culture", "360481"), HttpMethod.POST, "/checkpoints/1/signatures", right);
        regulator.call(HttpMethod.POST, "/checkpoints/1/signatures", right).await(PATIENCE_SECONDS, SECONDS);
        regulator.call(HttpMethod.POST, "/checkpoints/1/signatures", right).await(PATIENCE_SECONDS, SECONDS);

        JsonObject shown = auditor().get("/checkpoints/1", Map.of()).await(PATIENCE_SECONDS, SECONDS);
        assertThat(shown.getJsonArray("cosignatures")).hasSize(1);
        assertThat(shown.getJsonArray("cosignatures").getJsonObject(0).getString("fingerprint"))
                .isEqualTo(own.publicKey().fingerprint());
        assertThat(service.rows("SELECT details::jsonb ->> 'what' || ' ' || (details::jsonb ->> 'key' = '"
                        + own.publicKey().fingerprint() + "') || coalesce(' ' || (details::jsonb ->> 'checkpoint'), '')"
                        + " FROM access_log WHERE action = 'sign-checkpoint' ORDER BY position"))
                .containsExactly("register true", "register false", "approve true", "sign true 1", "sign true 1");
        assertThat(service.verify().firstBroken()).isNull();
        String otherwise = "UPDATE checkpoint SET signature = set_byte(signature, 5, get_byte(signature, 5) # 1)";
        sql(otherwise);
        assertStatus(409, regulator, HttpMethod.POST, "/checkpoints/1/signatures", right);
        sql(otherwise);
        sql("UPDATE checkpoint_signature SET signature = set_byte(signature, 5, get_byte(signature, 5) # 1)");
        assertThat(service.verify().firstBroken()).startsWith("checkpoint 1: a regulator's signature");
    }

    @ParameterizedTest
    @ValueSource(strings = {"international", "guomi"})
    void whoRecomputesAChainBeforeTheLastCheckpointIsFoundOutByIt(String suite) throws Exception {
        start(suite);
        record(5);
        service.checkpoint();
        record(2);

        ForgedChain.forge(service.database(), CAFE, STREAM, 3, "{\"type\":\"opened\",\"at\":\"2026-07-10T14:00:00Z\"}");

        assertThat(service.verify().firstBroken())
                .isEqualTo("café " + CAFE + ", stream " + STREAM
                        + ", record 5: its chain hash is not the one that checkpoint 1 signed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"international", "guomi"})
    void whoRecomputesAChainAfterTheLastCheckpointIsFoundOutByWhatTheAgentKeeps(String suite) throws Exception {
        start(suite);
        record(5);
        service.checkpoint();
        List<JsonObject> kept = new ArrayList<>(List.of(record(2), record(2)));
        assertThat(proofs(kept)).isNull();

        ForgedChain.forge(service.database(), CAFE, STREAM, 8, "{\"type\":\"opened\",\"at\":\"2026-07-10T14:00:00Z\"}");

        assertThat(service.verify().firstBroken())
                .as("nothing within the database tells")
                .isNull();
        assertThat(proofs(kept))
                .isEqualTo("café " + CAFE + ", stream " + STREAM
                        + ", records 8 to 9: the café's file, which is not signed, has another chain hash;"
                        + " no checkpoint covers that yet");
    }

    /** Whoever wants a finding gone types another hash: the record is signed, his file is not. */
    @Test
    void aFileThatContradictsACheckpointIsSaidToBeUnsigned() throws Exception {
        start("international");
        record(5);
        service.checkpoint();
        record(2);
        String madeUp = "0".repeat(63) + "7";

        assertThat(proofs(List.of(new JsonObject().put("seq", 3).put("chain", madeUp))))
                .matches("café " + CAFE + ", stream " + STREAM
                        + ", records 1 to 3: the café's file, which is not signed, has another"
                        + " chain hash; but checkpoint 1, signed at 2026-\\S+, covers what is stored");
        assertThat(proofs(List.of(new JsonObject().put("seq", 9).put("chain", madeUp))))
                .endsWith("the last one is missing; no checkpoint covers that yet");
    }

    @Test
    void whoRemovesTheCheckpointsTooIsNamedByANodeThatVerifiedThem() throws Exception {
        start("international");
        record(5);
        service.checkpoint();
        service.verifyRecords();

        sql("DELETE FROM checkpoint_leaf; DELETE FROM checkpoint");
        ForgedChain.forge(service.database(), CAFE, STREAM, 3, "{\"type\":\"opened\",\"at\":\"2026-07-10T14:00:00Z\"}");
        service.checkpoint();

        assertThat(service.verify().firstBroken())
                .as("nothing within the database tells")
                .isNull();
        now.set(NIGHT.plus(Duration.ofDays(1)));
        service.verifyRecords();
        assertThat(service.rows("SELECT what FROM integrity_incident"))
                .containsExactly(
                        "checkpoint 1: it is missing, or another one is in its place, though it was verified on an"
                                + " earlier night");
    }

    /** The log continues after a cut that it records: whoever invents one drops what they like. */
    @Test
    void whoInventsADroppedMonthOfTheAccessLogIsNamed() throws Exception {
        start("guomi"); // whose clock is the real one
        service.regulator("culture", "360481");
        service.checkpoint();
        service.regulator("culture", "360482");
        service.checkpoint();
        service.regulator("culture", "360483");
        long signed = Long.parseLong(
                service.rows("SELECT seq FROM checkpoint_leaf WHERE checkpoint = 1 AND stream_number IS NULL"
                                + " AND authority IS NULL")
                        .getFirst());
        long last = Long.parseLong(
                service.rows("SELECT position FROM access_log_head").getFirst());
        var log = new AccessLogStore(
                Databases.queryPool(service.vertx(), service.database(), 1),
                service.vault(),
                Instant::now,
                UUID::randomUUID);
        log.append(AccessEntry.done(Actor.service(), Action.DROP_ACCESS_MONTH)
                        .with("cutPosition", last)
                        .with(
                                "cutChain",
                                service.rows("SELECT encode(chain, 'hex') FROM access_log_head")
                                        .getFirst()))
                .await(PATIENCE_SECONDS, SECONDS);
        assertThat(service.verify().firstBroken()).isNull();

        sql("DELETE FROM access_log WHERE position <= " + last);

        try (var store = VerificationOfAccessStore.open(service.database())) {
            assertThat(VerificationOfAccess.run(store).firstBroken())
                    .as("the chain alone does not tell")
                    .isNull();
        }
        assertThat(service.verify().firstBroken())
                .isEqualTo("access log, entry " + (signed + 1)
                        + ": it is missing, though it was made after checkpoint 1, less than six months ago");
    }

    /** Whoever has the service's login appends checkpoints over the genuine heads, and signs them by a key of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"international", "guomi"})
    void oneThatAnotherKeySignedCountsForNothing(String suite) throws Exception {
        start(suite);
        record(2);
        service.checkpoint();
        record(2);
        var stranger = OwnKey.make(suite.equals("guomi"));
        var own = new OwnCheckpoints(service.vault());
        int stream = Integer.parseInt(service.rows("SELECT number FROM stream").getFirst());
        var pool = Databases.queryPool(service.vertx(), service.database(), 1);
        var log = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(OwnCheckpoints.class);
        log.start();
        logger.addAppender(log);
        try {
            alien(
                    service.vertx(),
                    pool,
                    stranger.vault(),
                    2,
                    service.rows("SELECT encode(hash, 'hex') FROM checkpoint").getFirst());

            assertThat(covering(own, pool, stream, 2)).contains(1L);
            assertThat(covering(own, pool, stream, 3)).isEmpty();
            assertThat(own.lastDay(pool).await(PATIENCE_SECONDS, SECONDS)).isEmpty();
            assertThat(service.checkpoint()).isEqualTo(3);
            assertThat(covering(own, pool, stream, 3)).contains(3L);
            assertThat(log.list)
                    .isNotEmpty()
                    .allSatisfy(said -> assertThat(said.getFormattedMessage())
                            .isEqualTo("Checkpoint 2 is not signed by a key of this service: it counts for nothing."));
        } finally {
            logger.detachAppender(log);
            pool.close().await(PATIENCE_SECONDS, SECONDS);
        }

        String named = "checkpoint 2: it is signed by no key of this service";
        service.verifyRecords();
        assertThat(service.rows("SELECT what FROM integrity_incident")).containsExactly(named);
        VerificationCheckpoints.Result compared = compared();
        assertThat(compared.firstForeign()).isEqualTo(named);
        assertThat(compared.firstBroken()).isNull();
        assertThat(compared.checkpoints()).isEqualTo(2);
        assertThat(compared.keys())
                .containsExactly(service.vault().sign(new byte[0]).key());
        assertThat(service.verify().firstBroken())
                .as("without keys one of the two is wrong")
                .isEqualTo(
                        "checkpoint 3: it goes on from checkpoint 1, so either it or those in between are not of this"
                                + " service");

        sql("DELETE FROM checkpoint_leaf WHERE checkpoint = 2; DELETE FROM checkpoint WHERE number = 2");
        assertThat(compared().first()).isNull();
        assertThat(service.verify().firstBroken()).isNull();
        sql("DELETE FROM checkpoint_leaf WHERE checkpoint = 1; DELETE FROM checkpoint WHERE number = 1");
        assertThat(service.verify().firstBroken()).isEqualTo("checkpoint 1: it is missing");
    }

    /** The service went on from whatever key it found stored, before it compared them. */
    @Test
    void oneThatTheServiceWentOnFromIsNamedAndLeavesTheChainWhole() throws Exception {
        start("international");
        record(2);
        service.checkpoint();
        service.checkpoint();
        sql("UPDATE checkpoint SET fingerprint = '" + resigned(1) + "' WHERE number = 1");

        assertThat(compared().firstForeign()).isEqualTo("checkpoint 1: it is signed by no key of this service");
        assertThat(compared().firstBroken()).isNull();
    }

    /** By another key than before, as the row then says. */
    private String resigned(long number) throws Exception {
        var stranger = OwnKey.make(false);
        String body = service.rows("SELECT body FROM checkpoint WHERE number = " + number)
                .getFirst();
        PublicKey key = stranger.publicKey();
        sql("INSERT INTO signing_key (fingerprint, number, algorithm, public_key, first_used_at) VALUES ('"
                + key.fingerprint() + "', 1, 'Ed25519', '\\x" + HexFormat.of().formatHex(key.encoded())
                + "', now()); UPDATE checkpoint SET signature = '\\x"
                + HexFormat.of().formatHex(stranger.sign(body)) + "' WHERE number = " + number);
        return key.fingerprint();
    }

    private static void alien(Vertx vertx, QueryPool pool, Vault key, long number, String previous) throws Exception {
        RecordHash hash = RecordHash.of(key.suite());
        var trees = new CheckpointTrees(vertx, hash, new BundleTurns(vertx));
        pool.withTransaction(connection -> new CheckpointStore()
                        .takeHeads(connection, number)
                        .compose(taken -> trees.read(connection, number))
                        .compose(tree -> {
                            var added = AddedCheckpoint.signed(
                                    key,
                                    new CheckpointBody(
                                            hash,
                                            number,
                                            LocalDate.parse("2026-07-09"),
                                            NIGHT,
                                            previous,
                                            tree.heads(),
                                            tree.root()));
                            return connection
                                    .query(added.keySql())
                                    .execute()
                                    .compose(known ->
                                            connection.query(added.sql()).execute());
                        }))
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private static Optional<Long> covering(OwnCheckpoints own, QueryPool pool, int stream, long seq) throws Exception {
        return own.covering(pool, stream, seq).await(PATIENCE_SECONDS, SECONDS);
    }

    private VerificationCheckpoints.Result compared() throws Exception {
        try (var store = VerificationStore.open(service.database())) {
            return VerificationCheckpoints.run(store, VerificationCheckpoints.OwnKeys.of(service.vault(), store), null);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE checkpoint SET body = replace(body, 'heads: 2', 'heads: 3')",
                "UPDATE checkpoint SET day = '2026-01-01'",
                "UPDATE checkpoint SET made_at = made_at + interval '1 microsecond'",
                "UPDATE checkpoint SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1)",
                "UPDATE checkpoint SET signature = set_byte(signature, 63, get_byte(signature, 63) # 1)",
                "UPDATE checkpoint SET fingerprint = repeat('0', 64)",
                "UPDATE signing_key SET public_key = set_byte(public_key, 40, get_byte(public_key, 40) # 1)",
                "DELETE FROM signing_key",
                "UPDATE checkpoint SET number = number + 1",
                "DELETE FROM checkpoint_leaf WHERE position = 1",
                "UPDATE checkpoint_leaf SET position = 5 WHERE position = 0",
                "UPDATE checkpoint_leaf SET seq = seq - 1, chain = (SELECT chain FROM journal WHERE seq = 1)"
                        + " WHERE position = 1",
                "UPDATE checkpoint_leaf SET chain = set_byte(chain, 0, get_byte(chain, 0) # 1) WHERE position = 1",
                "UPDATE access_log SET chain = set_byte(chain, 0, get_byte(chain, 0) # 1)"
            })
    void whoChangesACheckpointIsNamed(String sql) throws Exception {
        start("international");
        record(2);
        service.regulator("culture", "360481");
        service.vertx();
        auditor().get("/checkpoints", Map.of()).await(PATIENCE_SECONDS, SECONDS);
        service.checkpoint();
        assertThat(service.verify().firstBroken()).isNull();

        sql(sql);

        assertThat(service.verify().firstBroken()).matches("(checkpoint|café|access log).*");
    }

    private JsonObject record(int events) {
        var batch = new ArrayList<JsonObject>();
        for (int i = 0; i < events; i++) {
            batch.add(new JsonObject().put("seq", ++seq).put("type", "opened").put("at", NIGHT.toString()));
        }
        agent.sendArray(batch);
        return agent.ack(seq);
    }

    private String proofs(List<JsonObject> acks) throws Exception {
        try (var store = VerificationStore.open(service.database())) {
            var verification = new VerificationProofs(store);
            for (JsonObject ack : acks) {
                verification.check(STREAM, ack.getLong("seq"), ack.getString("chain"));
            }
            return verification.firstBroken();
        }
    }

    private List<String> days() throws Exception {
        return auditor().all("/checkpoints", Map.of()).await(PATIENCE_SECONDS, SECONDS).stream()
                .map(one -> ((JsonObject) one).getString("day"))
                .toList();
    }

    private AdminClient auditor() throws Exception {
        String token = service.admin()
                .createAccount(new JsonObject().put("name", "auditor").put("role", "auditor"))
                .await(PATIENCE_SECONDS, SECONDS)
                .token();
        return new AdminClient(service.vertx(), service.url(), token);
    }

    private static String only(JsonObject page) {
        JsonArray items = page.getJsonArray("items");
        assertThat(items).hasSize(1);
        return items.getJsonObject(0).getString("id");
    }

    private JsonObject keys(Map<String, String> query) throws Exception {
        return service.admin().get("/cosigning-keys", query).await(PATIENCE_SECONDS, SECONDS);
    }

    private static JsonObject signature(OwnKey key, String text) {
        return new JsonObject()
                .put("fingerprint", key.publicKey().fingerprint())
                .put("signature", Base64.getEncoder().encodeToString(key.sign(text)));
    }

    private static void assertStatus(int status, AdminClient client, HttpMethod method, String path, JsonObject body) {
        assertThatThrownBy(() -> client.call(method, path, body).await(PATIENCE_SECONDS, SECONDS))
                .hasMessageContaining(Integer.toString(status));
    }

    private void makeNow() {
        try {
            service.checkpoint();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void look(RunningService node) {
        try {
            node.lookAtTheDay();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void sql(String sql) throws SQLException {
        try (var connection = TestDatabase.superuser(service.database());
                var statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica; " + sql);
        }
    }
}
