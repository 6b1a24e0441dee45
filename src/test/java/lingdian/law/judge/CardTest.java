package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code CARD_ON_MANY_SEATS} (handbook, suspicions.md): one document at four seats, in six logins or for sixteen hours
 * of a business day.
 */
class CardTest {
    @Test
    void fourSeatsOfOneCafeAreSuspiciousThreeAreNot() {
        Scenario.check("""
                watch CARD_ON_MANY_SEATS
                09:00 login a@A01 adult -> allow
                10:00 logout a          ->
                10:00 login b@A02 adult -> allow
                11:00 logout b          ->
                11:00 login c@A03 adult -> allow
                11:30 logout c          ->
                11:40 login d@A03 adult -> allow
                12:00 logout d          ->
                12:00 login e@A04 adult -> allow; opened CARD_ON_MANY_SEATS suspicion since 09:00
                                         ; ended CARD_ON_MANY_SEATS 10200 s, 5 sessions, peak 1
                13:00 logout e          ->
                14:00 login f@A01 adult -> allow; updated CARD_ON_MANY_SEATS 6 sessions, peak 1 to 14:00
                evidence CARD_ON_MANY_SEATS -> 1 3 5 7 9 11
                """);
    }

    @Test
    void sixLoginsAtOneSeatAreSuspiciousFiveAreNot() {
        Scenario.check("""
                watch CARD_ON_MANY_SEATS
                09:00 login a@A01 adult -> allow
                09:10 login b@A01 adult -> lost a; allow
                09:20 login c@A01 adult -> lost b; allow
                09:30 login d@A01 adult -> lost c; allow
                09:40 login e@A01 adult -> lost d; allow
                09:50 login f@A01 adult -> lost e; allow; opened CARD_ON_MANY_SEATS suspicion since 09:00
                                         ; ended CARD_ON_MANY_SEATS 3000 s, 6 sessions, peak 1
                """);
    }

    @Test
    void moreThanSixteenHoursOfABusinessDay() {
        Scenario.check("""
                watch CARD_ON_MANY_SEATS
                hours A daily 00:00-24:00
                08:00    login a@A01 adult          -> allow
                08:00    login b@A02 adult admitted -> deny in-use-elsewhere
                16:00    logout a                   -> opened IDENTITY_SHARED b fact since 08:00; ended IDENTITY_SHARED b
                16:00    logout b                   ->
                16:30    login c@A01 adult          -> allow
                16:31    logout c                   ->
                17:00    login d@A01 adult          -> allow; opened CARD_ON_MANY_SEATS suspicion since 08:00
                                                     ; ended CARD_ON_MANY_SEATS 57660 s, 4 sessions, peak 2
                """);
    }

    @Test
    void theNextBusinessDayCountsAnew() {
        Scenario.check("""
                watch CARD_ON_MANY_SEATS
                suspicion cardSeats 3
                hours A daily 00:00-24:00
                07:00   login a@A01 adult -> allow
                07:10   logout a          ->
                07:20   login b@A02 adult -> allow
                07:59   logout b          ->
                08:00   login c@A03 adult -> allow
                08:10   logout c          ->
                08:20   login d@A04 adult -> allow
                08:30   logout d          ->
                07:30+1 login e@A05 adult -> allow; opened CARD_ON_MANY_SEATS suspicion since 08:00
                                           ; ended CARD_ON_MANY_SEATS 1200 s, 3 sessions, peak 1
                """);
    }

    @Test
    void otherCafesAndDeniedLoginsDoNotCount() {
        Scenario.check("""
                watch CARD_ON_MANY_SEATS
                suspicion cardSeats 2
                B: 09:00 login a@A01 adult  -> allow
                B: 09:30 logout a           ->
                09:30    login b@A01 adult  -> allow
                09:40    login c@A02 adult  -> deny in-use-elsewhere
                10:00    logout b           ->
                10:10    login d@A01 adult  -> allow
                """);
    }
}
