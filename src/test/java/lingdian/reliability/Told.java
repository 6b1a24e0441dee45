package lingdian.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lingdian.platform.database.DatabaseAddress;
import lingdian.testing.ServiceProcess;
import lingdian.testing.TestDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The result of a run of a city: the answers to its agents, the stored record, and the findings. */
record Told(List<ScriptedAgent> agents, WrittenRecord written, Map<String, JsonObject> violations) {
    private static final Logger LOG = LoggerFactory.getLogger(Told.class);

    /** Runs the whole city on a new database, without faults. */
    static Told undisturbed(List<StreamScript> scripts, long seed, Path keyRing) throws Exception {
        DatabaseAddress database = TestDatabase.migrated();
        try (var service = ServiceProcess.start(database, keyRing);
                var city = StreamingCity.of(service.url(), scripts, seed)) {
            city.begin();
            city.finish();
            return new Told(city.agents(), new WrittenRecord(database), city.violations());
        }
    }

    /**
     * Compares this run with the same city without faults: the results must show no trace of the faults. Also compares
     * the answers with an independent judge's, since both cities used the same judge.
     */
    void isLike(Told undisturbed) throws Exception {
        RecordChecks.everythingIsThereOnce(agents, written);
        RecordChecks.everythingIsThereOnce(undisturbed.agents(), undisturbed.written());
        LOG.info("{} answers are those of a second judge", RecordChecks.everybodyIsJudgedByTheContract(agents));
        sameRecord(undisturbed);
        sameViolations(undisturbed);
    }

    private void sameRecord(Told undisturbed) throws Exception {
        Map<String, List<WrittenRecord.Line>> expected = undisturbed.written().journal();
        Map<String, List<WrittenRecord.Line>> journal = written.journal();
        for (ScriptedAgent agent : agents) {
            String place = agent.script().placeCode();
            assertThat(comparable(agent.script(), journal.get(place)))
                    .as("the journal of %s", agent)
                    .isEqualTo(comparable(agent.script(), expected.get(place)));
        }
        assertThat(written.streams()).isEqualTo(undisturbed.written().streams());
        assertThat(written.sessions()).isEqualTo(undisturbed.written().sessions());
        assertThat(written.told()).isEqualTo(undisturbed.written().told());
    }

    /**
     * The journal's lines without the parts that depend on the time of the run: the chain covers received times, and a
     * visitor may be elsewhere at that moment.
     */
    private static List<List<String>> comparable(StreamScript script, List<WrittenRecord.Line> lines) {
        return lines.stream()
                .map(line -> Arrays.asList(
                        Long.toString(line.seq()),
                        line.body(),
                        script.shared().contains(line.seq()) ? notElsewhere(line.outcome()) : line.outcome(),
                        line.effectiveAt(),
                        line.contentMac()))
                .toList();
    }

    private static String notElsewhere(String answer) {
        var verdict = new JsonObject(answer);
        if (verdict.getString("type").equals("verdict")) {
            verdict.getJsonArray("reasons").remove("in-use-elsewhere");
            verdict.remove("allow");
            verdict.remove("closesAt");
        }
        return verdict.encode();
    }

    private void sameViolations(Told undisturbed) throws Exception {
        Map<String, JsonObject> expected = undisturbed.withoutDetection();
        Map<String, Long> counts = expected.values().stream()
                .collect(Collectors.groupingBy(one -> one.getString("code"), TreeMap::new, Collectors.counting()));
        LOG.info("{} violations: {}", expected.size(), counts);
        assertThat(counts.keySet())
                .contains(
                        "OVERTIME_OPERATION",
                        "MINOR_ADMITTED",
                        "IDENTITY_UNVERIFIED",
                        "IDENTITY_SHARED",
                        "TERMINAL_UNREGISTERED")
                .doesNotContain("RECORDS_BROKEN");
        Map<String, JsonObject> found = withoutDetection();
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((id, violation) -> assertThat(found.get(id)).isEqualTo(violation));
        assertThat(written.toldOtherwiseLast()).isEmpty();
    }

    /** Also without the id of the case, which is given when a violation is grouped. */
    private Map<String, JsonObject> withoutDetection() {
        violations.values().forEach(violation -> {
            violation.remove("detectedAt");
            violation.remove("caseFile");
        });
        return violations;
    }
}
