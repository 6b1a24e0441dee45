package lingdian.agent.spool;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;

/** Events for the tests of the spool. */
final class Drafts {
    static final Instant NOON = Instant.parse("2026-11-10T04:00:00Z");
    static final String NUMBER = "P-7734-NUMBER";
    static final String NAME = "王小明";

    private Drafts() {}

    static EventDraft heartbeat(String terminal) {
        return (seq, at) -> new AgentEvent.Heartbeat(seq, at, List.of(terminal));
    }

    /** A heartbeat with this many terminals in use. */
    static EventDraft heartbeat(int terminals) {
        List<String> inUse = IntStream.rangeClosed(1, terminals)
                .mapToObj(n -> String.format("T%03d", n))
                .toList();
        return (seq, at) -> new AgentEvent.Heartbeat(seq, at, inUse);
    }

    /** A login of a made-up person. */
    static EventDraft login(String session, boolean admitted) {
        var document = new Document("990", NUMBER + session, NAME, null, "1990-01-01", ReadMethod.MANUAL);
        return (seq, at) -> new AgentEvent.Login(seq, at, session, "T-" + session, document, admitted);
    }

    static EventDraft logout(String session) {
        return (seq, at) -> new AgentEvent.Logout(seq, at, session, LogoutReason.PATRON);
    }

    /** The drafts as lines, for a spool without an agent. */
    static List<LineDraft> lines(Instant at, EventDraft... drafts) {
        return Arrays.stream(drafts).map(draft -> LineDraft.of(draft, at)).toList();
    }
}
