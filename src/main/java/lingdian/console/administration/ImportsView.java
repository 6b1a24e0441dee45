package lingdian.console.administration;

import java.util.List;

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

    /**
     * A reason of the API, which pages say in the reader's language.
     *
     * @param name the key of its words
     * @param pattern of the API's text; its groups are the words' values
     */
    record Reason(String name, String pattern) {}

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

    static List<Reason> reasons() {
        return List.of(
                new Reason("twice", "is in row (\\d+) already"),
                new Reason("place-code", "expected six digits, 10 and six digits.*"),
                new Reason("new", "is required for a new .*"),
                new Reason("for-role", "is required for the role .*"),
                new Reason("no-cafe", "there is no café (\\d+)"),
                new Reason("date", "expected a (?:real date|date such as .*)"),
                new Reason("judged", "would take effect before .*"),
                new Reason("characters", "expected (?:one line of )?at most (\\d+) characters"),
                new Reason("line", "expected one line"),
                new Reason("telephone", "expected at most 32 digits.*"),
                new Reason("number", "expected a whole number from 0 to (\\d+)"),
                new Reason("degrees", "expected degrees .* to (\\d+).*"),
                new Reason("sign-in-name", "expected 3 to 64 of .*"),
                new Reason("division", "expected six digits of GB/T 2260"),
                new Reason("one-of-codes", "expected one of placeCodes, or none"),
                new Reason("codes", "expected at most (\\d+) place codes"),
                new Reason("word", "expected (?:admin|culture) .*"));
    }
}
