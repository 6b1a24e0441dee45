package lingdian.agent.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A café's first command, against a small service on a real socket. */
class EnrolmentIT {
    private static final String CODE = "ABCD-EFGH-JKMN";
    private static final String GRANTED = "{\"placeCode\":\"36048110000001\",\"key\":\"key-of-a-new-cafe\"}";

    @TempDir
    private Path temporary;

    private SmallService service;
    private Path directory;

    @BeforeEach
    void begin() throws IOException {
        service = new SmallService();
        service.answer = GRANTED;
        directory = temporary.resolve("张三").resolve("cafe");
    }

    @AfterEach
    void end() {
        service.close();
    }

    @Test
    void keyAndConfigurationAreWrittenForTheOwnerAlone() throws Exception {
        Enrolment.Enrolled enrolled = enrol(false).with("  " + CODE + "\r\n");

        assertThat(service.bodies)
                .containsExactly("POST /agent/v1/enrol {\"code\":\"" + CODE + "\",\"agent\":\"lingdian-agent/1\"}");
        assertThat(enrolled).isEqualTo(new Enrolment.Enrolled("36048110000001", directory.resolve("agent-key")));
        assertThat(AgentFiles.text(enrolled.keyFile())).isEqualTo("key-of-a-new-cafe\n");
        assertThat(AgentConfiguration.in(directory).server())
                .isEqualTo(service.url().toString());
        assertThat(files()).containsExactly("agent-key", "agent.yaml");
        for (String file : files()) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @CsvSource({
        "404, does not accept this code",
        "429, too many wrong codes",
        "503, try again in a minute",
        "307, sends callers to another address",
        "500, answered HTTP 500",
        "200, answered HTTP 200",
    })
    void aRefusalSaysWhyAndLeavesNothing(int status, String why) {
        service.status = status;

        assertThat(refusal(enrol(false))).contains(why).doesNotContain(CODE);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void anAnswerOfAnotherServerLeavesNothing() {
        for (String strange : List.of("<html>", "{}", "{\"placeCode\":\"1\",\"key\":\"key-of-a-new-cafe\"}", "[]")) {
            service.answer = strange;
            assertThat(refusal(enrol(false))).contains("not as this service does");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void withoutANetworkItSaysSo() throws Exception {
        URI nowhere = URI.create("http://127.0.0.1:1");

        assertThat(refusal(new Enrolment(nowhere, directory, false, "x"))).contains("cannot be reached");
        assertThat(refusal(new Enrolment(URI.create("http://no.such.name.invalid"), directory, false, "x")))
                .contains("no.such.name.invalid");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aWrongClockIsNotCalledAWrongCertificate() {
        var notYet = new SSLHandshakeException("handshake");
        notYet.initCause(new CertPathValidatorException("timestamp", new CertificateNotYetValidException("NotBefore")));

        assertThat(ServiceCall.failure(notYet)).isEqualTo(ServiceCall.Failure.CERTIFICATE_NOT_VALID_NOW);
        assertThat(ServiceCall.failure(new SSLHandshakeException("PKIX path building failed")))
                .isEqualTo(ServiceCall.Failure.CERTIFICATE_REFUSED);
        assertThat(EnrolmentException.text(ServiceCall.Failure.CERTIFICATE_NOT_VALID_NOW, service.url()))
                .contains("date and time of this machine");
    }

    @Test
    void aKeyIsReplacedOnlyOnRequestAndTheConfigurationStays() throws Exception {
        enrol(false).with(CODE);
        Path configuration = directory.resolve("agent.yaml");
        String mine = Files.readString(configuration) + "# mine\n";
        Files.writeString(configuration, mine);
        service.answer = GRANTED.replace("new", "second");

        assertThat(refusal(enrol(false))).contains("--replace");
        assertThat(service.bodies).as("the code was not used").hasSize(1);
        enrol(true).with(CODE);

        assertThat(Files.readString(directory.resolve("agent-key"))).isEqualTo("key-of-a-second-cafe\n");
        assertThat(Files.readString(configuration)).isEqualTo(mine);
    }

    @Test
    void aConfigurationOfAnotherServiceIsNotOverridden() throws Exception {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("agent.yaml"), "server: https://other.example\n");

        assertThat(refusal(enrol(false))).contains("https://other.example");
        assertThat(service.bodies).isEmpty();
        assertThat(files()).containsExactly("agent.yaml");
    }

    @Test
    void theCodeIsNotUsedWhereTheDirectoryCannotBeWritten() throws Exception {
        directory = Files.writeString(temporary.resolve("a-file"), "x").resolve("cafe");

        assertThat(refusal(enrol(false))).contains("cannot be written to", "the code was not used");
        assertThat(service.bodies).isEmpty();
    }

    private Enrolment enrol(boolean replace) {
        return new Enrolment(service.url(), directory, replace, "lingdian-agent/1");
    }

    private static String refusal(Enrolment enrolment) {
        return catchThrowableOfType(EnrolmentException.class, () -> enrolment.with(CODE))
                .getMessage();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
