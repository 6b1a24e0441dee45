package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.PersonToken;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What is open at a café is as if all had been copied for each batch: in order of opening, and no copy sees another's changes. */
class OpenSessionsProperties {
    private record Step(Kind kind, int map, String key, int value) {}

    private enum Kind {
        PUT,
        REMOVE,
        COPY
    }

    private static final int COPIES_MAX = 8;

    @Property
    void itIsAsIfAllHadBeenCopied(@ForAll("steps") List<Step> steps) {
        List<CafeState> states = new ArrayList<>(List.of(new CafeState(new PlaceCode("36048110000001"))));
        List<Map<String, OpenSession>> expected = new ArrayList<>(List.of(new LinkedHashMap<>()));
        for (Step step : steps) {
            int which = step.map() % states.size();
            CafeState state = states.get(which);
            Map<String, OpenSession> model = expected.get(which);
            OpenSession session = session(step.key(), step.value());
            switch (step.kind()) {
                case PUT -> {
                    state.put(session);
                    model.put(step.key(), session);
                }
                case REMOVE -> {
                    OpenSession open = model.remove(step.key());
                    if (open != null) {
                        state.remove(open);
                    }
                }
                case COPY -> {
                    if (states.size() < COPIES_MAX) {
                        states.add(state.copy());
                        expected.add(new LinkedHashMap<>(model));
                    }
                }
            }
            for (int i = 0; i < states.size(); i++) {
                assertThat(states.get(i).openSessions())
                        .containsExactlyElementsOf(expected.get(i).values());
                assertThat(states.get(i).open(step.key()))
                        .isEqualTo(states.get(i).on("T" + step.key()))
                        .isEqualTo(expected.get(i).get(step.key()));
            }
        }
    }

    /** Of one terminal each; the number makes it differ from others of the same name. */
    private static OpenSession session(String key, int number) {
        return new OpenSession(
                key,
                "T" + key,
                new PersonToken(new UUID(0, number)),
                Instant.EPOCH,
                new UUID(0, 1),
                new LoginRef(1, 1, LocalDate.EPOCH));
    }

    @Provide
    static Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds =
                Arbitraries.frequency(Tuple.of(5, Kind.PUT), Tuple.of(3, Kind.REMOVE), Tuple.of(1, Kind.COPY));
        Arbitrary<String> keys = Arbitraries.integers().between(0, 40).map(number -> "s-" + number);
        return Combinators.combine(kinds, Arbitraries.integers().between(0, COPIES_MAX), keys, Arbitraries.integers())
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(200);
    }
}
