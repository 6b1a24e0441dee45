package lingdian.office.inspection;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.domain.InspectionId;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;

/** The small pictures of an inspection's photographs, sealed. One goes with its photograph. */
public final class ThumbnailStore {
    private static final String ADD = "INSERT INTO photo_thumbnail (attachment, content) VALUES ($1, $2)";
    private static final String OF = """
            SELECT attachment.id, photo_thumbnail.content
            FROM attachment JOIN photo_thumbnail ON photo_thumbnail.attachment = attachment.id
            WHERE owner = $1 ORDER BY number
            """;

    private final Vault vault;

    public ThumbnailStore(Vault vault) {
        this.vault = vault;
    }

    /** @param pictures by the ids of their photographs */
    Future<Void> add(SqlClient client, Map<UUID, byte[]> pictures) {
        List<Tuple> rows = pictures.entrySet().stream()
                .map(one ->
                        Tuple.of(one.getKey(), Buffer.buffer(vault.sealBytes(one.getValue(), content(one.getKey())))))
                .collect(Collectors.toList());
        return rows.isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery(ADD).executeBatch(rows).mapEmpty();
    }

    /** In the order of the photographs; one that has none, or opens no more, is left out. */
    public Future<JsonArray> of(SqlClient client, InspectionId inspection) {
        return client.preparedQuery(OF).execute(Tuple.of(inspection.value())).map(rows -> {
            var items = new JsonArray();
            RowStream.of(rows).map(this::item).flatMap(Optional::stream).forEach(items::add);
            return items;
        });
    }

    private Optional<JsonObject> item(Row row) {
        UUID id = row.getUUID("id");
        try {
            byte[] picture = vault.unsealBytes(row.getBuffer("content").getBytes(), content(id));
            return Optional.of(new JsonObject()
                    .put("photo", id.toString())
                    .put("content", Base64.getEncoder().encodeToString(picture)));
        } catch (VaultException closed) {
            return Optional.empty();
        }
    }

    private static SealedRef content(UUID photo) {
        return new SealedRef("", photo, 0, "photo-thumbnail");
    }
}
