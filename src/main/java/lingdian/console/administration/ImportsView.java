package lingdian.console.administration;

import java.util.Arrays;
import java.util.List;
import lingdian.office.table.CellFault;

/** The page of tables. Its script sends the file to the API and shows what it answers. */
record ImportsView() {
    private static final List<String> CAFES = List.of(
            "placeCode",
            "name",
            "licence",
            "validUntil",
            "terminals",
            "address",
            "telephone",
            "principal",
            "latitude",
            "longitude");
    private static final List<String> ACCOUNTS =
            List.of("signInName", "name", "role", "authority", "region", "placeCode", "placeCodes");

    static List<String> kinds() {
        return List.of("cafes", "accounts");
    }

    static List<String> results() {
        return List.of("created", "changed", "unchanged", "refused");
    }

    /** The columns that a kind of table may have, as the API calls them. */
    static List<String> columns(String kind) {
        return kind.equals("cafes") ? CAFES : ACCOUNTS;
    }

    /** Why the API refuses cells, by its codes. */
    static List<String> reasons() {
        return Arrays.stream(CellFault.values()).map(CellFault::wire).toList();
    }
}
