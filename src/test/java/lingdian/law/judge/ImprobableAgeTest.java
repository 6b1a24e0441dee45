package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** {@code AGE_IMPROBABLE} (handbook, suspicions.md): guests of 75 are a lead, of more than 100 years a suspicion. */
class ImprobableAgeTest {
    @Test
    void aHundredAndOneYearsAreASuspicionAHundredALead() {
        Scenario.check("""
                watch AGE_IMPROBABLE
                person first 111 36048119250701001? # 101 on this day
                person second 111 36048119250702001?
                10:00 login a@A01 first  -> allow; opened AGE_IMPROBABLE a suspicion since 10:00
                10:00 login b@A02 second -> allow; opened AGE_IMPROBABLE b lead since 10:00
                11:00 logout a           -> ended AGE_IMPROBABLE a
                12:00 logout b           -> ended AGE_IMPROBABLE b
                evidence AGE_IMPROBABLE  -> 1 3; 2 4
                """);
    }

    @Test
    void seventyFiveYearsAreALeadADayLessIsNone() {
        Scenario.check("""
                watch AGE_IMPROBABLE
                person first 111 36048119510701001?
                person second 111 36048119510702001?
                10:00 login a@A01 first  -> allow; opened AGE_IMPROBABLE a lead since 10:00
                10:00 login b@A02 second -> allow
                """);
    }

    @Test
    void documentsThatStateABirthDateHaveAnAgeToo() {
        Scenario.check("""
                watch AGE_IMPROBABLE
                person first 990 G-1 born 1900-01-01
                10:00 login a@A01 first -> allow; opened AGE_IMPROBABLE a suspicion since 10:00
                """);
    }

    @Test
    void whoIsDeniedAndOpensNothingIsNone() {
        Scenario.check("""
                watch AGE_IMPROBABLE
                person first 111 36048119250701001?
                suspended A s1 09:00..20:00
                10:00 login a@A01 first          -> deny cafe-suspended
                10:01 login a@A01 first admitted -> deny cafe-suspended; opened AGE_IMPROBABLE a suspicion since 10:01
                                                  ; opened OPERATION_SUSPENDED since 10:01
                """);
    }

    @Test
    void aMalformedDocumentAndANetworkIdentityHaveNoAge() {
        Scenario.check("""
                watch AGE_IMPROBABLE
                person first 111 36048118000230001?
                person second net-id W-1 adult
                10:00 login a@A01 first admitted -> deny document-malformed; opened IDENTITY_UNVERIFIED a since 10:00
                10:00 login b@A02 second         -> allow
                """);
    }
}
