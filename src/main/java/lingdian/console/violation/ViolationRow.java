package lingdian.console.violation;

import java.time.OffsetDateTime;
import java.util.List;
import lingdian.office.violation.ViolationList;
import lingdian.office.violation.ViolationSummary;
import lingdian.platform.text.PageTimes;
import org.jspecify.annotations.Nullable;

/** A violation as a list shows it. */
public record ViolationRow(ViolationSummary violation) {
    public static List<ViolationRow> all(ViolationList list) {
        return list.items().stream().map(ViolationRow::new).toList();
    }

    public String id() {
        return violation.id().toString();
    }

    public String code() {
        return violation.code();
    }

    public String standing() {
        return violation.standing();
    }

    /** The latest step of its case. */
    public String step() {
        return violation.caseStep();
    }

    /** The page of the case to which it belongs; empty where the reader has none. */
    public String casePath() {
        return violation.caseFile() == null ? "" : "/cases/" + violation.caseFile();
    }

    public String placeCode() {
        return violation.placeCode();
    }

    String region() {
        return violation.region();
    }

    public boolean isLate() {
        return violation.period().late();
    }

    public boolean isOpen() {
        return violation.isOpen();
    }

    public boolean isRunning() {
        return violation.isRunning();
    }

    /** Whether it was found untrue, which its step no longer says once it is closed. */
    public boolean isClosedUntrue() {
        return violation.isUntrue() && !step().equals("dismissed");
    }

    /** When it began, as the browser reads it. */
    public String since() {
        return violation.period().startedAt().toInstant().toString();
    }

    /** When it began, and when it ended unless it is ongoing. */
    public String when(PageTimes times) {
        OffsetDateTime from = violation.period().startedAt();
        OffsetDateTime to = violation.period().endedAt();
        return to == null ? times.moment(from) : times.span(from, to);
    }

    public OffsetDateTime from() {
        return violation.period().startedAt();
    }

    public @Nullable String terminal() {
        return violation.terminal();
    }

    /** How many terminals were used without a login; null where the rule counts none. */
    public ViolationSummary.@Nullable Terminals terminals() {
        return violation.extent().terminals();
    }

    /** Whole minutes, as people read overtime; null where it has none. */
    @Nullable
    Long minutes() {
        Long seconds = violation.extent().seconds();
        return seconds == null ? null : seconds / 60;
    }
}
