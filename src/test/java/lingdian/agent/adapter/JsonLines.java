package lingdian.agent.adapter;

import java.nio.file.Path;
import java.util.Map;

/** A cashier's program that writes a line of JSON for each guest who comes ({@code on}) or goes ({@code off}). */
public final class JsonLines {
    private JsonLines() {}

    /** Read from the beginning. */
    public static AdapterSettings settings(Path file, Map<String, String> fields) {
        return new AdapterSettings(
                "pos",
                file.toString(),
                AdapterSettings.Format.JSON,
                "UTF-8",
                ",",
                true,
                fields,
                Map.of("on", CardAction.LOGIN, "off", CardAction.LOGOUT),
                "rfc3339",
                AdapterSettings.Start.BEGINNING);
    }
}
