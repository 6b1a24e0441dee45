package lingdian.intake.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static lingdian.testing.Await.PATIENCE_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.testing.Await;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A café that follows one with a large backlog waits for one portion of that backlog, not for all of it. */
class FairnessIT {
    private static final String FAST = "36048110000999";
    private static final int OTHERS = 40;

    @Test
    void theOthersAreInTheVeryNextBatch() throws Exception {
        List<Map<String, Integer>> batches = batchesBeside(OTHERS, 1);
        for (Map<String, Integer> batch : batches) {
            assertThat(batch.getOrDefault(FAST, 0)).isLessThanOrEqualTo(CafeQueues.PORTION);
        }
        assertThat(batches.get(0)).containsOnlyKeys(FAST);
        assertThat(batches.get(1)).hasSize(OTHERS + 1);
    }

    @Test
    void whereVeryManyWaitEachMaySendMore() throws Exception {
        List<Map<String, Integer>> batches = batchesBeside(2 * CafeQueues.LARGE_PORTION, CafeQueues.LARGE_PORTION);
        assertThat(batches.get(0)).containsExactly(Map.entry(FAST, CafeQueues.PORTION));
        assertThat(batches.get(1)).containsEntry(FAST, CafeQueues.LARGE_PORTION);
        assertThat(batches.get(1).values().stream().mapToInt(events -> events).sum())
                .as("a full batch")
                .isEqualTo(IntakeFixture.BATCH_MAXIMUM);
        assertThat(batches.get(1)).hasSize(Math.ceilDiv(IntakeFixture.BATCH_MAXIMUM, CafeQueues.LARGE_PORTION));
        for (Map<String, Integer> batch : batches) {
            assertThat(batch.getOrDefault(FAST, 0)).isLessThanOrEqualTo(CafeQueues.LARGE_PORTION);
        }
    }

    /**
     * Whatever the heartbeats of one message hold, a batch has at most so many terminals of one café, in whichever lists.
     */
    @ParameterizedTest
    @ValueSource(strings = {"inUse", "powered", "witnessed"})
    void aPortionHasALimitOfTerminalsOverAllItsHeartbeats(String list) throws Exception {
        try (var intake = new IntakeFixture(TestDatabase.migrated(), 1)) {
            intake.cafe(
                    FAST,
                    ids(9_001).toArray(String[]::new)); // staff's: none is unregistered, and its state stays small
            List<String> heartbeats = IntStream.rangeClosed(1, 12)
                    .mapToObj(seq -> heartbeat(seq, list, 9_001))
                    .toList();
            intake.send(FAST, UUID.randomUUID(), heartbeats);
            int most = CafeQueues.PORTION * PreparedEvent.TERMINALS_OF_ONE_EVENT / 9_001;
            assertThat(batches(intake)).allSatisfy(batch -> assertThat(batch).containsEntry(FAST, most));
        }
    }

    private static String heartbeat(int seq, String list, int terminals) {
        return new JsonObject()
                .put("seq", seq)
                .put("type", "heartbeat")
                .put("at", IntakeFixture.CLOCK.instant().toString())
                .put("inUse", List.of())
                .put(list, ids(terminals))
                .encode();
    }

    private static List<String> ids(int terminals) {
        return IntStream.range(0, terminals).mapToObj(i -> "T" + i).toList();
    }

    /**
     * What each transaction wrote of each café, where a fast one has begun when so many others come with so many events
     * each.
     */
    private static List<Map<String, Integer>> batchesBeside(int others, int events) throws Exception {
        try (var intake = new IntakeFixture(TestDatabase.migrated(), 1)) {
            intake.cafe(FAST);
            for (int i = 1; i <= others; i++) {
                intake.cafe(placeCode(i));
            }
            List<Future<Intake.Receipt>> receipts = new ArrayList<>();
            try (Connection stranger = TestDatabase.superuser(intake.address);
                    var statement = stranger.createStatement()) {
                stranger.setAutoCommit(false);
                statement.execute("SELECT * FROM head FOR UPDATE");
                var stream = UUID.randomUUID();
                receipts.add(committed(intake, FAST, stream, 1, 1_000));
                receipts.add(committed(intake, FAST, stream, 1_001, 2_000));
                Await.until("the first batch is under way", () -> waitsForHead(stranger));
                for (int i = 1; i <= others; i++) {
                    receipts.add(committed(intake, placeCode(i), UUID.randomUUID(), 1, events));
                }
                stranger.rollback();
            }
            Future.all(receipts).await(PATIENCE_SECONDS, SECONDS);
            return batches(intake);
        }
    }

    private static boolean waitsForHead(Connection connection) throws Exception {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()")) {
            row.next();
            return row.getInt(1) > 0;
        }
    }

    private static Future<Intake.Receipt> committed(IntakeFixture intake, String cafe, UUID stream, int from, int to)
            throws Exception {
        List<String> events = IntStream.rangeClosed(from, to)
                .mapToObj(seq ->
                        "{\"seq\":%d,\"type\":\"patrol\",\"at\":\"%s\"}".formatted(seq, IntakeFixture.CLOCK.instant()))
                .toList();
        return ((Intake.Offer.Accepted) intake.offer(cafe, stream, events)).committed();
    }

    /** How many events of each café each transaction wrote, in the order of the transactions. */
    private static List<Map<String, Integer>> batches(IntakeFixture intake) throws Exception {
        var batches = new TreeMap<Long, Map<String, Integer>>();
        try (Connection connection = TestDatabase.superuser(intake.address);
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT journal.xmin::text::bigint, place_code, count(*)"
                        + " FROM journal JOIN stream ON number = stream_number GROUP BY 1, 2")) {
            while (rows.next()) {
                batches.computeIfAbsent(rows.getLong(1), transaction -> new HashMap<>())
                        .put(rows.getString(2), rows.getInt(3));
            }
        }
        return List.copyOf(batches.values());
    }

    private static String placeCode(int i) {
        return "36048110%06d".formatted(i);
    }
}
