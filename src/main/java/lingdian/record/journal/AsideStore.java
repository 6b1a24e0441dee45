package lingdian.record.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.law.json.AsideJson;
import lingdian.law.judge.Aside;
import lingdian.platform.database.Columns;
import org.jspecify.annotations.Nullable;

/**
 * The judge's inputs about cafés besides their events. Written under the lock on {@code head}, so their place among the
 * events is exact.
 */
public final class AsideStore {
    private static final String ADD = """
            INSERT INTO aside (place_code, events, at, content)
            SELECT place, coalesce(told.judged, (SELECT coalesce(sum(acked_seq), 0) FROM stream_head WHERE place_code = place)),
                   told.at, told.content
            FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[])
              WITH ORDINALITY AS told (place, judged, at, content, turn)
            ORDER BY turn
            """;

    /**
     * One input.
     *
     * @param judged how many of the café's events were judged before it; null: all stored ones
     */
    public record StoredAside(PlaceCode placeCode, @Nullable Long judged, Aside aside) {}

    public Future<Void> add(SqlClient client, List<StoredAside> asides) {
        return client.preparedQuery(ADD)
                .execute(Tuple.of(
                        Columns.of(
                                asides, String[]::new, told -> told.placeCode().value()),
                        Columns.of(asides, Long[]::new, StoredAside::judged),
                        Columns.times(asides, told -> told.aside().at()),
                        Columns.of(asides, String[]::new, told -> AsideJson.write(told.aside()))))
                .mapEmpty();
    }
}
