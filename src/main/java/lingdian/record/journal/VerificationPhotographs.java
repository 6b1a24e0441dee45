package lingdian.record.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.record.evidence.PhotographLink;
import lingdian.record.evidence.RecordHash;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the chains of the photographs of finished inspections and names the first that does not fit (handbook,
 * evidence.md).
 *
 * <p>It detects a photograph that was changed, removed, or added after its inspection was finished, also where whoever
 * did it took the database's guards off. A photograph that was erased with its inspection (retention.md) proves its link by its
 * hash; that its time had come is what the inspection's row says, which no chain covers.
 */
public final class VerificationPhotographs {
    /** Each authority's links and its head; a link without its photograph has no type. */
    private static final String LINKS = """
            SELECT coalesce(link.authority, head.authority) AS authority, link.number, link.inspection_id, link.attachment, link.photo,
                   link.sealed_hash, link.chain, head.number AS last_number, head.chain AS last_chain,
                   file.owner, file.number AS own_number, file.type, file.bytes, file.content, file.content_hash,
                   coalesce(visit.erased_at BETWEEN visit.created_at + interval '24 months' AND now(), false) AS erased
            FROM photograph_link AS link
            FULL JOIN photograph_head AS head ON head.authority = link.authority
            LEFT JOIN attachment AS file ON file.id = link.attachment
            LEFT JOIN inspection AS visit ON visit.id = link.inspection_id
            ORDER BY 1, link.number
            """;

    private static final String UNCHAINED = """
            SELECT file.owner, file.number FROM attachment AS file
            WHERE EXISTS (SELECT FROM inspection_version WHERE inspection_id = file.owner AND state = 'closed')
              AND NOT EXISTS (SELECT FROM photograph_link WHERE attachment = file.id)
            ORDER BY file.owner, file.number LIMIT 1
            """;

    private static final int FILES_AT_ONCE = 4;

    /**
     * The result.
     *
     * @param firstBroken null if everything fits
     */
    public record Result(long photographs, @Nullable String firstBroken) {}

    private final RecordHash hash;
    private @Nullable Authority current;
    private long number;
    private byte[] chain = new byte[0];
    private long lastNumber;
    private byte @Nullable [] lastChain;
    private long photographs;
    private @Nullable String firstBroken;

    private VerificationPhotographs(RecordHash hash) {
        this.hash = hash;
    }

    public static Result run(VerificationStore store) throws SQLException {
        var verification = new VerificationPhotographs(store.hash());
        store.photographs(verification);
        return new Result(verification.photographs, verification.firstBroken);
    }

    /** Names a photograph by its place in the chain of its authority. */
    static String name(Authority authority, long number) {
        return "photograph " + number + " of " + authority.wire();
    }

    void read(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(FILES_AT_ONCE);
            try (ResultSet rows = statement.executeQuery(LINKS)) {
                while (firstBroken == null && rows.next()) {
                    row(rows);
                }
            }
            end();
            try (ResultSet rows = statement.executeQuery(UNCHAINED)) {
                if (firstBroken == null && rows.next()) {
                    firstBroken = "photograph " + rows.getInt("number") + " of inspection " + rows.getString("owner")
                            + ": it was never chained, though the inspection is finished";
                }
            }
        }
    }

    private void row(ResultSet row) throws SQLException {
        Authority authority = Authority.of(row.getString("authority"));
        if (authority != current) {
            end();
            begin(authority, row);
        }
        long next = row.getLong("number");
        if (row.wasNull() || firstBroken != null) {
            return; // only a head, checked by its end
        }
        if (next != number + 1) {
            broken(authority, number + 1, null, "its link is missing");
            return;
        }
        link(authority, next, row);
    }

    private void link(Authority authority, long next, ResultSet row) throws SQLException {
        InspectionId inspection = new InspectionId(row.getObject("inspection_id", UUID.class));
        byte[] content = row.getBytes("content");
        byte[] sealedHash = row.getBytes("sealed_hash");
        if (content == null && !row.getBoolean("erased")) {
            broken(authority, next, inspection, "it was removed");
            return;
        }
        var link = new PhotographLink(
                next,
                inspection,
                row.getObject("attachment", UUID.class),
                row.getInt("photo"),
                row.getString("type"),
                row.getInt("bytes"),
                sealedHash);
        byte[] expected = link.chain(hash, chain);
        if (!Arrays.equals(expected, row.getBytes("chain"))) {
            broken(authority, next, inspection, "its link does not match its chain hash");
        } else if (content != null && !Arrays.equals(sealedHash, hash.of(content))
                || !Arrays.equals(sealedHash, row.getBytes("content_hash"))
                || !inspection.value().equals(row.getObject("owner", UUID.class))
                || link.photo() != row.getInt("own_number")) {
            broken(authority, next, inspection, "it was changed");
        }
        number = next;
        chain = expected;
        photographs++;
    }

    private void begin(Authority authority, ResultSet row) throws SQLException {
        current = authority;
        number = 0;
        chain = PhotographLink.origin(hash, authority);
        lastNumber = row.getLong("last_number");
        lastChain = row.getBytes("last_chain");
    }

    private void end() {
        if (firstBroken != null || current == null) {
            return;
        }
        if (number < lastNumber) {
            broken(current, number + 1, null, "it is missing, the chain went up to number " + lastNumber);
        } else if (number > lastNumber || !Arrays.equals(chain, lastChain)) {
            broken(current, number, null, "its chain hash is not the one that the chain ends with");
        }
    }

    private void broken(Authority authority, long place, @Nullable InspectionId inspection, String why) {
        firstBroken = name(authority, place) + (inspection == null ? "" : ", of inspection " + inspection) + ": " + why;
    }
}
