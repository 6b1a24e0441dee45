package lingdian.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import lingdian.platform.http.Problem;
import lingdian.testing.Damage;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever is posted as events, it is events, or is refused with a line's number and none of its text. */
class HostileLinesProperties {
    private static final String EVENTS = """
            {"seq":1,"type":"login","at":"2026-07-01T10:00:00+08:00","session":"s-1","terminal":"A01","document":\
            {"type":"111","number":"360481199001011233","name":"王小明","read":"chip"},"admitted":false}
            {"seq":2,"type":"heartbeat","at":"2026-07-01T10:01:00+08:00","inUse":["A01","A02"]}
            {"seq":3,"type":"logout","at":"2026-07-01T11:00:00+08:00","session":"s-1","reason":"patron"}
            """;

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void postedLines(@ForAll("bodies") byte[] body) {
        try {
            assertThat(EventLines.read(body))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event.seq()).isPositive());
        } catch (Problem.Thrown refused) {
            assertThat(refused.problem().status()).isIn(400, 413);
            assertThat(refused.problem().toString()).doesNotContain("王小明", "360481199001011233");
        }
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        return Damage.of(EVENTS);
    }
}
