package lingdian.record.accesslog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An action that was performed or attempted.
 *
 * <p>The word on the wire is the name in lower case with hyphens. It is stored and hashed: a name here is never
 * changed; new ones may be added anywhere.
 */
public enum Action {
    // Signing in.
    SIGN_IN,
    SIGN_OUT,
    END_SESSIONS,
    LOCK_OUT,
    SET_PASSWORD,
    SET_SECOND_FACTOR,
    USE_TOKEN,
    USE_AGENT_KEY,
    CALL,

    // Configuration.
    CREATE_CAFE,
    CHANGE_CAFE,
    SET_HOURS,
    CREATE_ORDER,
    END_ORDER,
    CREATE_SUSPENSION,
    END_SUSPENSION,
    CREATE_CLOSURE,
    END_CLOSURE,
    LIST_ACCOUNTS,
    CREATE_ACCOUNT,
    CHANGE_ACCOUNT,
    END_ACCOUNT,
    CREATE_AGENT_KEY,
    END_AGENT_KEY,
    LIST_AGENT_KEYS,
    ISSUE_ENROLMENT,
    WITHDRAW_ENROLMENT,
    ENROL,
    LIST_ENROLMENTS,
    CHANGE_RULES,
    CHANGE_CALENDAR,
    CHANGE_OFFICE,
    CHANGE_KEY_RING,
    CHANGE_NOTIFICATIONS,

    // Violations and their consequences.
    READ_VIOLATION,
    READ_TIMELINE,
    READ_CAFE,
    LIST_CAFES,
    TALLY_CAFES,
    LIST_VIOLATIONS,
    FOLLOW_VIOLATIONS,
    READ_EVIDENCE,
    MAKE_CERTIFICATE,
    TAKE_STEP,
    COMMENT,
    OBJECT,
    ANSWER_OBJECTION,
    ANNOUNCE_MAINTENANCE,
    READ_SAFETY,
    CHANGE_SAFETY,
    READ_FILE,
    CREATE_INSPECTION,
    CHANGE_INSPECTION,
    READ_INSPECTION,
    LIST_INSPECTIONS,
    PLAN_ROUND,
    DRAW,
    READ_DRAW,
    LIST_DRAWS,
    LIST_CAMPAIGNS,
    CREATE_CAMPAIGN,
    CHANGE_CAMPAIGN,
    JOIN_CAMPAIGN,
    READ_REPORT,
    LIST_RETURNS,
    SUBMIT_RETURN,
    SET_TARGET,
    LIST_NOTIFICATIONS,
    LIST_COMPLAINTS,
    REGISTER_COMPLAINT,
    READ_COMPLAINT,
    READ_REPORTER,
    HANDLE_COMPLAINT,
    ERASE_CASES,
    ERASE_SITE_RECORDS,
    ERASE_INSPECTIONS,
    ERASE_COMPLAINTS,
    SEND_MESSAGE,
    LIST_MESSAGES,
    READ_ROSTER,
    CHANGE_ROSTER,
    ESCALATE,
    OPEN_CASE,
    JOIN_CASE,
    ACT_ON_CASE,
    READ_CASE,
    MAKE_DOCUMENT,
    READ_DOCUMENT,
    VOID_DOCUMENT,
    LIST_DOCUMENTS,
    LIST_CASES,

    // Persons.
    REGISTER_PERSON,
    IMPORT_PERSONS,
    LOOK_UP_PERSON,
    LIST_MISMATCHES,
    REVOKE_DOCUMENT,
    LIST_APPROVALS,
    LIST_UNMASKINGS,
    LIST_QUARANTINE,
    REQUEST_UNMASKING,
    APPROVE_UNMASKING,
    UNMASK,
    LIST_RECORD_REQUESTS,
    REQUEST_RECORDS,
    APPROVE_RECORDS,
    EXPORT_RECORDS,
    PROBE,
    EXCEED_QUOTA,

    // The record itself.
    LIST_LEGAL_HOLDS,
    SET_LEGAL_HOLD,
    END_LEGAL_HOLD,
    /** A replay of the record differs from what is stored. */
    DISPUTE_VIOLATION,
    DROP_DAY,
    DROP_ACCESS_MONTH,
    SIGN_CHECKPOINT,
    READ_CHECKPOINTS,
    LIST_INCIDENTS,
    READ_ACCESS_LOG,
    EXPORT_ACCESS_LOG,
    EXPORT_LIST,
    CREATE_EXPORT_LINK,
    OPEN_EXPORT_LINK,
    END_EXPORT_LINK;

    private static final Map<String, Action> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Action::wire, Function.identity()));

    /** The word on the wire and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Action> of(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }
}
