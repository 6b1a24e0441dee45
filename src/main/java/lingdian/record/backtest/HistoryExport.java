package lingdian.record.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.DatabaseAddress;
import lingdian.platform.text.Rfc3339;
import lingdian.record.backtest.HistoryWriter.Answer;
import lingdian.record.backtest.HistoryWriter.EventLine;
import lingdian.record.backtest.HistoryWriter.HeartbeatLine;
import lingdian.record.backtest.HistoryWriter.LoginLine;
import lingdian.record.backtest.HistoryWriter.Times;
import org.jspecify.annotations.Nullable;

/**
 * Writes the record of a database to a file that back-tests read.
 *
 * <p>Person tokens never leave the service (handbook, glossary.md#words). In the file a person has a name that is
 * derived from the token with a key of this one export, which is not stored: it links sessions only within the file.
 */
public final class HistoryExport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER = 1 << 16;

    private final DatabaseAddress database;
    private final Mac names;

    public HistoryExport(DatabaseAddress database, SecureRandom random) {
        this.database = database;
        byte[] key = new byte[32];
        random.nextBytes(key);
        try {
            names = Mac.getInstance("HmacSHA256");
            names.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent); // every Java platform has it
        }
    }

    /** Receives how many of the cafés are written. */
    public interface Progress {
        void written(int cafes, int of);
    }

    /** Writes {@code file} completely or not at all. */
    public void to(Path file, Progress progress) throws SQLException, IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (var store = HistoryExportStore.open(database);
                var out = new HistoryWriter(
                        new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER),
                        store.releases(),
                        store.told().reception())) {
            List<PlaceCode> places = store.placeCodes();
            for (int number = 0; number < places.size(); number++) {
                write(store, places.get(number), out);
                progress.written(number + 1, places.size());
            }
        }
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes the cafés with these place codes. */
    void cafes(List<PlaceCode> placeCodes, Path file) throws SQLException, IOException {
        try (var store = HistoryExportStore.open(database);
                var out = new HistoryWriter(
                        new BufferedOutputStream(Files.newOutputStream(file), BUFFER),
                        store.releases(),
                        store.told().reception())) {
            for (PlaceCode placeCode : placeCodes) {
                write(store, placeCode, out);
            }
        }
    }

    private void write(HistoryExportStore store, PlaceCode placeCode, HistoryWriter out)
            throws SQLException, IOException {
        RecordedCafe cafe = store.cafe(placeCode);
        out.cafe(cafe);
        for (DatedAside told : store.told().asides(placeCode)) {
            out.told(told);
        }
        store.events(cafe, row -> out.event(event(row)));
        store.stored(placeCode, out::stored);
        out.cafeEnds();
    }

    private EventLine event(HistoryExportStore.Row row) throws IOException {
        JsonNode body = JSON.readTree(row.body());
        JsonNode outcome = row.outcome() == null ? JSON.nullNode() : JSON.readTree(row.outcome());
        return new EventLine(
                row.stream(),
                row.seq(),
                body.path("type").asText(),
                new Times(at(body), row.receivedAt(), row.sentAt()),
                text(body, "session"),
                new LoginLine(
                        text(body, "terminal"),
                        row.token() == null ? null : name(row.token()),
                        text(body.path("document"), "read"),
                        age(body.path("document")),
                        body.path("admitted").asBoolean()),
                text(body, "reason"),
                new HeartbeatLine(
                        texts(body.path("inUse")),
                        optionalTexts(body.path("powered")),
                        optionalTexts(body.path("witnessed"))),
                new Answer(
                        texts(outcome.path("reasons")),
                        outcome.path("code").asText().equals("duplicate-session"),
                        row.release()));
    }

    private static @Nullable Long at(JsonNode body) {
        return body.has("at") ? (Long) Micros.of(Rfc3339.written(body.path("at").asText())) : null;
    }

    private static @Nullable Integer age(JsonNode document) {
        return document.has("age") ? (Integer) document.path("age").asInt() : null;
    }

    private static @Nullable String text(JsonNode json, String field) {
        return json.path(field).textValue();
    }

    private static @Nullable List<String> optionalTexts(JsonNode array) {
        return array.isArray() ? texts(array) : null;
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>(array.size());
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private UUID name(UUID token) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(token.getMostSignificantBits())
                .putLong(token.getLeastSignificantBits())
                .array();
        ByteBuffer hash = ByteBuffer.wrap(names.doFinal(bytes));
        return new UUID(hash.getLong(), hash.getLong());
    }
}
