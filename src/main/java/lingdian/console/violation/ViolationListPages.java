package lingdian.console.violation;

import io.vertx.core.Future;
import lingdian.console.frame.CafeNames;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.office.violation.ViolationCalls;

/** {@code /violations}: the violations that began in some days, page by page: the rows behind charts and sums. */
final class ViolationListPages {
    private static final int AT_ONCE = 50;

    private final Divisions divisions;

    ViolationListPages(Divisions divisions) {
        this.divisions = divisions;
    }

    void mountOn(PageRouter pages) {
        pages.get("/violations", this::list);
    }

    private Future<Void> list(PageCall call) {
        ViolationFilter filter = ViolationFilter.of(call);
        return call.ask(ViolationCalls.page(
                        filter.ofTheApi(), filter.begins(), filter.ends(), call.query("cursor"), AT_ONCE))
                .compose(found -> new CafeNames(call)
                        .of(ViolationRow.all(found).stream()
                                .map(ViolationRow::placeCode)
                                .toList())
                        .compose(names -> call.show(
                                "violation/violations",
                                Section.TRENDS,
                                new ViolationListView(
                                        filter,
                                        divisions.below(call),
                                        divisions.isForeign(call, filter.region()) ? filter.region() : "",
                                        ViolationRow.all(found),
                                        names,
                                        found.next() == null ? null : filter.path(found.next()),
                                        divisions))));
    }
}
