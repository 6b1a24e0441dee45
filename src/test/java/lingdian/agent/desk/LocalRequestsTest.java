package lingdian.agent.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.domain.document.Document;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import lingdian.platform.http.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalRequestsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|``",
                "{|``",
                "7|``",
                "{}|/terminal",
                "{\"terminal\":\"A 01\"}|/terminal",
                "{\"terminal\":\"A01\"}|/document",
                "{\"terminal\":\"A01\",\"document\":{\"number\":\"1\",\"name\":\"x\",\"read\":\"chip\"}}|/document/type",
                "{\"terminal\":\"A01\",\"document\":{\"type\":\"111\",\"number\":1,\"name\":\"x\",\"read\":\"chip\"}}|/document/number",
                "{\"terminal\":\"A01\",\"document\":{\"type\":\"111\",\"number\":\"1\",\"name\":null,\"read\":\"chip\"}}|/document/name",
                "{\"terminal\":\"A01\",\"document\":{\"type\":\"111\",\"number\":\"1\",\"name\":\"x\",\"read\":\"eye\"}}|/document/read"
            })
    void aLoginThatTheServiceWouldCallInvalidIsRefusedWithItsPlace(String body, String path) {
        assertThat(path(LocalRequests::login, body)).isEqualTo(path);
    }

    @Test
    void whatACardSaysIsJudgedAndNotRefused() {
        var login = LocalRequests.login(
                Buffer.buffer(
                        "{\"terminal\":\"A01\",\"admitted\":true,\"session\":\"mine\",\"seq\":-4,"
                                + "\"document\":{\"type\":\"no such\",\"number\":\" \",\"name\":\"\",\"validUntil\":\"never\",\"read\":\"ocr\"}}"));

        assertThat(login.document().type()).isEqualTo("no such");
        assertThat(((Document) login.document()).number()).isEqualTo(" ");
        assertThat(login.document().validUntil()).isEqualTo("never");
        assertThat(login.admitted())
                .as("who decides is not for the terminal to say")
                .isFalse();
    }

    @Test
    void aLogoutNamesEitherASessionOrATerminal() {
        assertThat(LocalRequests.logout(Buffer.buffer("{\"session\":\"s-1\",\"reason\":\"idle\"}")))
                .isEqualTo(new LocalRequests.Logout("s-1", null, LogoutReason.IDLE));
        assertThat(LocalRequests.logout(Buffer.buffer("{\"terminal\":\"A01\",\"reason\":\"closing\"}")))
                .isEqualTo(new LocalRequests.Logout(null, "A01", LogoutReason.CLOSING));
        assertThat(path(LocalRequests::logout, "{\"reason\":\"idle\"}")).isEmpty();
        assertThat(path(LocalRequests::logout, "{\"session\":\"s-1\",\"terminal\":\"A01\",\"reason\":\"idle\"}"))
                .isEmpty();
        assertThat(path(LocalRequests::logout, "{\"terminal\":\"A/1\",\"reason\":\"idle\"}"))
                .isEqualTo("/terminal");
        assertThat(path(LocalRequests::logout, "{\"terminal\":7,\"reason\":\"idle\"}"))
                .isEqualTo("/terminal");
        assertThat(path(LocalRequests::logout, "{\"terminal\":\"A01\"}")).isEqualTo("/reason");
        assertThat(path(LocalRequests::logout, "{\"terminal\":\"A01\",\"reason\":\"bored\"}"))
                .isEqualTo("/reason");
        assertThat(path(LocalRequests::logout, "{\"session\":\"\",\"reason\":\"idle\"}"))
                .isEqualTo("/session");
    }

    @Test
    void terminalsInUseAreAListOfIds() {
        AgentEvent.Heartbeat report = LocalRequests.terminals(Buffer.buffer("{\"inUse\":[\"B\",\"A\",\"B\"]}"));
        assertThat(report.inUse()).containsExactly("A", "B");
        assertThat(report.powered()).isNull();
        assertThat(LocalRequests.terminals(Buffer.buffer("{\"inUse\":[],\"powered\":[\"B\",\"A\"]}"))
                        .powered())
                .containsExactly("A", "B");
        assertThat(path(LocalRequests::terminals, "{\"inUse\":[],\"powered\":\"A\"}"))
                .isEqualTo("/powered");
        assertThat(path(LocalRequests::terminals, "{}")).isEqualTo("/inUse");
        assertThat(path(LocalRequests::terminals, "{\"inUse\":[\"A\",\"\"]}")).isEqualTo("/inUse/1");
        String tooMany =
                IntStream.range(0, 10_001).mapToObj(i -> "\"T" + i + "\"").collect(Collectors.joining(","));
        assertThat(path(LocalRequests::terminals, "{\"inUse\":[" + tooMany + "]}"))
                .isEqualTo("/inUse");
    }

    @Test
    void aPatrolNeedsNoName() {
        assertThat(LocalRequests.officer(Buffer.buffer())).isNull();
        assertThat(LocalRequests.officer(Buffer.buffer("{\"officer\":\"王\"}"))).isEqualTo("王");
        assertThat(path(body -> String.valueOf(LocalRequests.officer(body)), "{\"officer\":7}"))
                .isEqualTo("/officer");
    }

    private static String path(Function<Buffer, ?> reading, String body) {
        var problem = new Problem[1];
        assertThatThrownBy(() -> reading.apply(Buffer.buffer(body)))
                .isInstanceOfSatisfying(Problem.Thrown.class, thrown -> problem[0] = thrown.problem());
        assertThat(problem[0].status()).isEqualTo(400);
        return (String) problem[0].members().get("path");
    }
}
