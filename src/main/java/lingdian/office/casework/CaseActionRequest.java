package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.InspectionId;
import lingdian.domain.ViolationId;
import lingdian.law.course.CaseId;
import lingdian.law.course.CheckOutcome;
import lingdian.law.course.CourseAction;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.Sanction;
import lingdian.law.course.Trigger;
import lingdian.office.api.BodyFields;
import lingdian.office.casework.CaseActionStore.Said;
import lingdian.record.hours.DecisionStore.Decided;
import lingdian.record.hours.DecisionStore.Revoked;
import lingdian.record.hours.DecisionStore.Suspended;
import org.jspecify.annotations.Nullable;

/**
 * An officer's request for an action, which conforms to the OpenAPI document.
 *
 * @param version of the case that the officer saw
 */
record CaseActionRequest(CourseVerb verb, long version, JsonObject body) {
    private static final String NEEDED = "is required for this action";

    static CaseActionRequest of(JsonObject body, long version) {
        return new CaseActionRequest(CourseVerb.of(body.getString("action")).orElseThrow(), version, body);
    }

    /**
     * What the request names, looked up.
     *
     * @param assignees of an assignment, in its order
     * @param inspection that was sent, or that found something
     * @param into the case to merge into
     */
    record Named(
            List<Assignee> assignees,
            @Nullable InspectionId inspection,
            @Nullable StoredCase into) {}

    /** A blank one is none. */
    @Nullable
    String note() {
        String note = body.getString("note");
        return note == null || note.isBlank() ? null : note;
    }

    /** Officers without an account, and the ids of those with one. */
    JsonArray officers() {
        return needed(body.getJsonArray("officers"), "/officers");
    }

    List<AccountId> accounts() {
        return officers().stream()
                .filter(String.class::isInstance)
                .map(id -> new AccountId(UUID.fromString((String) id)))
                .toList();
    }

    /** Null where a dispatch creates one. */
    @Nullable
    InspectionId inspection() {
        String id = body.getString("inspection");
        if (verb == CourseVerb.CHECK) {
            needed(id, "/inspection");
        }
        boolean names = verb == CourseVerb.CHECK || verb == CourseVerb.DISPATCH || verb == CourseVerb.RECHECK;
        return id == null || !names ? null : new InspectionId(UUID.fromString(id));
    }

    CaseId into() {
        return new CaseId(UUID.fromString(needed(body.getString("into"), "/into")));
    }

    /** What a decision changes for the café; empty: nothing. */
    Optional<Decided> decided() {
        if (verb != CourseVerb.DECIDE) {
            return Optional.empty();
        }
        Suspended suspended = null;
        Revoked revoked = null;
        for (Sanction sanction : sanctions(false)) {
            if (sanction instanceof Sanction.Suspension suspension) {
                suspended = new Suspended(suspension.from(), suspension.to());
            } else if (sanction instanceof Sanction.Revocation revocation) {
                revoked = new Revoked(revocation.from());
            }
        }
        return Optional.of(new Decided(suspended, revoked)).filter(decided -> !decided.changesNothing());
    }

    /** @param present the trigger that the case has already */
    CourseAction action(Named named, @Nullable Trigger present) {
        return switch (verb) {
            case ASSIGN ->
                new CourseAction.Assign(
                        named.assignees().stream().map(Assignee::officer).toList(), trigger(present));
            case DISPATCH -> new CourseAction.Dispatch(Objects.requireNonNull(named.inspection()));
            case CHECK ->
                new CourseAction.Check(
                        Objects.requireNonNull(named.inspection()), outcome(body.getString("outcome")), outcomes());
            case CORRECT -> {
                needed(body.getString("demand"), "/demand");
                yield new CourseAction.Correct(until());
            }
            case RECHECK -> new CourseAction.Recheck(needed(body.getBoolean("corrected"), "/corrected"));
            case SPOT -> new CourseAction.Spot(sanctions(true));
            case DECIDE -> new CourseAction.Decide(sanctions(false));
            case MERGE ->
                new CourseAction.Merge(
                        Objects.requireNonNull(named.into()).file(),
                        needed(body.getLong("intoVersion"), "/intoVersion"));
            case TRANSFER -> {
                needed(body.getString("to"), "/to");
                needed(body.getJsonArray("items"), "/items");
                yield new CourseAction.Plain(verb);
            }
            case FILE, DECLINE, REVIEW, NOTIFY, HEAR, SERVE, PAY, EXECUTE, COMMENT, CLOSE, REOPEN ->
                new CourseAction.Plain(verb);
        };
    }

