package lingdian.record.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.judge.Code;
import lingdian.law.judge.Finding;
import lingdian.law.judge.People.CafeClock;
import lingdian.law.judge.Rulebook;
import lingdian.record.backtest.BacktestTally.Cell;
import lingdian.record.backtest.CafeReplay.ReplayedCafe;
import org.jspecify.annotations.Nullable;

/**
 * Judges a history again and compares the findings with the stored ones: café by café, then person by person.
 *
 * <p>It holds in memory one café's findings, a thirty-second of all sessions, and a line for each café and rule,
 * whatever the length of the history.
 */
public final class Backtest {
    private final Path history;
    private final Path directory;
    private final Candidate candidate;
    private final Rulebook released;
    private final Rulebook rulebook;
    private final ReceptionTimes reception;
    private final boolean whole;
    private final BiConsumer<Cell, Difference> differs;

    /**
     * @param history a file written by an export
     * @param directory of the progress files
     * @throws lingdian.platform.settings.InvalidConfiguration if the file is not a history
     */
    public Backtest(Path history, Path directory, Candidate candidate) throws IOException {
        this(history, directory, candidate, true, (cell, difference) -> {});
    }

    private Backtest(
            Path history, Path directory, Candidate candidate, boolean whole, BiConsumer<Cell, Difference> differs)
            throws IOException {
        this.whole = whole;
        this.differs = differs;
        this.history = history;
        this.directory = directory;
        this.candidate = candidate;
        HistoryReader.Head head = HistoryReader.head(history);
        this.released = head.released();
        this.rulebook = candidate.rulebook(released);
        this.reception = head.reception();
    }

    /**
     * A back-test by the released rules of some cafés. It decides nothing about persons, who may also have been in
     * other cafés.
     *
     * @param differs receives every difference
     */
    static Backtest ofSome(Path history, Path directory, BiConsumer<Cell, Difference> differs) throws IOException {
        return new Backtest(history, directory, Candidate.RELEASED, false, differs);
    }

    /** The result of a back-test. */
    public record Result(BacktestTally tally, long cafes, long events, Path differences) {}

    /**
     * @param read receives how many bytes of the history have been read, including those read before an interruption
     */
    public Result run(LongConsumer read) throws IOException {
        Files.createDirectories(directory);
        try (var progress = ProgressFile.open(directory, subject(), growing())) {
            var milestones = new ArrayList<>(progress.milestones());
            if (!milestones.isEmpty()) {
                read.accept(milestones.getLast().position());
            }
            cafes(progress, milestones, read);
            return persons(milestones);
        }
    }

    private String subject() throws IOException {
        return CafeJson.JSON
                .createObjectNode()
                .put("backtest", candidate.fingerprint())
                .put("sessions", SessionSpill.FORM)
                .put("history", Files.size(history))
                .put("written", Files.getLastModifiedTime(history).toMillis())
                .toString();
    }

    private List<Path> growing() {
        Stream<Path> sessions =
                IntStream.range(0, SessionSpill.FILES).mapToObj(number -> SessionSpill.file(directory, number));
        return Stream.concat(sessions, Stream.of(differences(), shared())).toList();
    }

    private Path differences() {
        return directory.resolve("differences.csv");
    }

    private Path shared() {
        return directory.resolve("stored-shared.ndjson");
    }

    private void cafes(ProgressFile progress, List<Milestone> milestones, LongConsumer read) throws IOException {
        try (var reader = milestones.isEmpty()
                        ? HistoryReader.open(history)
                        : HistoryReader.at(history, milestones.getLast().position());
                var sessions = new SessionSpill(directory);
                var shared = new SharedFile(shared());
                var differences = new DifferenceFile(differences())) {
            for (HistoryLine line = reader.next(); line != null; line = reader.next()) {
                if (!(line instanceof HistoryLine.CafeBegins(RecordedCafe recorded))) {
                    throw new IOException("the history is damaged: a line belongs to no café");
                }
                var tally = new BacktestTally();
                var findings = findings(tally, differences);
                var cafe = new CafeReading(candidate.applied(recorded), rulebook, reception, sessions, shared);
                ReplayedCafe replayed = cafe.read(reader);
                cafe.verdicts().forEach((release, verdicts) -> tally.verdicts(released.release(release), verdicts));
                Bounds bounds = Bounds.of(replayed);
                findings.compare(cafe.stored(), replayed.findings(), recorded.writing(), bounds);
                sessions.flush();
                shared.flush();
                differences.flush();
                Milestone milestone = milestone(reader.position(), recorded, replayed, bounds, tally);
                progress.reached(milestone);
                milestones.add(milestone);
                read.accept(reader.position());
            }
        }
    }

