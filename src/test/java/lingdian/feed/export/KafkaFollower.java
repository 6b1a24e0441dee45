package lingdian.feed.export;

import static lingdian.testing.Await.PATIENCE_MILLIS;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import lingdian.testing.Await;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the topic as a data platform does: committed messages, by the SDK of CloudEvents. */
final class KafkaFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<ConsumerRecord<String, CloudEvent>> received = new ArrayList<>();
    private final Thread reader;
    private volatile boolean ended;

    KafkaFollower(String servers, String topic) {
        reader = Thread.ofPlatform().daemon().start(() -> read(servers, topic));
    }

    private void read(String servers, String topic) {
        // Without a group, whose members would begin again wherever they had committed nothing.
        Map<String, Object> options = Map.of(
                "bootstrap.servers",
                servers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "default.api.timeout.ms",
                PATIENCE_MILLIS);
        try (var consumer = new KafkaConsumer<>(options, new StringDeserializer(), new CloudEventDeserializer())) {
            consumer.assign(partitions(consumer, topic));
            while (!ended) {
                var messages = consumer.poll(POLL);
                synchronized (received) {
                    messages.forEach(received::add);
                }
            }
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, CloudEvent> consumer, String topic) {
        List<PartitionInfo> partitions = List.of();
        while (!ended && partitions.isEmpty()) {
            LockSupport.parkNanos(POLL.toNanos());
            partitions = consumer.partitionsFor(topic);
        }
        return partitions.stream()
                .map(one -> new TopicPartition(topic, one.partition()))
                .toList();
    }

    /** Waits for so many messages beyond those that have come. */
    void awaitMore(int messages) throws Exception {
        int before = received().size();
        Await.until(messages + " more messages came", () -> received().size() >= before + messages);
    }

    List<ConsumerRecord<String, CloudEvent>> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        reader.join();
    }
}
