package lingdian.console.frame;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.office.account.AccountCalls;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.InProcessApi;
import lingdian.office.approval.ApprovalCalls;
import lingdian.office.audit.AccessLogCalls;
import lingdian.office.audit.IntegrityCalls;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.campaign.CampaignCalls;
import lingdian.office.casework.CaseCalls;
import lingdian.office.complaint.ComplaintCalls;
import lingdian.office.disclosure.LegalHoldCalls;
import lingdian.office.disclosure.RecordRequestCalls;
import lingdian.office.figures.TrendCalls;
import lingdian.office.hours.HoursCalls;
import lingdian.office.inspection.InspectionCalls;
import lingdian.office.notification.NotificationCalls;
import lingdian.office.registry.RegistryCalls;
import lingdian.office.returns.ReturnCalls;
import lingdian.office.roster.RosterCalls;
import lingdian.office.rules.PrecisionCalls;
import lingdian.office.violation.ViolationCalls;

/**
 * The entries of the navigation, in order: an account's first four are at hand on a phone. An account sees an entry if
 * it may call the operation that the page needs.
 *
 * <p>The operation decides, not a list of roles, so that the menu never offers a page that the API would refuse. The
 * roles only hide entries from operators, who have pages of their own for them.
 */
public enum Section {
    WORKLIST("/", CaseCalls.LIST, EnumSet.of(Role.REGULATOR)),
    LAST_NIGHT("/last-night", TrendCalls.GET, EnumSet.of(Role.REGULATOR)),
    ENFORCEMENT("/rounds", InspectionCalls.PLAN, EnumSet.of(Role.REGULATOR)),
    LIVE("/live", ViolationCalls.LIST, EnumSet.of(Role.REGULATOR)),
    ADMINISTRATION("/administration", AccountCalls.LIST, EnumSet.of(Role.ADMIN)),
    HANDOVER("/handover", CaseCalls.LIST, EnumSet.of(Role.REGULATOR)),
    APPROVALS("/approvals", ApprovalCalls.LIST, EnumSet.of(Role.REGULATOR, Role.ADMIN)),
    CAFES("/cafes", CafeCalls.LIST, EnumSet.of(Role.REGULATOR)),
    MAP("/map", CafeCalls.LIST, EnumSet.of(Role.REGULATOR)),
    COMPLAINTS("/complaints", ComplaintCalls.LIST, EnumSet.of(Role.REGULATOR)),
    TRENDS("/trends", TrendCalls.GET, EnumSet.of(Role.REGULATOR)),
    MY_CAFE("/my-cafe", CafeCalls.ONE, EnumSet.of(Role.OPERATOR)),
    AUDIT("/audit", AccessLogCalls.LIST, EnumSet.of(Role.AUDITOR)),
    INTEGRITY("/integrity", IntegrityCalls.INCIDENTS, EnumSet.of(Role.AUDITOR, Role.ADMIN)),
    HOLDS("/legal-holds", LegalHoldCalls.LIST, EnumSet.of(Role.AUDITOR)),
    CAMPAIGNS("/campaigns", CampaignCalls.LIST, EnumSet.of(Role.REGULATOR)),
    RETURNS("/returns", ReturnCalls.LIST, EnumSet.of(Role.REGULATOR)),
    ROSTER("/roster", RosterCalls.GET, EnumSet.of(Role.REGULATOR)),
    HOURS("/hours", HoursCalls.PUT_FOR_REGION, EnumSet.of(Role.REGULATOR)),
    RECORDS("/record-requests", RecordRequestCalls.LIST, EnumSet.of(Role.REGULATOR)),
    REGISTRY("/registry", RegistryCalls.LOOK_UP, EnumSet.of(Role.REGULATOR)),
    COSIGNING("/cosigning", IntegrityCalls.SIGN, EnumSet.of(Role.REGULATOR)),
    NOTIFICATIONS("/notifications", NotificationCalls.LIST, EnumSet.of(Role.REGULATOR, Role.OPERATOR, Role.ADMIN)),
    PRECISION("/precision", PrecisionCalls.LIST, EnumSet.of(Role.REGULATOR, Role.AUDITOR, Role.ADMIN));

    private final String path;
    private final ApiOperation<?> operation;
    private final Set<Role> roles;

    Section(String path, ApiOperation<?> operation, Set<Role> roles) {
        this.path = path;
        this.operation = operation;
        this.roles = roles;
    }

    public static List<Section> of(InProcessApi api, Account account) {
        return Arrays.stream(values())
                .filter(section -> section.roles.contains(account.role()) && api.may(account, section.operation))
                .toList();
    }

    public String path() {
        return path;
    }

    /** The key of its name. */
    String key() {
        return "section." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
