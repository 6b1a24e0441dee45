package lingdian.agent.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lingdian.platform.settings.Default;
import lingdian.platform.settings.InvalidConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * How an adapter asks the database of a cashier's program (handbook, agent.md#a-database).
 *
 * @param name part of the ids of its sessions: do not change it later
 * @param url of JDBC; its driver lies in the folder {@code drivers} of the agent's directory
 * @param passwordFile a file in the agent's directory, or elsewhere; null where the database asks for none
 * @param query one SELECT with one {@code ?}: the rows whose key is greater, in the order of the key
 * @param key the column of the key: an integer that grows with every row and is never used again
 */
public record QuerySettings(
        String name,
        String url,
        @Default("lingdian") String user,
        @Nullable String passwordFile,
        String query,
        @Default("id") String key,
        Map<String, String> fields,
        Map<String, CardAction> events,
        @Default("yyyy-MM-dd HH:mm:ss") String timeFormat,
        @Default("end") AdapterSettings.Start start) {
    public QuerySettings {
        var mistakes = new ArrayList<String>();
        if (!AdapterSettings.NAME.matcher(name).matches()) {
            mistakes.add("name: must be 1 to 16 of a-z 0-9 -");
        }
        if (!url.startsWith("jdbc:")) {
            mistakes.add("url: must begin with jdbc:");
        }
        if (!isOneSelect(query) || query.chars().filter(c -> c == '?').count() != 1) {
            mistakes.add(
                    "query: must be one SELECT with one ?, for example SELECT * FROM log WHERE id > ? ORDER BY id");
        }
        mistakes.addAll(CardMapping.mistakes(fields, timeFormat));
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(List.copyOf(mistakes));
        }
    }

    private static boolean isOneSelect(String query) {
        String begin = query.strip().toLowerCase(Locale.ROOT);
        return (begin.startsWith("select ") || begin.startsWith("with ")) && query.indexOf(';') < 0;
    }

    /** The same, but from the first row. */
    public QuerySettings fromTheBeginning() {
        return new QuerySettings(
                name, url, user, passwordFile, query, key, fields, events, timeFormat, AdapterSettings.Start.BEGINNING);
    }

    CardMapping mapping() {
        return new CardMapping(fields, events, timeFormat);
    }

    @Override
    public String toString() {
        return "QuerySettings[" + name + "]"; // the URL may hold a password
    }
}
