package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import lingdian.agent.link.EventJson;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import lingdian.record.journal.ForgedChain;
import lingdian.testing.Cafes;
import lingdian.testing.Http;
import lingdian.testing.RunningService;
import lingdian.testing.TestAgent;
import lingdian.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Records that nobody sent, in chains that fit and under a checkpoint: the night's verification has the keys, and names them.
 */
class UnsentRecordIT {
    private static final String FOUND = "SELECT what FROM integrity_incident";

    private final UUID stream = UUID.randomUUID();
    private final String placeCode = Cafes.placeCode(1);
    private RunningService service;
    private TestAgent agent;

    @BeforeEach
    void start() throws Exception {
        service = RunningService.start();
        agent = TestAgent.connect(service.vertx(), service.url(), service.cafe(placeCode, List.of()));
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        service.close();
    }

    @Test
    void whatTheProjectsAgentSentIsRecognisedAlsoAfterARotation() throws Exception {
        hello("lingdian-agent");
        sendOneOfEach(1);
        service.rotate();
        sendOneOfEach(10);

        service.checkpoint();
        service.verifyRecords();
        assertThat(service.rows(FOUND)).isEmpty();
    }

    @Test
    void aRecordThatNobodySentIsNamed() throws Exception {
        hello("lingdian-agent");
        send(heartbeat(1, "A01"));

        ForgedChain.append(service.database(), stream, unnumbered(heartbeat(2, "A07")));
        service.checkpoint();
        assertThat(service.verify().firstBroken()).as("without the keys").isNull();
        service.verifyRecords();
        assertThat(service.rows(FOUND))
                .singleElement()
                .asString()
                .contains(stream + ", record 2", "not what the service received");
    }

    /** After the last checkpoint the chain alone names nothing either. */
    @Test
    void aRecordThatSaysSomethingElseIsNamed() throws Exception {
        hello("lingdian-agent");
        send(new AgentEvent.Patrol(1, now(), null));

        String body = service.rows("SELECT body FROM journal").getFirst();
        ForgedChain.forge(service.database(), placeCode, stream, 1, body.replace("false", "true"));
        service.verifyRecords();
        assertThat(service.rows(FOUND))
                .singleElement()
                .asString()
                .contains(stream + ", record 1", "not what the service received");
    }

    /** Whatever the agent. */
    @Test
    void aTextThatTheServiceDidNotSealIsNamed() throws Exception {
        hello("another-agent/1");
        send(new AgentEvent.Patrol(1, now(), "王勇"));

        TestDatabase.execute(service.database(), """
                SET session_replication_role = replica;
                UPDATE sealed SET ciphertext = '\\x0102', ciphertext_hash = sha256('\\x0102');
                UPDATE journal SET sealed_hash = sha256('\\x0102');
                """);
        ForgedChain.forge(
                service.database(),
                placeCode,
                stream,
                1,
                service.rows("SELECT body FROM journal").getFirst());
        service.verifyRecords();
        assertThat(service.rows(FOUND))
                .singleElement()
                .asString()
                .contains(stream + ", record 1", "not sealed by the service");
    }

    /** Of an agent that spells in its own way nobody can tell. */
    @Test
    void anotherAgentMaySpellAsItLikes() throws Exception {
        hello("another-agent/1");
        JsonObject event =
                EventJson.of(heartbeat(1, "A01")).put("at", now().toString()).put("more", 1.50);
        agent.send(event).ack(1);

        service.checkpoint();
        service.verifyRecords();
        assertThat(service.rows(FOUND)).isEmpty();
    }

    /** It is told, by name, and wakes nobody; and what is certain in its stream is told all the same. */
    @Test
    void aProgramThatOnlyCallsItselfTheProjectsAgentRaisesNoAlarm() throws Exception {
        hello("lingdian-agent/2");
        agent.send(EventJson.of(heartbeat(1, "A01")).put("more", 1)).ack(1);
        send(heartbeat(2, "A01"));

        service.verifyRecords();
        assertThat(service.rows(FOUND)).singleElement().asString().contains("only calls itself lingdian-agent");
        assertThat(service.rows("SELECT broken FROM verification_round")).containsExactly("0");
        assertThat(Http.to(service).meter("lingdian_records_broken_total")).isZero();
    }

    private void hello(String program) {
        agent.sendText(new JsonObject()
                        .put("type", "hello")
                        .put("stream", stream.toString())
                        .put("lastSeq", 0)
                        .put("agent", program)
                        .put("at", now().toString())
                        .encode())
                .await(message -> "welcome".equals(message.getString("type")), "a welcome");
    }

    private void sendOneOfEach(long seq) {
        var document = new Document("990", "P" + seq, "旅客", "2031-05-01", "1990-01-01", ReadMethod.OCR);
        send(new AgentEvent.Opened(seq, now()));
        send(new AgentEvent.Login(seq + 1, now(), "s" + seq, "A01", document, true));
        send(heartbeat(seq + 2, "A01", "A02", "B1"));
        send(new AgentEvent.Heartbeat(seq + 3, now(), List.of(), List.of("A01"), List.of()));
        send(new AgentEvent.Patrol(seq + 4, now(), "王勇"));
        send(new AgentEvent.Patrol(seq + 5, now(), null));
        send(new AgentEvent.Logout(seq + 6, now(), "s" + seq, LogoutReason.PATRON));
        send(new AgentEvent.Closed(seq + 7, now()));
        agent.send(new JsonObject().put("seq", seq + 8).put("type", "opened").put("at", "yesterday"))
                .ack(seq + 8);
    }

    private void send(AgentEvent event) {
        agent.send(EventJson.of(event)).ack(event.seq());
    }

    private static String unnumbered(AgentEvent event) {
        JsonObject body = EventJson.of(event);
        body.remove("seq");
        return body.encode();
    }

    private static AgentEvent.Heartbeat heartbeat(long seq, String... inUse) {
        return new AgentEvent.Heartbeat(seq, now(), List.of(inUse));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
