package lingdian.console.administration;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.TypedForm;
import lingdian.office.cafe.CafeCalls;
import lingdian.office.cafe.CafeEntry;

/**
 * Cafés that were typed, as codes or as names.
 *
 * @param codes that the API takes
 * @param candidates what a name could mean where that is not clear
 * @param clear whether it is clear what was meant
 */
record TypedCafes(List<String> codes, List<String> candidates, boolean clear) {
    private static final String FIELD = "placeCodes";
    private static final int CANDIDATES_MAX = 12;
    /** So many names are looked up; who enters more cafés has their codes. */
    private static final int NAMES_MAX = 5;

    TypedCafes {
        codes = List.copyOf(codes);
        candidates = List.copyOf(candidates);
    }

    /** A code that no café has is for the API to refuse. */
    static Future<TypedCafes> of(PageCall call) {
        List<String> typed = Arrays.stream(call.typed(FIELD).split("[\\s,;，；、]+"))
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
        List<String> names = typed.stream().filter(part -> !isCode(part)).toList();
        if (names.size() > NAMES_MAX) {
            return Future.succeededFuture(new TypedCafes(List.of(), List.of(), false));
        }
        List<Future<List<CafeEntry>>> found =
                names.stream().map(name -> named(call, name)).toList();
        return Future.all(found).map(all -> {
            var codes =
                    new ArrayList<>(typed.stream().filter(TypedCafes::isCode).toList());
            var candidates = new ArrayList<String>();
            boolean clear = true;
            for (Future<List<CafeEntry>> one : found) {
                if (one.result().size() == 1) {
                    codes.add(one.result().getFirst().placeCode());
                } else {
                    clear = false;
                    one.result().stream()
                            .map(cafe -> cafe.name() + " " + cafe.placeCode())
                            .forEach(candidates::add);
                }
            }
            return new TypedCafes(codes.stream().distinct().toList(), candidates, clear);
        });
    }

    /** Of several cafés with the text in their names that which is called so. */
    private static Future<List<CafeEntry>> named(PageCall call, String name) {
        return call.ask(CafeCalls.entries(name, "", "", "", CANDIDATES_MAX)).map(page -> {
            List<CafeEntry> exact = page.items().stream()
                    .filter(cafe -> cafe.name().equals(name))
                    .toList();
            return exact.size() == 1 ? exact : page.items();
        });
    }

    private static boolean isCode(String part) {
        return part.matches("[0-9]+");
    }

    /** The form, which asks what was meant. */
    TypedForm unclear(PageCall call, String form) {
        return candidates.isEmpty()
                ? TypedForm.wrong(call, form, FIELD)
                : TypedForm.unclear(call, form, FIELD, candidates);
    }
}
