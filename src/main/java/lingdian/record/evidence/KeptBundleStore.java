package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup.Subject;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/** Stores sealed bundles, and finds the violations that need one, or a new one. */
public final class KeptBundleStore {
    /**
     * A bundle needs the records that prove the violation, and the one before the first of them in each stream, whose
     * chain hash the proof begins with.
     */
    private static final String WANTED = """
            SELECT bundle_due.number, violation.id, place_code, region, snapshot, stream_number, login_seq, login_day,
                   (SELECT min(recorded.day)
                    FROM jsonb_array_elements(snapshot::jsonb -> 'evidence') AS evidence
                    JOIN stream ON stream.place_code = evidence ->> 'placeCode' AND stream.stream::text = evidence ->> 'stream'
                    CROSS JOIN LATERAL (
                      SELECT min(seq::bigint) AS seq FROM jsonb_array_elements_text(evidence -> 'seq') AS seq) AS first
                    JOIN recorded ON recorded.stream_number = stream.number AND recorded.seq BETWEEN first.seq - 1 AND first.seq
                      AND from_seq <= first.seq AND to_seq >= first.seq - 1) AS first_day
            FROM bundle_due JOIN violation ON violation.id = violation_id
            WHERE due_at <= $1 ORDER BY due_at, number LIMIT 10
            """;

    private static final String KEEP = "SELECT keep_bundle($1, $2, $3, $4, $5, $6, $7, $8)";

    private static final String POSTPONE = """
            UPDATE bundle_due SET due_at = $3 WHERE violation_id = $1 AND number = $2
            """;

    private static final String KEPT = """
            SELECT violation.region, kept_bundle.region AS made_for, bundle, cafe_bundle, place_code
            FROM kept_bundle JOIN violation ON id = violation_id
            WHERE violation_id = $1 AND bundle IS NOT NULL
            """;

    private final QueryPool pool;
    private final Vault vault;

    public KeptBundleStore(QueryPool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /**
     * A violation whose bundle is to be made, for the first time or again.
     *
     * @param change the number of its last change
     * @param firstDay the first received day that the bundle needs; null: none of its records exists any more
     */
    record PendingBundle(
            ViolationId id,
            long change,
            @Nullable LocalDate firstDay,
            PlaceCode placeCode,
            RegionCode region,
            String snapshot,
            @Nullable Subject subject) {}

    /** Some of those that are due, the longest due first. */
    Future<List<PendingBundle>> wanted(Instant now) {
        return pool.preparedQuery(WANTED)
                .execute(Tuple.of(Columns.utc(now)))
                .map(rows -> RowStream.of(rows).map(KeptBundleStore::wanted).toList());
    }

    /**
     * Stores a bundle in place of an earlier one.
     *
     * @param forCafe empty if the café's own could not be made: an earlier one stays
     * @param again when to make it again although nothing changed; null: never
     */
    Future<Void> keep(
            PendingBundle violation, byte[] forOffice, Optional<byte[]> forCafe, Instant now, @Nullable Instant again) {
        return write(
                violation,
                now,
                again,
                sealed(violation, BundleReader.OFFICE, forOffice),
                forCafe.map(zip -> sealed(violation, BundleReader.CAFE, zip)).orElse(null),
                null);
    }

    private Buffer sealed(PendingBundle violation, BundleReader reader, byte[] zip) {
        String text = Base64.getEncoder().encodeToString(zip);
        return Buffer.buffer(vault.seal(text, ref(violation.placeCode(), violation.id(), reader)));
    }

    /** Records that no bundle is possible, so that it is not retried for ever. An earlier bundle stays. */
    Future<Void> refuse(PendingBundle violation, UnprovableException.Reason why, Instant now, @Nullable Instant again) {
        return write(violation, now, again, null, null, why.name());
    }

    /** Leaves it to a later pass. */
    Future<Void> postpone(PendingBundle violation, Instant to) {
        return pool.preparedQuery(POSTPONE)
                .execute(Tuple.of(violation.id().value(), violation.change(), Columns.utc(to)))
                .mapEmpty();
    }

    private Future<Void> write(
            PendingBundle violation,
            Instant now,
            @Nullable Instant again,
            @Nullable Buffer forOffice,
            @Nullable Buffer forCafe,
            @Nullable String refused) {
        return pool.preparedQuery(KEEP)
                .execute(Tuple.of(
                        violation.id().value(),
                        violation.change(),
                        Columns.utc(again),
                        violation.region().value(),
                        Columns.utc(now),
                        forOffice,
                        forCafe,
                        refused))
                .mapEmpty();
    }

    /**
     * The bundle of a violation that was made for such a reader, whose scope must cover its café. An office's shows the other cafés of the
     * county that it was made for: since the café moved to another one, whose readers get the café's own.
     */
    public Future<Optional<byte[]>> kept(ViolationId violation, Scope reader) {
        return pool.preparedQuery(KEPT).execute(Tuple.of(violation.value())).map(rows -> {
            Optional<Row> row = RowStream.of(rows).findFirst();
            return row.filter(one -> reader.coversCafe(
                            new PlaceCode(one.getString("place_code")), new RegionCode(one.getString("region"))))
                    .flatMap(one -> opened(one, violation, of(one, reader)));
        });
    }

    private static BundleReader of(Row row, Scope reader) {
        return reader.region().covers(new RegionCode(row.getString("made_for")))
                ? BundleReader.of(reader)
                : BundleReader.CAFE;
    }

    private Optional<byte[]> opened(Row row, ViolationId violation, BundleReader reader) {
        var placeCode = new PlaceCode(row.getString("place_code"));
        return Optional.ofNullable(row.getBuffer(reader == BundleReader.OFFICE ? "bundle" : "cafe_bundle"))
                .map(bytes -> opened(bytes.getBytes(), ref(placeCode, violation, reader)));
    }

    private byte[] opened(byte[] sealed, SealedRef ref) {
        try {
            String text = vault.unseal(sealed, ref);
            return Base64.getDecoder().decode(text);
        } catch (VaultException closed) {
            throw new IllegalStateException("a stored bundle cannot be opened", closed);
        }
    }

    private static SealedRef ref(PlaceCode placeCode, ViolationId violation, BundleReader reader) {
        String kind = reader == BundleReader.OFFICE ? "bundle" : "cafe-bundle";
        return new SealedRef(placeCode.value(), violation.value(), 0, kind);
    }

    private static PendingBundle wanted(Row row) {
        ViolationId id = new ViolationId(row.getUUID("id"));
        Integer stream = row.getInteger("stream_number");
        return new PendingBundle(
                id,
                row.getLong("number"),
                row.getLocalDate("first_day"),
                new PlaceCode(row.getString("place_code")),
                new RegionCode(row.getString("region")),
                row.getString("snapshot"),
                stream == null
                        ? null
                        : new Subject(id, stream, row.getLong("login_seq"), row.getLocalDate("login_day")));
    }
}
