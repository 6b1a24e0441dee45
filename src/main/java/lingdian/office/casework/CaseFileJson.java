package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import lingdian.domain.InspectionId;
import lingdian.law.calendar.DueDate;
import lingdian.law.casework.Deadline;
import lingdian.law.course.CaseFile;
import lingdian.law.course.CaseFinding;
import lingdian.law.course.CasePriority;
import lingdian.law.course.CaseSummary;
import lingdian.law.course.CaseViolation;
import lingdian.law.course.CheckOutcome;
import lingdian.law.course.CourseStep;
import lingdian.law.course.CourseVerb;
import lingdian.office.casework.CaseAttachments.Attached;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** A case as JSON (handbook, casework.md#a-case-as-json). */
final class CaseFileJson {
    private CaseFileJson() {}

    static JsonObject whole(StoredCase stored, List<Deadline> deadlines, Attached attached, Instant now) {
        ZoneId zone = stored.place().zone();
        return item(stored, deadlines, attached, now)
                .put(
                        "history",
                        new JsonArray(stored.actions().stream()
                                .map(action -> action.json(zone))
                                .toList()));
    }

    /** As a worklist shows it: without its history. */
    static JsonObject item(StoredCase stored, List<Deadline> deadlines, Attached attached, Instant now) {
        CaseFile file = stored.file();
        StoredCase.Place place = stored.place();
        List<CaseFinding> findings = stored.findings();
        CaseSummary summary = CaseSummary.of(findings, stored.violationCount(), now, place.zone());
        return new JsonObject()
                .put("id", file.id().toString())
                .put("number", stored.number())
                .put("authority", file.authority().wire())
                .put("placeCode", file.placeCode().value())
                .put("cafe", place.cafe())
                .put("region", place.region().value())
                .put("businessDay", place.businessDay().toString())
                .put("step", file.step().name().wire())
                .put("outcome", outcome(stored))
                .put("assignees", Assignee.json(stored.assignees()))
                .put(
                        "trigger",
                        stored.trigger() == null ? null : stored.trigger().wire())
                .put("summary", json(summary))
                .put("running", findings.stream().anyMatch(CaseFinding::isOpen))
                .put("priority", CasePriority.of(findings).wire())
                .put("violations", violations(stored, now))
                .put("violationCount", stored.violationCount())
                .put("outcomes", outcomes(file))
                .put("deadlines", deadlines(deadlines, place.zone()))
                .put("correction", correction(stored))
                .put("inspections", inspections(stored))
                .put("complaints", attached.complaints())
                .put("documents", attached.documents())
                .put("decision", decision(stored))
                .put(
                        "mergedInto",
                        stored.mergedInto() == null ? null : stored.mergedInto().toString())
                .put(
                        "open",
                        new JsonArray(
                                stored.open().stream().map(CourseVerb::wire).toList()))
                .put("openedAt", Rfc3339.format(file.openedAt(), place.zone()))
                .put("version", file.version());
    }

    private static JsonObject json(CaseSummary summary) {
        return new JsonObject().put("zh", summary.zh()).put("en", summary.en());
    }

    private static @Nullable String outcome(StoredCase stored) {
        if (stored.file().step() instanceof CourseStep.Closed closed && closed.merged()) {
            return "merged";
        }
        CheckOutcome outcome = stored.outcome();
        return outcome == null ? null : outcome.wire();
    }

    private static JsonArray violations(StoredCase stored, Instant now) {
        ZoneId zone = stored.place().zone();
        return new JsonArray(stored.violations().stream()
                .map(one -> violation(one, now, zone))
                .toList());
    }

    private static JsonObject violation(PlacedViolation placed, Instant now, ZoneId zone) {
        PlacedViolation.Other other = placed.other();
        CaseFinding finding = placed.finding();
        Instant endedAt = finding.endedAt();
        JsonObject json = new JsonObject()
                .put("id", placed.violation().id().toString())
                .put("code", finding.code())
                .put("standing", finding.standing().wire())
                .put("state", finding.isOpen() ? "open" : "ended")
                .put("startedAt", Rfc3339.format(finding.startedAt(), zone))
                .put("endedAt", endedAt == null ? null : Rfc3339.format(endedAt, zone))
                .put("summary", json(CaseSummary.of(List.of(finding), now, zone)))
                .put("case", placed.violation().progress().wire())
                .put(
                        "otherAuthority",
                        other == null
                                ? null
                                : new JsonObject()
                                        .put("authority", other.authority().wire())
                                        .put(
                                                "outcome",
                                                other.outcome() == null
                                                        ? null
                                                        : other.outcome().wire()));
        return placed.violation().isDismissed() ? json.put("untrue", true) : json;
    }

    private static JsonObject outcomes(CaseFile file) {
        var outcomes = new JsonObject();
        for (CaseViolation violation : file.violations()) {
            CheckOutcome outcome = violation.outcome();
            if (outcome != null) {
                outcomes.put(violation.id().toString(), outcome.wire());
            }
        }
        return outcomes;
    }

    private static JsonArray deadlines(List<Deadline> deadlines, ZoneId zone) {
        return new JsonArray(deadlines.stream()
                .map(deadline -> new JsonObject()
                        .put("id", deadline.id())
                        .put("due", due(deadline.due(), zone))
                        .put("provisional", deadline.provisional())
                        .put("overdue", deadline.overdue())
                        .put("basis", deadline.basis()))
                .toList());
    }

    private static String due(DueDate due, ZoneId zone) {
        return switch (due) {
            case DueDate.Day day -> day.toString();
            case DueDate.Moment moment -> Rfc3339.format(moment.at(), zone);
        };
    }

    /** What was demanded, and by when; null where nothing is being corrected. */
    static @Nullable JsonObject correction(StoredCase stored) {
        return stored.file().step() instanceof CourseStep.Correcting correcting
                ? new JsonObject()
                        .put(
                                "until",
                                correcting.until() == null
                                        ? null
                                        : correcting.until().toString())
                        .put("demand", stored.demand())
                : null;
    }

    private static JsonArray inspections(StoredCase stored) {
        return new JsonArray(stored.actions().stream()
                .map(StoredAction::inspection)
                .filter(Objects::nonNull)
                .map(InspectionId::toString)
                .distinct()
                .toList());
    }

    private static @Nullable JsonObject decision(StoredCase stored) {
        CaseFile file = stored.file();
        return file.sanctions().isEmpty()
                ? null
                : new JsonObject()
                        .put(
                                "sanctions",
                                SanctionJson.write(
                                        file.sanctions(), stored.place().zone()))
                        .put(
                                "at",
                                Rfc3339.format(decidedAt(file), stored.place().zone()));
    }

    private static Instant decidedAt(CaseFile file) {
        return file.history().stream()
                .filter(taken -> taken.verb() == CourseVerb.DECIDE || taken.verb() == CourseVerb.SPOT)
                .map(CaseFile.ActionTaken::at)
                .max(Instant::compareTo)
                .orElse(file.openedAt());
    }
}
