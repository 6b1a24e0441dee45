package lingdian.conformance;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import lingdian.domain.ChinaTime;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Hello;
import lingdian.platform.text.Rfc3339;

/** The messages that the kit sends to an agent. */
final class AgentAnswer {
    private static final String PLACE = "36048110000001";
    private static final Duration HOURS = Duration.ofHours(48);
    private static final Duration OPEN = Duration.ofHours(1);

    private AgentAnswer() {}

    /** @param now the truth; the act says by how much the service's clock is wrong */
    static JsonObject welcome(Hello hello, long ackedSeq, Act act, int heartbeatSeconds, Instant now) {
        return new JsonObject()
                .put("type", "welcome")
                .put("placeCode", PLACE)
                .put("stream", hello.stream().toString())
                .put("ackedSeq", ackedSeq)
                .put("serverTime", time(now.plusSeconds(act.clockSeconds())))
                .put("heartbeatSeconds", heartbeatSeconds)
                .put("window", act.window())
                .put(
                        "hours",
                        new JsonArray()
                                .add(new JsonObject().put("opens", time(now)).put("closes", time(now.plus(HOURS)))));
    }

    static JsonObject ack(long seq) {
        return new JsonObject().put("type", "ack").put("seq", seq).put("chain", "%064x".formatted(seq));
    }

    static JsonObject allowed(AgentEvent.Login login, Instant now) {
        return verdict(login).put("allow", true).put("reasons", new JsonArray()).put("closesAt", time(now.plus(OPEN)));
    }

    static JsonObject denied(AgentEvent.Login login) {
        return verdict(login).put("allow", false).put("reasons", new JsonArray().add("under-age"));
    }

    private static JsonObject verdict(AgentEvent.Login login) {
        return new JsonObject().put("type", "verdict").put("seq", login.seq()).put("session", login.session());
    }

    static JsonObject reject(long seq, String code, String path) {
        return new JsonObject()
                .put("type", "reject")
                .put("seq", seq)
                .put("code", code)
                .put("path", path)
                .put("message", "as the script says");
    }

    /** An office's message. */
    static JsonObject message(UUID id, Instant now) {
        return notice("message")
                .put("id", id.toString())
                .put("from", "culture")
                .put("text", "这是一条测试消息")
                .put("until", time(now.plus(OPEN)));
    }

    static JsonObject notice(String notice) {
        return new JsonObject().put("type", "notice").put("notice", notice);
    }

    private static String time(Instant at) {
        return Rfc3339.format(at, ChinaTime.ZONE);
    }
}
