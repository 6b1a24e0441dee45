package lingdian.simulation.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lingdian.domain.document.Document;
import lingdian.domain.event.AgentEvent;
import lingdian.platform.text.Rfc3339;
import org.junit.jupiter.api.Test;

class ReplayPlanTest {
    private static final String HASH = "0".repeat(64);
    private static final String HEADER = "site_id,person_id,online_at,offline_at\n";
    private static final LocalDate BORN = LocalDate.of(1990, 1, 1);

    @Test
    void aSessionIsALoginHeartbeatsOnFullHoursAndALogout() {
        assertThat(script("A,p,09:30,11:15"))
                .containsExactly("09:30 login 2 T001", "10:00 beat T001", "11:00 beat T001", "11:15 logout 2");
    }

    @Test
    void atTheSameInstantHeartbeatThenLogoutsThenLogins() {
        assertThat(script("A,q,10:00,10:30", "A,p,09:30,10:00"))
                .containsExactly(
                        "09:30 login 3 T001",
                        "10:00 beat T001",
                        "10:00 logout 3",
                        "10:00 login 2 T001",
                        "10:30 logout 2");
    }

    @Test
    void aSessionThatBeginsOnTheHourIsNotInItsHeartbeat() {
        assertThat(script("A,p,10:00,10:30")).containsExactly("10:00 login 2 T001", "10:30 logout 2");
    }

    @Test
    void anEmptyCafeHasNoHeartbeat() {
        assertThat(script("A,p,09:30,09:40", "A,p,12:30,12:40"))
                .containsExactly("09:30 login 2 T001", "09:40 logout 2", "12:30 login 3 T001", "12:40 logout 3");
    }

    @Test
    void theLowestFreeTerminalIsTaken() {
        assertThat(script("A,p,09:01,09:10", "A,q,09:02,09:30", "A,r,09:20,09:40"))
                .containsExactly(
                        "09:01 login 2 T001",
                        "09:02 login 3 T002",
                        "09:10 logout 2",
                        "09:20 login 4 T001",
                        "09:30 logout 3",
                        "09:40 logout 4");
    }

    @Test
    void personalFieldsAreAsTheSpecificationSays() {
        var login =
                (AgentEvent.Login) plans("A,p7,09:30,11:15").getFirst().events().getFirst();

        assertThat(login.admitted()).isTrue();
        assertThat(login.document().type()).isEqualTo("990");
        assertThat(((Document) login.document()).number()).isEqualTo("p7");
        assertThat(((Document) login.document()).birthDate()).isEqualTo("1990-01-01");
        assertThat(login.document().read().wire()).isEqualTo("manual");
        assertThat(login.document().validUntil()).isNull();
    }

    @Test
    void theSameFileGivesTheSameStreamsAndAnotherGivesOthers() {
        var file = file("A,p,09:30,11:15");

        assertThat(ReplayPlan.of(file, BORN)).isEqualTo(ReplayPlan.of(file, BORN));
        assertThat(ReplayPlan.of(file, BORN).getFirst().stream())
                .isNotEqualTo(ReplayPlan.of(file, BORN.plusDays(1)).getFirst().stream())
                .isNotEqualTo(
                        ReplayPlan.of(new ReplayFile("1".repeat(64), file.rows(), List.of()), BORN)
                                .getFirst()
                                .stream());
    }

