package lingdian.office.cafe;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.PlaceCode;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;
import org.jspecify.annotations.Nullable;

/** Each café's safety officer, sealed, with the days of training and of the letter of responsibility. */
public final class SafetyStore {
    private static final String OF = """
            SELECT place_code, version, officer, trained_on, letter_on, at FROM safety WHERE place_code = $1
            """;
    private static final String PUT = """
            INSERT INTO safety (place_code, version, officer, trained_on, letter_on, at, account)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (place_code) DO UPDATE SET
              version = excluded.version, officer = excluded.officer, trained_on = excluded.trained_on,
              letter_on = excluded.letter_on, at = excluded.at, account = excluded.account
              WHERE $8::uuid IS NULL OR safety.version = $8
            """;

    private final SealedTexts texts;

    public SafetyStore(SealedTexts texts) {
        this.texts = texts;
    }

    /** Empty if there is no entry. */
    public Future<Optional<Safety>> of(SqlClient client, PlaceCode placeCode) {
        return client.preparedQuery(OF)
                .execute(Tuple.of(placeCode.value()))
                .map(rows -> RowStream.of(rows).map(this::safety).findFirst());
    }

    /**
     * Replaces the entry.
     *
     * @param replaced the version that it replaces; null for any. If the present version is another one, this fails
     * with a {@code Problem.Thrown}
     */
    Future<Void> put(SqlClient client, PlaceCode placeCode, Safety safety, @Nullable UUID replaced, Account account) {
        JsonObject officer = safety.officer();
        UUID version = safety.version();
        return client.preparedQuery(PUT)
                .execute(Tuple.tuple()
                        .addString(placeCode.value())
                        .addUUID(version)
                        .addBuffer(texts.seal(officer == null ? null : officer.encode(), ref(placeCode, version)))
                        .addArrayOfLocalDate(safety.trainedOn().toArray(LocalDate[]::new))
                        .addLocalDate(safety.responsibilityLetterOn())
                        .addOffsetDateTime(utc(safety.changedAt()))
                        .addUUID(account.id().value())
                        .addUUID(replaced))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        throw Refused.with(
                                409, "The safety officer, training or letter has been changed in the meantime.");
                    }
                    return null;
                });
    }

    private Safety safety(Row row) {
        SealedRef ref = ref(new PlaceCode(row.getString("place_code")), row.getUUID("version"));
        @Nullable String officer = texts.open(row.getBuffer("officer"), ref);
        return new Safety(
                officer == null ? null : new JsonObject(officer),
                List.of(row.getArrayOfLocalDates("trained_on")),
                row.getLocalDate("letter_on"),
                row.getUUID("version"),
                Columns.instant(row, "at"));
    }

    private static SealedRef ref(PlaceCode placeCode, UUID version) {
        return new SealedRef(placeCode.value(), version, 0, "safety-officer");
    }
}
