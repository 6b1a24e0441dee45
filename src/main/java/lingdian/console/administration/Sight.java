package lingdian.console.administration;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.console.frame.PageCall;
import lingdian.office.account.AccountCalls;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.CallerKind;
import lingdian.office.audit.AccessLogCalls;
import lingdian.office.audit.IntegrityCalls;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.casework.CaseCalls;
import lingdian.office.complaint.ComplaintCalls;
import lingdian.office.disclosure.RecordRequestCalls;
import lingdian.office.disclosure.UnmaskingCalls;
import lingdian.office.enrolment.EnrolmentCalls;
import lingdian.office.health.HealthCalls;
import lingdian.office.hours.HoursCalls;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.registry.RegistryCalls;
import lingdian.office.returns.ReturnCalls;
import lingdian.office.roster.RosterCalls;
import lingdian.office.rules.RuleSetCalls;
import lingdian.office.violation.ViolationCalls;

/**
 * Something to see or to do, and which kinds of accounts may. The document of the API decides, which the router and
 * {@code AuthorisationMatrixIT} read as well, so the table cannot promise what the service refuses.
 *
 * @param name the key of its name
 * @param reach the key of how far it reaches for those who may
 * @param may the kinds of accounts that may, as the table's columns are called
 */
record Sight(String name, String reach, Set<String> may) {
    private static final List<CallerKind> COLUMNS = List.of(
            CallerKind.CULTURE, CallerKind.PUBLIC_SECURITY, CallerKind.OPERATOR, CallerKind.AUDITOR, CallerKind.ADMIN);

    private record Asked(String name, String reach, ApiOperation<?> operation) {}

    private static final List<Asked> ROWS = List.of(
            new Asked("violations", "own-cafes", ViolationCalls.LIST),
            new Asked("cases", "office", CaseCalls.LIST),
            new Asked("cafes", "cafes", CafeCalls.LIST),
            new Asked("inspections", "scope", InspectionCalls.LIST),
            new Asked("complaints", "office", ComplaintCalls.LIST),
            new Asked("returns", "office", ReturnCalls.LIST),
            new Asked("unmasking", "unmasking", UnmaskingCalls.ASK),
            new Asked("records", "second", RecordRequestCalls.LIST),
            new Asked("registry", "scope", RegistryCalls.LOOK_UP),
            new Asked("roster", "own-office", RosterCalls.GET),
            new Asked("hours", "hours", HoursCalls.PUT_FOR_REGION),
            new Asked("accounts", "all", AccountCalls.LIST),
            new Asked("keys", "all", EnrolmentCalls.KEYS),
            new Asked("rules", "all", RuleSetCalls.LIST),
            new Asked("release", "release", RuleSetCalls.APPROVE),
            new Asked("incidents", "all", IntegrityCalls.INCIDENTS),
            new Asked("access-log", "all", AccessLogCalls.LIST),
            new Asked("health", "all", HealthCalls.GET));

    Sight {
        may = Set.copyOf(may);
    }

    static List<Sight> all(PageCall call) {
        return ROWS.stream()
                .map(row -> new Sight(
                        row.name(),
                        row.reach(),
                        COLUMNS.stream()
                                .filter(who -> call.may(who, row.operation()))
                                .map(Sight::word)
                                .collect(Collectors.toSet())))
                .toList();
    }

    static List<String> columns() {
        return COLUMNS.stream().map(Sight::word).toList();
    }

    private static String word(CallerKind who) {
        return who.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean may(String column) {
        return may.contains(column);
    }
}
