package lingdian.office.casework;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.ViolationId;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.DocumentKind;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * A case about the reader's own café, as {@link OperatorCasesEndpoint} writes it.
 *
 * @param demand what must be corrected; empty where nothing is
 * @param due by when
 * @param served the documents that were served on the café
 * @param course what was done with it, of what the café may know, oldest first
 * @param sanctions of the last decision; none before its paper was served
 * @param violations that belong to it and are kept, in their order; the first ones of very many
 * @param violationCount of all that belong to it
 * @param office the name of the office that handles it; empty if it is not known
 * @param telephone of that office; empty if it is not known
 */
public record OwnCaseDetail(
        UUID id,
        String placeCode,
        Authority authority,
        LocalDate businessDay,
        String step,
        String demand,
        @Nullable LocalDate due,
        List<Served> served,
        List<Done> course,
        List<CaseProgress.Sanctioned> sanctions,
        List<Found> violations,
        int violationCount,
        String office,
        String telephone) {
    public OwnCaseDetail {
        served = List.copyOf(served);
        course = List.copyOf(course);
        sanctions = List.copyOf(sanctions);
        violations = List.copyOf(violations);
    }

    /** One thing that was done with it, such as {@code file}. */
    public record Done(String action, OffsetDateTime at) {
        private static Done of(JsonObject json) {
            return new Done(json.getString("action"), JsonValues.time(json, "at"));
        }
    }

    /**
     * A document that was served on the café.
     *
     * @param at when it was made
     * @param servedAt when the receipt of its service was made
     */
    public record Served(UUID id, String kind, String number, OffsetDateTime at, OffsetDateTime servedAt) {
        /** Whether it says what the penalty is. */
        public boolean isDecision() {
            return DocumentKind.of(kind).map(DocumentKind::isDecision).orElse(false);
        }

        private static Served of(JsonObject json) {
            return new Served(
                    JsonValues.id(json, "id"),
                    json.getString("kind"),
                    json.getString("number"),
                    JsonValues.time(json, "at"),
                    JsonValues.time(json, "servedAt"));
        }
    }

    /** The address of its page. */
    public String path(Served document) {
        return "/api/v1/my/cases/" + id + "/documents/" + document.id();
    }

    /**
     * @param terminal null where it is about no one terminal
     * @param objected whether the café objected to it
     */
    public record Found(
            UUID id,
            String code,
            OffsetDateTime startedAt,
            @Nullable String terminal,
            boolean objected) {
        private static Found of(JsonObject json) {
            return new Found(
                    JsonValues.id(json, "id"),
                    json.getString("code"),
                    JsonValues.time(json, "startedAt"),
                    json.getString("terminal"),
                    json.getBoolean("objected"));
        }
    }

    /** The last decision on a penalty; null where there is none. */
    public @Nullable Done decision() {
        return course.stream()
                .filter(one ->
                        CourseVerb.of(one.action()).map(CourseVerb::decides).orElse(false))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }

    /** Whether it is about this violation. */
    public boolean has(ViolationId violation) {
        return violations.stream().anyMatch(one -> one.id().equals(violation.value()));
    }

    static OwnCaseDetail of(JsonObject json) {
        JsonObject office = Optional.ofNullable(json.getJsonObject("office")).orElseGet(JsonObject::new);
        return new OwnCaseDetail(
                JsonValues.id(json, "id"),
                json.getString("placeCode"),
                Authority.of(json.getString("authority")),
                JsonValues.day(json, "businessDay"),
                json.getString("step"),
                JsonValues.textOrEmpty(json, "demand"),
                JsonValues.dayOrNull(json, "due"),
                JsonValues.all(json, "documents", Served::of),
                JsonValues.all(json, "course", Done::of),
                JsonValues.all(json, "sanctions", CaseProgress.Sanctioned::of),
                JsonValues.all(json, "violations", Found::of),
                json.getInteger("violationCount"),
                JsonValues.textOrEmpty(office, "name"),
                JsonValues.textOrEmpty(office, "telephone"));
    }

    @Override
    public String toString() {
        return "OwnCaseDetail[" + id + "]"; // a demand is free text
    }
}
