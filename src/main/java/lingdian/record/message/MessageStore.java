package lingdian.record.message;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.event.MessageReceipt;
import lingdian.platform.database.Columns;
import lingdian.record.hours.ClosureStore;
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

    private static final String WRITE = """
            INSERT INTO office_message (id, authority, region, place_code, purpose, text, account, sent_at, valid_until)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;

    /** Bytes are compared, so that an index serves a region. A café that is closed for good has no agent that would answer. */
    private static final String ADDRESS = """
            INSERT INTO message (id, place_code, sender, at, until)
            SELECT $1, place_code, $2, $3, $4 FROM cafe
            WHERE place_code = $5
              OR $5 IS NULL AND region ~>=~ $6 AND region ~<=~ $7 AND NOT %s
            """.formatted(ClosureStore.closedForGood("cafe", "$3"));

    private static final String VERSION = "SELECT version FROM message_head";

    private static final String WAITING = """
            SELECT waiting.place_code, id, sender, text, until FROM unnest($1::text[]) AS asked (place)
            CROSS JOIN LATERAL (
              SELECT * FROM message WHERE place_code = place AND state = 'waiting' AND until > $2 ORDER BY at, id LIMIT $3) AS waiting
            JOIN office_message USING (id)
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

    /**
     * Writes a message, which nodes then find and send.
     *
     * @return for how many cafés it is
     */
    public Future<Integer> add(SqlClient client, NewMessage message) {
        return client.preparedQuery(WRITE)
                .execute(written(message))
                .compose(written -> client.preparedQuery(ADDRESS).execute(addressed(message)))
                .map(rows -> rows.rowCount());
    }

    private Tuple written(NewMessage message) {
        return Tuple.from(Arrays.asList(
                message.id(),
                message.from().wire(),
                message.region().value(),
                Objects.toString(message.placeCode(), null),
                message.purpose(),
                Buffer.buffer(vault.seal(message.text(), ref(message.id()))),
                message.by().value(),
                Columns.utc(message.at()),
                Columns.utc(message.until())));
    }

    private static Tuple addressed(NewMessage message) {
        return Tuple.from(Arrays.asList(
                message.id(),
                message.from().wire(),
                Columns.utc(message.at()),
                Columns.utc(message.until()),
                Objects.toString(message.placeCode(), null),
                message.region().value(),
                message.region().last().value()));
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
        try {
            opened.add(new OfficeMessage(
                    id, placeCode, Authority.of(row.getString("sender")), text(row), Columns.instant(row, "until")));
        } catch (VaultException closed) {
            LOG.error("Message {} cannot be opened, so it is not sent", id);
        }
    }

    /** What a row's message says. */
    private String text(Row row) throws VaultException {
        return vault.unseal(row.getBuffer("text").getBytes(), ref(row.getUUID("id")));
    }

    /** The place to which a message's text is sealed. */
    public static SealedRef ref(UUID id) {
        return new SealedRef("", id, 0, "message");
    }
}
