package lingdian.simulation.city;

import java.util.List;
import lingdian.domain.document.Document;
import lingdian.simulation.city.Stay.Registered;
import org.jspecify.annotations.Nullable;

/**
 * A guest who comes to the café, and the card put on the reader.
 *
 * @param card the document that the agent is given; null if it is given none
 * @param against the reasons by which the service must deny the guest; none if it must not
 * @param rest the correct document, if the card was typed wrongly
 * @param unseen whether no heartbeat lists the seat
 */
record GuestVisit(
        CityPerson person,
        Registered registered,
        @Nullable Document card,
        List<String> against,
        @Nullable Document rest,
        boolean unseen) {

    static GuestVisit proper(CityPerson person) {
        return proper(person, person.card(), person.minor() ? List.of("under-age") : List.of());
    }

    /** A visit on the person's own card, typed a second time. */
    static GuestVisit typedAgain(CityPerson person, Document card) {
        return proper(person, card, List.of());
    }

    private static GuestVisit proper(CityPerson person, Document card, List<String> against) {
        return new GuestVisit(person, Registered.PROPERLY, card, against, null, false);
    }

    @Override
    public String toString() {
        return "GuestVisit[" + registered + "]";
    }
}
