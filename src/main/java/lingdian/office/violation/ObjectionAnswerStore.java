package lingdian.office.violation;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.work.SizedWork;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;

/** Authorities' answers to objections. Like an objection, one is published in the feed without its text. */
public final class ObjectionAnswerStore {
    private static final String OBJECTION = """
            SELECT number FROM objection WHERE violation_id = $1 AND id = $2
            """;

    private static final String ADD = """
            INSERT INTO objection_answer (objection_id, authority, upheld, text, at, account) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (objection_id, authority) DO NOTHING
            """;

    private static final String OF = """
            SELECT objection_id, authority, upheld, text, at FROM objection_answer WHERE objection_id = ANY ($1) ORDER BY at, authority
            """;

    private final Vertx vertx;
    private final QueryPool pool;
    private final SealedTexts texts;
    private final AccessLogStore log;

    public ObjectionAnswerStore(Vertx vertx, QueryPool pool, SealedTexts texts, AccessLogStore log) {
        this.vertx = vertx;
        this.pool = pool;
        this.texts = texts;
        this.log = log;
    }

    /**
     * Fails as unknown if the reader sees no such violation or objection, and with 409 if the authority has answered it. Whoever
     * sees none does not hold up the verdicts, which wait for the lock.
     */
    Future<Void> add(Scope scope, ViolationId violation, UUID objection, ObjectionAnswer answer, Account account) {
        return pool.withTransaction(connection -> CaseStore.visible(connection, scope, violation)
                .compose(seen -> number(connection, violation, objection)
                        .compose(number -> CaseFeedStore.lock(connection)
                                .compose(position -> add(connection, objection, answer, account)
                                        .compose(added ->
                                                CaseFeedStore.tell(connection, violation, position + 1, answer.at())))
                                .compose(told -> log.append(connection, entry(seen, account, number, answer))))));
    }

    /** The answers to objections, by their ids; an objection without any is missing. Long ones are opened on a worker thread. */
    public Future<Map<UUID, List<ObjectionAnswer>>> of(SqlClient client, Collection<UUID> objections) {
        return client.preparedQuery(OF)
                .execute(Tuple.of((Object) objections.toArray(UUID[]::new)))
                .map(rows -> RowStream.of(rows).toList())
                .compose(rows -> SizedWork.run(
                        vertx,
                        Columns.length(rows, "text"),
                        () -> rows.stream()
                                .collect(Collectors.groupingBy(
                                        row -> row.getUUID("objection_id"),
                                        Collectors.mapping(this::answer, Collectors.toList())))));
    }

    private static Future<Integer> number(SqlConnection connection, ViolationId violation, UUID objection) {
        return connection
                .preparedQuery(OBJECTION)
                .execute(Tuple.of(violation.value(), objection))
                .map(rows -> RowStream.of(rows)
                        .map(row -> row.getInteger("number"))
                        .findFirst()
                        .orElseThrow(Refused::unknown));
    }

    private Future<Void> add(SqlConnection connection, UUID objection, ObjectionAnswer answer, Account account) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        objection,
                        answer.authority().wire(),
                        answer.upheld(),
                        texts.seal(
                                Objects.requireNonNull(answer.text(), "it was typed"),
                                ref(answer.authority(), objection)),
                        utc(answer.at()),
                        account.id().value()))
                .map(rows -> {
                    if (rows.rowCount() == 0) {
                        throw Refused.coded(409, "answered", "Your authority has answered this objection already.");
                    }
                    return null;
                });
    }

    private ObjectionAnswer answer(Row row) {
        Authority authority = Authority.of(row.getString("authority"));
        return new ObjectionAnswer(
                authority,
                row.getBoolean("upheld"),
                texts.open(row.getBuffer("text"), ref(authority, row.getUUID("objection_id"))),
                Columns.instant(row, "at"));
    }

    private static SealedRef ref(Authority authority, UUID objection) {
        return new SealedRef(authority.wire(), objection, 0, "objection-answer");
    }

    private static AccessEntry entry(Row violation, Account account, int number, ObjectionAnswer answer) {
        return AccessEntry.done(account.actor(), Action.ANSWER_OBJECTION)
                .on(Subject.of(Subject.Kind.VIOLATION, violation.getUUID("id")))
                .inRegion(new RegionCode(violation.getString("region")))
                .with("objection", number)
                .with("answer", answer.upheld() ? "upheld" : "rejected");
    }
}
