package lingdian.office.violation;

import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.domain.region.Scope;
import lingdian.office.file.Attachment;
import lingdian.office.file.AttachmentStore;
import lingdian.office.file.UploadedFile;
import lingdian.platform.database.Columns;
import lingdian.platform.database.QueryPool;
import lingdian.platform.database.RowStream;
import lingdian.platform.work.SizedWork;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;

/**
 * Cafés' objections to violations.
 *
 * <p>An objection is published in the feed like a step, because an officer who is about to confirm must learn of it; so
 * it takes the same lock: last, because all verdicts wait for it, and storing megabytes of files takes long.
 */
public final class ObjectionStore {
    static final int MAX = ViolationCalls.OBJECTIONS_MAX;

    private static final String COUNT = """
            SELECT count(*) AS said FROM objection WHERE violation_id = $1
            """;
    private static final String ADD = """
            INSERT INTO objection (id, violation_id, number, at, account, account_since, statement)
            VALUES ($1, $2, $3, $4, $5, (SELECT coalesce(changed_at, created_at) FROM account WHERE id = $5), $6)
            """;
    private static final String OF = """
            SELECT id, number, at, account, account_since, statement FROM objection WHERE violation_id = $1 ORDER BY number
            """;
    private static final String NAMES = """
            SELECT id, name FROM account WHERE id = ANY ($1)
            """;
    private static final String OWNER = """
            SELECT FROM objection WHERE violation_id = $1 AND id = $2
            """;

    private final Vertx vertx;
    private final QueryPool pool;
    private final SealedTexts texts;
    private final AttachmentStore attachments;
    private final AccessLogStore log;
    private final ObjectionAnswerStore answers;

    public ObjectionStore(
            Vertx vertx, QueryPool pool, SealedTexts texts, AttachmentStore attachments, AccessLogStore log) {
        this.vertx = vertx;
        this.pool = pool;
        this.texts = texts;
        this.attachments = attachments;
        this.log = log;
        this.answers = new ObjectionAnswerStore(vertx, pool, texts, log);
    }

    /** Fails as unknown if the violation is not one of the café's. */
    Future<Void> add(
            Scope scope,
            ViolationId violation,
            UUID id,
            String statement,
            List<UploadedFile> files,
            Account account,
            Instant at) {
        return CaseStore.visible(pool, scope, violation)
                .compose(seen -> room(pool, violation)) // before anything is stored; counted again under the lock
                .compose(room -> attachments.seal(id, files, 0))
                .compose(handed -> pool.withTransaction(connection -> attachments
                        .add(connection, handed)
                        .compose(stored -> CaseFeedStore.lock(connection))
                        .compose(position -> CaseStore.visible(connection, scope, violation)
                                .compose(row -> add(connection, violation, id, statement, account, at)
                                        .compose(added -> CaseFeedStore.tell(connection, violation, position + 1, at))
                                        .compose(told -> log.append(connection, entry(row, account, files.size())))))));
    }

    private Future<Void> add(
            SqlConnection connection, ViolationId violation, UUID id, String statement, Account account, Instant at) {
        return room(connection, violation)
                .compose(said -> connection
                        .preparedQuery(ADD)
                        .execute(Tuple.of(
                                id,
                                violation.value(),
                                said + 1,
                                utc(at),
                                account.id().value(),
                                texts.seal(statement, statement(violation, id)))))
                .mapEmpty();
    }

    /** Completes with the number of objections so far; fails with 409 if there may be no more. */
    private static Future<Integer> room(SqlClient client, ViolationId violation) {
        return client.preparedQuery(COUNT)
                .execute(Tuple.of(violation.value()))
                .map(rows -> rows.iterator().next().getLong("said").intValue())
                .map(said -> {
                    if (said >= MAX) {
                        throw Refused.with(409, "A violation has at most " + MAX + " objections.");
                    }
                    return said;
                });
    }

    /** All objections to a violation, in order, with the metadata of their files. Long ones are opened on a worker thread. */
    public Future<List<Objection>> of(SqlClient client, ViolationId violation) {
        return client.preparedQuery(OF).execute(Tuple.of(violation.value())).compose(rows -> {
            List<Row> found = RowStream.of(rows).toList();
            List<UUID> ids = found.stream().map(row -> row.getUUID("id")).toList();
            return attachments
                    .of(client, ids)
                    .compose(files -> answers.of(client, ids)
                            .compose(said -> SizedWork.run(
                                    vertx,
                                    Columns.length(found, "statement"),
                                    () -> found.stream()
                                            .map(row -> objection(row, violation, files, said))
                                            .toList())));
        });
    }

    /**
     * The names of the accounts that filed objections, by the service: a reader's right shows no account by an objection.
     *
     * @param objections that the reader's scope showed
     */
    Future<Map<AccountId, String>> names(List<Objection> objections) {
        UUID[] accounts = objections.stream()
                .map(Objection::account)
                .map(AccountId::value)
                .distinct()
                .toArray(UUID[]::new);
        return accounts.length == 0
                ? Future.succeededFuture(Map.of())
                : pool.preparedQuery(NAMES)
                        .execute(Tuple.of((Object) accounts))
                        .map(rows -> RowStream.of(rows)
                                .collect(Collectors.toMap(
                                        row -> new AccountId(row.getUUID("id")), row -> row.getString("name"))));
    }

    /** The metadata of a file, if it came with an objection to this violation. */
    public Future<Optional<Attachment>> file(SqlClient client, ViolationId violation, UUID file) {
        return attachments
                .find(client, file)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(found)
                        : client.preparedQuery(OWNER)
                                .execute(Tuple.of(violation.value(), found.get().owner()))
                                .map(rows -> rows.size() == 1 ? found : Optional.empty()));
    }

    private Objection objection(
            Row row, ViolationId violation, Map<UUID, List<Attachment>> files, Map<UUID, List<ObjectionAnswer>> said) {
        UUID id = row.getUUID("id");
        return new Objection(
                id,
                row.getInteger("number"),
                Columns.instant(row, "at"),
                new AccountId(row.getUUID("account")),
                Columns.instantOrNull(row, "account_since"),
                texts.open(row.getBuffer("statement"), statement(violation, id)),
                files.getOrDefault(id, List.of()),
                said.getOrDefault(id, List.of()));
    }

    /** Bound to the violation as well, whose id a café cannot choose. */
    private static SealedRef statement(ViolationId violation, UUID id) {
        return new SealedRef(violation.toString(), id, 0, "objection");
    }

    private static AccessEntry entry(Row violation, Account account, int files) {
        return AccessEntry.done(Actor.account(account.id()), Action.OBJECT)
                .on(Subject.of(Subject.Kind.VIOLATION, violation.getUUID("id")))
                .inRegion(new RegionCode(violation.getString("region")))
                .with("files", files);
    }
}
