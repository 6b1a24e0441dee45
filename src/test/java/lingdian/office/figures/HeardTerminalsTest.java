package lingdian.office.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.office.figures.HeardTerminals.Heard;
import lingdian.record.evidence.StoredBody;
import org.junit.jupiter.api.Test;

/** Of a café's heartbeats, each of which names all terminals in use, only what each adds is written. */
class HeardTerminalsTest {
    private static final PlaceCode HERE = new PlaceCode("36048110000001");
    private static final PlaceCode THERE = new PlaceCode("36048110000002");
    private static final LocalDate TODAY = LocalDate.parse("2026-07-10");

    private final HeardTerminals terminals = new HeardTerminals();

    @Test
    void aHeartbeatAddsWhatTheOneBeforeDidNotName() {
        assertThat(added(heartbeat(HERE, TODAY, "A01", "A02", "A04"))).containsExactly("A01", "A02", "A04");
        assertThat(added(heartbeat(HERE, TODAY, "A01", "A02", "A03"))).containsExactly("A03");
        assertThat(added(heartbeat(HERE, TODAY, "A01", "A02", "A03"))).isEmpty();
        assertThat(added(heartbeat(THERE, TODAY, "A01"))).containsExactly("A01");
    }

    @Test
    void aNewDayNamesAllAgain() {
        added(heartbeat(HERE, TODAY, "A01", "A02"));

        assertThat(added(heartbeat(HERE, TODAY.plusDays(1), "A01", "A02"))).containsExactly("A01", "A02");
    }

    /** Otherwise each login would make the next heartbeat name everything again. */
    @Test
    void aLoginAddsItsTerminalAndIsNotRemembered() {
        added(heartbeat(HERE, TODAY, "A01"));

        assertThat(added(login(HERE, "B07"))).containsExactly("B07");
        assertThat(added(heartbeat(HERE, TODAY, "A01", "B07"))).containsExactly("B07");
    }

    @Test
    void whatCouldNotBeWrittenIsNamedAgain() {
        added(heartbeat(HERE, TODAY, "A01"));
        terminals.forget();

        assertThat(added(heartbeat(HERE, TODAY, "A01"))).containsExactly("A01");
    }

    @Test
    void aFormThatNamesNothingAddsNothing() {
        assertThat(added(new Heard(HERE, TODAY, true, "{\"type\":\"heartbeat\",\"inUse\":\"?~\"}")))
                .isEmpty();
        assertThat(added(heartbeat(HERE, TODAY))).isEmpty();
    }

    /** A terminal that is only on, or of which only its seat reported, is heard of as well. */
    @Test
    void terminalsOfAllListsCount() {
        assertThat(added(lists("[\"A01\"]", "[\"A01\",\"B07\"]", "[\"C01\"]"))).containsExactly("A01", "B07", "C01");
        assertThat(added(lists("[\"B07\"]", "[\"A01\",\"D01\"]", "[]"))).containsExactly("D01");
    }

    private static Heard lists(String inUse, String powered, String witnessed) {
        String body = "{\"type\":\"heartbeat\",\"inUse\":%s,\"powered\":%s,\"witnessed\":%s}"
                .formatted(inUse, powered, witnessed);
        return new Heard(HERE, TODAY, true, StoredBody.of(body));
    }

    private List<String> added(Heard heard) {
        return terminals.added(List.of(heard)).stream()
                .map(HeardTerminals.Naming::terminal)
                .toList();
    }

    private static Heard heartbeat(PlaceCode placeCode, LocalDate day, String... inUse) {
        String list = inUse.length == 0 ? "" : "\"" + String.join("\",\"", inUse) + "\"";
        return new Heard(placeCode, day, true, StoredBody.of("{\"type\":\"heartbeat\",\"inUse\":[" + list + "]}"));
    }

    private static Heard login(PlaceCode placeCode, String terminal) {
        return new Heard(placeCode, TODAY, false, "{\"inUse\":[\"" + terminal + "\"]}");
    }
}
