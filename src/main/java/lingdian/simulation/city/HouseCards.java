package lingdian.simulation.city;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import lingdian.domain.document.Document;
import lingdian.simulation.city.Truth.Shown;
import org.jspecify.annotations.Nullable;

/**
 * The cards that some cafés hand out to their guests (公卡), also lent between cafés, and their uses.
 *
 * <p>Their owners never visit a café, so every sharing involves one of these cards. A use is settled when every guest
 * who came before its end has left.
 */
final class HouseCards {
    private static final int CARDS = 3;
    private static final Duration CHANGE_OF_SEATS = Duration.ofMinutes(5);
    /** Longer than any guest stays. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final Comparator<Use> BEGUN = Comparator.comparing((Use use) -> use.stay().from)
            .thenComparing(Use::placeCode)
            .thenComparing(use -> use.stay().session());

    private final Map<Document, List<Use>> uses = new LinkedHashMap<>();
    private final Consumer<Truth> truths;
    private Instant settledUntil = Instant.MIN;

    private record Use(String placeCode, Stay stay) {}

    HouseCards(Population population, Consumer<Truth> truths) {
        this.truths = truths;
        for (int i = 0; i < CARDS; i++) {
            uses.put(population.newAdult().card(), new ArrayList<>());
        }
    }

    Document any(RandomGenerator random) {
        return uses.keySet().stream()
                .skip(random.nextInt(uses.size()))
                .findFirst()
                .orElseThrow();
    }

    void used(String placeCode, Stay stay) {
        uses.computeIfAbsent(Objects.requireNonNull(stay.card), card -> new ArrayList<>())
                .add(new Use(placeCode, stay));
    }

    /** Reports the true sharing for every use that began before {@code until}. All of them must have ended. */
    void settle(Instant until) {
        uses.values().forEach(ofCard -> {
            ofCard.sort(BEGUN);
            for (Use use : ofCard) {
                if (use.stay().from.isBefore(until) && !use.stay().from.isBefore(settledUntil)) {
                    settle(use, ofCard.subList(0, ofCard.indexOf(use)));
                }
            }
            ofCard.removeIf(use -> use.stay().to().isBefore(until.minus(LONGEST)));
        });
        settledUntil = until;
    }

    private void settle(Use use, List<Use> earlier) {
        Stay stay = use.stay();
        @Nullable Shown shown = null;
        Instant to = stay.from;
        for (Use other : earlier) {
            Instant both = other.stay().to().isBefore(stay.to()) ? other.stay().to() : stay.to();
            to = both.isAfter(to) ? both : to;
            if (Duration.between(stay.from, both).compareTo(CHANGE_OF_SEATS) > 0) {
                boolean sameCafe = other.placeCode().equals(use.placeCode());
                shown = sameCafe || shown == Shown.FACT ? Shown.FACT : Shown.SUSPICION;
            }
        }
        if (shown != null) {
            truths.accept(new Truth(Truth.SHARED, use.placeCode(), stay.from, to, stay.seat, shown));
        }
    }
}
