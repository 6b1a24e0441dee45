package lingdian.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import lingdian.platform.text.PageTexts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds, with a small service on a real socket in the service's and the agent's place. */
class DoctorIT {
    private static final String RUNNING = """
            {"connection":{"connected":true,"since":"2026-11-10T20:00:00+08:00","stopped":null},
             "records":{"lastSeq":57,"unsent":3,"setAside":[]}}""";

    @TempDir
    private Path directory;

    private SmallService service;
    private SmallService agent;
    /** How far this machine's clock is ahead of the service's, whose answers carry the real time. */
    private long aheadSeconds;

    @BeforeEach
    void begin() throws IOException {
        service = new SmallService();
        service.status = 426;
        agent = new SmallService();
        agent.status = 200;
        agent.answer = RUNNING;
        Files.writeString(directory.resolve("agent.yaml"), configuration("127.0.0.1"));
        secret("agent-key", "key-of-the-cafe\r\n");
        secret("local-secret", "secret-of-the-cafe");
    }

    @AfterEach
    void end() {
        service.close();
        agent.close();
    }

    @Test
    void aSoundAgentHasNoFault() {
        Doctor.Report report = examine();

        assertThat(report.symptoms())
                .containsSubsequence(
                        Symptom.CONFIGURATION_READ,
                        Symptom.KEY_ACCEPTED,
                        Symptom.SERVER_REACHED,
                        Symptom.CLOCK_RIGHT,
                        Symptom.CERTIFICATE_NONE)
                .containsSubsequence(Symptom.RECORDS_SOUND, Symptom.AGENT_RUNNING, Symptom.LAN_NOT_OFFERED);
        assertThat(report.lines(Doctor.words(true))).anyMatch(line -> line.contains("已记录 57 条，3 条待上传"));
        assertThat(report.json(Doctor.words(false)).encode()).doesNotContain("key-of-the-cafe", "secret-of-the-cafe");
        assertThat(service.bodies).containsExactly("GET /agent/v1 ");
    }

    @Test
    void eachFaultIsNamedWithWhatToDo() throws Exception {
        service.status = 401;
        aheadSeconds = -600;
        agent.answer =
                RUNNING.replace("\"stopped\":null", "\"stopped\":\"4401\"").replace("\"unsent\":3", "\"unsent\":900");
        Files.setPosixFilePermissions(directory.resolve("agent-key"), PosixFilePermissions.fromString("rw-r--r--"));

        Doctor.Report report = examine();

        assertThat(report.faulty()).isTrue();
        assertThat(report.symptoms())
                .contains(
                        Symptom.KEY_REFUSED,
                        Symptom.KEY_OPEN,
                        Symptom.CLOCK_WRONG,
                        Symptom.RECORDS_WAITING,
                        Symptom.AGENT_REFUSED);
        JsonObject clock = report.json(Doctor.words(false)).getJsonArray("checks").stream()
                .map(JsonObject.class::cast)
                .filter(check -> check.getString("check").equals("clock"))
                .findFirst()
                .orElseThrow();
        assertThat(clock.getString("state")).isEqualTo("fault");
        assertThat(clock.getString("finding")).containsPattern("-(59|60)\\d s");
        assertThat(clock.getString("remedy")).contains("time zone");
    }

    @Test
    void nothingRunsAndNothingIsReached() throws Exception {
        service.close();
        agent.close();
        Files.delete(directory.resolve("agent-key"));
        Files.writeString(
                directory.resolve("welcome.json"),
                "{\"serverTime\":\"2026-11-10T20:00:00+08:00\",\"receivedAt\":\"2026-11-10T20:00:20+08:00\"}");

        assertThat(examine().symptoms())
                .contains(
                        Symptom.SERVER_UNREACHABLE,
                        Symptom.KEY_MISSING,
                        Symptom.CLOCK_OFF,
                        Symptom.AGENT_NOT_RUNNING,
                        Symptom.RECORDS_NONE);
    }

    @Test
    void anotherProgramIsNotTakenForTheAgent() throws Exception {
        agent.status = 401;
        assertThat(examine().symptoms()).contains(Symptom.AGENT_OF_ANOTHER);
        agent.status = 200;
        agent.answer = "<html>";
        assertThat(examine().symptoms()).contains(Symptom.AGENT_OF_ANOTHER);
        service.status = 200;
        assertThat(examine().symptoms()).contains(Symptom.SERVER_STRANGE, Symptom.KEY_UNTRIED);
    }

    @Test
    void aWrongFileIsAFaultAndTheRestIsExaminedAllTheSame() throws Exception {
        Files.writeString(directory.resolve("agent.yaml"), "sever: x\n");

        assertThat(examine().symptoms())
                .contains(Symptom.CONFIGURATION_WRONG, Symptom.CONFIGURATION_WITHOUT_SERVER, Symptom.DISK_ENOUGH);
    }

    @Test
    void everySymptomHasATextInBothLanguagesAndEveryFaultARemedy() {
        for (boolean chinese : new boolean[] {true, false}) {
            PageTexts words = Doctor.words(chinese);
            assertThat(Arrays.stream(Symptom.values()).map(Symptom::key)).isSubsetOf(words.keys());
            assertThat(Arrays.stream(Symptom.values())
                            .filter(symptom -> symptom.state() != Symptom.State.OK)
                            .map(symptom -> symptom.key() + ".remedy"))
                    .isSubsetOf(words.keys());
        }
        assertThat(Doctor.words(true).keys()).isEqualTo(Doctor.words(false).keys());
    }

    private Doctor.Report examine() {
        return new Doctor(directory, () -> Instant.now().plusSeconds(aheadSeconds))
                .examine(new Doctor.Overrides(null, null, null));
    }

    private String configuration(String host) {
        URI local = agent.url();
        return "server: " + service.url() + "\nhost: " + host + "\nport: " + local.getPort() + "\n";
    }

    private void secret(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
