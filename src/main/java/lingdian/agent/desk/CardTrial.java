package lingdian.agent.desk;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
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
import lingdian.agent.adapter.CardSettings;
import lingdian.agent.adapter.CardSink;
import lingdian.agent.adapter.CardSource;
import lingdian.agent.adapter.PushReceiver;
import lingdian.agent.adapter.QueryFollower;
import lingdian.agent.adapter.QuerySettings;
import lingdian.domain.ChinaTime;
import lingdian.domain.document.MaskedPerson;
import lingdian.domain.event.AgentEvent;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** A dry run of an adapter over the files that are there: what it would record, with persons masked. Records nothing. */
public final class CardTrial {
    private static final int SHOWN_MAX = 20;

    private final List<String> shown = new ArrayList<>();
    private long logins;
    private long logouts;
    private final boolean alone;

    private CardTrial() {
        this(false);
    }

    /** @param alone whether one push is tried, which knows no login before it */
    private CardTrial(boolean alone) {
        this.alone = alone;
    }

    /** The last lines and rows that mean something, oldest first, then what was counted; of one adapter after the other. */
    public static List<String> of(CardSettings settings, Path directory, InstantSource clock) throws IOException {
        var lines = new ArrayList<String>();
        for (AdapterSettings each : settings.files()) {
            lines.addAll(of(each, clock));
        }
        for (QuerySettings each : settings.queries()) {
            var trial = new CardTrial();
            lines.addAll(trial.of(
                    each.name(),
                    QueryFollower.forgetful(each.fromTheBeginning(), directory, trial.new Noting(), clock)));
        }
        settings.pushes().forEach(each -> lines.add(each.name() + ": push to /push/" + each.name() + "?dryRun=true"));
        return lines;
    }

    static List<String> of(AdapterSettings settings, InstantSource clock) throws IOException {
        var trial = new CardTrial();
        return trial.of(
                settings.name(), CardFollower.forgetful(settings.fromTheBeginning(), trial.new Noting(), clock));
    }

    private List<String> of(String name, CardSource source) throws IOException {
        try (source) {
            source.poll();
            shown.add(name + ": " + logins + " logins, " + logouts + " logouts, " + source.refused()
                    + " lines passed over as unfit");
        }
        return shown;
    }

    /** What one push would lead to; empty if nothing. */
    static Optional<String> of(PushReceiver push, Map<String, String> members)
            throws IOException, CardRefusedException {
        var trial = new CardTrial(true);
        push.tried(members, trial.new Noting());
        return trial.shown.stream().findFirst();
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
            show("logout " + terminals.getOrDefault(session, session) + "  " + time(at));
        }

        @Override
        public Optional<String> sessionAt(String terminal) {
            return alone ? Optional.of(terminal) : Optional.empty();
        }
    }
}
