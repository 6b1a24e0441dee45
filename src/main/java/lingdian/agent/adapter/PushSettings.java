package lingdian.agent.adapter;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.platform.settings.Default;
import lingdian.platform.settings.InvalidConfiguration;

/**
 * What a cashier's program pushes to {@code /push/<name>} (handbook, agent.md#a-push).
 *
 * @param name in the path, and part of the ids of its sessions: do not change it later
 * @param charset of forms; JSON is UTF-8
 * @param id the member that no two pushes share, by which one that comes again is known
 */
public record PushSettings(
        String name,
        @Default("UTF-8") String charset,
        String id,
        Map<String, String> fields,
        Map<String, CardAction> events,
        @Default("yyyy-MM-dd HH:mm:ss") String timeFormat) {
    public PushSettings {
        var mistakes = new ArrayList<String>();
        if (!AdapterSettings.NAME.matcher(name).matches()) {
            mistakes.add("name: must be 1 to 16 of a-z 0-9 -");
        }
        if (!AdapterSettings.isCharset(charset)) {
            mistakes.add("charset: is not known here; use UTF-8 or GB18030");
        }
        if (id.isBlank()) {
            mistakes.add("id: must name the member that no two pushes share");
        }
        mistakes.addAll(CardMapping.mistakes(fields, timeFormat));
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(List.copyOf(mistakes));
        }
    }

    public Charset encoding() {
        return Charset.forName(charset);
    }

    CardMapping mapping() {
        return new CardMapping(fields, events, timeFormat);
    }
}
