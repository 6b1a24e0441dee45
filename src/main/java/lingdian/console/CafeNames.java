package lingdian.console;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lingdian.regulator.Ask;

/**
 * The names of cafés, by place code, as the API tells them to whoever looks.
 *
 * <p>Kept for one request alone: a name kept longer would be shown to somebody whom the API was not asked about.
 */
final class CafeNames {
    private final PageCall call;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    CafeNames(PageCall call) {
        this.call = call;
    }

    /** The place code itself where a café is not there any more. */
    Future<Map<String, String>> of(Collection<String> placeCodes) {
        List<Future<String>> names =
                placeCodes.stream().distinct().map(this::name).toList();
        return Future.join(names).otherwiseEmpty().map(all -> new HashMap<>(known));
    }

    private Future<String> name(String placeCode) {
        return call.ask(Ask.of("getCafe").path("placeCode", placeCode))
                .map(cafe -> cafe.getString("name"))
                .otherwise(placeCode)
                .onSuccess(name -> known.put(placeCode, name));
    }
}
