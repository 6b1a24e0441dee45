package lingdian.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.agent.link.Backoff;
import lingdian.domain.event.AgentEvent;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The power fails in the middle of any write, of which the disk may have any part. At the next start all recorded
 * events are there, the damage is never taken for an edit, and no new stream begins.
 */
class PowerCutProperties {
    private static final int LIVES = 4;

    @Property(tries = 300)
    void nothingRecordedIsEverLost(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int patience)
            throws IOException {
        Path root = Files.createTempDirectory("power-cut");
        try {
            run(root, new Random(seed), patience);
        } finally {
            delete(root);
        }
    }

    private static void run(Path root, Random random, int patience) throws IOException {
        List<String> recorded = new ArrayList<>();
        Instant now = Drafts.NOON;
        for (int life = 0; life < LIVES; life++) {
            var disk = new PowerCutDisk(random, life == LIVES - 1 ? Integer.MAX_VALUE : random.nextInt(patience));
            try (SpoolDirectory directory = open(disk, root, now, random)) {
                assertThat(recorded(directory)).containsAll(recorded);
                assertThat(directory.setAside()).isEmpty();
                now = live(directory, random, now, recorded);
            } catch (PowerCutDisk.PowerCut cut) {
                disk.fail();
            }
        }
        try (SpoolDirectory directory = open(new SmallDisk(), root, now, random)) {
            List<String> sessions = recorded(directory);
            assertThat(sessions).containsAll(recorded).doesNotHaveDuplicates();
            assertThat(directory.setAside()).isEmpty();
        }
    }

    private static SpoolDirectory open(SpoolDisk disk, Path root, Instant now, Random random) throws IOException {
        var settings = new SpoolSettings("test/1", 10, 60, 4_096, 0, 100, Backoff.STEADFAST, 1_000);
        return SpoolDirectory.open(disk, root, settings, () -> now, random);
    }

    /** Appends groups of a few events and acknowledgements, and sometimes moves on to the next day. */
    private static Instant live(SpoolDirectory directory, Random random, Instant from, List<String> recorded)
            throws IOException {
        Instant now = from;
        for (int group = 0; group < 12; group++) {
            now = now.plus(Duration.ofHours(random.nextInt(12)));
            List<String> sessions = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(i -> "s" + random.nextInt(Integer.MAX_VALUE))
                    .toList();
            EventDraft[] drafts = sessions.stream()
                    .map(session -> Drafts.login(session, true))
                    .toArray(EventDraft[]::new);
            directory.spool().append(Drafts.lines(now, drafts), now);
            recorded.addAll(sessions);
            if (random.nextBoolean()) {
                long safe = directory.spool().lastSeq() - random.nextInt(sessions.size());
                directory.answers().append(List.of(AnswerEntry.safe(safe, "00ff", now)), now);
            }
        }
        return now;
    }

    private static List<String> recorded(SpoolDirectory directory) {
        List<String> sessions = new ArrayList<>();
        StoredEvents.forEach(directory.spool(), stored -> {
            assertThat(stored.seq()).isEqualTo(sessions.size() + 1);
            sessions.add(((AgentEvent.Login) stored.event()).session());
        });
        return sessions;
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
