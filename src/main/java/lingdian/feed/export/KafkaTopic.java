package lingdian.feed.export;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.feed.log.ExportedChanges.Change;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic, as the one node writes to it that exports. Blocking.
 *
 * <p>Changes and the position of the last of them are one transaction. Whoever begins first ends what the node before
 * left open, be it by completing or by aborting it, and only then reads the position: so it knows what consumers that
 * read committed messages have or will get, and the other node can commit nothing more.
 */
final class KafkaTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopic.class);

    /** In the topic of the position, of which compaction keeps the last message. */
    static final String POSITION_KEY = "position";

    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final String topic;
    private final String positions;
    private final Producer<String, byte[]> producer;
    private final TopicTransactions transactions;
    private NavigableSet<Long> readable = new TreeSet<>();
    private long position;

    private KafkaTopic(KafkaConfiguration configuration) {
        topic = configuration.topic();
        positions = configuration.positions();
        producer = new KafkaProducer<>(configuration.producer(), new StringSerializer(), new ByteArraySerializer());
        transactions = new TopicTransactions(configuration);
    }

    /**
     * Makes the topics if there are none, fences the node before, aborts what Kafka left open of its transaction, and
     * finds the position and what was sent beyond it.
     */
    static KafkaTopic open(KafkaConfiguration configuration) throws ExportRefusal {
        KafkaTopics.prepare(configuration);
        var opened = new KafkaTopic(configuration);
        try {
            opened.producer.initTransactions();
            opened.begin(configuration);
            return opened;
        } catch (ExportRefusal | RuntimeException failure) {
            opened.close();
            throw failure;
        }
    }

    private void begin(KafkaConfiguration configuration) throws ExportRefusal {
        Set<TopicPartition> partitions = partitions(topic);
        var both = new HashSet<>(partitions);
        both.addAll(partitions(positions));
        Optional<HangingTransaction> hanging = HangingTransaction.find(configuration, transactions, both);
        OptionalLong last = PositionReader.read(configuration, transactions, partitions);
        position = last.orElse(0);
        if (last.isEmpty()) {
            // From now on a topic without a position is one that has lost it.
            commit(Stream.of(), 0);
        }
        if (hanging.isPresent()) {
            abort(hanging.get(), configuration.transactionalId());
        }
        readable = ReadableChanges.after(position, configuration, transactions, partitions);
    }

    private Set<TopicPartition> partitions(String of) {
        return producer.partitionsFor(of).stream()
                .map(one -> new TopicPartition(of, one.partition()))
                .collect(Collectors.toSet());
    }

    /** Else the next transaction would decide whether its changes are read twice, or never. */
    private void abort(HangingTransaction hanging, String transactionalId) throws ExportRefusal {
        long first = hanging.first().orElse(Long.MAX_VALUE);
        if (first <= position) {
            commit(Stream.of(), first - 1); // before they are aborted, so that a crash loses none
        }
        transactions.requireOwn(transactionalId, hanging.partitions());
        LOG.warn(
                "Kafka did not end a transaction in {} (see KAFKA-20734): its {} changes are aborted and sent again",
                topic,
                hanging.size());
        producer.beginTransaction();
        Map<TopicPartition, Long> sent = write(hanging.copyOfEachPartition().stream());
        producer.abortTransaction();
        transactions.awaitEnd(sent);
    }

    /** All changes up to it were exported; 0 before the first one. */
    long position() {
        return position;
    }

    /** None after it was exported. */
    long newest() {
        return readable.isEmpty() ? position : Math.max(position, readable.getLast());
    }

    /**
     * Sends the changes that consumers cannot read already and, in the same transaction, the position. After a failure
     * this object must be closed.
     */
    void send(List<Change> changes, long upTo) {
        commit(changes.stream().map(this::message), upTo);
    }

    private ProducerRecord<String, byte[]> message(Change change) {
        return ChangeMessage.of(topic, change.cafe().value(), change.cloudEvent());
    }

    /**
     * As {@link #send}. Returns when consumers of committed messages can read them: otherwise the next transaction would
     * decide about this one too, if Kafka did not end it.
     */
    void commit(Stream<ProducerRecord<String, byte[]>> messages, long upTo) {
        byte[] value = Long.toString(upTo).getBytes(StandardCharsets.US_ASCII);
        var last = new ProducerRecord<>(positions, 0, POSITION_KEY, value);
        producer.beginTransaction();
        Map<TopicPartition, Long> sent = write(Stream.concat(messages.filter(this::isUnread), Stream.of(last)));
        producer.commitTransaction();
        transactions.awaitEnd(sent);
        position = upTo;
        readable.headSet(upTo, true).clear();
    }

    private boolean isUnread(ProducerRecord<String, byte[]> message) {
        return readable.isEmpty() || !readable.contains(ChangeMessage.position(message.value()));
    }

    /** Returns the last offset that was written to each partition. */
    private Map<TopicPartition, Long> write(Stream<ProducerRecord<String, byte[]>> messages) {
        var sent = messages.map(producer::send).toList();
        producer.flush();
        return sent.stream()
                .map(KafkaTopic::written)
                .collect(Collectors.toMap(
                        one -> new TopicPartition(one.topic(), one.partition()), RecordMetadata::offset, Math::max));
    }

    private static RecordMetadata written(Future<RecordMetadata> sent) {
        try {
            return sent.get();
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
        transactions.close();
    }
}
