package lingdian.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import lingdian.domain.event.AgentCodec;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.Decoded;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Any prefix of a script is an honest café's stream: the service has no reason to reject an event or accuse the café.
 */
class ScriptProperties {
    private static final byte[] AT = new WireTime(() -> Instant.parse("2026-07-01T10:00:00Z")).now();

    /** The state that a service would have of the café, with its objections. */
    private static final class Watch {
        final Map<String, String> terminalBySession = new HashMap<>();
        final Map<String, String> numberBySession = new HashMap<>();
        final Set<String> sessionsEver = new HashSet<>();
        final int[] counts = new int[3];
        boolean open;
        long seq;

        void see(AgentEvent event) {
            assertThat(event.seq()).isEqualTo(++seq);
            switch (event) {
                case AgentEvent.Opened opened -> open = true;
                case AgentEvent.Closed closed -> open = false;
                case AgentEvent.Login login -> login(login);
                case AgentEvent.Logout logout -> {
                    counts[1]++;
                    assertThat(terminalBySession.remove(logout.session())).isNotNull();
                    numberBySession.remove(logout.session());
                }
                case AgentEvent.Heartbeat heartbeat -> {
                    counts[2]++;
                    assertThat(terminalBySession.values()).containsExactlyInAnyOrderElementsOf(heartbeat.inUse());
                }
                case AgentEvent.Patrol patrol -> throw new AssertionError("a patrol");
                case AgentEvent.Invalid invalid -> throw new AssertionError(invalid.path() + " " + invalid.message());
            }
        }

        private void login(AgentEvent.Login login) {
            counts[0]++;
            assertThat(open).isTrue();
            assertThat(sessionsEver.add(login.session())).isTrue();
            assertThat(terminalBySession.values()).doesNotContain(login.terminal());
            assertThat(numberBySession.values()).doesNotContain(login.document().identifier());
            terminalBySession.put(login.session(), login.terminal());
            numberBySession.put(login.session(), login.document().identifier());
        }
    }

    @Property(tries = 200)
    void anyPieceOfAScriptIsAnHonestCafes(
            @ForAll @IntRange(min = 0, max = 5) int logins,
            @ForAll @IntRange(min = 0, max = 7) int heartbeats,
            @ForAll @IntRange(min = 0, max = 1_000) int cafe,
            @ForAll @IntRange(min = 1, max = 50) int terminals,
            @ForAll @IntRange(min = 0, max = 400) int length) {
        var mix = new Mix(logins, logins == 0 ? heartbeats + 1 : heartbeats);
        var events = new EventBytes("r", new GuestDocuments(LocalDate.of(2026, 7, 1), 0), terminals);
        var script = new Script(events, mix, cafe, terminals, Script.personsAtLeast(terminals));
        var watch = new Watch();

        play(script, watch, script.left());
        assertThat(script.left()).isZero();
        int[] filled = watch.counts.clone();
        play(script, watch, length);
        assertMixed(watch, filled, mix, length);
        script.finish();
        play(script, watch, script.left());

        assertThat(script.left()).isZero();
        assertThat(watch.terminalBySession).isEmpty();
        assertThat(watch.open).isFalse();
    }

    /** Whole rounds hold the shares exactly, so the counts are off by less than a round. */
    private static void assertMixed(Watch watch, int[] before, Mix mix, int length) {
        int[] shares = {mix.logins(), mix.logins(), mix.heartbeats()};
        int round = 2 * mix.logins() + mix.heartbeats();
        for (int kind = 0; kind < shares.length; kind++) {
            int whole = length / round * shares[kind];
            assertThat(watch.counts[kind] - before[kind]).isBetween(whole, whole + shares[kind]);
        }
    }

    private static void play(Script script, Watch watch, int count) {
        for (int i = 0; i < count; i++) {
            var message = new OutgoingMessage();
            boolean login = script.next(message, watch.seq + 1, AT);
            var decoded = (Decoded.Events) AgentCodec.decode(message.text());
            AgentEvent event = decoded.events().getFirst().event();
            watch.see(event);
            assertThat(login).isEqualTo(event instanceof AgentEvent.Login);
        }
    }
}
