package lingdian.console.frame;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import lingdian.domain.PlaceCode;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeHeading;
import lingdian.office.query.Page;

/**
 * The names of cafés, by place code, as the API shows them to the reader; read in one request.
 *
 * <p>Kept for one request only: a cached name could be shown to an account that may not see it.
 */
public final class CafeNames {
    private static final int AT_ONCE = 200;

    private final PageCall call;

    public CafeNames(PageCall call) {
        this.call = call;
    }

    /** Names by place code; the place code itself if the café no longer exists. */
    public Future<Map<String, String>> of(Collection<String> placeCodes) {
        List<String> asked = placeCodes.stream()
                .filter(placeCode -> PlaceCode.find(placeCode).isPresent())
                .distinct()
                .toList();
        Map<String, String> names = new ConcurrentHashMap<>();
        asked.forEach(placeCode -> names.put(placeCode, placeCode));
        List<Future<Page<CafeHeading>>> lists = IntStream.range(0, (asked.size() + AT_ONCE - 1) / AT_ONCE)
                .mapToObj(i -> asked.subList(i * AT_ONCE, Math.min(asked.size(), (i + 1) * AT_ONCE)))
                .map(some -> call.ask(CafeCalls.these(some, AT_ONCE))
                        .onSuccess(list -> list.items().forEach(cafe -> names.put(cafe.placeCode(), cafe.name()))))
                .toList();
        return Future.join(lists).otherwiseEmpty().map(all -> names);
    }
}
