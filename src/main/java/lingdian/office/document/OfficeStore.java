package lingdian.office.document;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.office.document.OfficeProfile.Numbering;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import org.jspecify.annotations.Nullable;

/** The profiles of offices: each change is a further version, and the last one holds. */
public final class OfficeStore {
    private static final String PRESENT = """
            SELECT * FROM office_profile WHERE region = $1 AND authority = $2 ORDER BY version DESC LIMIT 1
            """;

    private static final String CONTACT = """
            SELECT name, telephone FROM office_profile
            WHERE region = ANY ($1) AND authority = $2 AND name <> '' ORDER BY region DESC, version DESC LIMIT 1
            """;

    /** Who changes the same profile at the same time gets the same version, and the second is refused. */
    private static final String PUT = """
            INSERT INTO office_profile (region, authority, version, name, seal_name, telephone, address, bank, review_body, court,
              area, word, digits, words, account, at)
            SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
            FROM office_profile WHERE region = $1 AND authority = $2
            HAVING $16::integer IS NULL OR coalesce(max(version), 0) = $16
            ON CONFLICT DO NOTHING
            """;

    /**
     * How the office that is competent in a region is called, and can be called: that of the county, else the nearest
     * above it that entered a profile.
     */
    public record OfficeContact(String name, @Nullable String telephone) {
        /** As the API tells it. */
        public JsonObject json() {
            return new JsonObject().put("name", name).put("telephone", telephone);
        }
    }

    /** Those of all authorities. */
    public Future<CompetentOffices> contacts(SqlClient client, RegionCode region) {
        var found = new ConcurrentHashMap<Authority, OfficeContact>();
        return Future.all(Arrays.stream(Authority.values())
                        .map(authority -> contact(client, region, authority)
                                .onSuccess(one -> one.ifPresent(contact -> found.put(authority, contact))))
                        .toList())
                .map(all -> new CompetentOffices(found));
    }

    /** Empty if no office above the region entered its profile. For whoever must be told whom to ask. */
    public Future<Optional<OfficeContact>> contact(SqlClient client, RegionCode region, Authority authority) {
        String[] covering = region.covering().stream().map(RegionCode::value).toArray(String[]::new);
        return client.preparedQuery(CONTACT)
                .execute(Tuple.of(covering, authority.wire()))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new OfficeContact(row.getString("name"), row.getString("telephone")))
                        .findFirst());
    }

    /** The present profile; empty where nobody has entered one. */
    Future<Optional<OfficeEntry>> find(SqlClient client, RegionCode region, Authority authority) {
        return client.preparedQuery(PRESENT)
                .execute(Tuple.of(region.value(), authority.wire()))
                .map(rows -> RowStream.of(rows).map(OfficeStore::entry).findFirst());
    }

    /**
     * Enters a further version.
     *
     * @param replaced the version that it replaces, 0 for none; null for any. If the present version is another one, this
     * fails with a {@code Problem.Thrown}
     */
    Future<Void> put(SqlConnection connection, OfficeEntry entry, @Nullable Integer replaced) {
        OfficeProfile profile = entry.profile();
        Numbering numbering = profile.numbering();
        return connection
                .preparedQuery(PUT)
                .execute(Tuple.tuple()
                        .addString(entry.region().value())
                        .addString(entry.authority().wire())
                        .addString(profile.name())
                        .addString(profile.sealName())
                        .addString(profile.telephone())
                        .addString(profile.address())
                        .addString(profile.bank())
                        .addString(profile.reviewBody())
                        .addString(profile.court())
                        .addString(numbering.area())
                        .addString(numbering.word())
                        .addShort((short) numbering.digits())
                        .addJsonObject(OfficeEntry.words(numbering))
                        .addUUID(entry.account().value())
                        .addOffsetDateTime(utc(entry.at()))
                        .addInteger(replaced))
                .map(put -> {
                    if (put.rowCount() == 0) {
                        throw Refused.with(409, "The profile of this office has been changed in the meantime.");
                    }
                    return null;
                });
    }

    private static OfficeEntry entry(Row row) {
        return new OfficeEntry(
                new RegionCode(row.getString("region")),
                Authority.of(row.getString("authority")),
                new OfficeProfile(
                        row.getString("name"),
                        row.getString("seal_name"),
                        row.getString("telephone"),
                        row.getString("address"),
                        row.getString("bank"),
                        row.getString("review_body"),
                        row.getString("court"),
                        new Numbering(
                                row.getString("area"),
                                row.getString("word"),
                                row.getShort("digits"),
                                OfficeEntry.words((JsonObject) row.getJson("words")),
                                ((JsonObject) row.getJson("words")).getString(OfficeEntry.FILING))),
                row.getInteger("version"),
                new AccountId(row.getUUID("account")),
                Columns.instant(row, "at"));
    }
}
