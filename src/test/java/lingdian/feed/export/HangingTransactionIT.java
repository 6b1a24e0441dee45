package lingdian.feed.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import lingdian.platform.settings.ExportSettings;
import lingdian.testing.Await;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that takes a transaction for complete without having told its partitions (KAFKA-20734). The long form, in
 * which it does so by itself in one of ten rounds: {@code -Dlingdian.kafka.rounds=60}.
 */
class HangingTransactionIT {
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactionIT.class);
    private static final int ROUNDS = Integer.getInteger("lingdian.kafka.rounds", 1);
    private static final long SEED = Long.getLong("lingdian.kafka.seed", 7);
    private static final ExportSettings.Tls NONE = new ExportSettings.Tls(false, null, null, null);
    /** In two of the three partitions. */
    private static final List<String> CAFES = List.of("36048110000001", "36010210000002");

    private static final int PAGE = 100;

    @TempDir
    static Path directory;

    private static KafkaCluster kafka;
    private static Map<String, Object> options;
    private KafkaConfiguration configuration;

    @BeforeAll
    static void begin() throws Exception {
        kafka = new KafkaCluster(directory, 1);
        kafka.awaitReady();
        options = Map.of("bootstrap.servers", kafka.insideServers(), "default.api.timeout.ms", Await.PATIENCE_MILLIS);
    }

    @AfterAll
    static void end() throws Exception {
        kafka.close();
    }

    @BeforeEach
    void nameTopic() throws Exception {
        configuration = configuration("topic-" + UUID.randomUUID());
    }

    private static KafkaConfiguration configuration(String topic) throws Exception {
        return new KafkaConfiguration(new ExportSettings.Kafka(
                List.of(kafka.insideServers()), topic, List.of("000000"), List.of("culture"), NONE, null));
    }

    @Test
    void itsChangesAreSentAgainAndReadOnce() throws Exception {
        hang(4, 8);

        try (KafkaTopic open = KafkaTopic.open(configuration)) {
            assertThat(open.position()).isEqualTo(4);
            open.commit(changes(5, 8), 8);
        }

        assertThat(committed()).containsExactlyInAnyOrderElementsOf(positions(8));
    }

    /** Of a commit, some partitions were told and others not. */
    @ParameterizedTest
    @CsvSource({"false, true", "true, false", "true, true"})
    void itsChangesAreReadOnceIfItEndedInSomePartitions(boolean ofChanges, boolean ofPositions) throws Exception {
        hang(4, 8);
        try (var producer = producer(configuration.producer())) {
            producer.initTransactions();
            producer.beginTransaction();
            write(producer, changes(10, ofChanges ? 10 : 9));
            write(producer, Stream.of(position(10)).filter(one -> ofPositions));
            producer.commitTransaction();
        }
        awaitCompleteTransaction();
        assertThat(committed()).hasSize(ofChanges ? 7 : 4);

        try (KafkaTopic open = KafkaTopic.open(configuration)) {
            assertThat(open.position()).isEqualTo(4);
            assertThat(open.newest()).isEqualTo(ofChanges ? 10 : 4);
        }
        try (KafkaTopic open = KafkaTopic.open(configuration)) {
            open.commit(changes(5, 10), 10);
            open.commit(changes(11, 12), 12);
        }

        assertThat(committed()).containsExactlyInAnyOrderElementsOf(positions(12));
    }

    /** Changes up to {@code first} are committed, those up to {@code last} hang with their position. */
    private void hang(long first, long last) throws Exception {
        try (KafkaTopic open = KafkaTopic.open(configuration)) {
            assertThat(open.position()).isZero();
        }
        var producer = producer(configuration.producer());
        producer.initTransactions();
        producer.beginTransaction();
        write(producer, Stream.concat(changes(1, first), Stream.of(position(first))));
        producer.commitTransaction();
        awaitCompleteTransaction();
        kafka.remember();
        producer.beginTransaction();
        write(producer, Stream.concat(changes(first + 1, last), Stream.of(position(last))));
        kafka.killAndForget();
        producer.close(Duration.ZERO);
        assertThat(committed()).hasSize((int) first);
    }

    /** The coordinator answers a commit before it has told the partitions. */
    private void awaitCompleteTransaction() throws Exception {
        String id = configuration.transactionalId();
        try (Admin admin = Admin.create(options)) {
            Await.until(
                    "the transaction is complete",
                    () -> admin.describeTransactions(List.of(id))
                                    .description(id)
                                    .get()
                                    .state()
                            == TransactionState.COMPLETE_COMMIT);
        }
    }

    @Test
    void noPageFollowsAnotherThatConsumersCannotRead() throws Exception {
        Map<String, Object> another = new HashMap<>(configuration.producer());
        another.put("transactional.id", "another");
        KafkaTopic former = KafkaTopic.open(configuration);
        try (var stranger = producer(another)) {
            stranger.initTransactions();
            stranger.beginTransaction();
            write(stranger, changes(100, 101));

            assertThatThrownBy(() -> former.commit(changes(1, 4), 4)).isInstanceOf(TimeoutException.class);
            former.close();
            assertThatThrownBy(() -> KafkaTopic.open(configuration))
                    .isInstanceOf(ExportRefusal.class)
                    .hasMessageContaining("kafka-transactions.sh");

            stranger.abortTransaction();
        }
        try (KafkaTopic open = KafkaTopic.open(configuration)) {
            open.commit(changes(open.position() + 1, 8), 8);
        }
        assertThat(committed()).containsExactlyInAnyOrderElementsOf(positions(8));
    }

    @Test
    void eachChangeIsReadOnceWhereverTheBrokerIsKilled() throws Exception {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            configuration = configuration("round-" + round);
            killBetweenTwoNodes(random);
            LOG.info("round {}: {} transactions that the broker did not end", round, kafka.notEnded());
        }
    }

    private void killBetweenTwoNodes(Random random) throws Exception {
        var sent = new AtomicLong();
        var ended = new AtomicBoolean();
        Thread first = Thread.ofPlatform().start(() -> {
            while (sent.get() == 0) {
                export(sent, ended);
            }
        });
        Await.until("the first pages were sent", () -> sent.get() > PAGE);
        LockSupport.parkNanos(random.nextLong(1_500_000_000));
        kafka.kill(0);
        kafka.start(0);
        LockSupport.parkNanos(2_500_000_000L + random.nextLong(3_000_000_000L));
        Thread second = Thread.ofPlatform().start(() -> {
            while (!ended.get()) {
                export(sent, ended);
            }
        });
        first.join();
        long before = sent.get();
        Await.until("the second node sent pages", () -> sent.get() > before + 10 * PAGE);
        ended.set(true);
        second.join();
        assertThat(committed()).containsExactlyInAnyOrderElementsOf(positions(sent.get()));
    }

    /** As a node that exports, until it fails. */
    private void export(AtomicLong sent, AtomicBoolean ended) {
        try (KafkaTopic open = KafkaTopic.open(configuration)) {
            while (!ended.get() || open.position() < sent.get()) {
                long upTo = open.position() + PAGE;
                open.commit(changes(open.position() + 1, upTo), upTo);
                sent.accumulateAndGet(upTo, Math::max);
            }
        } catch (Exception failure) {
            LOG.info("a node stops: {}", failure.toString());
        }
    }

    private Stream<ProducerRecord<String, byte[]>> changes(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(position -> ChangeMessage.of(
                        configuration.topic(),
                        CAFES.get((int) (position % CAFES.size())),
                        bytes(new JsonObject()
                                .put("id", Long.toString(position))
                                .encode())));
    }

    private ProducerRecord<String, byte[]> position(long position) {
        return new ProducerRecord<>(configuration.positions(), 0, KafkaTopic.POSITION_KEY, bytes("" + position));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static KafkaProducer<String, byte[]> producer(Map<String, Object> options) {
        return new KafkaProducer<>(options, new StringSerializer(), new ByteArraySerializer());
    }

    private static void write(KafkaProducer<String, byte[]> producer, Stream<ProducerRecord<String, byte[]>> messages)
            throws Exception {
        for (var sent : messages.map(producer::send).toList()) {
            sent.get();
        }
    }

    private static List<Long> positions(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    /** The positions that consumers read, each café's in order. */
    private List<Long> committed() {
        Map<String, Object> reading = new HashMap<>(options);
        reading.put("isolation.level", "read_committed");
        reading.put("auto.offset.reset", "earliest");
        reading.put("enable.auto.commit", false);
        Map<String, List<Long>> read = new HashMap<>();
        try (var consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(configuration.topic()).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(message -> read.computeIfAbsent(message.key(), cafe -> new ArrayList<>())
                                .add(Long.parseLong(new JsonObject(message.value()).getString("id"))));
            }
        }
        assertThat(read.values()).allSatisfy(positions -> assertThat(positions).isSorted());
        return read.values().stream().flatMap(List::stream).toList();
    }
}
