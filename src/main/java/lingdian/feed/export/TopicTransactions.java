package lingdian.feed.export;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Which transactions are open in partitions, and how far consumers can read them therefore. Blocking. */
final class TopicTransactions implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

    private final Admin admin;

    TopicTransactions(KafkaConfiguration configuration) {
        admin = Admin.create(configuration.admin());
    }

    Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** Returns the high watermarks for {@code READ_UNCOMMITTED}, else the last stable offsets. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel level) {
        return offsets(partitions, OffsetSpec.latest(), level);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel level) {
        var asked = partitions.stream().collect(Collectors.toMap(Function.identity(), one -> which));
        var found = KafkaTopics.await(
                admin.listOffsets(asked, new ListOffsetsOptions(level)).all());
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, one -> one.getValue().offset()));
    }

    /**
     * Waits until transactions have ended that wrote these offsets: the coordinator answers a commit before it has told
     * the partitions.
     *
     * @throws TimeoutException if they do not end
     */
    void awaitEnd(Map<TopicPartition, Long> written) {
        long deadline = System.nanoTime()
                + Duration.ofMillis(KafkaConfiguration.PATIENCE_MILLIS).toNanos();
        while (!isStable(written)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("consumers of committed messages cannot read what was sent: " + written);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean isStable(Map<TopicPartition, Long> written) {
        Map<TopicPartition, Long> stable = ends(written.keySet(), IsolationLevel.READ_COMMITTED);
        return written.entrySet().stream().allMatch(one -> stable.getOrDefault(one.getKey(), 0L) > one.getValue());
    }

    /**
     * Checks whose transactions are open.
     *
     * @throws ExportRefusal if one is not of the producer that has this transactional id now: only an administrator of
     *     the cluster can end it
     */
    void requireOwn(String transactionalId, Collection<TopicPartition> partitions) throws ExportRefusal {
        long own = KafkaTopics.await(
                        admin.describeTransactions(List.of(transactionalId)).description(transactionalId))
                .producerId();
        var producers = KafkaTopics.await(admin.describeProducers(partitions).all());
        for (var of : producers.entrySet()) {
            for (ProducerState one : of.getValue().activeProducers()) {
                if (one.producerId() != own
                        && one.currentTransactionStartOffset().isPresent()) {
                    throw new ExportRefusal("a transaction of another producer, " + one.producerId() + ", is open in "
                            + of.getKey() + " from offset "
                            + one.currentTransactionStartOffset().getAsLong() + ": end it, or abort it with "
                            + "kafka-transactions.sh");
                }
            }
        }
    }

    @Override
    public void close() {
        admin.close(CLOSE_MAX);
    }
}