    @Test
    void badRowsAreNamedByLineAndColumnAndLeftOut() {
        var file = ReplayFile.parse(
                HEADER
                        + "secret,p,2016-10-01T09:00:00+08:00,2016-10-01T10:00:00+08:00\n"
                        + "50015310000077,,2016-10-01T09:00:00+08:00,2016-10-01T10:00:00+08:00\n"
                        + "50015310000077,p,2016-10-01 09:00,2016-10-01T10:00:00+08:00\n"
                        + "50015310000077,p,2016-10-01T09:00:00+08:00,2016-10-01T09:00:00+08:00\n"
                        + "\n"
                        + "50015310000077,p,2016-10-01T09:00:00+08:00\n"
                        + "50015310000077,p,2016-10-01T09:00:00+08:00,2016-10-01T09:00:01+08:00\n",
                HASH);

        assertThat(file.leftOut())
                .containsExactly(
                        new ReplayFile.LeftOut(2, "site_id is not a place code"),
                        new ReplayFile.LeftOut(3, "person_id must be 1 to 64 printable characters"),
                        new ReplayFile.LeftOut(4, "online_at is not an RFC 3339 time"),
                        new ReplayFile.LeftOut(5, "offline_at must be after online_at"),
                        new ReplayFile.LeftOut(7, "offline_at is missing"));
        assertThat(file.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.line()).isEqualTo(8));
    }

    @Test
    void theHeaderDecidesTheOrderOfTheColumns() {
        var file = ReplayFile.parse(
                "\uFEFFoffline_at,\"person_id\",extra,site_id,online_at\r\n"
                        + "2016-10-01T10:00:00+08:00,\"p,1\",x,50015310000077,2016-10-01T09:00:00+08:00\r\n",
                HASH);

        assertThat(file.rows().getFirst().personId()).isEqualTo("p,1");
        assertThat(file.rows().getFirst().to()).isEqualTo(Instant.parse("2016-10-01T02:00:00Z"));
    }

    @Test
    void aHeaderWithoutAColumnIsRefused() {
        assertThatThrownBy(() -> ReplayFile.parse("site_id,online_at\n", HASH))
                .hasMessage("line 1: the header lacks person_id, offline_at");
    }

    /**
     * A plan must contain nothing that makes the service end a session by itself (handbook,
     * protocol-messages.md#sessions).
     */
    @Test
    void thePlansOfTheRealSessionsKeepTheAssumptionsOfTheOracle() throws IOException {
        Path path = Path.of("../shared/data/chongqing-2016/sessions.csv");
        assumeTrue(Files.exists(path), "the sessions of Chongqing are not at ../shared/data");
        ReplayFile file = ReplayFile.read(path);
        List<ReplayPlan> plans = ReplayPlan.of(file, BORN);

        assertThat(file.rows()).hasSize(4_226);
        assertThat(file.leftOut()).hasSize(2);
        assertThat(plans).hasSize(578);
        plans.forEach(ReplayPlanTest::check);
        assertThat(ReplayTable.events(plans)).isEqualTo(13_347);
    }

    private static void check(ReplayPlan plan) {
        Map<String, String> terminalBySession = new HashMap<>();
        Set<String> everOpened = new HashSet<>();
        Instant last = Instant.MIN;
        long seq = 0;
        for (AgentEvent event : plan.events()) {
            assertThat(event.seq()).isEqualTo(++seq);
            Instant at = ((AgentEvent.WellFormed) event).at();
            assertThat(at).isAfterOrEqualTo(last);
            if (!terminalBySession.isEmpty()) {
                assertThat(Duration.between(last, at)).isLessThanOrEqualTo(Duration.ofHours(1));
            }
            last = at;
            switch (event) {
                case AgentEvent.Login login -> {
                    assertThat(terminalBySession).doesNotContainValue(login.terminal());
                    assertThat(everOpened.add(login.session())).isTrue();
                    terminalBySession.put(login.session(), login.terminal());
                }
                case AgentEvent.Logout logout ->
                    assertThat(terminalBySession.remove(logout.session())).isNotNull();
                case AgentEvent.Heartbeat heartbeat -> {
                    assertThat(heartbeat.inUse()).isNotEmpty().isSorted();
                    assertThat(heartbeat.inUse()).containsExactlyInAnyOrderElementsOf(terminalBySession.values());
                    assertThat(at.getEpochSecond() % 3600).isZero();
                }
                case AgentEvent.Opened opened -> throw new AssertionError(opened);
                case AgentEvent.Closed closed -> throw new AssertionError(closed);
                case AgentEvent.Patrol patrol -> throw new AssertionError(patrol);
                case AgentEvent.Invalid invalid -> throw new AssertionError(invalid);
            }
        }
        assertThat(terminalBySession).isEmpty();
    }

    private static List<String> script(String... rows) {
        return plans(rows).getFirst().events().stream()
                .map(ReplayPlanTest::line)
                .toList();
    }

    private static List<ReplayPlan> plans(String... rows) {
        return ReplayPlan.of(file(rows), BORN);
    }

    private static ReplayFile file(String... rows) {
        List<String> lines = new ArrayList<>();
        for (String row : rows) {
            String[] fields = row.split(",");
            lines.add("50015310000077," + fields[1] + "," + time(fields[2]) + "," + time(fields[3]));
        }
        return ReplayFile.parse(HEADER + String.join("\n", lines), HASH);
    }

    private static String time(String clock) {
        return "2016-10-01T" + clock + ":00+08:00";
    }

    private static String line(AgentEvent event) {
        String clock = Rfc3339.format(((AgentEvent.WellFormed) event).at(), ReplayOracle.ZONE)
                .substring(11, 16);
        if (event instanceof AgentEvent.Login login) {
            return clock + " login " + row(login.session()) + " " + login.terminal();
        }
        return event instanceof AgentEvent.Logout logout
                ? clock + " logout " + row(logout.session())
                : clock + " beat " + String.join(" ", ((AgentEvent.Heartbeat) event).inUse());
    }

    private static String row(String session) {
        return session.substring(session.indexOf('-') + 1);
    }
}
