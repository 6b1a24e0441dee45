package lingdian.simulation.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import lingdian.testing.Damage;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Each line of any file of sessions is either a session, or left out for a reason that repeats no value. */
class HostileReplayProperties {
    private static final String SESSIONS = """
            site_id,person_id,online_at,offline_at
            36048110000001,"who-7734,\""x\"\"",2026-07-01T10:00:00+08:00,2026-07-01T11:00:00+08:00
            36048110000002,who-7735,2026-07-01T10:30:00+08:00,2026-07-01T12:00:00Z
            """;

    @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
    void aFileOfSessions(@ForAll("files") byte[] content) throws Exception {
        Path file = Files.createTempFile("lingdian-sessions", ".csv");
        try {
            ReplayFile read = ReplayFile.read(Files.write(file, content));
            assertThat(read.leftOut()).allSatisfy(line -> assertThat(line.why()).doesNotContain("who-"));
            assertThat(read.rows()).allSatisfy(row -> assertThat(row.to()).isAfter(row.from()));
        } catch (IllegalArgumentException refused) {
            assertThat(refused)
                    .hasMessageMatching("line 1: the header lacks .*|the file is not UTF-8|a quoted field .*");
        } finally {
            Files.delete(file);
        }
    }

    @Provide
    Arbitrary<byte[]> files() {
        return Damage.of(SESSIONS);
    }
}
