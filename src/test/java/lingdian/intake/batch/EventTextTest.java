package lingdian.intake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import lingdian.domain.document.Document;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;
import lingdian.law.judge.Judgement;
import lingdian.law.judge.Reason;
import lingdian.law.judge.RuleVersion;
import lingdian.record.journal.RecordFacts;
import lingdian.record.journal.RecordText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The texts of the record, to the character: they are what chains are made of, and a document's tokens are taken out of
 * them where they leave the service. A new key is a decision about both, so each text stands here whole.
 */
class EventTextTest {
    private static final Instant AT = Instant.parse("2026-03-02T02:00:00.500Z");
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final PersonToken TOKEN = new PersonToken(new UUID(1, 2));
    private static final PersonToken OTHER_TOKEN = new PersonToken(new UUID(3, 4));

    private static final AgentEvent.Login LOGIN = login(true);
    private static final Judgement.Verdict ALLOWED = new Judgement.Verdict("s1", List.of(), AT);
    private static final Judgement.Verdict UNDER_AGE =
            new Judgement.Verdict("s1", List.of(Reason.DOCUMENT_EXPIRED, Reason.UNDER_AGE), null);
    private static final Judgement.Verdict REVOKED =
            new Judgement.Verdict("s1", List.of(Reason.DOCUMENT_REVOKED), null);
    private static final Judgement.Reject REJECTED =
            new Judgement.Reject("duplicate-session", "/session", "is \"open\"");

    private static AgentEvent.Login login(boolean admitted) {
        return new AgentEvent.Login(
                7, AT, "s1", "A01", new Document("111", "1", "某某", null, null, ReadMethod.CHIP), admitted);
    }

    /** An event and what it was answered. */
    private record Case(AgentEvent event, Judgement.@Nullable Answer answer) {
        String body() {
            return EventText.body(event, event instanceof AgentEvent.Login ? TOKEN : null, List.of(), null);
        }

        @Nullable
        String outcome() {
            return answer == null ? null : EventText.answer(event.seq(), answer, CHINA);
        }
    }

    @Test
    void aLoginIsStoredAs() {
        assertThat(EventText.body(LOGIN, TOKEN, List.of(), null))
                .isEqualTo(
                        "{\"type\":\"login\",\"at\":\"2026-03-02T02:00:00.500Z\",\"session\":\"s1\",\"terminal\":\"A01\","
                                + "\"document\":{\"token\":\"00000000-0000-0001-0000-000000000002\",\"read\":\"chip\"},"
                                + "\"admitted\":true}");
        assertThat(EventText.body(LOGIN, TOKEN, List.of(OTHER_TOKEN), null))
                .isEqualTo(
                        "{\"type\":\"login\",\"at\":\"2026-03-02T02:00:00.500Z\",\"session\":\"s1\",\"terminal\":\"A01\","
                                + "\"document\":{\"token\":\"00000000-0000-0001-0000-000000000002\","
                                + "\"otherTokens\":[\"00000000-0000-0003-0000-000000000004\"],\"read\":\"chip\"},"
                                + "\"admitted\":true}");
        assertThat(EventText.body(LOGIN, TOKEN, List.of(), 103))
                .contains(
                        "\"document\":{\"token\":\"00000000-0000-0001-0000-000000000002\",\"read\":\"chip\",\"age\":103},");
        assertThat(EventText.body(login(false), null, List.of(), null))
                .isEqualTo(
                        "{\"type\":\"login\",\"at\":\"2026-03-02T02:00:00.500Z\",\"session\":\"s1\",\"terminal\":\"A01\","
                                + "\"document\":{\"token\":null,\"read\":\"chip\"},\"admitted\":false}");
    }

    @Test
    void otherEventsAreStoredAs() {
        assertThat(Stream.of(
                                new AgentEvent.Logout(1, AT, "s1", LogoutReason.PATRON),
                                new AgentEvent.Heartbeat(1, AT, List.of("A01", "B")),
                                new AgentEvent.Heartbeat(1, AT, List.of(), List.of("A01", "B"), List.of()),
                                new AgentEvent.Opened(1, AT),
                                new AgentEvent.Closed(1, AT),
                                new AgentEvent.Patrol(1, AT, "值班员"),
                                new AgentEvent.Patrol(1, AT, null),
                                new AgentEvent.Invalid(1, "/at", "expected a time"))
                        .map(event -> EventText.body(event, null, List.of(), null)))
                .containsExactly(
                        "{\"type\":\"logout\",\"at\":\"2026-03-02T02:00:00.500Z\",\"session\":\"s1\",\"reason\":\"patron\"}",
                        "{\"type\":\"heartbeat\",\"at\":\"2026-03-02T02:00:00.500Z\",\"inUse\":[\"A01\",\"B\"]}",
                        "{\"type\":\"heartbeat\",\"at\":\"2026-03-02T02:00:00.500Z\",\"inUse\":[],"
                                + "\"powered\":[\"A01\",\"B\"],\"witnessed\":[]}",
                        "{\"type\":\"opened\",\"at\":\"2026-03-02T02:00:00.500Z\"}",
                        "{\"type\":\"closed\",\"at\":\"2026-03-02T02:00:00.500Z\"}",
                        "{\"type\":\"patrol\",\"at\":\"2026-03-02T02:00:00.500Z\",\"officer\":true}",
                        "{\"type\":\"patrol\",\"at\":\"2026-03-02T02:00:00.500Z\",\"officer\":false}",
                        "{\"type\":\"invalid\"}");
    }

