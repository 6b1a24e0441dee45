package lingdian.console.administration;

import java.util.List;

/** The page of tables. Its script sends the file to the API and shows what it answers. */
record ImportsView() {
    static List<String> kinds() {
        return List.of("cafes", "accounts");
    }

    static List<String> results() {
        return List.of("created", "changed", "unchanged", "refused");
    }
}
