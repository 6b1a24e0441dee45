package lingdian.feed.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lingdian.feed.log.FeedWriter;
import lingdian.feed.log.FeedWriter.Change;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.Await;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TestDatabase;
import lingdian.vault.seal.KeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is restored, and its feed goes on: a topic that has what it lost never goes on by itself, and a new one does. */
class RestoredFeedIT {
    private static final int LOST = 20;
    private static final int KEPT = 10;
    private static final int LATER = 15;

    @TempDir
    private Path directory;

    @Test
    void whatAnotherFeedToldIsNotGoneOnFrom() throws Exception {
        DatabaseAddress lost = TestDatabase.migrated();
        DatabaseAddress restored = TestDatabase.migrated();
        try (var kafka = new KafkaCluster(directory, 1)) {
            try (var node = node(kafka, lost, "lingdian.first");
                    var reading = reader(kafka, "lingdian.first")) {
                write(lost, LOST);
                Await.until("they are exported", () -> reading.received().size() == LOST);
            }
            write(restored, KEPT);
            TestDatabase.execute(restored, "UPDATE head SET position = position + 1000000000"); // operations.md
            write(restored, LATER);
            try (var node = node(kafka, restored, "lingdian.first")) {
                Await.until(
                        "it refuses",
                        () -> node.log().contains("goes on with 1000000011: the database is older than the topic"));
            }
            try (var node = node(kafka, restored, "lingdian.second");
                    var reading = reader(kafka, "lingdian.second")) {
                Await.until("all are exported", () -> reading.received().size() == KEPT + LATER);
                assertThat(ids(reading)).startsWith("1").endsWith("1000000025");
            }
        }
    }

    private static List<String> ids(KafkaFollower reading) {
        return reading.received().stream().map(one -> one.value().getId()).toList();
    }

    private KafkaFollower reader(KafkaCluster kafka, String topic) throws Exception {
        kafka.awaitReady();
        return new KafkaFollower(kafka.insideServers(), topic);
    }

    private ServiceProcess node(KafkaCluster kafka, DatabaseAddress database, String topic) throws Exception {
        Path files = Files.createTempDirectory(directory, "node");
        kafka.writeSettings(files, topic);
        Path ring = directory.resolve(database.name() + ".json");
        if (Files.notExists(ring)) {
            KeyRing.create(ring);
        }
        return ServiceProcess.start(database, ring, "--config", files.toString());
    }

    private static void write(DatabaseAddress database, int count) throws Exception {
        try (var feed = new FeedWriter(database)) {
            long position = feed.lockedPosition();
            for (int i = 0; i < count; i++) {
                feed.insert(++position, Change.of("36048110000001"));
            }
            feed.commit(position);
        }
    }
}
