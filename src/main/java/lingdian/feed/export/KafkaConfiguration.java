package lingdian.feed.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lingdian.platform.secret.SecretFile;
import lingdian.platform.settings.ExportSettings;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The options of Kafka's clients. Files are read when an object is made, so that certificates and passwords can be
 * exchanged. Blocking.
 */
final class KafkaConfiguration {
    /** No message of the feed is near it; brokers allow 1 MiB unless the topic says otherwise. */
    static final int MESSAGE_BYTES_MAX = 4 * 1024 * 1024;

    /** Beyond it the client gives up a request, and the export begins again after a pause. */
    static final int PATIENCE_MILLIS = 15_000;

    private static final int REQUEST_MILLIS = 10_000;
    private static final int BUFFER_BYTES = 16 * 1024 * 1024;
    private static final String LOGIN = "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";";

    private final String topic;
    private final Map<String, Object> common;

    KafkaConfiguration(ExportSettings.Kafka settings) throws IOException, ExportRefusal {
        topic = settings.topic();
        common = common(settings);
    }

    private static Map<String, Object> common(ExportSettings.Kafka settings) throws IOException, ExportRefusal {
        var options = new HashMap<String, Object>();
        options.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.servers());
        options.put(CommonClientConfigs.CLIENT_ID_CONFIG, "lingdian-export");
        options.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        options.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        options.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        options.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol(settings));
        if (settings.tls().enabled()) {
            tls(options, settings.tls());
        }
        if (settings.sasl() != null) {
            sasl(options, settings.sasl());
        }
        return options;
    }

    private static String protocol(ExportSettings.Kafka settings) {
        return (settings.sasl() == null ? "" : "SASL_") + (settings.tls().enabled() ? "SSL" : "PLAINTEXT");
    }

    private static void tls(Map<String, Object> options, ExportSettings.Tls tls) throws IOException, ExportRefusal {
        Path trusted = tls.trusted();
        Path certificate = tls.certificate();
        Path privateKey = tls.privateKey();
        if (trusted != null) {
            options.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            options.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, Files.readString(trusted));
        }
        if (certificate != null && privateKey != null) {
            options.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
            options.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, Files.readString(certificate));
            options.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, secret(privateKey));
        }
    }

    private static void sasl(Map<String, Object> options, ExportSettings.Sasl sasl) throws IOException, ExportRefusal {
        String module = sasl.mechanism().equals(ExportSettings.Sasl.PLAIN)
                ? "plain.PlainLoginModule"
                : "scram.ScramLoginModule";
        options.put(SaslConfigs.SASL_MECHANISM, sasl.mechanism());
        options.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                LOGIN.formatted(
                        module, sasl.user(), quoted(secret(sasl.passwordFile()).strip())));
    }

    /** As a quoted text of a JAAS configuration. */
    static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static String secret(Path file) throws IOException, ExportRefusal {
        Optional<String> fault = SecretFile.fault(file);
        if (fault.isPresent()) {
            throw new ExportRefusal(file + " " + fault.get());
        }
        return Files.readString(file);
    }

    Map<String, Object> admin() {
        var options = new HashMap<>(common);
        options.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        return options;
    }

    Map<String, Object> producer() {
        var options = new HashMap<>(common);
        options.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId());
        options.put(ProducerConfig.ACKS_CONFIG, "all");
        options.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        options.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        options.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        options.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MESSAGE_BYTES_MAX);
        return options;
    }

    /** Of committed messages. Without a group, so that nothing of it expires. */
    Map<String, Object> consumer() {
        var options = new HashMap<>(common);
        options.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        options.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        options.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        options.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        options.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        return options;
    }

    /** Of messages whose transaction has not ended. */
    Map<String, Object> uncommittedConsumer() {
        Map<String, Object> options = consumer();
        options.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return options;
    }

    /** One for the deployment: a node that begins to export fences the one before, whatever became of it. */
    String transactionalId() {
        return "lingdian-export." + topic;
    }

    String topic() {
        return topic;
    }

    /** The topic that holds the position, of one partition. */
    String positions() {
        return topic + ".position";
    }

    static Map<String, String> optionsOfTopic() {
        return Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MESSAGE_BYTES_MAX));
    }

    /** The last position must never expire, however long nothing is sent. */
    static Map<String, String> optionsOfPositions() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.COMPRESSION_TYPE_CONFIG,
                "producer");
    }

    /** Never the options, which hold secrets. */
    @Override
    public String toString() {
        return "KafkaConfiguration[" + topic + "]";
    }
}
