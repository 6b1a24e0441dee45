package lingdian.agent.adapter;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Understands the lines of a cashier's program by its settings. Pure. */
final class CardLines {
    private final AdapterSettings settings;
    private final CardMapping mapping;

    CardLines(AdapterSettings settings) {
        this.settings = settings;
        this.mapping = new CardMapping(settings.fields(), settings.events(), settings.timeFormat());
    }

    boolean hasHeader() {
        return settings.format() == AdapterSettings.Format.CSV && settings.header();
    }

    /** The names of the columns, in their order. */
    List<String> columns(String header) {
        return split(header);
    }

    /**
     * What a line means; empty if its word has no meaning here.
     *
     * @param columns the names of the columns; empty where they are numbers, or the lines are JSON
     */
    Optional<CardEvent> event(String line, List<String> columns) throws CardRefusedException {
        Map<String, String> all =
                settings.format() == AdapterSettings.Format.JSON ? members(line) : named(split(line), columns);
        return mapping.event(all);
    }

    private static Map<String, String> members(String line) throws CardRefusedException {
        try {
            var all = new HashMap<String, String>();
            new JsonObject(line).forEach(member -> {
                if (member.getValue() != null) {
                    all.put(member.getKey(), member.getValue().toString());
                }
            });
            return all;
        } catch (DecodeException | ClassCastException malformed) {
            throw new CardRefusedException("the line is not a JSON object");
        }
    }

    private static Map<String, String> named(List<String> cells, List<String> columns) {
        var all = new HashMap<String, String>();
        for (int i = 0; i < cells.size(); i++) {
            all.put(i < columns.size() ? columns.get(i) : Integer.toString(i + 1), cells.get(i));
        }
        return all;
    }

    /** RFC 4180 within one line: a cell in quotes may hold the delimiter, and a quote twice. */
    private List<String> split(String line) {
        char delimiter = settings.delimiter().charAt(0);
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == delimiter && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
