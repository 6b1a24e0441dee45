package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.testing.EveryMeter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static final Pattern LIMIT = Pattern.compile(
            "(?:reaching|limitReached|Refused\\s*\\.limit|limitReached\\(\\)\\s*\\.accept)\\(\\s*\"([a-z-]+)\"|String"
                    + " LIMIT = \"([a-z-]+)\"");

    private final Meters meters = new Meters();

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void countsEventsByType() {
        meters.eventCommitted("login", 3);
        meters.eventCommitted("login", 2);

        assertThat(meters.scrape()).contains("lingdian_events_total{type=\"login\"} 5.0");
    }

    @Test
    void countsVerdictsByOutcomeAndDenialsByReason() {
        meters.loginAllowed();
        meters.loginDenied(List.of("under-age", "outside-hours"));

        assertThat(meters.scrape())
                .contains(
                        "lingdian_verdicts_total{outcome=\"allowed\"} 1.0",
                        "lingdian_verdicts_total{outcome=\"denied\"} 1.0",
                        "lingdian_denials_total{reason=\"under-age\"} 1.0",
                        "lingdian_denials_total{reason=\"outside-hours\"} 1.0");
    }

    @Test
    void countsViolationsByCodeStandingAndChange() {
        meters.violationChanged("OVERTIME_OPERATION", "fact", "opened");

        assertThat(meters.scrape())
                .containsPattern(
                        "lingdian_violations_total\\{change=\"opened\",code=\"OVERTIME_OPERATION\",standing=\"fact\"}"
                                + " 1.0");
    }

    @Test
    void measuresBatchesAndTimesInHistograms() {
        meters.batchCommitted(2_000, Duration.ofMillis(7));
        meters.verdictSent(Duration.ofMillis(3));

        assertThat(meters.scrape())
                .contains(
                        "lingdian_batch_size_events_bucket{le=\"2000.0\"} 1",
                        "lingdian_batch_size_events_bucket{le=\"1000.0\"} 0",
                        "lingdian_commit_time_seconds_bucket{le=\"0.01\"} 1",
                        "lingdian_commit_time_seconds_bucket{le=\"0.005\"} 0",
                        "lingdian_verdict_time_seconds_bucket{le=\"0.005\"} 1");
    }

    @Test
    void watchesWhatIsInUseNow() {
        meters.watchConnections(() -> 12);
        meters.watchSessions(() -> 340L);
        meters.watchQueue(() -> 7L);
        meters.watchFeedSubscribers(() -> 2);
        meters.watchPool("intake", () -> 4, () -> 3, 8);

        assertThat(meters.scrape())
                .contains(
                        "lingdian_connections 12.0",
                        "lingdian_sessions 340.0",
                        "lingdian_queue_depth_events 7.0",
                        "lingdian_feed_subscribers 2.0",
                        "lingdian_pool_used_connections{pool=\"intake\"} 4.0",
                        "lingdian_pool_waiting_requests{pool=\"intake\"} 3.0",
                        "lingdian_pool_size_connections{pool=\"intake\"} 8.0");
    }

    /** A counter without failures is exported as 0, or the first failure would not be an increase. */
    @Test
    void countsHowRequestsEndAtEachDoor() {
        meters.requestEnded("api", 201);
        meters.requestEnded("api", 404);
        meters.requestEnded("api", 503);
        meters.requestAbandoned("api");

        assertThat(meters.scrape())
                .contains(
                        "lingdian_requests_total{door=\"api\",result=\"answered\"} 1.0",
                        "lingdian_requests_total{door=\"api\",result=\"refused\"} 1.0",
                        "lingdian_requests_total{door=\"api\",result=\"failed\"} 1.0",
                        "lingdian_requests_total{door=\"api\",result=\"abandoned\"} 1.0",
                        "lingdian_requests_total{door=\"agents\",result=\"failed\"} 0.0",
                        "lingdian_requests_total{door=\"pages\",result=\"failed\"} 0.0",
                        "lingdian_connections_closed_total{code=\"1011\"} 0.0");
    }

    /** A caller chooses the method and the path, so neither may make a series of its own. */
    @Test
    void measuresRequestsByRouteMethodAndClassOfStatus() {
        meters.requestTook("api", "/api/v1/cafes/:placeCode", "GET", 200, Duration.ofMillis(7));
        meters.requestTook("api", "/api/v1/cafes/:placeCode", "GET", 204, Duration.ofMillis(70));
        meters.requestTook("pages", "unmatched", "BREW", 405, Duration.ofMillis(1));
        meters.requestTook("pages", "unmatched", "WHEN", 405, Duration.ofMillis(1));

        String cafes = "{door=\"api\",method=\"GET\",route=\"/api/v1/cafes/:placeCode\",status=\"2xx\"";
        assertThat(meters.scrape())
                .contains(
                        "lingdian_request_time_seconds_bucket" + cafes + ",le=\"0.005\"} 0",
                        "lingdian_request_time_seconds_bucket" + cafes + ",le=\"0.02\"} 1",
                        "lingdian_request_time_seconds_count" + cafes + "} 2",
                        "lingdian_request_time_seconds_count{door=\"pages\",method=\"other\",route=\"unmatched\",status=\"4xx\"}"
                                + " 2");
    }

    @Test
    void saysWhatItWasBuiltFromAndHowLateAnEventLoopIs() {
        Build build = Build.ofThisProgram();
        meters.built(build.version(), build.revision(), build.java());
        meters.eventLoopLate(Duration.ofMillis(15));

        assertThat(build.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(build.revision()).matches("[0-9a-f]{8}|unknown");
        assertThat(meters.scrape())
                .contains(
                        "lingdian_build_info{java=\"" + Runtime.version() + "\",revision=\"" + build.revision()
                                + "\",version=\"" + build.version() + "\"} 1",
                        "lingdian_event_loop_delay_seconds_bucket{le=\"0.02\"} 1",
                        "lingdian_event_loop_delay_seconds_bucket{le=\"0.01\"} 0");
    }

    @Test
    void countsWhatWentWrong() {
        meters.eventRejected("duplicate-session");
        meters.limitReached("queue");
        meters.windowStalled();
        meters.feedReaderCutOff();
        meters.batchFailed();
        meters.connectionClosed(4409);
        meters.agentRefused(401);

        assertThat(meters.scrape())
                .contains(
                        "lingdian_rejects_total{code=\"duplicate-session\"} 1.0",
                        "lingdian_limits_reached_total{limit=\"queue\"} 1.0",
                        "lingdian_window_stalls_total 1.0",
                        "lingdian_feed_cutoffs_total 1.0",
                        "lingdian_batch_failures_total 1.0",
                        "lingdian_connections_closed_total{code=\"4409\"} 1.0",
                        "lingdian_agents_refused_total{status=\"401\"} 1.0");
    }

    @Test
    void describesEachOfItsMetersAndTheVirtualMachine() {
        meters.eventCommitted("login", 1);

        assertThat(meters.scrape())
                .contains("# HELP lingdian_events_total Events committed, by type", "jvm_memory_used_bytes");
    }

    /** Every meter has a description and a unit, so that dashboards do not misread it. */
    @Test
    void saysOfEveryMeterWhatItIsAndInWhichUnit() {
        EveryMeter.use(meters);

        assertThat(meters.scrape().lines().filter(line -> line.startsWith("# HELP lingdian_")))
                .hasSizeGreaterThanOrEqualTo(25)
                .allMatch(line -> line.matches("# HELP lingdian_\\w+ .{12,}"))
                .allMatch(
                        line -> line.split(" ")[2].matches(
                                "lingdian_(.+_total|build_info|connections|sessions|feed_subscribers|.+_(seconds|events|days|connections|bytes|cafes|messages|nodes|requests)(_max)?)"));
    }

    /** A counter that appears only when its limit is reached has not increased, so its alert would not fire. */
    @Test
    void hasEveryLimitThatTheCodeNamesFromTheStart() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/grafana.md")).split("\n## Limits\n")[1];
        List<String> named;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            named = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> LIMIT.matcher(read(file)).results())
                    .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                    .distinct()
                    .peek(limit -> assertThat(page).contains("`" + limit + "`"))
                    .map("lingdian_limits_reached_total{limit=\"%s\"} 0.0"::formatted)
                    .toList();
        }

        assertThat(meters.scrape().lines().filter(line -> line.startsWith("lingdian_limits_reached_total{")))
                .containsExactlyInAnyOrderElementsOf(named);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void watchesTheDisk() {
        meters.watchDisk(Path.of("."));

        assertThat(meters.scrape())
                .containsPattern("lingdian_disk_free_bytes [1-9]")
                .containsPattern("lingdian_disk_size_bytes [1-9]");
    }

    /** Tags are words of the contract: none is as long as an id or contains a place code. */
    @Test
    void hasNoIdAsATag() {
        EveryMeter.use(meters);

        assertThat(meters.scrape().lines().filter(line -> line.startsWith("lingdian_")))
                .allMatch(line -> !line.matches(".*\"[^\"]*\\d{6}[^\"]*\".*"));
    }
}
