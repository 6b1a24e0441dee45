package lingdian.feed.export;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the two topics where they are absent, and checks that the position cannot expire. Blocking. */
final class KafkaTopics {
    private KafkaTopics() {}

    static void prepare(KafkaConfiguration configuration) throws ExportRefusal {
        try (Admin admin = Admin.create(configuration.admin())) {
            if (isAbsent(admin, configuration.topic())) {
                create(admin, configuration.topic(), Optional.empty(), KafkaConfiguration.optionsOfTopic());
            }
            if (isAbsent(admin, configuration.positions())) {
                create(admin, configuration.positions(), Optional.of(1), KafkaConfiguration.optionsOfPositions());
            } else {
                requireCompaction(admin, configuration.positions());
            }
        }
    }

    private static boolean isAbsent(Admin admin, String topic) {
        try {
            await(Objects.requireNonNull(
                    admin.describeTopics(Set.of(topic)).topicNameValues().get(topic)));
            return false;
        } catch (UnknownTopicOrPartitionException absent) {
            return true;
        }
    }

    /** With the copies, and the partitions unless they are said, that the cluster gives by default. */
    private static void create(Admin admin, String topic, Optional<Integer> partitions, Map<String, String> options)
            throws ExportRefusal {
        try {
            await(admin.createTopics(List.of(new NewTopic(topic, partitions, Optional.empty()).configs(options)))
                    .all());
        } catch (TopicExistsException anotherWasFaster) {
            // It is there.
        } catch (AuthorizationException refused) {
            throw new ExportRefusal("the topic " + topic + " does not exist, and the service may not make it:"
                    + " make it with the options " + options + (partitions.isPresent() ? " and one partition" : ""));
        }
    }

    private static void requireCompaction(Admin admin, String topic) throws ExportRefusal {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config options = await(Objects.requireNonNull(
                    admin.describeConfigs(List.of(resource)).values().get(resource)));
            var policy = options.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            if (policy != null && !TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy.value())) {
                throw new ExportRefusal("the topic " + topic + " must have cleanup.policy=compact, or the position"
                        + " would expire and everything be sent again");
            }
        } catch (AuthorizationException mayNotLook) {
            // Then the administrator of the cluster answers for it.
        }
    }

    static <T> T await(KafkaFuture<T> asked) {
        try {
            return asked.get(KafkaConfiguration.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        } catch (TimeoutException late) {
            throw new org.apache.kafka.common.errors.TimeoutException("the cluster did not answer");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted");
        }
    }
}
