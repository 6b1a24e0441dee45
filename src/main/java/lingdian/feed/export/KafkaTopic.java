package lingdian.feed.export;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import lingdian.feed.log.ExportedChanges.Change;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The topic, as the one node writes to it that exports. Blocking.
 *
 * <p>Changes and the position of the last of them are one transaction. Whoever begins first ends what the node before
 * left open, be it by completing or by aborting it, and only then reads the position: so it knows what consumers that
 * read committed messages have or will get, and the other node can commit nothing more.
 */
final class KafkaTopic implements AutoCloseable {
    /** In the topic of the position, of which compaction keeps the last message. */
    static final String POSITION_KEY = "position";

    /** Kafka protocol binding for CloudEvents 1.0, structured content mode. */
    private static final String CONTENT_TYPE = "content-type";

    private static final byte[] CLOUD_EVENT =
            "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.US_ASCII);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final String topic;
    private final String positions;
    private final Producer<String, byte[]> producer;
    private long position;

    private KafkaTopic(KafkaConfiguration configuration) {
        topic = configuration.topic();
        positions = configuration.positions();
        producer = new KafkaProducer<>(configuration.producer(), new StringSerializer(), new ByteArraySerializer());
    }

    /** Makes the topics if there are none, fences the node before, and finds the position. */
    static KafkaTopic open(KafkaConfiguration configuration) throws ExportRefusal {
        KafkaTopics.prepare(configuration);
        var opened = new KafkaTopic(configuration);
        try {
            opened.producer.initTransactions();
            opened.position = opened.begin(configuration);
            return opened;
        } catch (ExportRefusal | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private long begin(KafkaConfiguration configuration) throws ExportRefusal {
        OptionalLong last = PositionReader.read(configuration);
        if (last.isEmpty()) {
            // From now on a topic without a position is one that has lost it.
            send(List.of(), 0);
        }
        return last.orElse(0);
    }

    /** The newest position that was exported; 0 before the first one. */
    long position() {
        return position;
    }

    /** Sends the changes and, in the same transaction, the position. After a failure this object must be closed. */
    void send(List<Change> changes, long upTo) {
        producer.beginTransaction();
        var sent = changes.stream().map(this::send).toList();
        byte[] value = Long.toString(upTo).getBytes(StandardCharsets.US_ASCII);
        producer.send(new ProducerRecord<>(positions, 0, POSITION_KEY, value));
        producer.flush();
        sent.forEach(KafkaTopic::check);
        producer.commitTransaction();
        position = upTo;
    }

    private Future<RecordMetadata> send(Change change) {
        var message = new ProducerRecord<>(topic, change.cafe().value(), change.cloudEvent());
        message.headers().add(CONTENT_TYPE, CLOUD_EVENT);
        return producer.send(message);
    }

    private static void check(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted");
        }
    }

    /** What was not committed is aborted by the node that begins next. */
    @Override
    public void close() {
        producer.close(CLOSE_MAX);
    }
}
