package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.office.query.JsonValues;
import lingdian.office.violation.ViolationSummary;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A case, as pages read it.
 *
 * @param violations the first of them, and one of each sort, where they are too many to be shown
 * @param violationCount of all
 * @param officers who deals with it
 * @param progress where it stands and what is possible; its history only where one case was asked for
 * @param help for whoever decides; null where not one case was asked for
 */
public record CaseDetail(
        UUID id,
        long version,
        About about,
        Bilingual summary,
        boolean running,
        List<Officer> officers,
        List<Finding> violations,
        int violationCount,
        List<Due> deadlines,
        Papers papers,
        CaseProgress progress,
        @Nullable SanctionHelpDetail help) {
    private static final String UNTRUE = "untrue";

    public CaseDetail {
        officers = List.copyOf(officers);
        violations = List.copyOf(violations);
        deadlines = List.copyOf(deadlines);
    }

    /**
     * What it is about.
     *
     * @param number empty where it has none yet
     * @param trigger why officers came; empty where nobody said
     */
    public record About(
            String number,
            String placeCode,
            String region,
            String authority,
            String businessDay,
            String priority,
            String trigger,
            OffsetDateTime openedAt) {
        private static About of(JsonObject json) {
            return new About(
                    JsonValues.textOrEmpty(json, "number"),
                    json.getString("placeCode"),
                    json.getString("region"),
                    json.getString("authority"),
                    json.getString("businessDay"),
                    json.getString("priority"),
                    JsonValues.textOrEmpty(json, "trigger"),
                    JsonValues.time(json, "openedAt"));
        }
    }

    /** A sentence. */
    public record Bilingual(String zh, String en) {
        private static Bilingual of(JsonObject json) {
            return new Bilingual(json.getString("zh"), json.getString("en"));
        }

        public String in(String language) {
            return language.equals("en") ? en : zh;
        }
    }

    /** @param account empty for one without an account */
    public record Officer(String account, String name, String certificate) {
        private static Officer of(JsonObject json) {
            return new Officer(
                    JsonValues.textOrEmpty(json, "id"),
                    json.getString("name"),
                    JsonValues.textOrEmpty(json, "certificate"));
        }

        @Override
        public String toString() {
            return "Officer[" + account + "]"; // names do not belong in logs
        }
    }

    /**
     * One of its violations.
     *
     * @param outcome what this authority found; empty where nobody has checked it
     * @param untrue whether an officer of this authority found it untrue, also if it was closed since
     * @param elsewhere the other authority that has a case of it; empty: none has
     * @param untrueElsewhere whether that one alone found it untrue
     */
    public record Finding(
            UUID id,
            String code,
            String standing,
            OffsetDateTime startedAt,
            @Nullable OffsetDateTime endedAt,
            Bilingual summary,
            String progress,
            String outcome,
            boolean untrue,
            String elsewhere,
            boolean untrueElsewhere) {
        /** Whether nobody has said yet what it is. */
        public boolean isUndecided() {
            return ViolationSummary.isUndecided(progress);
        }

        private static Finding of(JsonObject json, JsonObject outcomes) {
            JsonObject other = json.getJsonObject("otherAuthority");
            String outcome = JsonValues.textOrEmpty(outcomes, json.getString("id"));
            boolean untrue = json.getBoolean("untrue", false);
            boolean elsewhere = untrue
                    && !outcome.equals(UNTRUE)
                    && other != null
                    && JsonValues.textOrEmpty(other, "outcome").equals(UNTRUE);
            return new Finding(
                    JsonValues.id(json, "id"),
                    json.getString("code"),
                    json.getString("standing"),
                    JsonValues.time(json, "startedAt"),
                    JsonValues.timeOrNull(json, "endedAt"),
                    Bilingual.of(json.getJsonObject("summary")),
                    json.getString("case"),
                    outcome,
                    untrue && !elsewhere,
                    other == null ? "" : other.getString("authority"),
                    elsewhere);
        }

        /** Whether it goes on: what its authority found untrue does not, though its record has not ended. */
        public boolean isRunning() {
            return endedAt == null && !untrue;
        }
    }

    /** @param due a local date, or an instant for a deadline of hours */
    public record Due(String id, String due, boolean provisional, boolean overdue, String basis) {
        private static final int DATE_LENGTH = 10;

        private static Due of(JsonObject json) {
            return new Due(
                    json.getString("id"),
                    json.getString("due"),
                    json.getBoolean("provisional"),
                    json.getBoolean("overdue"),
                    json.getString("basis"));
        }

        /** The local date. */
        public LocalDate day() {
            return LocalDate.parse(due.substring(0, DATE_LENGTH));
        }

        /** The time of a deadline of hours; null for one of days. */
        public @Nullable OffsetDateTime moment() {
            return due.length() > DATE_LENGTH ? OffsetDateTime.parse(due) : null;
        }
    }

    /**
     * What else belongs to it: ids of inspections and complaints, and its documents.
     *
     * @param formerComplaints only where one case was asked for
     */
    public record Papers(
            List<String> inspections,
            List<String> complaints,
            List<FormerComplaint> formerComplaints,
            List<CasePaper> documents) {
        public Papers {
            inspections = List.copyOf(inspections);
            complaints = List.copyOf(complaints);
            formerComplaints = List.copyOf(formerComplaints);
            documents = List.copyOf(documents);
        }

        private static Papers of(JsonObject json) {
            return new Papers(
                    JsonValues.texts(json, "inspections"),
                    JsonValues.texts(json, "complaints"),
                    JsonValues.all(json, "formerComplaints", FormerComplaint::of),
                    JsonValues.all(json, "documents", CasePaper::of));
        }
    }

    /** A complaint that an officer linked to another case; {@code by} may be empty. */
    public record FormerComplaint(UUID id, OffsetDateTime at, String by) {
        private static FormerComplaint of(JsonObject json) {
            return new FormerComplaint(
                    JsonValues.id(json, "id"), JsonValues.time(json, "at"), JsonValues.textOrEmpty(json, "by"));
        }
    }

    /** A document of a case. */
    public record CasePaper(UUID id, String kind, String number, OffsetDateTime at, boolean isVoid) {
        private static CasePaper of(JsonObject json) {
            return new CasePaper(
                    JsonValues.id(json, "id"),
                    json.getString("kind"),
                    json.getString("number"),
                    JsonValues.time(json, "at"),
                    json.getBoolean("void"));
        }
    }

    static CaseDetail of(JsonObject json) {
        JsonObject outcomes = json.getJsonObject("outcomes");
        return new CaseDetail(
                JsonValues.id(json, "id"),
                json.getLong("version"),
                About.of(json),
                Bilingual.of(json.getJsonObject("summary")),
                json.getBoolean("running"),
                JsonValues.all(json, "assignees", Officer::of),
                JsonValues.all(json, "violations", one -> Finding.of(one, outcomes)),
                json.getInteger("violationCount"),
                JsonValues.all(json, "deadlines", Due::of),
                Papers.of(json),
                CaseProgress.of(json),
                help(json.getJsonObject("sanctionHelp")));
    }

    /** Without its violations, its history and the help to decide, of which there may be much: where many are held at once. */
    static CaseDetail outlineOf(JsonObject json) {
        JsonObject outline = new JsonObject(new LinkedHashMap<>(json.getMap())).put("violations", new JsonArray());
        outline.remove("history");
        outline.remove("sanctionHelp");
        return of(outline);
    }

    private static @Nullable SanctionHelpDetail help(@Nullable JsonObject json) {
        return json == null ? null : SanctionHelpDetail.of(json);
    }

    /** The case as it is, in a refusal because it has moved or the action is not possible; empty in any other failure. */
    public static Optional<CaseDetail> present(Throwable failure) {
        return failure instanceof Problem.Thrown refused
                        && refused.problem().status() == 409
                        && refused.problem().members().get("case") instanceof JsonObject present
                ? Optional.of(of(present))
                : Optional.empty();
    }

    /** Whether its authority found everything in it untrue. */
    public boolean isUnfounded() {
        return violations.isEmpty()
                ? progress.outcome().equals(UNTRUE)
                : violations.stream().allMatch(Finding::untrue);
    }

    /** Whether all its violations are here. */
    public boolean isWhole() {
        return violations.size() == violationCount;
    }

    /** Those of {@link #violations} that have not ended, the earliest first. */
    public List<Finding> goingOn() {
        return violations.stream()
                .filter(Finding::isRunning)
                .sorted(Comparator.comparing(Finding::startedAt))
                .toList();
    }

    /** The deadline that ends first; null where none runs. */
    public @Nullable Due nextDue() {
        return deadlines.stream().min(Comparator.comparing(Due::due)).orElse(null);
    }

    /** The gravest standing of its violations; empty where it has none. */
    public String certainty() {
        for (String standing : List.of("fact", "suspicion", "lead")) {
            if (violations.stream().anyMatch(one -> Objects.equals(one.standing(), standing))) {
                return standing;
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return "CaseDetail[" + id + "]"; // names and notes do not belong in logs
    }
}
