package lingdian.console.frame;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lingdian.office.inspection.InspectionDetail;

/**
 * What inspections are called wherever they are listed: when, where and of which kind they were. An office has many of one day
 * and kind.
 */
public final class InspectionTitles {
    private final PageCall call;
    private final Map<String, String> names;

    /** @param names of cafés, by place code */
    public InspectionTitles(PageCall call, Map<String, String> names) {
        this.call = call;
        this.names = names;
    }

    /** Reads the names of cafés of which the inspections have the codes alone. */
    public static Future<InspectionTitles> of(PageCall call, Collection<InspectionDetail> inspections) {
        return new CafeNames(call)
                .of(inspections.stream()
                        .flatMap(one -> one.premises().stream())
                        .filter(one -> one.name().isEmpty())
                        .map(InspectionDetail.Premises::placeCode)
                        .toList())
                .map(names -> new InspectionTitles(call, names));
    }

    /** By its first premises; by its unit where it has none, or they are erased. */
    public String title(InspectionDetail one) {
        return title(one, "");
    }

    /** @param placeCode of the café that is named first, where it was visited too */
    public String title(InspectionDetail one, String placeCode) {
        List<String> places = places(one, placeCode);
        return call.words()
                .say(
                        "inspection.title",
                        call.moment(one.period().begin()),
                        places.isEmpty() ? one.unit() : first(call.words(), places),
                        call.words().sayWord("kind", one.kind()));
    }

    /** The names of what was visited. */
    public List<String> places(InspectionDetail one) {
        return places(one, "");
    }

    private List<String> places(InspectionDetail one, String placeCode) {
        List<InspectionDetail.Premises> premises = one.premises();
        return Stream.concat(
                        premises.stream().filter(each -> each.placeCode().equals(placeCode)),
                        premises.stream().filter(each -> !each.placeCode().equals(placeCode)))
                .map(each ->
                        each.name().isEmpty() ? names.getOrDefault(each.placeCode(), each.placeCode()) : each.name())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** The first of several, and how many there are. */
    public static String first(Words words, List<String> places) {
        return places.size() == 1
                ? places.getFirst()
                : words.say("inspection.places", places.getFirst(), places.size());
    }
}
