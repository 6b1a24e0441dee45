package lingdian.agent.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushReceiverTest {
    private static final int KILLS = 100;
    private static final InstantSource NOW = () -> Instant.parse("2026-11-10T13:30:00Z");

    @TempDir
    private Path directory;

    private final MortalSpool spool = new MortalSpool();

    /** The cashier's program sends each push until it is answered, and now and then once more. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aHundredKillsLoseAndDoubleNothing(long seed) throws Exception {
        var random = new Random(seed);
        var seated = new LinkedHashMap<String, String>();
        var logins = new ArrayList<String>();
        var logouts = new ArrayList<String>();
        PushReceiver receiver = receiver();
        Map<String, String> before = Map.of();
        int kills = 0;
        for (int push = 0; kills < KILLS; push++) {
            String terminal = "A" + (10 + random.nextInt(10));
            String person = seated.remove(terminal);
            boolean leaves = person != null;
            if (person == null) {
                person = "P-" + push;
                seated.put(terminal, person);
            }
            (leaves ? logouts : logins).add(person);
            Map<String, String> members = push(push, leaves ? "off" : "on", terminal, person);
            boolean taken = false;
            while (!taken) {
                spool.left = random.nextInt(6) + 1;
                try {
                    receiver.take(members);
                    taken = true;
                } catch (MortalSpool.Killed killed) {
                    kills++;
                    receiver = receiver();
                }
            }
            spool.left = Integer.MAX_VALUE;
            assertThat(receiver.take(members)).isEqualTo(PushReceiver.Outcome.REPEATED);
            if (!before.isEmpty() && random.nextInt(3) == 0) {
                assertThat(receiver.take(before)).isEqualTo(PushReceiver.Outcome.REPEATED);
            }
            before = members;
        }
        assertThat(spool.logins).as("seed %d", seed).containsExactlyElementsOf(logins);
        assertThat(spool.logouts).as("seed %d", seed).containsExactlyElementsOf(logouts);
    }

    /** As after a full disk, where the agent runs on. */
    @Test
    void whatWasNotRecordedIsWhenItIsSentAgain() throws Exception {
        PushReceiver receiver = receiver();
        for (String op : List.of("on", "off")) {
            Map<String, String> members = push(op.length(), op, "A01", "P-1");
            spool.left = 1;
            assertThatThrownBy(() -> receiver.take(members)).isInstanceOf(MortalSpool.Killed.class);
            assertThat(receiver.take(members)).isEqualTo(PushReceiver.Outcome.RECORDED);
        }
        assertThat(spool.logins).containsExactly("P-1");
        assertThat(spool.logouts).containsExactly("P-1");
    }

    @Test
    void aPushWithoutItsIdIsRefusedAndOneWithoutMeaningPassedOver() throws Exception {
        var members = new HashMap<>(push(1, "on", "A01", "P-1"));
        members.remove("txn");
        assertThatThrownBy(() -> receiver().take(members))
                .isInstanceOf(CardRefusedException.class)
                .hasMessageContaining("the member of the id is empty");
        assertThat(receiver().take(push(2, "topped-up", "A01", "P-1"))).isEqualTo(PushReceiver.Outcome.PASSED_OVER);
        assertThat(spool.logins).isEqualTo(List.of());
    }

    private PushReceiver receiver() {
        var settings = new PushSettings(
                "pos",
                "UTF-8",
                "txn",
                Map.of("event", "op", "terminal", "seat", "number", "id"),
                Map.of("on", CardAction.LOGIN, "off", CardAction.LOGOUT),
                "rfc3339");
        return new PushReceiver(settings, directory, spool, NOW);
    }

    private static Map<String, String> push(int number, String op, String seat, String id) {
        return Map.of("txn", String.valueOf(number), "op", op, "seat", seat, "id", id);
    }
}
