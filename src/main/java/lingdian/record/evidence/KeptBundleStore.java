package lingdian.record.evidence;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup.Subject;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/** Stores sealed bundles, and finds the violations that need one. */
public final class KeptBundleStore {
    private static final String WANTED = """
            SELECT id, place_code, region, snapshot, stream_number, login_seq, login_day FROM violation
            WHERE case_step IN ('dispatched', 'confirmed')
              AND NOT EXISTS (SELECT FROM kept_bundle WHERE violation_id = id)
            ORDER BY detected_at LIMIT 10
            """;

    private static final String KEEP = """
            INSERT INTO kept_bundle (violation_id, region, made_at, bundle, cafe_bundle, refused)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (violation_id) DO NOTHING
            """;

    private static final String KEPT = """
            SELECT kept_bundle.region, bundle, cafe_bundle, place_code FROM kept_bundle JOIN violation ON id = violation_id
            WHERE violation_id = $1 AND bundle IS NOT NULL
            """;

    private final QueryPool pool;
    private final Vault vault;

    public KeptBundleStore(QueryPool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /** A violation without a stored bundle. */
    record PendingBundle(
            ViolationId id,
            PlaceCode placeCode,
            RegionCode region,
            String snapshot,
            @Nullable Subject subject) {}

    Future<List<PendingBundle>> wanted() {
        return pool.query(WANTED)
                .execute()
                .map(rows -> RowStream.of(rows).map(KeptBundleStore::wanted).toList());
    }

    /** @param forCafe empty if the café's own could not be made */
    Future<Void> keep(PendingBundle violation, byte[] forOffice, Optional<byte[]> forCafe, Instant now) {
        return write(
                violation,
                now,
                sealed(violation, BundleReader.OFFICE, forOffice),
                forCafe.map(zip -> sealed(violation, BundleReader.CAFE, zip)).orElse(null),
                null);
    }

    private Buffer sealed(PendingBundle violation, BundleReader reader, byte[] zip) {
        String text = Base64.getEncoder().encodeToString(zip);
        return Buffer.buffer(vault.seal(text, ref(violation.placeCode(), violation.id(), reader)));
    }

    /** Records that no bundle is possible, so that it is not retried for ever. */
    Future<Void> refuse(PendingBundle violation, UnprovableException.Reason why, Instant now) {
        return write(violation, now, null, null, why.name());
    }

    private Future<Void> write(
            PendingBundle violation,
            Instant now,
            @Nullable Buffer forOffice,
            @Nullable Buffer forCafe,
            @Nullable String refused) {
        return pool.preparedQuery(KEEP)
                .execute(Tuple.of(
                        violation.id().value(),
                        violation.region().value(),
                        now.atOffset(ZoneOffset.UTC),
                        forOffice,
                        forCafe,
                        refused))
                .mapEmpty();
    }

    /** The bundle of a violation that was made for such a reader, whose scope must cover its café. */
    public Future<Optional<byte[]>> kept(ViolationId violation, Scope reader) {
        return pool.preparedQuery(KEPT).execute(Tuple.of(violation.value())).map(rows -> {
            Optional<Row> row = RowStream.of(rows).findFirst();
            return row.filter(one -> reader.coversCafe(
                            new PlaceCode(one.getString("place_code")), new RegionCode(one.getString("region"))))
                    .flatMap(one -> opened(one, violation, BundleReader.of(reader)));
        });
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
                new PlaceCode(row.getString("place_code")),
                new RegionCode(row.getString("region")),
                row.getString("snapshot"),
                stream == null
                        ? null
                        : new Subject(id, stream, row.getLong("login_seq"), row.getLocalDate("login_day")));
    }
}
