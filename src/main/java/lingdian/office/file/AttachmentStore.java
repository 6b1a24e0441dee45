package lingdian.office.file;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.platform.database.RowStream;
import lingdian.platform.database.SqlState;
import lingdian.record.evidence.RecordHash;
import lingdian.vault.seal.FileSealing;
import lingdian.vault.seal.SealedFile;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/**
 * Files that people submit, sealed.
 *
 * <p>They are sealed and opened off the event loop: megabytes take milliseconds.
 */
public final class AttachmentStore {
    private static final String ADD = """
            INSERT INTO attachment (id, owner, number, type, bytes, name, content, content_key, content_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;
    private static final String OF = """
            SELECT id, owner, number, type, bytes, name FROM attachment WHERE owner = ANY ($1) ORDER BY owner, number
            """;
    private static final String FIND = """
            SELECT id, owner, number, type, bytes, name FROM attachment WHERE id = $1
            """;
    private static final String OPEN = """
            SELECT id, owner, number, type, bytes, name, content, content_key FROM attachment
            WHERE id = $1 AND content IS NOT NULL -- null: erased with its inspection
            """;

    private static final String REMOVE = """
            DELETE FROM attachment WHERE id = $1 AND owner = $2 RETURNING encode(content_hash, 'hex') AS hash
            """;

    private final Vertx vertx;
    private final RecordHash hash;
    private final FileSealing sealing;
    private final SealedTexts texts;
    private final Supplier<UUID> ids;

    public AttachmentStore(Vertx vertx, Vault vault, Supplier<UUID> ids) {
        this.vertx = vertx;
        this.hash = RecordHash.of(vault.suite());
        this.sealing = new FileSealing(vault);
        this.texts = new SealedTexts(vault);
        this.ids = ids;
    }

    /** Sealed files, ready to be stored. */
    public record SealedFiles(List<Tuple> rows) {
        /** In the order of the files. */
        public List<UUID> ids() {
            return rows.stream().map(row -> row.getUUID(0)).toList();
        }
    }

    /** A file with its content. */
    public record OpenedFile(Attachment attachment, byte[] content) {}

    /** @param before the number of the owner's last file; 0 if there is none */
    public Future<SealedFiles> seal(UUID owner, List<UploadedFile> files, int before) {
        return seal(owner, files, files.stream().map(file -> ids.get()).toList(), before);
    }

    /** The same with ids that the sender chose, so that a file whose answer was lost can be sent again. */
    public Future<SealedFiles> seal(UUID owner, List<UploadedFile> files, List<UUID> chosen, int before) {
        return vertx.executeBlocking(() -> rows(owner, files, chosen, before), false)
                .map(Objects::requireNonNull)
                .map(SealedFiles::new);
    }

    private List<Tuple> rows(UUID owner, List<UploadedFile> files, List<UUID> chosen, int before) {
        var rows = new ArrayList<Tuple>();
        for (int i = 0; i < files.size(); i++) {
            rows.add(row(owner, chosen.get(i), before + i + 1, files.get(i)));
        }
        return rows;
    }

    private Tuple row(UUID owner, UUID id, int number, UploadedFile file) {
        SealedFile sealed = sealing.seal(file.content(), content(owner, number));
        return Tuple.tuple()
                .addUUID(id)
                .addUUID(owner)
                .addInteger(number)
                .addString(file.type().wire())
                .addInteger(file.content().length)
                .addBuffer(texts.seal(file.name(), name(owner, number)))
                .addBuffer(Buffer.buffer(sealed.content()))
                .addBuffer(Buffer.buffer(sealed.key()))
                .addBuffer(Buffer.buffer(hash.of(sealed.content())));
    }

    public Future<Void> add(SqlClient client, SealedFiles files) {
        return files.rows().isEmpty()
                ? Future.succeededFuture()
                : client.preparedQuery(ADD)
                        .executeBatch(files.rows())
                        .recover(AttachmentStore::refused)
                        .mapEmpty();
    }

    private static <T> Future<T> refused(Throwable failure) {
        return SqlState.UNIQUE_VIOLATION.isCauseOf(failure)
                ? Future.failedFuture(Refused.with(409, "A file with this id already exists."))
                : Future.failedFuture(failure);
    }

    /**
     * Fails where the database keeps the file for good.
     *
     * @return the hash of what was sealed, in hex; empty if the owner has no such file
     */
    public Future<Optional<String>> remove(SqlClient client, UUID owner, UUID id) {
        return client.preparedQuery(REMOVE)
                .execute(Tuple.of(id, owner))
                .map(removed ->
                        RowStream.of(removed).map(row -> row.getString("hash")).findFirst());
    }

    /** The files of these owners, by owner, in order. */
    public Future<Map<UUID, List<Attachment>>> of(SqlClient client, Collection<UUID> owners) {
        if (owners.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return client.preparedQuery(OF)
                .execute(Tuple.of((Object) owners.toArray(UUID[]::new)))
                .map(rows -> {
                    var byOwner = new HashMap<UUID, List<Attachment>>();
                    rows.forEach(row -> byOwner.computeIfAbsent(row.getUUID("owner"), owner -> new ArrayList<>())
                            .add(attachment(row)));
                    return byOwner;
                });
    }

    /** Without its content; empty where there is no such file. */
    public Future<Optional<Attachment>> find(SqlClient client, UUID id) {
        return one(client, FIND, id).map(row -> Optional.ofNullable(row).map(this::attachment));
    }

    /** Empty if there is no such file, or it can no longer be opened. */
    public Future<Optional<OpenedFile>> open(SqlClient client, UUID id) {
        return one(client, OPEN, id)
                .compose(row -> row == null
                        ? Future.succeededFuture(Optional.empty())
                        : vertx.executeBlocking(() -> opened(row), false).map(Objects::requireNonNull));
    }

    private static Future<@Nullable Row> one(SqlClient client, String sql, UUID id) {
        return client.preparedQuery(sql)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next());
    }

    private Optional<OpenedFile> opened(Row row) {
        Attachment attachment = attachment(row);
        SealedRef ref = content(attachment.owner(), attachment.number());
        try {
            var sealed = new SealedFile(
                    row.getBuffer("content").getBytes(),
                    row.getBuffer("content_key").getBytes());
            return Optional.of(new OpenedFile(attachment, sealing.open(sealed, ref)));
        } catch (VaultException closed) {
            SealedTexts.say(closed, ref);
            return Optional.empty();
        }
    }

    private Attachment attachment(Row row) {
        UUID owner = row.getUUID("owner");
        int number = row.getInteger("number");
        return new Attachment(
                row.getUUID("id"),
                owner,
                number,
                row.getString("type"),
                row.getInteger("bytes"),
                texts.open(row.getBuffer("name"), name(owner, number)));
    }

    private static SealedRef name(UUID owner, int number) {
        return new SealedRef("", owner, number, "file-name");
    }

    private static SealedRef content(UUID owner, int number) {
        return new SealedRef("", owner, number, "file");
    }
}
