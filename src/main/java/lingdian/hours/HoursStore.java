package lingdian.hours;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.ZoneId;
import java.util.*;

public final class HoursStore {
    public Future<Map<String, CafeHours>> load(SqlClient client, Collection<String> placeCodes) {
        var m = new HashMap<String, CafeHours>();
        for (String p : placeCodes) m.put(p, new CafeHours(new HoursLayers(ZoneId.of("Asia/Shanghai"), List.of(), List.of()), List.of()));
        return Future.succeededFuture(m);
    }
}
