package lingdian.record.message;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.MessageReceipt;
import lingdian.platform.Columns;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of authorities to cafés. Their texts are sealed, like all free text. */
public final class MessageStore {
    /** How many of a café are sent at once; the others follow when these are answered. */
    public static final int WAITING_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(MessageStore.class);

    private static final String ADD = """
            INSERT INTO message (id, place_code, sender, text, at, until)
            SELECT id, place, sender, text, $5, until
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[], $6::timestamptz[]) AS added (id, place, sender, text, until)
            """;

    private static final String VERSION = "SELECT version FROM message_head";

    private static final String WAITING = """
            SELECT place_code, id, sender, text, until FROM unnest($1::text[]) AS asked (place)
            CROSS JOIN LATERAL (
              SELECT * FROM message WHERE place_code = place AND state = 'waiting' AND until > $2 ORDER BY at, id LIMIT $3) AS waiting
            """;

    /** A receipt of another café's message, or of none, changes nothing; nor does one that says less than is known. */
    private static final String RECEIVE = """
            UPDATE message SET state = told.state, delivered_at = coalesce(delivered_at, $4),
              read_at = CASE told.state WHEN 'read' THEN $4::timestamptz END
            FROM unnest($1::text[], $2::uuid[], $3::text[]) AS told (place, id, state)
            WHERE message.id = told.id AND place_code = told.place
              AND (message.state = 'waiting' OR message.state = 'delivered' AND told.state = 'read')
            """;

    private final Vault vault;

    public MessageStore(Vault vault) {
        this.vault = vault;
    }

    /** Writes messages, which nodes then find and send. */
    public Future<Void> add(SqlClient client, Collection<OfficeMessage> messages, Instant at) {
        return client.preparedQuery(ADD)
                .execute(Tuple.of(
                        Columns.of(messages, UUID[]::new, OfficeMessage::id),
                        Columns.of(
                                messages,
                                String[]::new,
                                message -> message.placeCode().value()),
                        Columns.of(
                                messages,
                                String[]::new,
                                message -> message.from().wire()),
                        Columns.bytes(
                                messages,
                                message -> vault.seal(message.text(), ref(message.placeCode(), message.id()))),
                        Columns.utc(at),
                        Columns.times(messages, OfficeMessage::until)))
                .mapEmpty();
    }

    /** Rises with each message that is written. */
    public Future<Long> version(SqlClient client) {
        return client.preparedQuery(VERSION)
                .execute()
                .map(rows -> rows.iterator().next().getLong("version"));
    }

    /** What these cafés have not answered and still means something, of each the oldest first. */
    public Future<List<OfficeMessage>> waiting(SqlClient client, Collection<PlaceCode> placeCodes, Instant now) {
        return client.preparedQuery(WAITING)
                .execute(Tuple.of(
                        Columns.of(placeCodes, String[]::new, PlaceCode::value), Columns.utc(now), WAITING_MAX))
                .map(rows -> {
                    var waiting = new ArrayList<OfficeMessage>();
                    rows.forEach(row -> open(row, waiting));
                    return waiting;
                });
    }

    public Future<Void> receive(SqlClient client, Map<CafeReceipt, MessageReceipt.State> receipts, Instant now) {
        var told = receipts.entrySet();
        return client.preparedQuery(RECEIVE)
                .execute(Tuple.of(
                        Columns.of(
                                told,
                                String[]::new,
                                one -> one.getKey().placeCode().value()),
                        Columns.of(told, UUID[]::new, one -> one.getKey().id()),
                        Columns.of(told, String[]::new, one -> one.getValue().wire()),
                        Columns.utc(now)))
                .mapEmpty();
    }

    /** One that does not open must not hold up the others. */
    private void open(Row row, List<OfficeMessage> opened) {
        var placeCode = new PlaceCode(row.getString("place_code"));
        UUID id = row.getUUID("id");
        Buffer sealed = row.getBuffer("text");
        try {
            opened.add(new OfficeMessage(
                    id,
                    placeCode,
                    Authority.of(row.getString("sender")),
                    vault.unseal(sealed.getBytes(), ref(placeCode, id)),
                    Columns.instant(row, "until")));
        } catch (VaultException closed) {
            LOG.error("Message {} cannot be opened, so it is not sent", id);
        }
    }

    private static SealedRef ref(PlaceCode placeCode, UUID id) {
        return new SealedRef(placeCode.value(), id, 0, "message");
    }
}
