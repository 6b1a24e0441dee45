package lingdian.feed.export;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Messages of a transaction that Kafka takes for complete, but has neither committed nor aborted in their partitions
 * (KAFKA-20734: its coordinator skips a partition that has no leader just then). Consumers of committed messages stop
 * before them until this producer's next transaction in the partition ends, and then it decides about both.
 */
final class HangingTransaction {
    private final Map<TopicPartition, ConsumerRecord<String, byte[]>> firsts = new HashMap<>();
    private final TreeSet<Long> changes = new TreeSet<>();

    private HangingTransaction() {}

    /** Only after the producers before were fenced, else a transaction may be under way. Blocking. */
    static Optional<HangingTransaction> find(
            KafkaConfiguration configuration, TopicTransactions transactions, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = new HashMap<>(transactions.ends(partitions, IsolationLevel.READ_UNCOMMITTED));
        Map<TopicPartition, Long> stable = transactions.ends(partitions, IsolationLevel.READ_COMMITTED);
        ends.entrySet().removeIf(end -> end.getValue() <= stable.getOrDefault(end.getKey(), Long.MAX_VALUE));
        if (ends.isEmpty()) {
            return Optional.empty();
        }
        var found = new HangingTransaction();
        try (var reader = new TopicReader(configuration.uncommittedConsumer())) {
            reader.read(stable, ends, found::add);
        }
        return Optional.of(found);
    }

    private void add(ConsumerRecord<String, byte[]> message) {
        firsts.putIfAbsent(new TopicPartition(message.topic(), message.partition()), message);
        if (ChangeMessage.is(message)) {
            changes.add(ChangeMessage.position(message.value()));
        }
    }

    /** How many changes of the feed hang. */
    int size() {
        return changes.size();
    }

    /** The position of the first change that hangs. Empty if only a position does. */
    OptionalLong first() {
        return changes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(changes.getFirst());
    }

    Set<TopicPartition> partitions() {
        return firsts.keySet();
    }

    /** A message for each partition in which it hangs: the first one again. */
    List<ProducerRecord<String, byte[]>> copyOfEachPartition() {
        return firsts.values().stream().map(HangingTransaction::copy).toList();
    }

    private static ProducerRecord<String, byte[]> copy(ConsumerRecord<String, byte[]> message) {
        return new ProducerRecord<>(
                message.topic(), message.partition(), message.key(), message.value(), message.headers());
    }
}
