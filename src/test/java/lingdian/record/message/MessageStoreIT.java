package lingdian.record.message;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.event.MessageReceipt.State;
import lingdian.platform.database.Databases;
import lingdian.platform.database.QueryPool;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import lingdian.vault.seal.Vault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message waits until it is answered or its time is over; receipts only move it forward. */
class MessageStoreIT {
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final PlaceCode OTHER = new PlaceCode("36048110000002");
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final Instant UNTIL = NOW.plus(Duration.ofDays(1));
    private static final AccountId SENDER = new AccountId(new UUID(7, 7));
    private static final String TEXT = "文字 about premises";

    private final Vertx vertx = Vertx.vertx();
    private final QueryPool pool = Databases.queryPool(vertx, TestDatabase.migrated(), 4);
    private MessageStore store;

    @BeforeEach
    void twoCafes() throws Exception {
        store = new MessageStore(
                new Vault(KeyRing.create(Files.createTempDirectory("lingdian").resolve("keys.json"))));
        sql("INSERT INTO account (id, name, role, authority, region, token_hash, created_at) VALUES ('" + SENDER
                + "', 'n', 'regulator', 'culture', '360481', 'x', now())");
        for (PlaceCode place : List.of(CAFE, OTHER)) {
            sql("INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES ('" + place
                    + "', 'x', '360481', 'x', now())");
        }
    }

    @AfterEach
    void disconnect() throws Exception {
        pool.close().await(PATIENCE_SECONDS, SECONDS);
        vertx.close().await(PATIENCE_SECONDS, SECONDS);
    }

    @Test
    void oneForARegionIsForEachOfItsCafesThatIsNotClosedForGood() throws Exception {
        sql(
                "INSERT INTO cafe (place_code, name, region, licence_number, created_at) VALUES ('36048210000001', 'x', '360482', 'x', now()),"
                        + " ('36048110000003', 'x', '360481', 'x', now()), ('36048110000004', 'x', '360481', 'x', now())");
        sql(
                "INSERT INTO closure VALUES (gen_random_uuid(), '36048110000003', 'permanent', '2026-06-01Z', null, 'd', '2026-06-01Z'),"
                        + " (gen_random_uuid(), '36048110000004', 'temporary', '2026-06-01Z', null, 'd', '2026-06-01Z')");
        NewMessage message = toRegion();

        assertThat(store.add(pool, message).await(PATIENCE_SECONDS, SECONDS)).isEqualTo(3);
        assertThat(text("SELECT string_agg(place_code, ' ' ORDER BY place_code) AS t FROM message"))
                .isEqualTo("36048110000001 36048110000002 36048110000004");
        store.receive(pool, Map.of(new CafeReceipt(OTHER, message.id()), State.READ), NOW)
                .await(PATIENCE_SECONDS, SECONDS);
        assertThat(waiting(NOW, CAFE, OTHER))
                .extracting(OfficeMessage::placeCode, OfficeMessage::text)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(CAFE, TEXT));
    }

    @Test
    void itWaitsForItsCafeUntilItsTimeIsOver() throws Exception {
        OfficeMessage message = message(CAFE);
        add(message);

        assertThat(waiting(NOW, CAFE, OTHER)).containsExactly(message);
        assertThat(waiting(NOW, OTHER)).isEmpty();
        assertThat(waiting(UNTIL.minusNanos(1_000), CAFE)).hasSize(1);
        assertThat(waiting(UNTIL, CAFE)).isEmpty();
        assertThat(text("SELECT encode(text, 'escape') AS t FROM office_message"))
                .doesNotContain("premises");
    }

    @Test
    void aReceiptEndsTheWaitingAndNeverGoesBack() throws Exception {
        OfficeMessage message = message(CAFE);
        add(message);
        receive(message, State.DELIVERED, NOW.plusSeconds(1));
        assertThat(waiting(NOW, CAFE)).isEmpty();
        receive(message, State.READ, NOW.plusSeconds(2));
        receive(message, State.DELIVERED, NOW.plusSeconds(3));
        receive(message, State.READ, NOW.plusSeconds(4));

        assertThat(text("SELECT concat_ws(' ', state, delivered_at - at, read_at - at) AS t FROM message"))
                .isEqualTo("read 00:00:01 00:00:02");
    }

    @Test
    void readAtOnceIsDeliveredToo() throws Exception {
        OfficeMessage message = message(CAFE);
        add(message);
        receive(message, State.READ, NOW.plusSeconds(1));

        assertThat(text("SELECT concat_ws(' ', state, delivered_at - at, read_at - at) AS t FROM message"))
                .isEqualTo("read 00:00:01 00:00:01");
    }

    @Test
    void anUnknownOneAndAnotherCafesAreIgnored() throws Exception {
        OfficeMessage message = message(CAFE);
        add(message);
        receive(message(CAFE), State.READ, NOW);
        store.receive(pool, Map.of(new CafeReceipt(OTHER, message.id()), State.READ), NOW)
                .await(PATIENCE_SECONDS, SECONDS);

        assertThat(waiting(NOW, CAFE)).containsExactly(message);
    }

    @Test
    void eachWritingRaisesTheVersion() throws Exception {
        long before = store.version(pool).await(PATIENCE_SECONDS, SECONDS);
        add(message(CAFE));
        OfficeMessage other = message(OTHER);
        add(other);
        receive(other, State.READ, NOW);

        assertThat(store.version(pool).await(PATIENCE_SECONDS, SECONDS)).isEqualTo(before + 2);
    }

    @Test
    void ofOneCafeAHundredAreSentAtOnce() throws Exception {
        for (int i = 0; i < MessageStore.WAITING_MAX + 5; i++) {
            add(message(CAFE));
        }
        assertThat(waiting(NOW, CAFE)).hasSize(MessageStore.WAITING_MAX);
    }

    private void add(OfficeMessage message) throws Exception {
        store.add(pool, written(message)).await(PATIENCE_SECONDS, SECONDS);
    }

    private void receive(OfficeMessage message, State state, Instant at) throws Exception {
        store.receive(pool, Map.of(new CafeReceipt(message.placeCode(), message.id()), state), at)
                .await(PATIENCE_SECONDS, SECONDS);
    }

    private List<OfficeMessage> waiting(Instant now, PlaceCode... cafes) throws Exception {
        return store.waiting(pool, List.of(cafes), now).await(PATIENCE_SECONDS, SECONDS);
    }

    private static NewMessage written(OfficeMessage message) {
        return new NewMessage(
                message.id(),
                message.from(),
                new RegionCode("360481"),
                message.placeCode(),
                "hours",
                message.text(),
                SENDER,
                NOW,
                message.until());
    }

    private static NewMessage toRegion() {
        return new NewMessage(
                UUID.randomUUID(),
                Authority.CULTURE,
                new RegionCode("360481"),
                null,
                "campaign",
                TEXT,
                SENDER,
                NOW,
                UNTIL);
    }

    private static OfficeMessage message(PlaceCode place) {
        return new OfficeMessage(UUID.randomUUID(), place, Authority.PUBLIC_SECURITY, TEXT, UNTIL);
    }

    private void sql(String sql) throws Exception {
        pool.query(sql).execute().await(PATIENCE_SECONDS, SECONDS);
    }

    private String text(String sql) throws Exception {
        return pool.query(sql)
                .execute()
                .await(PATIENCE_SECONDS, SECONDS)
                .iterator()
                .next()
                .getString("t");
    }
}
