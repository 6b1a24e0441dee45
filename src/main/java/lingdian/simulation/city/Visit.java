package lingdian.simulation.city;

import java.util.List;
import lingdian.domain.document.Document;
import lingdian.simulation.city.Stay.Registered;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at the door, with what is put on the reader.
 *
 * @param card what the agent is given; null where it is given nothing
 * @param against the reasons by which the service must deny them, none where it must not
 * @param rest what the card truly says, where it was typed wrongly
 * @param unseen whether the seat is one that no heartbeat lists
 */
record Visit(
        Person person,
        Registered registered,
        @Nullable Document card,
        List<String> against,
        @Nullable Document rest,
        boolean unseen) {

    static Visit proper(Person person) {
        return proper(person, person.card(), person.minor() ? List.of("under-age") : List.of());
    }

    /** On the person's own card, which was typed again. */
    static Visit typedAgain(Person person, Document card) {
        return proper(person, card, List.of());
    }

    private static Visit proper(Person person, Document card, List<String> against) {
        return new Visit(person, Registered.PROPERLY, card, against, null, false);
    }

    @Override
    public String toString() {
        return "Visit[" + registered + "]";
    }
}
