package lingdian.record.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lingdian.domain.PlaceCode;
import lingdian.law.casework.Case;
import lingdian.law.json.RulesFile;
import lingdian.law.json.ViolationSnapshot;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.law.judge.People.CafeClock;
import lingdian.law.judge.Rulebook;
import lingdian.law.judge.Rules;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.YamlFile;
import lingdian.platform.text.Rfc3339;
import lingdian.record.backtest.MadeUpHistory.Cafe;
import lingdian.record.backtest.MadeUpHistory.Sitting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A back-test with closing an hour earlier has exactly the differences that counting the minutes of a month gives. */
class ClosingTimeTest {
    private static final int DAYS = 30;
    private static final int A_DAY = 24 * 60;
    private static final int OPENS = 8 * 60;
    private static final int GRACE = 10;

    @TempDir
    private Path directory;

    private final Rules rules = ConfigDirectory.find(Path.of("config"))
            .read("rules.yaml", RulesFile.class)
            .toRules();
    private final List<Cafe> cafes = new ArrayList<>();
    private Path history;

    @BeforeEach
    void aMonth() throws IOException {
        var random = new Random(7);
        for (int number = 1; number <= 12; number++) {
            cafes.add(MadeUpHistory.cafe(random, number, DAYS, 4 + number, Math.max(2, 6 * number - 10), 4_000));
        }
        history = directory.resolve("history.ndjson");
        Map<String, List<String>> stored = released();
        try (var out = new HistoryWriter(
                new BufferedOutputStream(Files.newOutputStream(history)),
                MadeUpHistory.released(rules),
                ReceptionTimes.NONE)) {
            for (Cafe cafe : cafes) {
                MadeUpHistory.write(out, cafe, 0, stored.getOrDefault(cafe.placeCode(), List.of()));
            }
        }
    }

    @Test
    void theDifferenceIsThatOfTheMinutes() throws IOException {
        CandidateHours earlier = hours("""
                schedules:
                  - region: "360000"
                    weekly: {mon: ["08:00-23:00"], tue: ["08:00-23:00"], wed: ["08:00-23:00"], thu: ["08:00-23:00"],
                             fri: ["08:00-23:00"], sat: ["08:00-23:00"], sun: ["08:00-23:00"]}
                    from: '2026-05-01'
                """);

        Backtest.Result result = run("earlier", new Candidate(null, earlier));

        // A closed period is identified by its first instant, so all findings of the old hours are removed and all
        // findings of the new hours are added.
        assertThat(overtime(result, "removed")).isEqualTo(oracle(A_DAY));
        assertThat(overtime(result, "added")).isEqualTo(oracle(A_DAY - 60)).hasSizeGreaterThan(100);
        assertThat(overtime(result, "changed")).isEmpty();
        assertThat(result.tally()
                        .by(BacktestTally.Cell::code)
                        .get("IDENTITY_SHARED")
                        .keySet())
                .containsOnly(DifferenceKind.SAME);
    }

    @Test
    void theSameHoursGiveNoDifference() throws IOException {
        Backtest.Result result = run("released", Candidate.RELEASED);

        assertThat(result.tally().isTheSame()).isTrue();
        assertThat(result.tally().total(DifferenceKind.SAME)).isGreaterThan(100);
        assertThat(Files.readAllLines(result.differences())).hasSize(1);
    }

    /** A longer grace period removes the findings that are shorter, and changes no others. */
    @Test
    void aLongerGraceTakesAwayWhatEndedWithinIt() throws IOException {
        Rules.Thresholds now = rules.thresholds();
        var longer = new Rules.Thresholds(
                120, now.hearing(), now.sessions(), now.correction(), now.outage(), now.suspicion());
        var all = Arrays.stream(Code.values()).collect(Collectors.toMap(code -> code, rules::rule));
        var candidate = new Rules("grace-120", longer, rules.identification(), rules.laws(), all);

        Backtest.Result result = run("grace", new Candidate(candidate, null));

        Set<String> gone = oracle(A_DAY, GRACE);
        gone.removeAll(oracle(A_DAY, 120));
        assertThat(overtime(result, "removed")).isEqualTo(gone).isNotEmpty();
        assertThat(overtime(result, "added")).isEmpty();
    }

