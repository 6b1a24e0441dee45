package lingdian.office.figures;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import lingdian.domain.RegionCode;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.PeriodicJob;

/**
 * Enters the names of regions into the database, where dashboards read them. Only of regions that have a café or a campaign, and only
 * now and then: a county gets its first café once.
 */
public final class RegionNaming extends PeriodicJob {
    private static final long PERIOD_MILLIS = 300_000;

    private final QueryPool pool;
    private final Function<RegionCode, Optional<String>> names;
    private final RegionNameStore store = new RegionNameStore();

    public RegionNaming(Vertx vertx, QueryPool pool, Function<RegionCode, Optional<String>> names) {
        super(vertx, "the names of regions", PERIOD_MILLIS);
        this.pool = pool;
        this.names = names;
    }

    @Override
    protected Future<Void> round() {
        return pool.withConnection(connection -> store.needed(connection).compose(regions -> {
            var named = new TreeMap<RegionCode, String>(Comparator.comparing(RegionCode::value));
            regions.forEach(region -> names.apply(region).ifPresent(name -> named.put(region, name)));
            return store.put(connection, named);
        }));
    }
}
