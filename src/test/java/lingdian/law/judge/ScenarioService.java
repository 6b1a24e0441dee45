package lingdian.law.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lingdian.law.judge.Listening.Stretch;

/** When the nodes of the service run; one that always runs, where the table names none. */
final class ScenarioService {
    private final List<Stretch> stretches = new ArrayList<>();
    private Instant up = Instant.EPOCH;
    private boolean named;

    /** {@code down FROM..TO} or {@code node FROM..TO}. */
    void say(String line, ScenarioClock clock) {
        String[] times = line.substring(5).split("\\.\\.");
        Instant from = clock.instant(times[0]);
        boolean over = times.length == 2;
        if (line.startsWith("node ")) {
            named = true;
            stretches.add(new Stretch(from, over ? clock.instant(times[1]) : from, over));
        } else {
            stretches.add(new Stretch(up, from, true));
            up = clock.instant(times[1]);
        }
    }

    /** As it is known at {@code now}, at which everything received before is committed. */
    Listening listening(Instant now, Rules rules) {
        var known = new ArrayList<Stretch>();
        stretches.stream().filter(one -> one.from().isBefore(now)).forEach(one -> known.add(asOf(one, now)));
        if (!named && up.isBefore(now)) {
            known.add(new Stretch(up, now, false));
        }
        return new Listening(known, now, rules.thresholds().reconnect());
    }

    private static Stretch asOf(Stretch one, Instant now) {
        return one.over() && !one.until().isAfter(now) ? one : new Stretch(one.from(), now, false);
    }
}
