package lingdian.feed.export;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the last committed position, backwards from the end of its topic, in which each transaction left a message and a
 * marker. Blocking.
 *
 * <p>A topic of its own keeps it, and not the offset of a consumer group, which Kafka forgets a week after it was last
 * committed.
 */
final class PositionReader {
    private static final long FIRST_WINDOW = 1_000;
    private static final long LATER_WINDOWS = 10;

    private OptionalLong last = OptionalLong.empty();

    private PositionReader() {}

    /**
     * Empty if nothing was exported yet.
     *
     * @param changes the partitions of the topic of changes
     * @throws ExportRefusal if there are messages, but no position
     */
    static OptionalLong read(
            KafkaConfiguration configuration, TopicTransactions transactions, Set<TopicPartition> changes)
            throws ExportRefusal {
        var partition = Set.of(new TopicPartition(configuration.positions(), 0));
        var found = new PositionReader();
        found.find(
                configuration,
                transactions.beginnings(partition),
                transactions.ends(partition, IsolationLevel.READ_COMMITTED));
        if (found.last.isEmpty() && hasMessages(transactions, changes)) {
            throw new ExportRefusal("the topic " + configuration.topic() + " has messages, but "
                    + configuration.positions() + " has no position: it was deleted, or its messages expired."
                    + " Name a new topic, which begins with the oldest change that is kept");
        }
        return found.last;
    }

    private static boolean hasMessages(TopicTransactions transactions, Set<TopicPartition> changes) {
        return transactions.ends(changes, IsolationLevel.READ_COMMITTED).values().stream()
                .anyMatch(end -> end > 0);
    }

    private void find(
            KafkaConfiguration configuration, Map<TopicPartition, Long> beginning, Map<TopicPartition, Long> ends) {
        TopicPartition partition = ends.keySet().iterator().next();
        long first = Objects.requireNonNull(beginning.get(partition));
        long end = Objects.requireNonNull(ends.get(partition));
        long from = end;
        try (var reader = new TopicReader(configuration.consumer())) {
            for (long window = FIRST_WINDOW; last.isEmpty() && from > first; window *= LATER_WINDOWS) {
                from = Math.max(first, end - window);
                reader.read(Map.of(partition, from), ends, this::add);
            }
        }
    }

    private void add(ConsumerRecord<String, byte[]> message) {
        last = OptionalLong.of(Long.parseLong(new String(message.value(), StandardCharsets.US_ASCII)));
    }
}
