package lingdian.feed.escalation;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.feed.escalation.EscalationStore.Due;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.work.Attempts;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.jspecify.annotations.Nullable;

/** The messages to contacts: written with the step that they tell, leased for an attempt, and settled. */
final class EscalationOutboxStore {
    private static final String CONTACTS = "SELECT contacts FROM roster_duty WHERE id = $1";

    private static final String ADD = """
            INSERT INTO escalation_message (id, duty, contact, kind, authority, place_code, step, violations, created_at, due_at,
              give_up_at)
            SELECT contact.id, $1, contact.number, contact.kind, $2, $3, $4, $5, $6, $6, $7
            FROM unnest($8::uuid[], $9::smallint[], $10::text[]) AS contact (id, number, kind)
            """;

    /** Each office in its turn, and of none more than its share; what another node takes at this moment is left to it. */
    private static final String TAKE = """
            WITH queued AS (
              SELECT message.id, message.due_at, duty.region, duty.authority,
                row_number() OVER (PARTITION BY duty.region, duty.authority ORDER BY message.due_at, message.id) AS place
              FROM escalation_message AS message JOIN roster_duty AS duty ON duty.id = message.duty
              WHERE message.state = 'waiting' AND message.due_at <= $1),
            chosen AS (
              SELECT id FROM queued
              LEFT JOIN unnest($5::text[], $6::text[], $7::integer[]) AS busy (region, authority, attempts) USING (region, authority)
              WHERE place + coalesce(attempts, 0) <= $4
              ORDER BY place + coalesce(attempts, 0), due_at, id LIMIT $2),
            due AS (
              SELECT message.id FROM escalation_message AS message JOIN chosen ON chosen.id = message.id
              WHERE message.state = 'waiting' AND message.due_at <= $1
              FOR NO KEY UPDATE OF message SKIP LOCKED)
            UPDATE escalation_message AS m SET due_at = $3, attempts = m.attempts + 1
            FROM due, roster_duty AS duty, cafe
            WHERE m.id = due.id AND duty.id = m.duty AND cafe.place_code = m.place_code
            RETURNING m.id, m.duty, m.contact, m.authority, m.place_code, m.step, m.violations, m.attempts, m.give_up_at, duty.contacts, duty.region,
              cafe.name, %s AS is_present
            """.formatted(EscalationStore.PRESENT);

    private static final String LINES = """
            SELECT id, code, started_at FROM violation WHERE id = ANY ($1) ORDER BY started_at, id
            """;

    /** Has no effect if another node has taken over the message. */
    private static final String SETTLE = """
            UPDATE escalation_message SET state = $3, due_at = $4, failure = $5, settled_at = $6
            WHERE id = $1 AND attempts = $2 AND state = 'waiting'
            """;

    /** Of an office whose receivers are slow, a hundred messages wait beyond their time; the others are given up. */
    private static final String GIVE_UP = """
            UPDATE escalation_message SET state = 'dead', failure = 'late', settled_at = $1
            WHERE id IN (
              SELECT id FROM (
                SELECT message.id, message.give_up_at,
                  row_number() OVER (PARTITION BY duty.region, duty.authority ORDER BY message.give_up_at DESC, message.id) AS place
                FROM escalation_message AS message JOIN roster_duty AS duty ON duty.id = message.duty
                WHERE message.state = 'waiting') AS queued
              WHERE place > 100 AND give_up_at < $1)
            """;

    private static final String FORGET = "DELETE FROM escalation_message WHERE settled_at < $1";

    private static final String WAITING = "SELECT count(*) AS waiting FROM escalation_message WHERE state = 'waiting'";

    private final QueryPool pool;
    private final Vault vault;

