package lingdian.record.backtest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import lingdian.law.json.AsideJson;
import lingdian.law.json.RulesJson;
import lingdian.law.judge.Listening;
import lingdian.law.judge.Rulebook;
import org.jspecify.annotations.Nullable;

/**
 * Writes a history, one JSON object per line, which people can read, any tool can filter, and {@link HistoryReader}
 * reads at a million lines in a few seconds.
 *
 * <p>It contains no personal data: a person is a name without meaning outside the file.
 */
final class HistoryWriter implements AutoCloseable {
    static final String FORMAT = "lingdian.history.v2";

    private final JsonGenerator json;

    /** @param releases of the rules, in the order of their release */
    HistoryWriter(OutputStream out, List<Rulebook.Release> releases, ReceptionTimes reception) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.setCodec(CafeJson.JSON);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        json.writeStartObject();
        json.writeStringField("history", FORMAT);
        json.writeArrayFieldStart("releases");
        for (Rulebook.Release release : releases) {
            json.writeStartObject();
            json.writeNumberField("from", Micros.of(release.from()));
            json.writeFieldName("rules");
            json.writeRawValue(RulesJson.text(release.rules()));
            json.writeEndObject();
        }
        json.writeEndArray();
        write(reception);
        json.writeEndObject();
    }

    private void write(ReceptionTimes reception) throws IOException {
        json.writeArrayFieldStart("listening");
        for (Listening.Stretch stretch : reception.stretches()) {
            json.writeStartObject();
            json.writeNumberField("from", Micros.of(stretch.from()));
            json.writeNumberField("until", Micros.of(stretch.until()));
            flag("over", stretch.over());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("heardUntil", Micros.of(reception.until()));
    }

    /**
     * An event as it is recorded.
     *
     * @param reason of a logout
     */
    record EventLine(
            int stream,
            long seq,
            String type,
            Times times,
            @Nullable String session,
            LoginLine login,
            @Nullable String reason,
            HeartbeatLine heartbeat,
            Answer answer) {}

    /** @param at null for an invalid one */
    record Times(
            @Nullable Long at, long receivedAt, @Nullable Long sentAt) {}

    /**
     * What only a login says.
     *
     * @param age of the person, where it is improbable
     */
    record LoginLine(
            @Nullable String terminal,
            @Nullable UUID person,
            @Nullable String read,
            @Nullable Integer age,
            boolean admitted) {}

    /**
     * What only a heartbeat says.
     *
     * @param powered null where it does not say, like {@code witnessed}
     */
    record HeartbeatLine(
            List<String> inUse,
            @Nullable List<String> powered,
            @Nullable List<String> witnessed) {}

    /**
     * What was answered.
     *
     * @param duplicate whether it was rejected because its session had been opened before
     * @param release the number of the rules that its verdict was made under; null where there is none
     */
    record Answer(
            List<String> reasons,
            boolean duplicate,
            @Nullable Integer release) {}

    void cafe(RecordedCafe cafe) throws IOException {
        json.writeStartObject();
        json.writeFieldName("cafe");
        json.writeTree(CafeJson.write(cafe));
        json.writeEndObject();
    }

    void told(DatedAside told) throws IOException {
        json.writeStartObject();
        json.writeFieldName("aside");
        json.writeRawValue(AsideJson.write(told.aside()));
        json.writeNumberField("events", told.events());
        json.writeEndObject();
    }

    void event(EventLine event) throws IOException {
        json.writeStartObject();
        json.writeStringField("event", event.type());
        json.writeNumberField("stream", event.stream());
        json.writeNumberField("seq", event.seq());
        json.writeNumberField("received", event.times().receivedAt());
        number("at", event.times().at());
        number("sent", event.times().sentAt());
        text("session", event.session());
        text("terminal", event.login().terminal());
        text("person", Objects.toString(event.login().person(), null));
        text("read", event.login().read());
        number("age", event.login().age());
        text("reason", event.reason());
        flag("admitted", event.login().admitted());
        flag("duplicate", event.answer().duplicate());
        number("release", event.answer().release());
        texts("reasons", event.answer().reasons());
        texts("inUse", event.heartbeat().inUse());
        optionalTexts("powered", event.heartbeat().powered());
        optionalTexts("witnessed", event.heartbeat().witnessed());
        json.writeEndObject();
    }

    void stored(String snapshot) throws IOException {
        json.writeStartObject();
        json.writeFieldName("stored");
        json.writeRawValue(snapshot);
        json.writeEndObject();
    }

    void cafeEnds() throws IOException {
        json.writeStartObject();
        json.writeBooleanField("end", true);
        json.writeEndObject();
    }

    private void number(String field, @Nullable Number value) throws IOException {
        if (value != null) {
            json.writeNumberField(field, value.longValue());
        }
    }

    private void text(String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }

    private void flag(String field, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(field, true);
        }
    }

    private void texts(String field, List<String> values) throws IOException {
        optionalTexts(field, values.isEmpty() ? null : values);
    }

    private void optionalTexts(String field, @Nullable List<String> values) throws IOException {
        if (values != null) {
            json.writeArrayFieldStart(field);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
