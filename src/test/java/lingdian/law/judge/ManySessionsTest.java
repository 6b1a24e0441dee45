package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    void oneMessageFindsFewAndTheNextOnesTheOthers() {
        People people = people(SESSIONS);
        int left = SESSIONS - 1;
        for (int minute = 6; left > 0; minute++) {
            assertThat(heartbeat(people, minute)).hasSize(Math.min(left, People.FOUND_AT_ONCE_MAX));
            left -= People.FOUND_AT_ONCE_MAX;
        }
        assertThat(heartbeat(people, 29)).isEmpty();
    }

    /** A café was not heard of for long, and ends its session: what it shows of all those elsewhere is found bit by bit. */
    @Test
    void whatTheEndOfASessionShowsIsFoundByItsCafesNextEventsToo() {
        People people = elsewhere(SESSIONS);
        var own = new People.SessionKey(CAFE, "s0000");
        Instant end = BEGIN.plus(Duration.ofDays(9));
        var ended = new Judgement.SessionEnded(session(0), end, false, new EventRef(CAFE, CAFE.county(), STREAM, 2));

        assertThat(people.after(CAFE, end, List.of(ended), end)).hasSize(2 * People.FOUND_AT_ONCE_MAX);
        int left = SESSIONS - People.FOUND_AT_ONCE_MAX;
        for (int minute = 1; left > 0; minute++) {
            assertThat(people.contests()).containsEntry(own, People.Contest.SEEN);
            people.newMessage();
            assertThat(people.after(CAFE, end.plus(Duration.ofMinutes(minute)), List.of(), end))
                    .as("opened and ended")
                    .hasSize(2 * Math.min(left, People.FOUND_AT_ONCE_MAX));
            left -= People.FOUND_AT_ONCE_MAX;
        }
        assertThat(people.contests()).containsOnly(Map.entry(own, People.Contest.FINISHED));
        assertThat(people.after(CAFE, end.plus(Duration.ofHours(1)), List.of(), end))
                .isEmpty();
    }

    /** A person's open session, and so many elsewhere that began and ended since, as they are stored. */
    private static People elsewhere(int sessions) {
        var other = new PlaceCode("36048110000002");
        var people = new People(Rulebook.of(Documents.RULES));
        people.cafe(CAFE, new People.CafeClock(CAFE.county(), BEGIN, BEGIN));
        people.cafe(other, new People.CafeClock(other.county(), BEGIN.plus(Duration.ofDays(9)), BEGIN));
        var known = new ArrayList<People.PersonSession>();
        known.add(new People.PersonSession(CAFE, session(0), null, null, null));
        for (int i = 1; i <= sessions; i++) {
            Instant begun = BEGIN.plus(Duration.ofMinutes(20L * i));
            OpenSession visit =
                    new OpenSession("v" + i, "T", PERSON, begun, STREAM, new LoginRef(2, i, LocalDate.of(2026, 7, 1)));
            known.add(new People.PersonSession(
                    other,
                    visit,
                    begun.plus(Duration.ofMinutes(10)),
                    new EventRef(other, other.county(), STREAM, i),
                    null));
        }
        people.contestedBefore(Map.of(new People.SessionKey(CAFE, "s0000"), People.Contest.CONTESTED));
        people.person(PERSON, BEGIN, known);
        return people;
    }

    private static List<Change> heartbeat(People people, int minute) {
        people.newMessage();
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
