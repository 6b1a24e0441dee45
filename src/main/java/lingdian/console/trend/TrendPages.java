package lingdian.console.trend;

import io.vertx.core.Future;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.office.figures.TrendCalls;

/** {@code /trends}: a short form of the Grafana dashboards, for readers without Grafana. */
public final class TrendPages {
    private final Divisions divisions;

    public TrendPages(Divisions divisions) {
        this.divisions = divisions;
    }

    public void mountOn(PageRouter pages) {
        pages.get("/trends", this::all).get("/trends/comparison", this::compare);
    }

    private Future<Void> compare(PageCall call) {
        String region = call.query("region");
        String month = call.query("month");
        return call.ask(TrendCalls.compare(region, month))
                .compose(figures -> call.show(
                        "trend/comparison",
                        Section.TRENDS,
                        new ComparisonView(
                                figures,
                                month,
                                region,
                                divisions.below(call),
                                divisions,
                                ComparisonView.Order.of(call.query("order")),
                                call.account().region())));
    }

    private Future<Void> all(PageCall call) {
        String region = call.query("region");
        return call.ask(TrendCalls.get(region, call.query("from"), call.query("to")))
                .compose(figures -> call.show(
                        "trend/trends",
                        Section.TRENDS,
                        Trends.of(
                                figures,
                                region,
                                divisions.isForeign(call, region) ? region : "",
                                divisions.below(call),
                                divisions)));
    }
}
