package lingdian.console.frame;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lingdian.access.account.Account;
import lingdian.access.account.Role;
import lingdian.office.api.Desk;

/**
 * What the navigation leads to, in its order: each is shown to whom the API lets call the operation that its page rests on.
 *
 * <p>By the operation rather than by a list of roles, so that the menu cannot promise what the API would refuse; the roles
 * beside it only keep from an operator what is theirs on a page of its own.
 */
public enum Section {
    LIVE("/live", "listViolations", EnumSet.of(Role.REGULATOR)),
    CAFES("/cafes", "listCafes", EnumSet.of(Role.REGULATOR)),
    ENFORCEMENT("/rounds", "planRound", EnumSet.of(Role.REGULATOR)),
    HOURS("/hours", "putRegionHours", EnumSet.of(Role.REGULATOR)),
    CAMPAIGNS("/campaigns", "listCampaigns", EnumSet.of(Role.REGULATOR)),
    TRENDS("/trends", "getTrends", EnumSet.of(Role.REGULATOR)),
    MY_CAFE("/my-cafe", "getCafe", EnumSet.of(Role.OPERATOR)),
    AUDIT("/audit", "listAccessLog", EnumSet.of(Role.AUDITOR)),
    NOTIFICATIONS("/notifications", "listNotifications", EnumSet.of(Role.REGULATOR, Role.OPERATOR, Role.ADMIN)),
    PRECISION("/precision", "listPrecisions", EnumSet.allOf(Role.class));

    private final String path;
    private final String operationId;
    private final Set<Role> roles;

    Section(String path, String operationId, Set<Role> roles) {
        this.path = path;
        this.operationId = operationId;
        this.roles = roles;
    }

    public static List<Section> of(Desk desk, Account account) {
        return Arrays.stream(values())
                .filter(section -> section.roles.contains(account.role()) && desk.may(account, section.operationId))
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
