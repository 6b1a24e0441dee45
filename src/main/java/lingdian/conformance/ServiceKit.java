package lingdian.conformance;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import lingdian.domain.ChinaTime;

/**
 * Examines a service from the wire alone, as an agent with one key sees it.
 *
 * <p>The café must be new: what was judged there cannot be judged again. The last vector ends the day before yesterday.
 */
public final class ServiceKit {
    private static final int DAYS_BEFORE_NOW = 2;

    private final URI server;
    private final String key;
    private final Duration patience;
    private final InstantSource clock;

    /** @param patience how long an answer is waited for */
    public ServiceKit(URI server, String key, Duration patience, InstantSource clock) {
        this.server = server;
        this.key = key;
        this.patience = patience;
        this.clock = clock;
    }

    /** Runs every check. Blocking. */
    public ConformanceReport run(Consumer<CheckResult> progress) {
        return run(Vector.all(), check -> true, progress);
    }

    /** @param wanted which checks, by name */
    ConformanceReport run(List<Vector> vectors, Predicate<String> wanted, Consumer<CheckResult> progress) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
        LocalDate first = today.minusDays(DAYS_BEFORE_NOW + VectorPlay.days(vectors));
        OffsetDateTime at =
                first.minusDays(2).atTime(LocalTime.NOON).atZone(ChinaTime.ZONE).toOffsetDateTime();
        var service = new ServiceUnderTest(
                server, key, patience, clock, at, UUID.randomUUID().toString().substring(0, 8));
        var checks = new ArrayList<Check>();
        checks.addAll(StreamChecks.all());
        checks.addAll(HttpChecks.all());
        checks.addAll(RefusalChecks.all());
        checks.addAll(VectorPlay.checks(vectors, first));
        checks.removeIf(check -> !wanted.test(check.name()));
        var results = new ArrayList<CheckResult>();
        CheckResult suited = new Check("cafe/new-with-the-default-hours", ServiceKit::suited).run(service);
        take(suited, results, progress);
        for (Check check : checks) {
            boolean pointless = suited.isFailed() && check.name().startsWith("vector/");
            CheckResult result = pointless
                    ? CheckResult.skipped(check.name(), "it needs a new café with the default hours")
                    : check.run(service);
            take(result, results, progress);
        }
        return new ConformanceReport("lingdian.conformance.service", results);
    }

    private static void take(CheckResult result, List<CheckResult> results, Consumer<CheckResult> progress) {
        results.add(result);
        progress.accept(result);
    }

    /** The verdict says at what time the service judged: another day than ours was there before. */
    private static void suited(ServiceUnderTest service) {
        var events = new SampleEvents(service);
        try (Talk talk = service.greeted(UUID.randomUUID())) {
            talk.send(events.login(1, "first", 30, false));
            String closesAt = String.valueOf(talk.verdict(1).getValue("closesAt"));
            talk.send(events.logout(2, "first"));
            talk.ack(2);
            String midnight = service.at().toLocalDate().plusDays(1) + "T00:00:00+08:00";
            Check.require(
                    closesAt.equals(midnight),
                    "expected a login of " + service.at()
                            + " to be judged by the hours 08:00-24:00 of that day (closesAt " + midnight + "), got "
                            + closesAt + ": use the key of a new café without hours of its own");
        }
    }
}
