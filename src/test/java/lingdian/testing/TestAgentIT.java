package lingdian.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestAgentIT {
    private static final String CAFE = "36048110000001";

    private final Vertx vertx = Vertx.vertx();
    private final FakeService service = new FakeService(vertx);

    @AfterEach
    void close() {
        FakeService.await(vertx.close());
    }

    @Test
    void itSaysAndHearsTheWire() {
        try (var agent = TestAgent.connect(vertx, service.address(), service.key(CAFE))) {
            assertThat(agent.hello(UUID.randomUUID(), 0).getLong("ackedSeq")).isZero();
            agent.send(event(1)).sendArray(List.of(event(2), event(3)));

            assertThat(agent.ack(3).getLong("seq")).isEqualTo(3);
            assertThat(agent.verdict(2).getBoolean("allow")).isTrue();
            assertThat(agent.awaitCount("verdict", 3)).hasSize(3);

            agent.send(event(7));

            assertThat(agent.closeCode()).isEqualTo(4409);
            assertThat(agent.closeReason()).isEqualTo("expected 4");
            assertThatThrownBy(() -> agent.ack(7)).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void aRefusedUpgradeHasItsStatus() {
        assertThatThrownBy(() -> TestAgent.connect(vertx, service.address(), "wrong"))
                .isInstanceOfSatisfying(
                        TestAgent.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
    }

    private static JsonObject event(long seq) {
        return new JsonObject().put("seq", seq).put("type", "login").put("session", "s" + seq);
    }
}
