package lingdian.console.returns;

import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.domain.ChinaTime;
import lingdian.office.export.TableFormat;
import lingdian.office.export.TableWriter;
import lingdian.office.returns.ReturnCalls;
import lingdian.office.returns.ReturnDetail;
import lingdian.office.returns.ReturnTable;
import org.jspecify.annotations.Nullable;

/** {@code /returns}: what is reported upward of each period, the rows behind its figures, and its submission. */
public final class ReturnPages {
    private static final String PATH = "/returns";
    private static final int AT_ONCE = 100;

    private final Divisions divisions;

    public ReturnPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        pages.get(PATH, this::list)
                .get(PATH + "/:period", this::one)
                .get(PATH + "/:period/return.xlsx", this::workbook)
                .get(PATH + "/:period/rows", this::rows)
                .post(PATH + "/:period/submission", this::submit);
    }

    private Future<Void> list(PageCall call) {
        String year = call.query("year");
        int thisYear = LocalDate.ofInstant(call.now(), ChinaTime.ZONE).getYear();
        int shown = year.matches("\\d{4}") ? Integer.parseInt(year) : thisYear;
        return call.ask(ReturnCalls.list(year, ""))
                .compose(page -> call.show(
                        "returns/returns",
                        Section.RETURNS,
                        new ReturnList(shown, thisYear, isCounty(call), page.items())));
    }

    private Future<Void> one(PageCall call) {
        return read(call)
                .compose(found -> call.show(
                        "returns/return",
                        Section.RETURNS,
                        new ReturnView(found, divisions, call.words().language().code(), isOwnCounty(call, found))));
    }

    private static Future<ReturnDetail> read(PageCall call) {
        return call.ask(ReturnCalls.one(call.path("period"), call.query("region")));
    }

    private Future<Void> workbook(PageCall call) {
        TableFormat format = TableFormat.XLSX;
        return read(call)
                .compose(found -> call.send(
                        found.title().zh() + " " + found.period().name() + " " + found.region() + ".xlsx",
                        format.contentType(),
                        () -> bytes(format.writer(ReturnTable.ONE), found)));
    }

    private static byte[] bytes(TableWriter writer, ReturnDetail found) {
        return writer.write(ReturnTable.ONE.rowsOf(found.json()))
                .appendBuffer(writer.end())
                .getBytes();
    }

    private Future<Void> rows(PageCall call) {
        var wanted = new ReturnCalls.Rows(
                call.path("period"),
                call.query("column"),
                call.query("accumulated"),
                call.query("submitted"),
                call.query("region"));
        return read(call)
                .compose(found -> call.ask(ReturnCalls.rows(wanted, call.query("cursor"), AT_ONCE))
                        .compose(page -> new CafeNames(call)
                                .of(page.items().stream()
                                        .flatMap(row ->
                                                CountedRows.cafes(row).stream().limit(1))
                                        .toList())
                                .compose(names -> call.show(
                                        "returns/return-rows",
                                        Section.RETURNS,
                                        new CountedRows(
                                                new ReturnView(
                                                        found,
                                                        divisions,
                                                        call.words().language().code(),
                                                        false),
                                                wanted,
                                                page.items(),
                                                names,
                                                next(wanted, page.next()))))));
    }

    private static @Nullable String next(ReturnCalls.Rows wanted, @Nullable String cursor) {
        return cursor == null
                ? null
                : CountedRows.path(wanted) + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }

    private Future<Void> submit(PageCall call) {
        String period = call.path("period");
        return call.ask(ReturnCalls.submit(period))
                .compose(done -> call.seeOther(PATH + "/" + period, "return.submit"));
    }

    private static boolean isCounty(PageCall call) {
        var own = call.account().region();
        return own != null && !own.value().endsWith("00");
    }

    private static boolean isOwnCounty(PageCall call, ReturnDetail found) {
        return isCounty(call) && !found.sum();
    }
}
