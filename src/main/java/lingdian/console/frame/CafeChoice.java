package lingdian.console.frame;

import io.vertx.core.Future;
import java.util.Optional;
import lingdian.domain.PlaceCode;
import lingdian.office.cafe.CafeCalls;

/**
 * Finds the café that somebody typed into a form: a place code, a part of a name, licence or address that only one has, or what the
 * field offered.
 */
public final class CafeChoice {
    private CafeChoice() {}

    /** What a field offers for a café: its name, and its code, by which it is found again. */
    public static String shown(String name, String placeCode) {
        return name + " " + placeCode;
    }

    /** What to search for: of what a field offered, the code. */
    public static String searched(String typed) {
        return code(typed).map(PlaceCode::value).orElse(typed);
    }

    private static Optional<PlaceCode> code(String typed) {
        return PlaceCode.find(typed.substring(typed.lastIndexOf(' ') + 1));
    }

    /** Its place code; empty if none is typed, none is found, or several are. */
    public static Future<Optional<String>> of(PageCall call, String typed) {
        Optional<PlaceCode> offered = code(typed);
        if (offered.isPresent()) {
            return Future.succeededFuture(offered.map(PlaceCode::value));
        }
        if (typed.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return call.ask(CafeCalls.list("", typed, "", 2))
                .map(list -> list.items().size() == 1
                        ? Optional.of(list.items().getFirst().placeCode())
                        : Optional.empty());
    }
}
