package lingdian.feed.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * The changes after the last position that consumers of committed messages can read already. There are some if Kafka
 * ended their transaction in their partitions, but not in others (see {@link HangingTransaction}).
 */
final class ReadableChanges {
    /** The end of a partition is a transaction of at least one change, and its marker. */
    private static final long FIRST_WINDOW = 10;

    private static final long LATER_WINDOWS = 10;

    private final long position;
    private final NavigableSet<Long> readable = new TreeSet<>();
    private final Set<TopicPartition> reached = new HashSet<>();

    private ReadableChanges(long position) {
        this.position = position;
    }

    /** Their positions. Looks in each partition from its end for the first change up to the last position. Blocking. */
    static NavigableSet<Long> after(
            long position,
            KafkaConfiguration configuration,
            TopicTransactions transactions,
            Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> beginnings = transactions.beginnings(partitions);
        Map<TopicPartition, Long> ends = transactions.ends(partitions, IsolationLevel.READ_COMMITTED);
        var changes = new ReadableChanges(position);
        try (var reader = new TopicReader(configuration.consumer())) {
            changes.find(reader, beginnings, new HashMap<>(ends));
        }
        return changes.readable;
    }

    private void find(TopicReader reader, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        for (long window = FIRST_WINDOW; !ends.isEmpty(); window *= LATER_WINDOWS) {
            Map<TopicPartition, Long> from = new HashMap<>(beginnings);
            for (var end : ends.entrySet()) {
                from.merge(end.getKey(), end.getValue() - window, Math::max);
            }
            reader.read(from, ends, this::look);
            ends.keySet().removeAll(reached);
            ends.keySet().removeIf(partition -> Objects.equals(from.get(partition), beginnings.get(partition)));
        }
    }

    private void look(ConsumerRecord<String, byte[]> message) {
        if (ChangeMessage.is(message)) {
            long found = ChangeMessage.position(message.value());
            if (found > position) {
                readable.add(found);
            } else {
                reached.add(new TopicPartition(message.topic(), message.partition()));
            }
        }
    }
}
