package lingdian.office.api;

import static lingdian.office.api.AccountTurns.Kind.FILE;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.RequestParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import lingdian.access.account.Freshness;
import lingdian.access.account.Refused;
import lingdian.office.api.Operations.Answering;
import lingdian.office.export.ListTable;
import lingdian.office.export.TableFormat;
import lingdian.office.export.TableWriter;
import lingdian.platform.work.SizedWork;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/**
 * A list as a file for spreadsheets: the pages of the list itself, so that it has the rows and masks of the list, with one
 * entry in the access log for all of them.
 */
final class TableAnswer {
    /** The parameters that choose a page; a file has all of them, so that they are dropped before they are checked. */
    static final List<String> OF_PAGES = List.of("limit", "cursor");

    private final Vertx vertx;
    private final AccountTurns turns;
    private final HttpServerRequest request;
    private final Answering list;
    private final ListTable table;
    private final TableWriter writer;
    private final AuthorisedCall call;
    private final StandingRight right;
    private @Nullable String cursor;

    private TableAnswer(
            Vertx vertx,
            AccountTurns turns,
            HttpServerRequest request,
            Answering list,
            ListTable table,
            TableFormat format,
            AuthorisedCall call,
            StandingRight right) {
        this.vertx = vertx;
        this.turns = turns;
        this.request = request;
        this.list = list;
        this.table = table;
        this.writer = format.writer(table);
        this.call = call;
        this.right = right;
    }

    /** Fails only if nothing has been sent yet: with 422 where the list is too long for one file. */
    static Future<Void> send(
            Vertx vertx,
            AccountTurns turns,
            ReadLog reads,
            Answering list,
            TableSource source,
            TableFormat format,
            AuthorisedCall call,
            StandingRight right,
            HttpServerRequest request) {
        ListTable table = source.table();
        var answer = new TableAnswer(vertx, turns, request, list, table, format, call, right);
        return answer.inTurn(() -> source.rows().count(call))
                .compose(rows -> rows > ListTable.ROWS_MAX
                        ? Future.failedFuture(Refused.tooManyRows(rows, ListTable.ROWS_MAX))
                        : reads.one(entry(call, table, rows), rows))
                .onSuccess(logged -> call.freshness()
                        .behindMillis()
                        .ifPresent(behind -> request.response().putHeader(Freshness.BEHIND, Long.toString(behind))))
                .compose(logged -> PagedDownload.send(
                        request,
                        format.contentType(),
                        format.fileName(table),
                        PagedDownload.PAGE_MILLIS_MAX,
                        answer::next));
    }

    /** With the filter: codes as they are, and other text sealed, since people search by names. */
    private static AccessEntry entry(AuthorisedCall call, ListTable table, long rows) {
        AccessEntry entry = call.done(Action.EXPORT_LIST)
                .inRegion(call.account().region())
                .with("list", table.name())
                .with("rows", rows);
        var texts = new ArrayList<String>();
        for (Map.Entry<String, RequestParameter> filter :
                new TreeMap<>(call.request().getQuery()).entrySet()) {
            String value = call.query(filter.getKey());
            if (value == null) {
                continue;
            }
            if (AccessEntry.isCode(value)) {
                entry = entry.with(filter.getKey(), value);
            } else {
                texts.add(filter.getKey() + "=" + value);
            }
        }
        return texts.isEmpty() ? entry : entry.because(String.join(", ", texts));
    }

    private Future<PagedDownload.Page> next() {
        return inTurn(() -> right.check()
                .compose(may -> list.answer(call.tablePart(cursor)))
                .compose(reply -> written(reply.value())));
    }

    /** Each page is read and written like the answer to a request of its own. */
    private <T> Future<T> inTurn(Supplier<Future<T>> answering) {
        return turns.inTurn(call.account().id(), FILE, request.response()::closed, answering);
    }

    private Future<PagedDownload.Page> written(JsonObject page) {
        cursor = page.getString("next");
        boolean last = cursor == null;
        long size = (long) page.getJsonArray(table.rows()).size() * ReplyBody.ITEM_SIZE;
        return SizedWork.run(vertx, size, () -> {
            Buffer bytes = writer.write(table.rowsOf(page));
            return new PagedDownload.Page(last ? bytes.appendBuffer(writer.end()) : bytes, last);
        });
    }
}
