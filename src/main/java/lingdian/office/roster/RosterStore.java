package lingdian.office.roster;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.feed.escalation.Contact;
import lingdian.platform.database.RowStream;
import lingdian.vault.seal.SealedTexts;

/** Rosters. A duty that is left out is marked, and kept for those whom it told, until its time is over. */
public final class RosterStore {
    private static final String VERSION = "SELECT version FROM roster WHERE region = $1 AND authority = $2";

    private static final String IN_FORCE = """
            SELECT FROM roster JOIN account ON account.id = roster.account
            WHERE roster.region = $1 AND roster.authority = $2 AND ended_at IS NULL AND role = 'regulator'
              AND account.region = $1 AND account.authority = $2
            """;

    private static final String DUTIES = """
            SELECT id, from_at, to_at, name, contacts FROM roster_duty
            WHERE region = $1 AND authority = $2 AND replaced_at IS NULL
            ORDER BY number
            """;

    private static final String CHANGE = """
            INSERT INTO roster (region, authority, version, account, at) VALUES ($1, $2, 1, $3, $4)
            ON CONFLICT (region, authority) DO UPDATE SET version = roster.version + 1, account = $3, at = $4
            RETURNING version
            """;

    private static final String LEAVE_OUT = """
            UPDATE roster_duty SET replaced_at = $3
            WHERE region = $1 AND authority = $2 AND replaced_at IS NULL AND id <> ALL ($4)
            """;

    private static final String PUT = """
            INSERT INTO roster_duty (id, region, authority, number, from_at, to_at, name, contacts)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (id) DO UPDATE SET number = $4, name = $7, contacts = $8
            """;

    private final SealedTexts texts;

    public RosterStore(SealedTexts texts) {
        this.texts = texts;
    }

    /** The office's roster; empty where nobody has entered one. */
    public Future<List<Roster>> find(SqlClient client, RegionCode region, Authority authority) {
        Tuple office = Tuple.of(region.value(), authority.wire());
        return client.preparedQuery(VERSION)
                .execute(office)
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(List.of())
                        : client.preparedQuery(DUTIES)
                                .execute(office)
                                .map(duties -> List.of(new Roster(
                                        region,
                                        authority,
                                        rows.iterator().next().getInteger("version"),
                                        false,
                                        RowStream.of(duties).map(this::duty).toList()))));
    }

    /**
     * Whether the account that entered an office's roster is still a regulator of that office.
     *
     * @param service a client that sees all accounts
     */
    Future<Boolean> isInForce(SqlClient service, RegionCode region, Authority authority) {
        return service.preparedQuery(IN_FORCE)
                .execute(Tuple.of(region.value(), authority.wire()))
                .map(rows -> rows.size() > 0);
    }

    /**
     * Enters the whole roster, within a transaction.
     *
     * @return its version
     */
    Future<Integer> put(
            SqlConnection connection,
            RegionCode region,
            Authority authority,
            List<Duty> duties,
            AccountId by,
            Instant now) {
        return connection
                .preparedQuery(CHANGE)
                .execute(Tuple.of(region.value(), authority.wire(), by.value(), utc(now)))
                .compose(rows -> connection
                        .preparedQuery(LEAVE_OUT)
                        .execute(Tuple.from(Arrays.asList(
                                region.value(),
                                authority.wire(),
                                utc(now),
                                duties.stream().map(Duty::id).toArray(UUID[]::new))))
                        .compose(leftOut -> duties.isEmpty()
                                ? Future.succeededFuture()
                                : connection
                                        .preparedQuery(PUT)
                                        .executeBatch(rows(region, authority, duties))
                                        .mapEmpty())
                        .map(rows.iterator().next().getInteger("version")));
    }

    private List<Tuple> rows(RegionCode region, Authority authority, List<Duty> duties) {
        var rows = new ArrayList<Tuple>();
        for (Duty duty : duties) {
            rows.add(Tuple.from(Arrays.asList(
                    duty.id(),
                    region.value(),
                    authority.wire(),
                    rows.size() + 1,
                    utc(duty.from()),
                    utc(duty.to()),
                    texts.seal(duty.name(), Contact.ref(duty.id(), "name")),
                    texts.seal(Contact.text(duty.contacts()), Contact.ref(duty.id(), "contacts")))));
        }
        return rows;
    }

    private Duty duty(Row row) {
        UUID id = row.getUUID("id");
        Buffer contacts = row.getBuffer("contacts");
        String opened = texts.open(contacts, Contact.ref(id, "contacts"));
        return new Duty(
                id,
                texts.open(row.getBuffer("name"), Contact.ref(id, "name")),
                instant(row, "from_at"),
                instant(row, "to_at"),
                opened == null ? List.of() : Contact.read(opened));
    }
}
