package lingdian.agent.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The agent's records: they survive every end of the program, which they cause. */
final class MortalSpool implements CardSink {
    final List<String> logins = new ArrayList<>();
    final List<String> logouts = new ArrayList<>();
    final List<String> times = new ArrayList<>();
    final Map<String, String> people = new HashMap<>();
    final Map<String, String> terminals = new HashMap<>();
    /** Ends the program at a random moment if it counts down to 0. */
    int left = Integer.MAX_VALUE;

    @Override
    public boolean knows(String session) {
        return people.containsKey(session);
    }

    @Override
    public void login(String session, JsonObject login, @Nullable Instant at) {
        count();
        assertThat(people).as("opened twice").doesNotContainKey(session);
        String person = login.getJsonObject("document").getString("number");
        people.put(session, person);
        terminals.put(login.getString("terminal"), session);
        logins.add(person);
        times.add(String.valueOf(at));
        count();
    }

    @Override
    public void logout(String session, @Nullable Instant at) {
        count();
        if (terminals.values().remove(session)) {
            logouts.add(people.get(session));
        }
        count();
    }

    @Override
    public Optional<String> sessionAt(String terminal) {
        return Optional.ofNullable(terminals.get(terminal));
    }

    void count() {
        if (--left <= 0) {
            left = Integer.MAX_VALUE;
            throw new Killed();
        }
    }

    /** The same file, but the program may end before and after each saving. */
    PositionFile mortal(PositionFile real) {
        return new PositionFile() {
            @Override
            public Optional<Position> load() throws IOException {
                return real.load();
            }

            @Override
            public void save(Position position) throws IOException {
                count();
                real.save(position);
                count();
            }
        };
    }

    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
