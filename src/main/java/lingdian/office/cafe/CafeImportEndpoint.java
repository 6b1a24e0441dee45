package lingdian.office.cafe;

import io.vertx.core.Future;
import java.util.List;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.HandedInFile;
import lingdian.office.api.InTurn;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.cafe.CafeImport.Step;
import lingdian.office.table.CellFault;
import lingdian.office.table.FaultyCell;
import lingdian.office.table.RowRange;
import lingdian.office.table.RowResult;
import lingdian.office.table.TableFile;
import lingdian.office.table.TableRow;
import lingdian.platform.http.Problem;

/**
 * {@code POST /cafes/import}: a table of cafés. Each row stands alone: it is written with its entry in the access log, or
 * refused, whatever becomes of the others.
 */
final class CafeImportEndpoint {
    private final OfficeContext office;
    private final CafeStore cafes;
    private final CafeImportStore store = new CafeImportStore();
    private final Runnable factsChanged;

    CafeImportEndpoint(OfficeContext office, CafeStore cafes, Runnable factsChanged) {
        this.office = office;
        this.cafes = cafes;
        this.factsChanged = factsChanged;
    }

    public Future<Reply> take(AuthorisedCall call, HandedInFile file) {
        return file.read(office.vertx(), (bytes, charset) -> TableFile.read(bytes, charset, CafeCells.COLUMNS))
                .compose(rows -> done(call, rows)
                        .map(results -> Reply.ok(RowResult.answer(
                                results, call.wantsCells() ? rows : List.of(), CafeCells.PLACE_CODE))));
    }

    private Future<List<RowResult>> done(AuthorisedCall call, List<TableRow> rows) {
        return plan(rows)
                .map(steps -> wanted(call, steps))
                .compose(steps -> call.isDryRun()
                        ? Future.succeededFuture(
                                steps.stream().map(Step::result).toList())
                        : written(call, steps));
    }

    private static List<Step> wanted(AuthorisedCall call, List<Step> steps) {
        RowRange rows = RowRange.of(call.query("firstRow"), call.query("lastRow"));
        return steps.stream().filter(step -> rows.has(step.result().row())).toList();
    }

    private Future<List<Step>> plan(List<TableRow> rows) {
        return store.known(office.pool(), CafeImport.placeCodes(rows)).map(known -> CafeImport.plan(rows, known));
    }

    private Future<List<RowResult>> written(AuthorisedCall call, List<Step> steps) {
        return InTurn.each(steps, step -> call.still().compose(now -> write(call, step)))
                .onComplete(done -> factsChanged.run());
    }

    private Future<RowResult> write(AuthorisedCall call, Step step) {
        Cafe cafe = step.cafe();
        return cafe == null
                ? Future.succeededFuture(step.result())
                : cafes.putAsSeen(
                                step.before(),
                                cafe,
                                (connection, before) -> office.log()
                                        .append(
                                                connection,
                                                CafeLogEntries.of(
                                                        call, entry -> entry.with("way", "import"), before, cafe)))
                        .map(step.result())
                        .recover(failure -> refused(step.result(), failure));
    }

    /** What was changed or judged meanwhile may refuse a row that the plan took. */
    private static Future<RowResult> refused(RowResult planned, Throwable failure) {
        if (failure instanceof CafeChanged) {
            return Future.succeededFuture(RowResult.refused(
                    planned.row(), planned.key(), new FaultyCell(CafeCells.PLACE_CODE, CellFault.CHANGED_MEANWHILE)));
        }
        return failure instanceof Problem.Thrown
                ? Future.succeededFuture(RowResult.refused(
                        planned.row(),
                        planned.key(),
                        new FaultyCell(CafeCells.VALID_UNTIL, CellFault.JUDGED, "the last event of the café")))
                : Future.failedFuture(failure);
    }
}
