package lingdian.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Hello;
import lingdian.domain.event.LogoutReason;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    private static final Instant AT = Instant.parse("2026-11-10T14:00:00Z");
    private static final String TIME = "\"at\":\"2026-11-10T22:00:00+08:00\"";

    @Test
    void aLoginHasItsDocument() {
        var document = new Document("990", "n", "佚名", "2031-05-01", "1990-01-01", ReadMethod.OCR);

        assertJson(
                new AgentEvent.Login(1, AT, "s", "T1", document, true),
                "{\"seq\":1,\"type\":\"login\"," + TIME
                        + ",\"session\":\"s\",\"terminal\":\"T1\",\"document\":{\"type\":\"990\","
                        + "\"number\":\"n\",\"name\":\"佚名\",\"validUntil\":\"2031-05-01\",\"birthDate\":\"1990-01-01\","
                        + "\"read\":\"ocr\"},\"admitted\":true}");
    }

    @Test
    void whatIsAbsentIsLeftOut() {
        var document = new Document("111", "n", "佚名", null, null, ReadMethod.CHIP);

        assertJson(
                new AgentEvent.Login(1, AT, "s", "T1", document, false),
                "{\"seq\":1,\"type\":\"login\"," + TIME
                        + ",\"session\":\"s\",\"terminal\":\"T1\",\"document\":{\"type\":\"111\","
                        + "\"number\":\"n\",\"name\":\"佚名\",\"read\":\"chip\"},\"admitted\":false}");
        assertJson(new AgentEvent.Patrol(6, AT, null), "{\"seq\":6,\"type\":\"patrol\"," + TIME + "}");
    }

    @Test
    void theOthersAreShort() {
        assertJson(
                new AgentEvent.Logout(2, AT, "s", LogoutReason.LOST),
                "{\"seq\":2,\"type\":\"logout\"," + TIME + ",\"session\":\"s\",\"reason\":\"lost\"}");
        assertJson(
                new AgentEvent.Heartbeat(3, AT, List.of("T1", "T2")),
                "{\"seq\":3,\"type\":\"heartbeat\"," + TIME + ",\"inUse\":[\"T1\",\"T2\"]}");
        assertJson(
                new AgentEvent.Heartbeat(3, AT, List.of("T1"), List.of("T1", "T2"), List.of()),
                "{\"seq\":3,\"type\":\"heartbeat\"," + TIME
                        + ",\"inUse\":[\"T1\"],\"powered\":[\"T1\",\"T2\"],\"witnessed\":[]}");
        assertJson(new AgentEvent.Opened(4, AT), "{\"seq\":4,\"type\":\"opened\"," + TIME + "}");
        assertJson(new AgentEvent.Closed(5, AT), "{\"seq\":5,\"type\":\"closed\"," + TIME + "}");
    }

    @Test
    void aHelloSaysWhoAndWhere() {
        var stream = UUID.fromString("11111111-2222-3333-4444-555555555555");

        assertThat(EventJson.of(new Hello(stream, 41, "test/1", AT, 120)).encode())
                .isEqualTo("{\"type\":\"hello\",\"stream\":\"" + stream + "\",\"lastSeq\":41,\"agent\":\"test/1\","
                        + TIME + ",\"terminals\":120}");
    }

    @Test
    void anInvalidEventHasNoForm() {
        assertThatThrownBy(() -> EventJson.of(new AgentEvent.Invalid(7, "", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertJson(AgentEvent event, String json) {
        assertThat(EventJson.of(event).encode()).isEqualTo(json);
    }
}
