package lingdian.record.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.PersonToken;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.Finding;
import lingdian.law.judge.OpenSession;
import lingdian.law.judge.People;
import lingdian.law.judge.People.CafeClock;
import lingdian.law.judge.People.PersonSession;
import lingdian.law.judge.Rulebook;
import lingdian.platform.settings.ConfigDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedReplayTest {
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final PersonToken PERSON = new PersonToken(new UUID(1, 1));
    private static final Instant BEGIN = Instant.parse("2026-07-01T04:00:00Z");
    private static final UUID STREAM = new UUID(2, 2);

    @TempDir
    private Path directory;

    private final List<Finding> found = new ArrayList<>();
    private final List<ViolationId> crowded = new ArrayList<>();

    /** The service looks at fewer of them, and a replay does not know at which. */
    @Test
    void aPersonWithVeryManySessionsIsNotJudged() throws IOException {
        replay(People.SESSIONS_MAX);
        assertThat(found).isEmpty();
        assertThat(crowded).doesNotHaveDuplicates().hasSize(People.SESSIONS_MAX);
    }

    @Test
    void aPersonWithFewerIsJudged() throws IOException {
        replay(People.SESSIONS_MAX - 1);
        assertThat(crowded).isEmpty();
        assertThat(found).hasSize(People.SESSIONS_MAX - 2);
    }

    /** All open at once. */
    private void replay(int sessions) throws IOException {
        try (var spill = new SessionSpill(directory)) {
            for (int i = 0; i < sessions; i++) {
                var opened = new OpenSession(
                        "s" + i, "T" + i, PERSON, BEGIN, STREAM, new LoginRef(1, i + 1, LocalDate.of(2026, 7, 1)));
                spill.add(new PersonSession(CAFE, opened, null, null, null));
            }
            spill.flush();
        }
        var clock = new CafeClock(CAFE.county(), BEGIN.plus(Duration.ofMinutes(6)), BEGIN);
        var rules =
                ConfigDirectory.find(null).read("rules.yaml", RulesFile.class).toRules();
        var replay = new SharedReplay(Rulebook.of(rules), Map.of(CAFE, clock));
        for (int number = 0; number < SessionSpill.FILES; number++) {
            Path file = SessionSpill.file(directory, number);
            if (Files.size(file) > 0) {
                replay.find(file, found::add, crowded::add);
            }
        }
    }
}