    /** @param stored the case as it is */
    Said said(Named named, StoredCase stored) {
        boolean assigns = verb == CourseVerb.ASSIGN;
        StoredCase into = named.into();
        return new Said(
                note(),
                named.inspection(),
                verb == CourseVerb.CHECK ? outcome(body.getString("outcome")) : null,
                assigns ? named.assignees() : null,
                assigns ? trigger(stored.trigger()).wire() : null,
                verb == CourseVerb.CORRECT ? body.getString("demand") : null,
                into == null ? null : into.file().id(),
                particulars(named, stored.place().zone()));
    }

    /** What the history shows of this action. Sanctions are written as they were read, for times have many spellings. */
    private @Nullable JsonObject particulars(Named named, ZoneId zone) {
        JsonObject shown = new JsonObject();
        fields().forEach(field -> {
            Object value = body.getValue(field);
            if (value != null) {
                shown.put(field, value);
            }
        });
        if (verb == CourseVerb.ASSIGN) {
            shown.put("officers", Assignee.json(named.assignees()));
        }
        if (shown.containsKey("sanctions")) {
            shown.put("sanctions", SanctionJson.write(sanctions(verb == CourseVerb.SPOT), zone));
        }
        return shown.isEmpty() ? null : shown;
    }

    private List<String> fields() {
        return switch (verb) {
            case ASSIGN -> List.of("trigger");
            case CHECK -> List.of("outcome", "outcomes");
            case CORRECT -> List.of("until", "demand");
            case RECHECK -> List.of("corrected");
            case SPOT, DECIDE -> List.of("sanctions");
            case TRANSFER -> List.of("to", "items");
            case MERGE -> List.of("into");
            default -> List.of();
        };
    }

    private Trigger trigger(@Nullable Trigger present) {
        String word = body.getString("trigger");
        if (word == null && present != null) {
            return present;
        }
        return Trigger.of(needed(word, "/trigger")).orElseThrow();
    }

    private @Nullable LocalDate until() {
        return BodyFields.date(body, "until", "/until");
    }

    /** Those that a check names. */
    Set<ViolationId> checkedViolations() {
        return verb == CourseVerb.CHECK ? outcomes().keySet() : Set.of();
    }

    private Map<ViolationId, CheckOutcome> outcomes() {
        var outcomes = new HashMap<ViolationId, CheckOutcome>();
        JsonObject said = body.getJsonObject("outcomes");
        for (var one : said == null ? new JsonObject() : said) {
            CheckOutcome outcome = outcome(String.valueOf(one.getValue()));
            if (outcome == null) {
                throw Refused.body("/outcomes", "expected true, untrue or unverifiable for each violation");
            }
            outcomes.put(violation(one.getKey()), outcome);
        }
        return outcomes;
    }

    private static ViolationId violation(String id) {
        try {
            return ViolationId.of(id);
        } catch (IllegalArgumentException malformed) {
            throw Refused.body("/outcomes", "expected the ids of violations of the case");
        }
    }

    private static @Nullable CheckOutcome outcome(@Nullable String word) {
        return word == null ? null : CheckOutcome.of(word).orElse(null);
    }

    private List<Sanction> sanctions(boolean onTheSpot) {
        List<Sanction> sanctions = SanctionJson.entered(needed(body.getJsonArray("sanctions"), "/sanctions"));
        try {
            return onTheSpot
                    ? new CourseAction.Spot(sanctions).sanctions()
                    : new CourseAction.Decide(sanctions).sanctions();
        } catch (IllegalArgumentException apart) {
            throw Refused.body(
                    "/sanctions", String.valueOf(apart.getMessage()).replaceFirst("^sanctions: ", "expected "));
        }
    }

    private static <T> T needed(@Nullable T value, String pointer) {
        if (value == null) {
            throw Refused.body(pointer, NEEDED);
        }
        return value;
    }

    @Override
    public String toString() {
        return "CaseActionRequest[" + verb.wire() + "]"; // a body is free text and names
    }
}
