package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** How many sessions a node reports as open: those of the cafés that it heard from, as of each commit. */
class OpenSessionsIT {
    private static final String ONE = "36048110000001";
    private static final String OTHER = "36048110000002";
    private final UUID stream = UUID.randomUUID();

    @Test
    void countsThoseOfAllCafesThatTheNodeHeardFrom() throws Exception {
        try (var intake = new IntakeFixture(TestDatabase.migrated(), 2)) {
            intake.cafe(ONE);
            intake.cafe(OTHER);
            assertThat(intake.node.openSessions()).isZero();

            intake.send(ONE, stream, List.of(login(1, "s1", "A01"), login(2, "s2", "A02")));
            intake.send(OTHER, stream, List.of(login(1, "s1", "A01")));
            assertThat(intake.node.openSessions()).isEqualTo(3);

            intake.send(ONE, stream, List.of(logout(3, "s1"), logout(4, "unknown")));
            assertThat(intake.node.openSessions()).isEqualTo(2);
        }
    }

    @Test
    void aNodeThatStartsKnowsACafesSessionsOnceItHearsFromIt() throws Exception {
        try (var before = new IntakeFixture(TestDatabase.migrated(), 1);
                var intake = new IntakeFixture(before.address, 1)) {
            before.cafe(ONE);
            before.send(ONE, stream, List.of(login(1, "s1", "A01"), login(2, "s2", "A02")));
            assertThat(intake.node.openSessions()).isZero();

            intake.send(ONE, stream, List.of(logout(3, "s2")));
            assertThat(intake.node.openSessions()).isEqualTo(1);

            before.send(ONE, stream, List.of(login(4, "s3", "A03"), login(5, "s4", "A04")));
            intake.send(ONE, stream, List.of(logout(6, "s3")));
            assertThat(intake.node.openSessions()).isEqualTo(2);
        }
    }

    private static String login(int seq, String session, String terminal) {
        return """
                {"seq":%d,"type":"login","at":"2026-07-01T12:00:00+08:00","session":"%s","terminal":"%s","admitted":true,
                 "document":{"type":"990","number":"%s","name":"x","birthDate":"1990-01-01","read":"manual"}}
                """.formatted(seq, session, terminal, session);
    }

    private static String logout(int seq, String session) {
        return "{\"seq\":%d,\"type\":\"logout\",\"at\":\"2026-07-01T12:00:00+08:00\",\"session\":\"%s\",\"reason\":\"patron\"}"
                .formatted(seq, session);
    }
}
