package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.PersonToken;
import org.junit.jupiter.api.Test;

/** One card at every seat: what is found, and how much that takes. */
class ManySessionsTest {
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final PersonToken PERSON = new PersonToken(new UUID(1, 1));
    private static final UUID STREAM = new UUID(2, 2);
    private static final Instant BEGIN = Instant.parse("2026-07-01T04:00:00Z");
    private static final int SESSIONS = 500;

    @Test
    void aFindingNamesTwentyOfTheEarlierSessions() {
        List<Change> changes = found(people(SESSIONS));
        assertThat(changes).hasSize(SESSIONS - 1);
        assertThat(changes).allSatisfy(change -> {
            assertThat(change.kind()).isEqualTo(Change.Kind.OPENED);
            assertThat(change.finding().standing()).isEqualTo(Standing.FACT);
        });
        assertThat(changes.getLast().finding().evidence()).hasSize(21);
    }

    @Test
    void theyAreOpenUntilTheLastOfAllEarlierSessionsEnds() {
        People people = people(SESSIONS);
        found(people);
        var ended = new ArrayList<Judgement.SessionChange>();
        for (int i = 0; i < SESSIONS - 2; i++) {
            ended.add(new Judgement.SessionEnded(
                    session(i),
                    BEGIN.plus(Duration.ofMinutes(30)),
                    false,
                    new EventRef(CAFE, CAFE.county(), STREAM, 1_000 + i)));
        }
        List<Change> changes = people.after(CAFE, BEGIN.plus(Duration.ofMinutes(30)), ended, BEGIN);
        assertThat(changes.stream().filter(change -> change.kind() == Change.Kind.ENDED))
                .as("all but the last one's: the session before it is open")
                .hasSize(SESSIONS - 2);
    }

    @Test
    void oneEventFindsFewAndTheNextOnesTheOthers() {
        People people = people(SESSIONS);
        int left = SESSIONS - 1;
        for (int minute = 6; left > 0; minute++) {
            assertThat(heartbeat(people, minute)).hasSize(Math.min(left, People.FOUND_AT_ONCE_MAX));
            left -= People.FOUND_AT_ONCE_MAX;
        }
        assertThat(heartbeat(people, 29)).isEmpty();
    }

    private static List<Change> heartbeat(People people, int minute) {
        return people.after(CAFE, BEGIN.plus(Duration.ofMinutes(minute)), List.of(), BEGIN);
    }

    /** By heartbeats of some minutes. */
    private static List<Change> found(People people) {
        var changes = new ArrayList<Change>();
        for (int minute = 6; minute < 20; minute++) {
            changes.addAll(heartbeat(people, minute));
        }
        return changes;
    }

    private static People people(int sessions) {
        var people = new People(Rulebook.of(Documents.RULES));
        people.cafe(CAFE, new People.CafeClock(CAFE.county(), BEGIN, BEGIN));
        var known = new ArrayList<People.PersonSession>();
        for (int i = 0; i < sessions; i++) {
            known.add(new People.PersonSession(CAFE, session(i), null, null, null));
        }
        people.person(PERSON, BEGIN, known);
        return people;
    }

    private static OpenSession session(int number) {
        return new OpenSession(
                "s%04d".formatted(number),
                "T" + number,
                PERSON,
                BEGIN,
                STREAM,
                new LoginRef(1, number + 1, LocalDate.of(2026, 7, 1)));
    }
}