    @Test
    void answersAreStoredAs() {
        assertThat(EventText.answer(7, ALLOWED, CHINA))
                .isEqualTo("{\"type\":\"verdict\",\"seq\":7,\"session\":\"s1\",\"allow\":true,\"reasons\":[],"
                        + "\"closesAt\":\"2026-03-02T10:00:00.500+08:00\"}");
        assertThat(EventText.answer(7, UNDER_AGE, CHINA))
                .isEqualTo("{\"type\":\"verdict\",\"seq\":7,\"session\":\"s1\",\"allow\":false,"
                        + "\"reasons\":[\"document-expired\",\"under-age\"]}");
        assertThat(EventText.answer(7, REJECTED, CHINA))
                .isEqualTo("{\"type\":\"reject\",\"seq\":7,\"code\":\"duplicate-session\",\"path\":\"/session\","
                        + "\"message\":\"is \\\"open\\\"\"}");
    }

    static Stream<Case> everyEventAndAnswer() {
        return Stream.of(
                new Case(LOGIN, ALLOWED),
                new Case(login(false), ALLOWED),
                new Case(LOGIN, UNDER_AGE),
                new Case(login(false), UNDER_AGE),
                new Case(LOGIN, REVOKED),
                new Case(LOGIN, REJECTED),
                new Case(new AgentEvent.Logout(1, AT, "s1", LogoutReason.PATRON), null),
                new Case(new AgentEvent.Logout(1, AT, "s1", LogoutReason.PATRON), REJECTED),
                new Case(new AgentEvent.Heartbeat(1, AT, List.of("admitted", "B")), null),
                new Case(new AgentEvent.Heartbeat(1, AT, List.of(), List.of("admitted"), List.of("B")), null),
                new Case(new AgentEvent.Opened(1, AT), null),
                new Case(new AgentEvent.Closed(1, AT), null),
                new Case(new AgentEvent.Patrol(1, AT, "值班员"), null),
                new Case(new AgentEvent.Invalid(1, "/type", "expected a type"), REJECTED));
    }

    /**
     * What is written into columns is what {@code verify} reads out of the text, in whatever order and beside whatever
     * else.
     */
    @ParameterizedTest
    @MethodSource("everyEventAndAnswer")
    void theColumnsAreTheFactsOfTheText(Case one) {
        RecordFacts facts = RecordFacts.of(one.event(), one.answer());
        String outcome = one.outcome();

        assertThat(new RecordText(one.body(), outcome, rules(one), facts).isConsistent())
                .isTrue();
        assertThat(new RecordText(reordered(one.body()), outcome == null ? null : reordered(outcome), rules(one), facts)
                        .isConsistent())
                .isTrue();
    }

    /** A verdict names the rules that it was made under, and nothing else does. */
    @ParameterizedTest
    @MethodSource("everyEventAndAnswer")
    void onlyAVerdictNamesItsRules(Case one) {
        RecordFacts facts = RecordFacts.of(one.event(), one.answer());
        RuleVersion wrong = rules(one) == null ? new RuleVersion(1, "1") : null;

        assertThat(new RecordText(one.body(), one.outcome(), wrong, facts).isConsistent())
                .isFalse();
    }

    private static @Nullable RuleVersion rules(Case one) {
        return one.answer() instanceof Judgement.Verdict ? new RuleVersion(1, "1") : null;
    }

    @ParameterizedTest
    @MethodSource("everyEventAndAnswer")
    void theFactsOfNoOtherTextAreTakenForIts(Case one) {
        RecordFacts facts = RecordFacts.of(one.event(), one.answer());

        assertThat(everyEventAndAnswer()
                        .filter(other ->
                                !RecordFacts.of(other.event(), other.answer()).equals(facts)))
                .hasSizeGreaterThan(9)
                .noneMatch(other -> new RecordText(other.body(), other.outcome(), rules(one), facts).isConsistent());
        assertThat(new RecordText("no JSON", one.outcome(), rules(one), facts).isConsistent())
                .isFalse();
    }

    /** The same JSON with its keys in the opposite order, and one more. */
    private static String reordered(String text) {
        var object = new JsonObject(text);
        var keys = new ArrayList<>(object.fieldNames());
        Collections.reverse(keys);
        var reordered = new JsonObject()
                .put("later", new JsonObject().put("type", "reject").put("admitted", true));
        keys.forEach(key -> reordered.put(key, object.getValue(key)));
        return reordered.encode();
    }
}
