package lingdian.console.frame;

import io.vertx.core.Future;
import java.util.Optional;
import lingdian.domain.PlaceCode;
import lingdian.office.cafe.CafeCalls;

/** Finds the café that somebody typed into a form: a place code, or a part of a name, licence or address that only one has. */
public final class CafeChoice {
    private CafeChoice() {}

    /** Its place code; empty if none is typed, none is found, or several are. */
    public static Future<Optional<String>> of(PageCall call, String typed) {
        if (typed.isEmpty() || PlaceCode.find(typed).isPresent()) {
            return Future.succeededFuture(Optional.of(typed).filter(given -> !given.isEmpty()));
        }
        return call.ask(CafeCalls.list("", typed, "", 2))
                .map(list -> list.items().size() == 1
                        ? Optional.of(list.items().getFirst().placeCode())
                        : Optional.empty());
    }
}
