package lingdian.agent.desk;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lingdian.agent.adapter.AdapterSettings;
import lingdian.agent.adapter.CardFollower;
import lingdian.agent.adapter.CardRefusedException;
import lingdian.agent.adapter.CardSink;
import lingdian.domain.ChinaTime;
import lingdian.domain.document.MaskedPerson;
import lingdian.domain.event.AgentEvent;
import lingdian.platform.Rfc3339;
import org.jspecify.annotations.Nullable;

/** A dry run of an adapter over the files that are there: what it would record, with persons masked. Records nothing. */
public final class CardTrial {
    private static final int SHOWN_MAX = 20;

    private final List<String> shown = new ArrayList<>();
    private long logins;
    private long logouts;

    private CardTrial() {}

    /** The last lines that mean something, oldest first, then what was counted. */
    public static List<String> of(AdapterSettings settings, InstantSource clock) throws IOException {
        var trial = new CardTrial();
        try (CardFollower follower = CardFollower.forgetful(settings.fromTheBeginning(), trial.new Noting(), clock)) {
            follower.poll();
            trial.shown.add(settings.name() + ": " + trial.logins + " logins, " + trial.logouts + " logouts, "
                    + follower.refused() + " lines passed over as unfit");
        }
        return trial.shown;
    }

    private void show(String line) {
        if (shown.size() == SHOWN_MAX) {
            shown.removeFirst();
        }
        shown.add(line);
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "now" : Rfc3339.format(at, ChinaTime.ZONE);
    }

    private final class Noting implements CardSink {
        private final Map<String, String> terminals = new HashMap<>();

        @Override
        public boolean knows(String session) {
            return false;
        }

        @Override
        public void login(String session, JsonObject login, @Nullable Instant at) throws CardRefusedException {
            AgentEvent.Login decoded = CardDesk.decoded(login);
            MaskedPerson person = MaskedPerson.of(decoded.document());
            logins++;
            terminals.put(session, decoded.terminal());
            show("login  " + decoded.terminal() + "  " + time(at) + "  " + person.type() + " " + person.number() + " "
                    + person.name());
        }

        @Override
        public void logout(String session, @Nullable Instant at) {
            logouts++;
            show("logout " + terminals.get(session) + "  " + time(at));
        }

        @Override
        public Optional<String> sessionAt(String terminal) {
            return Optional.empty();
        }
    }
}
