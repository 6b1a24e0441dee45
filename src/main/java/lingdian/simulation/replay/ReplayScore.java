package lingdian.simulation.replay;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import lingdian.domain.document.Document;
import lingdian.domain.document.ReadMethod;
import lingdian.domain.event.AgentEvent;
import lingdian.domain.event.LogoutReason;

/**
 * Turns one café's sessions into the events of one stream: in time order; at one instant heartbeat, logouts, logins;
 * otherwise in the order of the file.
 */
final class ReplayScore {
    private static final String OTHER_DOCUMENT = "990";
    private static final String NAME = "佚名"; // "name not known": the records hold none
    private static final Comparator<Step> ORDER = Comparator.comparing(Step::at)
            .thenComparing(Step::login)
            .thenComparing(step -> step.row().line());

    private final String run;
    private final LocalDate birthDate;
    private final List<ReplayFile.Row> rows;
    private final List<AgentEvent> events = new ArrayList<>();
    private final Map<Integer, Integer> terminalByLine = new HashMap<>();
    private final TreeSet<Integer> inUse = new TreeSet<>();
    private final TreeSet<Integer> free = new TreeSet<>();
    private int terminals;

    /** A login or a logout of a row. */
    private record Step(Instant at, boolean login, ReplayFile.Row row) {}

    ReplayScore(String run, LocalDate birthDate, List<ReplayFile.Row> rows) {
        this.run = run;
        this.birthDate = birthDate;
        this.rows = rows;
    }

    /** All events, numbered from 1. */
    List<AgentEvent> play() {
        Instant nextHour = Instant.MAX;
        for (Step step : steps()) {
            if (inUse.isEmpty()) {
                nextHour = hourAfter(step.at());
            }
            for (; !inUse.isEmpty() && !nextHour.isAfter(step.at()); nextHour = nextHour.plus(1, ChronoUnit.HOURS)) {
                events.add(new AgentEvent.Heartbeat(nextSeq(), nextHour, terminalsInUse()));
            }
            events.add(step.login() ? login(step.row()) : logout(step.row()));
        }
        return List.copyOf(events);
    }

    /** How many terminals were needed. */
    int terminals() {
        return terminals;
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>(rows.size() * 2);
        for (ReplayFile.Row row : rows) {
            steps.add(new Step(row.from(), true, row));
            steps.add(new Step(row.to(), false, row));
        }
        steps.sort(ORDER);
        return steps;
    }

    private AgentEvent login(ReplayFile.Row row) {
        int terminal = takeTerminal();
        terminalByLine.put(row.line(), terminal);
        var document =
                new Document(OTHER_DOCUMENT, row.personId(), NAME, null, birthDate.toString(), ReadMethod.MANUAL);
        return new AgentEvent.Login(nextSeq(), row.from(), session(row), terminalId(terminal), document, true);
    }

    private AgentEvent logout(ReplayFile.Row row) {
        int terminal = Objects.requireNonNull(terminalByLine.get(row.line()), "logged in before");
        inUse.remove(terminal);
        free.add(terminal);
        return new AgentEvent.Logout(nextSeq(), row.to(), session(row), LogoutReason.PATRON);
    }

    private int takeTerminal() {
        Integer lowest = free.pollFirst();
        int terminal = lowest == null ? ++terminals : lowest;
        inUse.add(terminal);
        return terminal;
    }

    private List<String> terminalsInUse() {
        return inUse.stream().map(ReplayScore::terminalId).sorted().toList();
    }

    private static String terminalId(int terminal) {
        return String.format("T%03d", terminal);
    }

    private String session(ReplayFile.Row row) {
        return ReplayPlan.session(run, row.line());
    }

    private long nextSeq() {
        return events.size() + 1L;
    }

    /** The first full hour after {@code at}: all supported zones are whole hours from UTC. */
    private static Instant hourAfter(Instant at) {
        return at.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }
}
