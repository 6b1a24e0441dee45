package lingdian.feed.export;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** A broker's own program: formats its directory at its first start. */
final class KafkaProcess {
    private KafkaProcess() {}

    public static void main(String[] arguments) {
        String properties = arguments[0];
        if (Files.notExists(Path.of(arguments[1]).resolve("meta.properties"))) {
            String[] format = {"format", "--cluster-id", arguments[2], "--config", properties};
            if (StorageTool.execute(format, System.out) != 0) {
                throw new IllegalStateException("the directory was not formatted");
            }
        }
        Kafka.main(new String[] {properties});
    }
}
