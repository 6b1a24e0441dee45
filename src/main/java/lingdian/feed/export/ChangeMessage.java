package lingdian.feed.export;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A change as a message: the Kafka protocol binding for CloudEvents 1.0, structured content mode. */
final class ChangeMessage {
    private static final String CONTENT_TYPE = "content-type";

    private static final byte[] CLOUD_EVENT =
            "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.US_ASCII);

    private ChangeMessage() {}

    static ProducerRecord<String, byte[]> of(String topic, String cafe, byte[] cloudEvent) {
        var message = new ProducerRecord<>(topic, cafe, cloudEvent);
        message.headers().add(CONTENT_TYPE, CLOUD_EVENT);
        return message;
    }

    /** Whether a message is one, and not a position or somebody's trial. */
    static boolean is(ConsumerRecord<String, byte[]> message) {
        var header = message.headers().lastHeader(CONTENT_TYPE);
        return header != null && Arrays.equals(header.value(), CLOUD_EVENT);
    }

    /** The position of a change, which is the id of its CloudEvent. */
    static long position(byte[] cloudEvent) {
        return Long.parseLong(new JsonObject(Buffer.buffer(cloudEvent)).getString("id"));
    }
}
