package lingdian.office.export;

import java.util.Map;

/** The names in tables, for tests of other rooms. */
public final class ExportedNames {
    private ExportedNames() {}

    public static Map<String, String> all() {
        return CodeNames.all();
    }
}
