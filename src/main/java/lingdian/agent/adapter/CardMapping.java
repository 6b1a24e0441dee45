package lingdian.agent.adapter;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lingdian.domain.ChinaTime;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** From the columns of a cashier's program to what they mean, for every kind of adapter. Pure. */
final class CardMapping {
    static final String RFC_3339 = "rfc3339";

    private static final String CITIZEN = "111";
    private static final String BY_HAND = "manual";
    private static final Set<String> NEEDED = Set.of(CardField.EVENT, CardField.TERMINAL);

    private final Map<String, String> fields;
    private final Map<String, CardAction> events;
    private final String timeFormat;
    private final @Nullable DateTimeFormatter times;

    /** @param fields from the agent's names to the columns; {@code events} from words to meanings */
    CardMapping(Map<String, String> fields, Map<String, CardAction> events, String timeFormat) {
        this.fields = fields;
        this.events = events;
        this.timeFormat = timeFormat;
        this.times = timeFormat.equals(RFC_3339) ? null : DateTimeFormatter.ofPattern(timeFormat, Locale.ROOT);
    }

    /** One line for each mistake in such settings. */
    static List<String> mistakes(Map<String, String> fields, String timeFormat) {
        var mistakes = new ArrayList<String>();
        if (!isTimeFormat(timeFormat)) {
            mistakes.add("timeFormat: must be rfc3339, or a pattern such as yyyy-MM-dd HH:mm:ss");
        }
        fields.keySet().stream()
                .filter(field -> !CardField.ALL.contains(field))
                .forEach(field -> mistakes.add("fields." + field + ": unknown field; known here: "
                        + String.join(", ", CardField.ALL.stream().sorted().toList())));
        NEEDED.stream()
                .filter(field -> !fields.containsKey(field))
                .sorted()
                .forEach(field -> mistakes.add("fields." + field + ": is missing"));
        return mistakes;
    }

    private static boolean isTimeFormat(String format) {
        try {
            return format.equals(RFC_3339)
                    || !DateTimeFormatter.ofPattern(format).toString().isEmpty();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** A local time as a column of this mapping would have it. */
    String text(LocalDateTime time) {
        return times == null
                ? Rfc3339.format(time.atZone(ChinaTime.ZONE).toInstant(), ChinaTime.ZONE)
                : times.format(time);
    }

    /** What the columns mean; empty if their word has no meaning here. */
    Optional<CardEvent> event(Map<String, String> all) throws CardRefusedException {
        CardAction action = events.get(field(all, CardField.EVENT));
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
            throw new CardRefusedException("the field at is not of the form " + timeFormat);
        }
    }

    private String field(Map<String, String> all, String name) {
        String column = fields.get(name);
        return column == null ? "" : all.getOrDefault(column, "").strip();
    }
}