    private Milestone milestone(
            long position, RecordedCafe recorded, ReplayedCafe replayed, Bounds bounds, BacktestTally tally)
            throws IOException {
        var sizes = new ArrayList<Long>();
        for (Path file : growing()) {
            sizes.add(Files.size(file));
        }
        return new Milestone(
                position,
                sizes,
                recorded.placeCode(),
                recorded.region(),
                recorded.zone(),
                replayed.clock().effectiveAt(),
                bounds.from(),
                replayed.events(),
                tally);
    }

    /** Judges {@code IDENTITY_SHARED} once the sessions of all cafés are known. */
    private Result persons(List<Milestone> milestones) throws IOException {
        var tally = new BacktestTally();
        milestones.forEach(milestone -> tally.add(milestone.tally()));
        try (var differences = new DifferenceFile(differences());
                var stored = SharedFile.Stored.read(shared())) {
            var findings = findings(tally, differences);
            var cafes = new HashMap<PlaceCode, Milestone>();
            var clocks = new HashMap<PlaceCode, CafeClock>();
            milestones.forEach(milestone -> {
                cafes.put(milestone.placeCode(), milestone);
                clocks.put(milestone.placeCode(), milestone.clock());
            });
            if (whole) {
                var replay = new SharedReplay(rulebook, clocks);
                for (int number = 0; number < SessionSpill.FILES; number++) {
                    replay.find(
                            SessionSpill.file(directory, number),
                            finding -> compare(findings, stored, cafes, finding),
                            id -> crowded(findings, stored.take(id)));
                }
                stored.forEachLeft(one -> findings.missing(one, bounds(cafes, one)));
            } else {
                stored.forEachLeft(one -> findings.outside(one, UndecidableReason.ELSEWHERE));
            }
        }
        long events = milestones.stream().mapToLong(Milestone::events).sum();
        return new Result(tally, milestones.size(), events, differences());
    }

    private FindingComparison findings(BacktestTally tally, DifferenceFile file) {
        return new FindingComparison(rulebook, candidate.ignoredFields(), tally, (cell, difference) -> {
            file.add(cell, difference);
            differs.accept(cell, difference);
        });
    }

    private static void compare(
            FindingComparison findings, SharedFile.Stored stored, Map<PlaceCode, Milestone> cafes, Finding finding) {
        Milestone cafe = Objects.requireNonNull(cafes.get(finding.placeCode()));
        findings.compare(stored.take(finding.id()), finding, cafe.writing(), Bounds.ofPersons(cafe.comparableFrom()));
    }

    private static void crowded(FindingComparison findings, @Nullable JsonNode stored) {
        if (stored != null) {
            findings.outside(stored, UndecidableReason.CROWDED);
        }
    }

    private static Bounds bounds(Map<PlaceCode, Milestone> cafes, JsonNode stored) {
        Milestone cafe = cafes.get(new PlaceCode(stored.path("placeCode").asText()));
        return Bounds.ofPersons(cafe == null ? Instant.EPOCH : cafe.comparableFrom());
    }

    /** Reads one café from the history. */
    private static final class CafeReading {
        private final CafeReplay replay;
        private final SharedFile shared;
        private final Map<ViolationId, JsonNode> stored = new HashMap<>();
        private final Map<Integer, Long> verdicts = new HashMap<>();

        CafeReading(
                RecordedCafe recorded,
                Rulebook rulebook,
                ReceptionTimes reception,
                SessionSpill sessions,
                SharedFile shared) {
            this.replay = new CafeReplay(recorded, rulebook, reception, sessions);
            this.shared = shared;
        }

        ReplayedCafe read(HistoryReader reader) throws IOException {
            for (HistoryLine line = reader.next(); line != null; line = reader.next()) {
                switch (line) {
                    case HistoryLine.Event(RecordedEvent event) -> event(event);
                    case HistoryLine.Besides(DatedAside told) -> replay.told(told);
                    case HistoryLine.Stored(JsonNode snapshot) -> stored(snapshot);
                    case HistoryLine.CafeEnds() -> {
                        return replay.end();
                    }
                    case HistoryLine.CafeBegins ignored ->
                        throw new IOException("the history is damaged: a café begins within another");
                }
            }
            throw new IOException("the history ends within a café");
        }

        private void event(RecordedEvent event) {
            if (event.release() > 0) {
                verdicts.merge(event.release(), 1L, Long::sum);
            }
            replay.event(event);
        }

        private void stored(JsonNode one) {
            if (one.path("code").asText().equals(Code.IDENTITY_SHARED.name())) {
                shared.add(one.toString());
            } else {
                stored.put(ViolationId.of(one.path("id").asText()), one);
            }
        }

        /** The recorded verdicts, by the number of the rules that they were made under. */
        Map<Integer, Long> verdicts() {
            return verdicts;
        }

        Map<ViolationId, JsonNode> stored() {
            return stored;
        }
    }
}
