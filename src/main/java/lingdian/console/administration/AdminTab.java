package lingdian.console.administration;

import java.util.List;

/** The pages of administration, by the words of their paths. */
final class AdminTab {
    private static final String OVERVIEW = "overview";

    private AdminTab() {}

    static List<String> all() {
        return List.of(OVERVIEW, "accounts", "cafes", "keys", "imports", "rules", "rights", "health");
    }

    static String path(String tab) {
        return tab.equals(OVERVIEW) ? AdministrationPages.PATH : AdministrationPages.PATH + "/" + tab;
    }
}
