package lingdian.feed.export;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads parts of partitions. Blocking. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<String, byte[]> consumer;

    TopicReader(Map<String, Object> options) {
        consumer = new KafkaConsumer<>(options, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads some partitions from one offset until before another. */
    void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Consumer<ConsumerRecord<String, byte[]>> handler) {
        consumer.assign(to.keySet());
        to.keySet().forEach(partition -> consumer.seek(partition, from.getOrDefault(partition, 0L)));
        long deadline = System.nanoTime()
                + Duration.ofMillis(KafkaConfiguration.PATIENCE_MILLIS).toNanos();
        while (to.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(handler);
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("messages could not be read in time");
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
