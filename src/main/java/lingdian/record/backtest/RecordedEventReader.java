package lingdian.record.backtest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads any event's line, also one that another tool has written again: {@link EventLineReader} reads the others. */
final class RecordedEventReader {
    private final JsonParser parser;
    private final EventFields fields;

    RecordedEventReader(JsonParser parser, EventFields fields) {
        this.parser = parser;
        this.fields = fields;
    }

    /** Reads the rest of a line whose first field's name was read. */
    void read() throws IOException {
        fields.clear();
        fields.type = text();
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            field(field);
        }
    }

    private void field(String field) throws IOException {
        switch (field) {
            case "stream" -> fields.stream = (int) number();
            case "seq" -> fields.seq = number();
            case "received" -> fields.receivedAt = Micros.instant(number());
            case "at" -> fields.at = Micros.instant(number());
            case "sent" -> fields.sentAt = Micros.instant(number());
            case "session" -> fields.session = text();
            case "terminal" -> fields.terminal = text();
            case "person" -> fields.person = UUID.fromString(text());
            case "read" -> fields.read = text();
            case "age" -> fields.age = (int) number();
            case "reason" -> fields.reason = text();
            case "admitted" -> fields.admitted = parser.nextToken() == JsonToken.VALUE_TRUE;
            case "duplicate" -> fields.duplicate = parser.nextToken() == JsonToken.VALUE_TRUE;
            case "release" -> fields.release = (int) number();
            case "reasons" -> fields.reasons = texts();
            case "inUse" -> fields.inUse = texts();
            case "powered" -> fields.powered = texts();
            case "witnessed" -> fields.witnessed = texts();
            default -> throw new IOException("an event has an unknown field");
        }
    }

    private String text() throws IOException {
        return Objects.requireNonNull(parser.nextTextValue(), "a field of an event is missing");
    }

    private long number() throws IOException {
        parser.nextToken();
        return parser.getLongValue();
    }

    private List<String> texts() throws IOException {
        var texts = new ArrayList<String>();
        parser.nextToken();
        for (String text = parser.nextTextValue(); text != null; text = parser.nextTextValue()) {
            texts.add(text);
        }
        return texts;
    }
}
