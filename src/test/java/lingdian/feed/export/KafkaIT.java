package lingdian.feed.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed in a real Kafka, while brokers and nodes are killed and connections cut. The long form has
 * {@code -Dlingdian.kafka.brokers=3 -Dlingdian.kafka.faults=200}.
 */
class KafkaIT {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaIT.class);
    private static final int BROKERS = Integer.getInteger("lingdian.kafka.brokers", 1);
    private static final int FAULTS = Integer.getInteger("lingdian.kafka.faults", 2);
    private static final long SEED = Long.getLong("lingdian.kafka.seed", 7);
    /** Messages that must come after a fault before the next one. */
    private static final int BETWEEN = 60;

    private static final String TOPIC = "lingdian.violations";

    @TempDir
    static Path directory;

    private static KafkaCluster kafka;
    private static DatabaseAddress database;
    private static final List<ServiceProcess> NODES = new ArrayList<>();
    private static ChangingCity city;
    private static KafkaFollower follower;

    @BeforeAll
    static void begin() throws Exception {
        kafka = new KafkaCluster(directory, BROKERS);
        database = TestDatabase.migrated();
        kafka.writeSettings(directory, TOPIC);
        if (BROKERS > 1) {
            kafka.awaitReady(); // else what is first tried fails, and is tried again after longer and longer pauses
        }
        Path keyRing = directory.resolve("keys.json");
        KeyRing.create(keyRing);
        try (var starts = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<ServiceProcess> start =
                    () -> ServiceProcess.start(database, keyRing, "--config", directory.toString());
            for (Future<ServiceProcess> node : starts.invokeAll(List.of(start, start))) {
                NODES.add(node.get());
            }
        }
        kafka.awaitReady();
        city = new ChangingCity(database, SEED);
        follower = new KafkaFollower(kafka.insideServers(), TOPIC);
    }

    @AfterAll
    static void end() throws Exception {
        if (city != null) {
            city.close();
        }
        if (follower != null) {
            follower.close();
        }
        for (ServiceProcess node : NODES) {
            node.close();
        }
        kafka.close();
    }

    @Test
    void committedReadersGetEachChangeOnceInOrderWhateverIsKilled() throws Exception {
        follower.awaitMore(BETWEEN);
        var random = new Random(SEED);
        List<Fault> faults = List.of(KafkaIT::killBroker, KafkaIT::wakeFencedNode, KafkaIT::killExportingNode);
        for (int i = 0; i < FAULTS; i++) {
            Fault fault = i < faults.size() ? faults.get(i) : faults.get(random.nextInt(faults.size()));
            LOG.info("fault {} after {} messages", i + 1, follower.received().size());
            fault.happen(random);
            follower.awaitMore(BETWEEN);
        }

        List<Long> expected = city.stop();
        Await.until("the last change came", () -> follower.received().size() >= expected.size());
        Await.until("nothing is behind", () -> metrics(exporting()).contains("lingdian_export_lag_messages 0.0"));
        List<ConsumerRecord<String, CloudEvent>> received = follower.received();
        LOG.info(
                "{} faults, {} changes exported, {} transactions that brokers did not end",
                FAULTS,
                received.size(),
                kafka.notEnded());
        assertThat(received.stream().map(KafkaIT::position).sorted()).isEqualTo(expected);
        assertThat(received).allSatisfy(KafkaIT::isOfItsCafe);
        inOrder(received).values().forEach(positions -> assertThat(positions).isSorted());
    }

    private static long position(ConsumerRecord<String, CloudEvent> message) {
        return Long.parseLong(message.value().getId());
    }

    private static Map<String, List<Long>> inOrder(List<ConsumerRecord<String, CloudEvent>> received) {
        Map<String, List<Long>> positions = new HashMap<>();
        received.forEach(message -> positions
                .computeIfAbsent(message.key(), cafe -> new ArrayList<>())
                .add(position(message)));
        assertThat(positions).hasSize(2);
        return positions;
    }

    private static void isOfItsCafe(ConsumerRecord<String, CloudEvent> message) {
        CloudEvent event = message.value();
        var header = message.headers().lastHeader("content-type").value();
        var data = new JsonObject(
                new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8));
        assertThat(new String(header, StandardCharsets.US_ASCII))
                .isEqualTo("application/cloudevents+json; charset=UTF-8");
        assertThat(event.getSource()).hasToString("/cafes/" + new PlaceCode(message.key()));
        assertThat(event.getType()).isEqualTo("lingdian.violation.opened");
        assertThat(data.getString("placeCode")).isEqualTo(message.key()).startsWith("36");
        assertThat(data.getString("id")).isEqualTo(event.getSubject());
        assertThat(data.fieldNames()).doesNotContain("person", "session");
    }

    private interface Fault {
        void happen(Random random) throws Exception;
    }

    private static void killBroker(Random random) throws Exception {
        int broker = random.nextInt(kafka.brokers());
        kafka.kill(broker);
        kafka.start(broker);
    }

    /** It wakes in the middle of what it did, when another node has begun after it. */
    private static void wakeFencedNode(Random random) throws Exception {
        ServiceProcess node = exporting();
        signal("STOP", node);
        try {
            TestDatabase.execute(database, "UPDATE turn SET holder = NULL, until = NULL WHERE work = 'kafka-export'");
            follower.awaitMore(BETWEEN);
        } finally {
            signal("CONT", node);
        }
    }

    private static void killExportingNode(Random random) throws Exception {
        ServiceProcess node = exporting();
        node.kill();
        follower.awaitMore(BETWEEN);
        if (FAULTS > 3) {
            node.restart();
        }
    }

    private static void signal(String signal, ServiceProcess node) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(
                                "kill",
                                "-" + signal,
                                Long.toString(node.process().pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static ServiceProcess exporting() throws Exception {
        var found = new ArrayList<ServiceProcess>();
        Await.until("one node exports", () -> {
            found.clear();
            for (ServiceProcess node : NODES) {
                if (node.process().isAlive() && metrics(node).contains("lingdian_export_active_nodes 1.0")) {
                    found.add(node);
                }
            }
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private static String metrics(ServiceProcess node) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(node.url().resolve("/metrics")).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
