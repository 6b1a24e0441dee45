package lingdian.office.violation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import lingdian.domain.AccountId;
import lingdian.domain.Authority;
import lingdian.domain.InspectionId;
import lingdian.domain.PlaceCode;
import lingdian.domain.ViolationId;
import lingdian.law.casework.CaseAction;
import lingdian.office.api.EntryLimit;
import lingdian.platform.database.Columns;
import lingdian.platform.database.RowStream;
import lingdian.platform.work.SizedWork;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.SealedTexts;

/** Reads the steps of violations' cases, and the comments on them. {@link CaseStore} writes them. */
public final class CaseEntryStore {
    /** Steps have room of their own: each is taken once. */
    static final EntryLimit COMMENTS = new EntryLimit("A violation", "comments", 200);

    /** All steps. Of comments that were written before they had a limit, the newest. */
    private static final String ENTRIES = """
            SELECT number, action, step, at, account, account.name, case_step.authority, inspection, note, found
            FROM case_step JOIN account ON account.id = account
            WHERE violation_id = $1
              AND (action <> 'comment' OR number > (SELECT max(number) FROM case_step WHERE violation_id = $1) - $2::integer)
            ORDER BY number
            """;

    private static final int NEWEST = COMMENTS.inAll() + CaseAction.values().length;

    private static final String STEPS = """
            SELECT number, action, step, at, authority FROM case_step
            WHERE violation_id = $1 AND action <> 'comment' ORDER BY number
            """;

    private final Vertx vertx;
    private final SealedTexts texts;

    public CaseEntryStore(Vertx vertx, SealedTexts texts) {
        this.vertx = vertx;
        this.texts = texts;
    }

    /** The entries of a case, in order. Long ones are opened on a worker thread. */
    public Future<List<CaseEntry>> entries(SqlClient client, ViolationId violation, PlaceCode placeCode) {
        return client.preparedQuery(ENTRIES)
                .execute(Tuple.of(violation.value(), NEWEST))
                .map(rows -> RowStream.of(rows).toList())
                .compose(rows -> SizedWork.run(
                        vertx,
                        Columns.length(rows, "note") + Columns.length(rows, "found"),
                        () -> rows.stream()
                                .map(row -> entry(row, violation, placeCode))
                                .toList()));
    }

    /** The steps alone, in order, with nothing that officers wrote. */
    public Future<List<EntryOutline>> steps(SqlClient client, ViolationId violation) {
        return client.preparedQuery(STEPS)
                .execute(Tuple.of(violation.value()))
                .map(rows -> RowStream.of(rows).map(CaseEntryStore::outline).toList());
    }

    private CaseEntry entry(Row row, ViolationId violation, PlaceCode placeCode) {
        int number = row.getInteger("number");
        return new CaseEntry(
                outline(row),
                new AccountId(row.getUUID("account")),
                row.getString("name"),
                InspectionId.orNull(row.getUUID("inspection")),
                texts.open(row.getBuffer("note"), note(placeCode, violation, number)),
                texts.open(row.getBuffer("found"), found(placeCode, violation, number)));
    }

    static EntryOutline outline(Row row) {
        return new EntryOutline(
                row.getInteger("number"),
                row.getString("action"),
                row.getString("step"),
                Columns.instant(row, "at"),
                Authority.of(row.getString("authority")));
    }

    static SealedRef note(PlaceCode placeCode, ViolationId violation, int number) {
        return new SealedRef(placeCode.value(), violation.value(), number, "case-note");
    }

    static SealedRef found(PlaceCode placeCode, ViolationId violation, int number) {
        return new SealedRef(placeCode.value(), violation.value(), number, "case-found");
    }
}