    /** A back-test that was interrupted, even within a line, continues and gives equal results. */
    @Test
    void aBacktestThatWasEndedGoesOn() throws IOException {
        Candidate candidate = Candidate.RELEASED;
        Files.writeString(history, Files.readString(history).replaceFirst("\"seconds\":", "\"seconds\":1"));
        var progress = new ArrayList<Long>();
        Backtest.Result whole = new Backtest(history, directory.resolve("whole"), candidate).run(progress::add);
        assertThat(progress).hasSameSizeAs(cafes).isSorted().endsWith(Files.size(history));
        Path directoryOfTheEnded = directory.resolve("ended");
        var before = new ArrayList<Long>();
        assertThatThrownBy(() -> new Backtest(history, directoryOfTheEnded, candidate).run(read -> {
                    before.add(read);
                    if (before.size() == 5) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
        for (String torn : List.of("progress.ndjson", "sessions-3", "differences.csv", "stored-shared.ndjson")) {
            Files.writeString(directoryOfTheEnded.resolve(torn), "{\"position\":12", StandardOpenOption.APPEND);
        }

        var after = new ArrayList<Long>();
        Backtest.Result gone = new Backtest(history, directoryOfTheEnded, candidate).run(after::add);

        assertThat(before).isEqualTo(progress.subList(0, 5));
        assertThat(after).as("from where it was ended").isEqualTo(progress.subList(4, progress.size()));
        assertThat(gone.tally().cells()).isEqualTo(whole.tally().cells());
        assertThat(gone.events()).isEqualTo(whole.events());
        assertThat(gone.differences()).hasSameTextualContentAs(whole.differences());
        assertThat(Files.readAllLines(gone.differences())).hasSize(2);
    }

    private Backtest.Result run(String name, Candidate candidate) throws IOException {
        return new Backtest(history, directory.resolve(name), candidate).run(read -> {});
    }

    private static CandidateHours hours(String yaml) {
        InputStream content = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
        return YamlFile.read(content, CandidateHours.class);
    }

    /** The stored findings: all findings of the released rules, including IDENTITY_SHARED. */
    private Map<String, List<String>> released() throws IOException {
        Path plain = MadeUpHistory.file(directory.resolve("plain.ndjson"), cafes, rules);
        var stored = new TreeMap<String, List<String>>();
        var clocks = new HashMap<PlaceCode, CafeClock>();
        Path sessions = Files.createDirectory(directory.resolve("sessions"));
        try (var reader = HistoryReader.open(plain);
                var spill = new SessionSpill(sessions)) {
            CafeReplay replay = null;
            PlaceCode place = null;
            for (HistoryLine line = reader.next(); line != null; line = reader.next()) {
                switch (line) {
                    case HistoryLine.CafeBegins(RecordedCafe cafe) -> {
                        replay = new CafeReplay(cafe, Rulebook.of(rules), ReceptionTimes.NONE, spill);
                        place = cafe.placeCode();
                    }
                    case HistoryLine.Event(RecordedEvent event) ->
                        Objects.requireNonNull(replay).event(event);
                    case HistoryLine.Besides ignored -> throw new AssertionError();
                    case HistoryLine.Stored ignored -> throw new AssertionError();
                    case HistoryLine.CafeEnds() -> {
                        var replayed = Objects.requireNonNull(replay).end();
                        clocks.put(place, replayed.clock());
                        replayed.findings().values().forEach(one -> store(stored, one));
                    }
                }
            }
        }
        var shared = new SharedReplay(Rulebook.of(rules), clocks);
        for (int number = 0; number < SessionSpill.FILES; number++) {
            shared.find(SessionSpill.file(sessions, number), one -> store(stored, one), crowded -> {});
        }
        return stored;
    }

    private void store(Map<String, List<String>> stored, Finding one) {
        stored.computeIfAbsent(one.placeCode().value(), place -> new ArrayList<>())
                .add(ViolationSnapshot.of(one, rules, MadeUpHistory.ZONE, new Case.New()));
    }

    /** The differences of this kind, as {@code place startedAt endedAt seconds}. */
    private static Set<String> overtime(Backtest.Result result, String kind) throws IOException {
        int stored = kind.equals("added") ? 9 : 8;
        return Files.readAllLines(result.differences()).stream()
                .map(line -> line.split(",", -1))
                .filter(column -> column[0].equals(kind) && column[1].equals("OVERTIME_OPERATION"))
                .map(column -> column[3] + " " + column[5] + " " + column[stored] + " " + column[stored + 2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> oracle(int closes) {
        return oracle(closes, GRACE);
    }

    /** Each night's overtime, computed minute by minute. */
    private Set<String> oracle(int closes, int grace) {
        var found = new TreeSet<String>();
        for (Cafe cafe : cafes) {
            for (int day = -1; day <= DAYS + 1; day++) {
                night(cafe, day * A_DAY + closes, (day + 1) * A_DAY + OPENS, grace, found);
            }
        }
        return found;
    }

    private static void night(Cafe cafe, int closes, int opens, int grace, Set<String> found) {
        boolean[] open = new boolean[opens - closes];
        boolean proven = false;
        int lastEnd = 0;
        for (Sitting sitting : cafe.sittings()) {
            int from = Math.max(sitting.from(), closes);
            int to = Math.min(sitting.to(), opens);
            for (int minute = from; minute < to; minute++) {
                open[minute - closes] = true;
            }
            if (from < to) {
                proven |= to >= closes + grace;
                lastEnd = Math.max(lastEnd, to);
            }
        }
        int first = 0;
        int minutes = 0;
        for (int minute = open.length - 1; minute >= 0; minute--) {
            first = open[minute] ? minute : first;
            minutes += open[minute] ? 1 : 0;
        }
        if (proven) {
            found.add(cafe.placeCode() + " " + time(closes + first) + " " + time(lastEnd) + " " + minutes * 60);
        }
    }

    private static String time(int minute) {
        return Rfc3339.format(MadeUpHistory.instant(minute), MadeUpHistory.ZONE);
    }
}
