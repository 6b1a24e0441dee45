package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.PersonToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code REGISTRATION_BURST} and {@code REGISTRATION_REPLAY} (handbook, suspicions.md): five guests within half a
 * minute, and five in the order of the day before.
 */
class MadeUpRegistrationsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 7, 1);
    private static final PlaceCode HERE = new PlaceCode("36048110000001");
    private static final PlaceCode THERE = new PlaceCode("36048110000002");
    private static final int LENGTH = 5;

    @Test
    void fiveWithinThirtySecondsAreABurst() {
        Scenario.check("""
                watch REGISTRATION_BURST
                10:00    login a@A01 adult1 -> allow
                10:00:10 login b@A02 adult2 -> allow
                10:00:20 login c@A03 adult3 -> allow
                10:00:25 login d@A04 adult4 -> allow
                10:00:30 login e@A05 adult5 -> allow; opened REGISTRATION_BURST suspicion since 10:00
                                             ; ended REGISTRATION_BURST 30 s, 5 sessions, peak 5
                10:00:30 login f@A06 adult6 -> allow; updated REGISTRATION_BURST 6 sessions, peak 6
                10:02    login g@A07 adult7 -> allow
                evidence REGISTRATION_BURST -> 1 2 3 4 5 6
                """);
    }

    @Test
    void fiveWithinAMoreThanThirtySecondsAreNone() {
        Scenario.check("""
                watch REGISTRATION_BURST
                10:00    login a@A01 adult1 -> allow
                10:00:10 login b@A02 adult2 -> allow
                10:00:20 login c@A03 adult3 -> allow
                10:00:25 login d@A04 adult4 -> allow
                10:00:31 login e@A05 adult5 -> allow
                10:00:41 login f@A06 adult6 -> allow
                """);
    }

    @Test
    void theLargestBurstOfABusinessDayIsItsFinding() {
        Scenario.check("""
                watch REGISTRATION_BURST
                suspicion burstLogins 2
                hours A daily 00:00-24:00
                10:00      login a@A01 adult1 -> allow
                10:00      login b@A02 adult2 -> allow; opened REGISTRATION_BURST suspicion since 10:00
                                               ; ended REGISTRATION_BURST 0 s, 2 sessions, peak 2
                11:00      login c@A03 adult3 -> allow
                11:00      login d@A04 adult4 -> allow
                07:58:50+1 login e@A05 adult5 -> allow
                07:59+1    login f@A06 adult6 -> allow
                07:59+1    login g@A07 adult7 -> allow; updated REGISTRATION_BURST 3 sessions, peak 3 to 07:59+1
                evidence REGISTRATION_BURST -> 5 6 7
                08:00+1    login h@A08 adult8 -> allow
                08:00+1    login i@A09 adult9 -> allow; opened REGISTRATION_BURST suspicion since 08:00+1
                                               ; ended REGISTRATION_BURST 0 s, 2 sessions, peak 2
                """);
    }

    @Test
    void whoIsDeniedOrLeftAgainIsNotOfABurst() {
        Scenario.check("""
                watch REGISTRATION_BURST
                suspicion burstLogins 3
                10:00    login a@A01 adult1  -> allow
                10:00:05 login b@A02 expired -> deny document-expired
                10:00:10 login c@A03 adult3  -> allow
                10:00:12 logout a            ->
                10:00:15 login d@A04 adult4  -> allow
                """);
    }

    @Test
    void timesThatAWrongClockMakesAlikeProveNothing() {
        Scenario.check("""
                watch REGISTRATION_BURST
                suspicion burstLogins 3
                10:30 login a@A01 adult1 [received 10:00] -> adjusted to 10:00; allow
                10:35 login b@A02 adult2 [received 10:00] -> adjusted to 10:00; allow
                10:40 login c@A03 adult3 [received 10:00] -> adjusted to 10:00; allow
                """);
    }

    @Test
    void fivePersonsInTheOrderOfTheDayBeforeAreAReplay() {
        Scenario.check("""
                watch REGISTRATION_REPLAY
                10:00   login a1@A01 adult1 -> allow
                10:10   login b1@A02 adult2 -> allow
                10:20   login c1@A03 adult3 -> allow
                10:30   login d1@A04 adult4 -> allow
                10:40   login e1@A05 adult5 -> allow
                10:50   login f1@A06 adult6 -> allow
                11:00   logout a1           ->
                11:00   logout b1           ->
                11:00   logout c1           ->
                11:00   logout d1           ->
                11:00   logout e1           ->
                11:00   logout f1           ->
                09:00+1 login x2@A01 adult9 -> allow
                10:00+1 login a2@A11 adult1 -> allow
                11:00+1 login b2@A12 adult2 -> allow
                12:00+1 login c2@A13 adult3 -> allow
                13:00+1 login d2@A14 adult4 -> allow
                14:00+1 login e2@A15 adult5 -> allow; opened REGISTRATION_REPLAY suspicion since 14:00+1
                                             ; ended REGISTRATION_REPLAY 0 s, 5 sessions, peak 5
                15:00+1 login f2@A16 adult6 -> allow; updated REGISTRATION_REPLAY 6 sessions, peak 5 to 15:00+1
                evidence REGISTRATION_REPLAY -> 18 19
                """);
    }

    @Test
    void fourPersonsOrAnotherOrderAreNone() {
        Scenario.check("""
                watch REGISTRATION_REPLAY
                10:00   login a1@A01 adult1 -> allow
                10:10   login b1@A02 adult2 -> allow
                10:20   login c1@A03 adult3 -> allow
                10:30   login d1@A04 adult4 -> allow
                10:40   login e1@A05 adult5 -> allow
                11:00   logout a1           ->
                11:00   logout b1           ->
                11:00   logout c1           ->
                11:00   logout d1           ->
                11:00   logout e1           ->
                10:00+1 login a2@A01 adult1 -> allow
                11:00+1 login b2@A02 adult2 -> allow
                12:00+1 login c2@A03 adult3 -> allow
                13:00+1 login d2@A04 adult4 -> allow
                13:30+1 login x2@A06 adult6 -> allow
                14:00+1 login e2@A05 adult5 -> allow
                """);
    }

    @Test
    void whoChangesSeatsIsRegisteredOnce() {
        Scenario.check("""
                watch REGISTRATION_REPLAY
                suspicion replayLogins 2
                10:00   login a1@A01 adult1 -> allow
                10:10   login b1@A02 adult2 -> allow
                10:20   logout a1           ->
                10:20   logout b1           ->
                10:00+1 login a2@A01 adult1 -> allow
                10:05+1 logout a2           ->
                10:06+1 login a3@A03 adult1 -> allow
                11:00+1 login b2@A02 adult2 -> allow; opened REGISTRATION_REPLAY suspicion since 11:00+1
                                             ; ended REGISTRATION_REPLAY 0 s, 2 sessions, peak 2
                """);
    }

    @Test
    void theDayBeforeIsTheLastThatHadAList() {
        Scenario.check("""
                watch REGISTRATION_REPLAY
                suspicion replayLogins 2
                10:00   login a1@A01 adult1 -> allow
                10:10   login b1@A02 adult2 -> allow
                10:20   logout a1           ->
                10:20   logout b1           ->
                10:00+1 login a2@A01 adult1 -> allow
                10:10+1 logout a2           ->
                10:00+2 login a3@A01 adult1 -> allow
                10:10+2 login b3@A02 adult2 -> allow; opened REGISTRATION_REPLAY suspicion since 10:10+2
                                             ; ended REGISTRATION_REPLAY 0 s, 2 sessions, peak 2
                """);
    }

    /** As the handbook says: up to 36 logins all lists are kept, then every second, every fourth. */
    @ParameterizedTest
    @CsvSource({"5, 1, 1", "36, 32, 1", "37, 17, 2", "68, 32, 2", "69, 17, 4", "100, 24, 4", "132, 32, 4", "133, 17, 8"
    })
    void aLargeDayIsKeptInPart(int logins, int kept, int step) {
        List<PersonToken> persons = persons(logins, logins);
        RegistrationLists lists = day(RegistrationLists.of(DAY), persons, HERE);

        assertThat(lists.today()).hasSize(6 * kept);
        assertThat(listsOfDayBefore(persons, persons)).isEqualTo(kept);
        for (int from = 0; from + LENGTH + step - 1 <= logins; from++) {
            List<PersonToken> again = persons.subList(from, from + LENGTH + step - 1);
            assertThat(listsOfDayBefore(persons, again)).as("from %s", from).isPositive();
        }
    }

    @Test
    void whatIsKeptOfADayMeansNothingInAnotherCafe() {
        List<PersonToken> persons = persons(20, 3);

        String here = day(RegistrationLists.of(DAY), persons, HERE).today();
        String there = day(RegistrationLists.of(DAY), persons, THERE).today();

        assertThat(there).hasSameSizeAs(here).isNotEqualTo(here);
        assertThat(day(RegistrationLists.of(DAY), persons, HERE).last()).hasSize(4 * 6);
    }

    @Test
    void anotherOrderIsAnotherList() {
        List<PersonToken> persons = persons(30, 4);
        var shuffled = new ArrayList<>(persons);
        Collections.shuffle(shuffled, new Random(4));

        assertThat(listsOfDayBefore(persons, shuffled)).isZero();
    }

    private static int listsOfDayBefore(List<PersonToken> before, List<PersonToken> today) {
        RegistrationLists lists = day(RegistrationLists.of(DAY), before, HERE).on(DAY.plusDays(1));
        int found = 0;
        for (PersonToken person : today) {
            String spelled = RegistrationLists.spelled(person, HERE);
            String list = lists.listEndingWith(spelled, LENGTH);
            found += list != null && lists.isOfDayBefore(list) ? 1 : 0;
            lists = lists.registered(spelled, list, LENGTH);
        }
        return found;
    }

    private static RegistrationLists day(RegistrationLists begun, List<PersonToken> persons, PlaceCode place) {
        RegistrationLists lists = begun;
        for (PersonToken person : persons) {
            String spelled = RegistrationLists.spelled(person, place);
            lists = lists.registered(spelled, lists.listEndingWith(spelled, LENGTH), LENGTH);
        }
        return lists;
    }

    private static List<PersonToken> persons(int count, long seed) {
        var random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(number -> new PersonToken(new UUID(random.nextLong(), random.nextLong())))
                .toList();
    }
}
