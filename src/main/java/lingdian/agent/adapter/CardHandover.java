package lingdian.agent.adapter;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands the events of one adapter on, and remembers which session each of its terminals has. Blocking. */
final class CardHandover {
    private final String adapter;
    private final CardSink sink;
    private final InstantSource clock;
    private final Map<String, String> seats = new HashMap<>();

    /** @param adapter its name, with which the ids of its sessions begin */
    CardHandover(String adapter, CardSink sink, InstantSource clock) {
        this.adapter = adapter;
        this.sink = sink;
        this.clock = clock;
    }

    /** Forgets everything but what was saved. */
    void begin(Map<String, String> saved) {
        seats.clear();
        seats.putAll(saved);
    }

    /** From terminals to sessions, for saving. */
    Map<String, String> seats() {
        return seats;
    }

    /** @param session the id that a login gets; always that of the same line, row or push */
    void handOn(CardEvent event, String session) throws IOException, CardRefusedException {
        String terminal = event.terminal();
        if (event.action() == CardAction.LOGIN) {
            if (!sink.knows(session)) {
                var login = new JsonObject().put("terminal", terminal).put("document", event.document());
                sink.login(session, login, past(event.at()));
            }
            seats.put(terminal, session);
            return;
        }
        String seated = seats.get(terminal);
        Optional<String> open = seated != null ? Optional.of(seated) : byOthers(terminal);
        if (open.isPresent()) {
            sink.logout(open.get(), past(event.at()));
        }
        seats.remove(terminal); // only now: an event that is not recorded is handed on again
    }

    /** A session that a later line of this adapter opened is not the one that this line closes. */
    private Optional<String> byOthers(String terminal) throws IOException {
        return sink.sessionAt(terminal).filter(session -> !session.startsWith(adapter + "."));
    }

    private @Nullable Instant past(@Nullable Instant at) {
        return at == null || at.isAfter(clock.instant()) ? null : at;
    }
}