    EscalationOutboxStore(QueryPool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /**
     * The contact that a message goes to.
     *
     * @param office whose roster has the contact
     * @param contact null if it can no longer be decrypted
     * @param isPresent whether the contact may still be used
     */
    record Recipient(Office office, @Nullable Contact contact, boolean isPresent) {}

    /**
     * A leased message.
     *
     * @param attempt the number of this attempt, from 1
     */
    record LeasedMessage(
            UUID id,
            Recipient recipient,
            Authority authority,
            PlaceCode placeCode,
            String cafe,
            int step,
            List<UUID> violations,
            int attempt,
            Instant giveUpAt) {
        @Override
        public String toString() {
            return "LeasedMessage[" + id + "]"; // a person's number
        }
    }

    /** A fact as it is told. */
    record Line(ViolationId id, String code, Instant startedAt) {}

    /** What became of an attempt; {@code failure} is a word, null if there was none. */
    record AttemptOutcome(
            String state, Instant dueAt, @Nullable String failure) {}

    /** Where a duty can be told; none if it can no longer be decrypted. */
    Future<List<Contact>> contacts(SqlClient client, UUID duty) {
        return client.preparedQuery(CONTACTS)
                .execute(Tuple.of(duty))
                .map(rows -> opened(duty, rows.iterator().next().getBuffer("contacts")));
    }

    /** @param step 1 for the first who is told */
    Future<Void> add(
            SqlConnection connection,
            Due due,
            UUID duty,
            List<Contact> contacts,
            List<UUID> ids,
            Instant now,
            Instant giveUpAt) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.from(Arrays.asList(
                        duty,
                        due.authority().wire(),
                        due.placeCode().value(),
                        due.told().size() + 1,
                        due.violations().toArray(UUID[]::new),
                        utc(now),
                        utc(giveUpAt),
                        ids.toArray(UUID[]::new),
                        IntStream.range(0, contacts.size())
                                .mapToObj(number -> (short) number)
                                .toArray(Short[]::new),
                        Columns.of(
                                contacts,
                                String[]::new,
                                contact -> contact.kind().wire()))))
                .mapEmpty();
    }

    /** @param lease after which each attempt counts as lost */
    Future<List<LeasedMessage>> take(Instant now, Attempts.Room<Office> room, Duration lease) {
        List<Office> busy = List.copyOf(room.busy().keySet());
        return pool.preparedQuery(TAKE)
                .execute(Tuple.from(Arrays.asList(
                        utc(now),
                        room.places(),
                        utc(now.plus(lease)),
                        Office.ATTEMPTS_MAX,
                        Columns.of(
                                busy, String[]::new, office -> office.region().value()),
                        Columns.of(
                                busy,
                                String[]::new,
                                office -> office.authority().wire()),
                        Columns.of(busy, Integer[]::new, room.busy()::get))))
                .map(rows -> RowStream.of(rows).map(this::taken).toList());
    }

    Future<List<Line>> lines(List<UUID> violations) {
        return pool.preparedQuery(LINES)
                .execute(Tuple.of((Object) violations.toArray(UUID[]::new)))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Line(
                                new ViolationId(row.getUUID("id")), row.getString("code"), instant(row, "started_at")))
                        .toList());
    }

    Future<Void> settle(LeasedMessage taken, AttemptOutcome outcome, Instant now) {
        boolean over = !outcome.state().equals("waiting");
        return pool.preparedQuery(SETTLE)
                .execute(Tuple.from(Arrays.asList(
                        taken.id(),
                        taken.attempt(),
                        outcome.state(),
                        utc(outcome.dueAt()),
                        outcome.failure(),
                        over ? utc(now) : null)))
                .mapEmpty();
    }

    /** Gives up what is late beyond a number of an office, and forgets what was settled before a moment. */
    Future<Void> forget(Instant now, Instant before) {
        return pool.preparedQuery(GIVE_UP)
                .execute(Tuple.of(utc(now)))
                .compose(given -> pool.preparedQuery(FORGET).execute(Tuple.of(utc(before))))
                .mapEmpty();
    }

    Future<Long> waiting() {
        return pool.query(WAITING).execute().map(rows -> rows.iterator().next().getLong("waiting"));
    }

    private LeasedMessage taken(Row row) {
        List<Contact> contacts = opened(row.getUUID("duty"), row.getBuffer("contacts"));
        int number = row.getShort("contact");
        Authority authority = Authority.of(row.getString("authority"));
        return new LeasedMessage(
                row.getUUID("id"),
                new Recipient(
                        new Office(new RegionCode(row.getString("region")), authority),
                        number < contacts.size() ? contacts.get(number) : null,
                        row.getBoolean("is_present")),
                authority,
                new PlaceCode(row.getString("place_code")),
                row.getString("name"),
                row.getInteger("step"),
                List.of(row.getArrayOfUUIDs("violations")),
                row.getInteger("attempts"),
                instant(row, "give_up_at"));
    }

    private List<Contact> opened(UUID duty, @Nullable Buffer sealedText) {
        try {
            return Contact.read(vault.unseal(
                    Objects.requireNonNull(sealedText, "every duty has contacts")
                            .getBytes(),
                    Contact.ref(duty, "contacts")));
        } catch (VaultException closed) {
            return List.of();
        }
    }
}
