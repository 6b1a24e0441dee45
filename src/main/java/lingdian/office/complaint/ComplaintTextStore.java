package lingdian.office.complaint;

import static lingdian.platform.database.Columns.instant;
import static lingdian.platform.database.Columns.utc;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.domain.PlaceCode;
import lingdian.office.api.EntryLimit;
import lingdian.office.complaint.ComplaintDetail.Entry;
import lingdian.office.complaint.ComplaintDetail.Texts;
import lingdian.office.complaint.ComplaintStore.Done;
import lingdian.office.complaint.ComplaintStore.Linked;
import lingdian.office.permission.Reasons;
import lingdian.platform.database.RowStream;
import lingdian.platform.work.SizedWork;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/** What people said in complaints, and what officers noted, all sealed; until it is erased. */
public final class ComplaintTextStore {
    private static final String WRITE = """
            INSERT INTO complaint_text (complaint_id, reporter, content) VALUES ($1, $2, $3)
            """;
    private static final String ANSWER = """
            UPDATE complaint_text SET answer = $2 WHERE complaint_id = $1
            """;
    private static final String ENTER = """
            INSERT INTO complaint_entry (complaint_id, number, action, at, account, note, place_code, case_id, former_place_code,
                                         former_case_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;
    private static final String TEXTS = """
            SELECT content, answer FROM complaint_text WHERE complaint_id = $1
            """;
    private static final String REPORTER = """
            SELECT reporter FROM complaint_text WHERE complaint_id = $1
            """;
    private static final EntryLimit COMMENTS = new EntryLimit("A complaint", "comments", 100);
    private static final EntryLimit LINKS = new EntryLimit("A complaint", "links", 20);

    /** What is done once alone: to register, to accept, and to refuse or answer. */
    private static final int STEPS = 3;

    private static final String ROOM = """
            SELECT count(*) AS entries, count(*) FILTER (WHERE account = $2) AS own FROM complaint_entry
            WHERE complaint_id = $1 AND action = $3
            """;

    /** Of a complaint that got more before there were limits, the newest. */
    private static final String HISTORY = """
            SELECT number, action, at, note, place_code, case_id, former_place_code, former_case_id,
                   (SELECT account.name FROM account WHERE account.id = complaint_entry.account) AS by
            FROM complaint_entry
            WHERE complaint_id = $1
              AND number > (SELECT max(number) FROM complaint_entry WHERE complaint_id = $1) - $2::integer
            ORDER BY number
            """;

    private static final int NEWEST = COMMENTS.inAll() + LINKS.inAll() + STEPS;

    /** A part at a time, so that no transaction is long. */
    private static final String ERASE = """
            WITH ended AS (
              SELECT complaint_id FROM complaint_text JOIN complaint ON complaint.id = complaint_id
              WHERE ended_at < $1 LIMIT $2 FOR UPDATE OF complaint_text SKIP LOCKED
            ), emptied AS (
              UPDATE complaint_entry SET note = NULL FROM ended
              WHERE complaint_entry.complaint_id = ended.complaint_id AND note IS NOT NULL
            )
            DELETE FROM complaint_text USING ended WHERE complaint_text.complaint_id = ended.complaint_id
            """;

    private final Vertx vertx;
    private final Reasons reporters;
    private final Reasons contents;
    private final Reasons answers;
    private final SealedTexts notes;

    public ComplaintTextStore(Vertx vertx, Vault vault) {
        this.vertx = vertx;
        this.reporters = new Reasons(vault, "complaint-reporter");
        this.contents = new Reasons(vault, "complaint-content");
        this.answers = new Reasons(vault, "complaint-answer");
        this.notes = new SealedTexts(vault);
    }

    Future<Void> write(SqlConnection connection, UUID id, @Nullable Reporter reporter, String content) {
        Buffer sealed =
                reporter == null ? null : reporters.seal(id, reporter.json().encode());
        return connection
                .preparedQuery(WRITE)
                .execute(Tuple.of(id, sealed, contents.seal(id, content)))
                .mapEmpty();
    }

    Future<Void> answer(SqlConnection connection, UUID id, @Nullable String text) {
        return text == null
                ? Future.succeededFuture()
                : connection
                        .preparedQuery(ANSWER)
                        .execute(Tuple.of(id, answers.seal(id, text)))
                        .mapEmpty();
    }

    /**
     * Fails with 409 where an account may not take a further action of its kind. The caller holds the complaint's row. What
     * moves a complaint always has room.
     */
    Future<Void> room(SqlConnection connection, UUID id, AccountId by, ComplaintAction action) {
        return switch (action) {
            case ComplaintAction.Comment ignored -> room(connection, id, by, action.wire(), COMMENTS);
            case ComplaintAction.Link ignored -> room(connection, id, by, action.wire(), LINKS);
            case ComplaintAction.Accept ignored -> Future.succeededFuture();
            case ComplaintAction.Refuse ignored -> Future.succeededFuture();
            case ComplaintAction.Answer ignored -> Future.succeededFuture();
        };
    }

    private static Future<Void> room(SqlConnection connection, UUID id, AccountId by, String action, EntryLimit limit) {
        return connection
                .preparedQuery(ROOM)
                .execute(Tuple.of(id, by.value(), action))
                .compose(limit::admit);
    }

    Future<Void> enter(SqlConnection connection, Done done, Linked linked, @Nullable String note) {
        Buffer sealed = notes.seal(note, note(done.complaint(), done.number()));
        return connection
                .preparedQuery(ENTER)
                .execute(Tuple.from(Arrays.asList(
                        done.complaint(),
                        done.number(),
                        done.action(),
                        utc(done.at()),
                        done.by().value(),
                        sealed,
                        Objects.toString(linked.target().placeCode(), null),
                        linked.target().caseId(),
                        Objects.toString(linked.former().placeCode(), null),
                        linked.former().caseId())))
                .mapEmpty();
    }

    /** Empty once they are erased. */
    public Future<Optional<Texts>> texts(SqlClient client, UUID id) {
        return client.preparedQuery(TEXTS)
                .execute(Tuple.of(id))
                .map(rows -> RowStream.of(rows)
                        .map(row -> new Texts(
                                contents.open(id, row.getBuffer("content")), answers.open(id, row.getBuffer("answer"))))
                        .findFirst());
    }

    /** Empty where nobody is named, or it is erased, or its key is retired. */
    public Future<Optional<Reporter>> reporter(SqlClient client, UUID id) {
        return client.preparedQuery(REPORTER)
                .execute(Tuple.of(id))
                .map(rows -> RowStream.of(rows)
                        .flatMap(row -> Optional.ofNullable(reporters.open(id, row.getBuffer("reporter"))).stream())
                        .map(text -> Reporter.of(new JsonObject(text)))
                        .findFirst());
    }

    /** In order. Long notes are opened on a worker thread. */
    public Future<List<Entry>> history(SqlClient client, UUID id) {
        return client.preparedQuery(HISTORY)
                .execute(Tuple.of(id, NEWEST))
                .map(rows -> RowStream.of(rows).toList())
                .compose(rows -> SizedWork.run(
                        vertx,
                        size(rows),
                        () -> rows.stream().map(row -> entry(id, row)).toList()));
    }

    private static long size(List<Row> rows) {
        return rows.stream()
                .map(row -> row.getBuffer("note"))
                .filter(Objects::nonNull)
                .mapToLong(Buffer::length)
                .sum();
    }

    /**
     * Erases what was said in complaints that ended before a moment, and what was noted on them.
     *
     * @param most how many at once
     * @return how many
     */
    Future<Integer> erase(SqlConnection connection, Instant endedBefore, int most) {
        return connection
                .preparedQuery(ERASE)
                .execute(Tuple.of(utc(endedBefore), most))
                .map(rows -> rows.rowCount());
    }

    private Entry entry(UUID id, Row row) {
        return new Entry(
                row.getString("action"),
                instant(row, "at"),
                row.getString("by"),
                new Linked(target(row, ""), target(row, "former_")),
                notes.open(row.getBuffer("note"), note(id, row.getInteger("number"))));
    }

    private static ComplaintTarget target(Row row, String which) {
        return new ComplaintTarget(
                PlaceCode.orNull(row.getString(which + "place_code")), row.getUUID(which + "case_id"));
    }

    private static SealedRef note(UUID complaint, int number) {
        return new SealedRef("", complaint, number, "complaint-note");
    }
}
