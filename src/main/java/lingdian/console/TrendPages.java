package lingdian.console;

import io.vertx.core.Future;
import lingdian.regulator.Ask;

/** {@code /trends}: what Grafana shows, in short, for those without it. */
final class TrendPages {
    private final Divisions divisions;

    TrendPages(Divisions divisions) {
        this.divisions = divisions;
    }

    void mountOn(Rooms rooms) {
        rooms.get("/trends", this::all);
    }

    private Future<Void> all(PageCall call) {
        String region = call.query("region");
        return call.ask(Ask.of("getTrends")
                        .query("region", region)
                        .query("from", call.query("from"))
                        .query("to", call.query("to")))
                .compose(figures -> call.show(
                        "trends", Section.TRENDS, Trends.of(figures, region, divisions.below(call), divisions)));
    }
}
