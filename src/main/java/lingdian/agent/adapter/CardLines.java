package lingdian.agent.adapter;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lingdian.domain.ChinaTime;
import lingdian.platform.Rfc3339;
import org.jspecify.annotations.Nullable;

/** Understands the lines of a cashier's program by its settings. Pure. */
final class CardLines {
    private static final String CITIZEN = "111";
    private static final String BY_HAND = "manual";

    private final AdapterSettings settings;
    private final @Nullable DateTimeFormatter times;

    CardLines(AdapterSettings settings) {
        this.settings = settings;
        this.times = settings.timeFormat().equals(AdapterSettings.RFC_3339)
                ? null
                : DateTimeFormatter.ofPattern(settings.timeFormat(), Locale.ROOT);
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
        CardAction action = settings.events().get(field(all, CardField.EVENT));
        if (action == null) {
            return Optional.empty();
        }
        String terminal = field(all, CardField.TERMINAL);
        if (terminal.isEmpty()) {
            throw new CardRefusedException("the field terminal is empty or missing");
        }
        JsonObject document = action == CardAction.LOGIN ? document(all) : new JsonObject();
        return Optional.of(new CardEvent(action, terminal, document, at(all)));
    }

    private JsonObject document(Map<String, String> all) {
        var document = new JsonObject().put(CardField.TYPE, CITIZEN).put(CardField.READ, BY_HAND);
        for (String field : CardField.OF_DOCUMENT) {
            String value = field(all, field);
            if (!value.isEmpty()) {
                document.put(field, value);
            }
        }
        return document;
    }

    private @Nullable Instant at(Map<String, String> all) throws CardRefusedException {
        String text = field(all, CardField.AT);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return times == null
                    ? Rfc3339.parse(text).orElseThrow(() -> new DateTimeException("no such time"))
                    : LocalDateTime.parse(text, times).atZone(ChinaTime.ZONE).toInstant();
        } catch (DateTimeException malformed) {
            throw new CardRefusedException("the field at is not of the form " + settings.timeFormat());
        }
    }

    private String field(Map<String, String> all, String name) {
        String column = settings.fields().get(name);
        return column == null ? "" : all.getOrDefault(column, "").strip();
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
