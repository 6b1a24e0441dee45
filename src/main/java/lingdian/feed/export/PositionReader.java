package lingdian.feed.export;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

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
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<String, byte[]> consumer;
    private final TopicPartition partition;

    private PositionReader(Consumer<String, byte[]> consumer, TopicPartition partition) {
        this.consumer = consumer;
        this.partition = partition;
    }

    /**
     * Empty if nothing was exported yet.
     *
     * @throws ExportRefusal if there are messages, but no position
     */
    static OptionalLong read(KafkaConfiguration configuration) throws ExportRefusal {
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(configuration.consumer(), new StringDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(configuration.positions(), 0);
            OptionalLong last = new PositionReader(consumer, partition).last();
            if (last.isEmpty() && hasMessages(consumer, configuration.topic())) {
                throw new ExportRefusal("the topic " + configuration.topic() + " has messages, but "
                        + configuration.positions() + " has no position: it was deleted, or its messages expired."
                        + " Name a new topic, which begins with the oldest change that is kept");
            }
            return last;
        }
    }

    private static boolean hasMessages(Consumer<String, byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(one -> new TopicPartition(topic, one.partition()))
                .toList();
        return consumer.endOffsets(partitions).values().stream().anyMatch(end -> end > 0);
    }

    private OptionalLong last() {
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        long first = Objects.requireNonNull(consumer.beginningOffsets(one).get(partition));
        long end = Objects.requireNonNull(consumer.endOffsets(one).get(partition));
        OptionalLong found = OptionalLong.empty();
        long from = end;
        for (long window = FIRST_WINDOW; found.isEmpty() && from > first; window *= LATER_WINDOWS) {
            from = Math.max(first, end - window);
            found = lastAfter(from, end);
        }
        return found;
    }

    private OptionalLong lastAfter(long from, long end) {
        consumer.seek(partition, from);
        OptionalLong last = OptionalLong.empty();
        long deadline = System.nanoTime()
                + Duration.ofMillis(KafkaConfiguration.PATIENCE_MILLIS).toNanos();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(POLL)) {
                last = OptionalLong.of(Long.parseLong(new String(message.value(), StandardCharsets.US_ASCII)));
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the position could not be read in time");
            }
        }
        return last;
    }
}
