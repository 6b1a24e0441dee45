package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * Every reason of a verdict but the registry's and the outside verifiers', and their order (handbook,
 * protocol-messages.md#reasons-of-a-verdict).
 */
class VerificationTest {
    @Test
    void anAdultIsAllowedUntilClosing() {
        Scenario.check("""
                10:00 login a@A01 adult  -> allow until 00:00+1
                """);
    }

    @Test
    void closingIsOnlyToldWithinTwoDays() {
        Scenario.check("""
                hours A wed 00:00-24:00, thu 00:00-24:00
                00:00    login a@A01 adult1  -> allow until 00:00+2
                """);
        Scenario.check("""
                hours A tue 20:00-24:00, wed 00:00-24:00, thu 00:00-24:00
                23:59-1  login a@A01 adult1  -> allow until never
                00:00    login b@A02 adult2  -> allow until 00:00+2
                """);
    }

    @Test
    void aResidentNumberMustBeWellFormed() {
        Scenario.check("""
                person right     111 36048119900101001?
                person unchecked 111 360481199001010011
                person short     111 36048119900101001
                person old       111 360481900101001
                person small     111 36048119900101003x
                person capital   111 36048119900101020?
                person unreal    111 36048119900230001?
                person unborn    111 36048120260702001?
                person newborn   111 36048120260701001?
                person spaced    111 _36048119900101001
                person letters   111 A6048119900101001X
                10:00 login a@A01 right      -> allow
                10:01 login b@A02 unchecked  -> deny document-malformed
                10:02 login b@A02 short      -> deny document-malformed
                10:03 login b@A02 old        -> deny document-malformed
                10:04 login b@A02 small      -> deny document-malformed
                10:05 login b@A02 capital    -> allow
                10:06 login c@A03 unreal     -> deny document-malformed
                10:07 login c@A03 unborn     -> deny document-malformed
                10:08 login c@A03 newborn    -> deny under-age
                10:09 login c@A03 spaced     -> deny document-malformed
                10:10 login c@A03 letters    -> deny document-malformed
                """);
    }

    @Test
    void theProvinceMustBeKnownTheCountyNeedNot() {
        Scenario.check("""
                person nowhere   111 00048119900101001?
                person seventy   111 70048119900101001?
                person county    111 36999919900101001?
                person hongkong  111 81000019900101001?
                person macau     112 82000019900101001?
                person taiwan    112 83000019900101001?
                person permit    111 91101219900101001?
                person permit2   112 99999919900101001?
                person eighty    111 84000019900101001?
                person badpermit 111 91101219901301001?
                10:00 login a@A01 nowhere   -> deny document-malformed
                10:00 login a@A01 seventy   -> deny document-malformed
                10:00 login a@A01 eighty    -> deny document-malformed
                10:00 login a@A01 badpermit -> deny document-malformed
                10:00 login a@A01 county    -> allow
                10:00 login b@A02 hongkong  -> allow
                10:00 login c@A03 macau     -> allow
                10:00 login d@A04 taiwan    -> allow
                10:00 login e@A05 permit    -> allow
                10:00 login f@A06 permit2   -> allow
                """);
    }

    @Test
    void otherDocumentsNeedANumberAndAPastBirthDate() {
        Scenario.check("""
                person hans    414 C01X00T47 born 1990-01-01
                person undated 414 C01X00T48
                person unreal  414 C01X00T49 born 1990-02-30
                person today   414 C01X00T50 born 2026-07-01
                person young   414 C01X00T51 born 2026-06-30
                person unknown 000 C01X00T52 born 1990-01-01
                person expiry  414 C01X00T53 born 1990-01-01 valid 2031-02-29
                person long    414 1234567890123456789012345678901234567890123456789012345678901234 born 1990-01-01
                person longer  414 12345678901234567890123456789012345678901234567890123456789012345 born 1990-01-01
                10:00 login a@A01 hans     -> allow
                10:00 login b@A02 undated  -> deny document-malformed
                10:00 login b@A02 unreal   -> deny document-malformed
                10:00 login b@A02 today    -> deny document-malformed
                10:00 login b@A02 young    -> deny under-age
                10:00 login b@A02 unknown  -> deny document-malformed
                10:00 login b@A02 expiry   -> deny document-malformed
                10:00 login b@A02 long     -> allow
                10:00 login c@A03 longer   -> deny document-malformed
                """);
    }

    @Test
    void aDocumentIsValidThroughItsLastDay() {
        Scenario.check("""
                hours A daily 00:00-24:00
                person hans 111 36048119900101001? valid 2026-07-01
                person eva  414 C01X00T47 born 1990-01-01 valid 2026-06-30
                23:59:59 login a@A01 hans   -> allow
                24:00    logout a           ->
                24:00    login b@A01 hans   -> deny document-expired
                24:00    login b@A01 eva    -> deny document-expired
                """);
    }

    @Test
    void theEighteenthBirthdayCountsAsEighteen() {
        Scenario.check("""
                hours A daily 00:00-24:00
                person lea 111 36048120080702001?
                23:59:59 login a@A01 lea  -> deny under-age
                24:00    login a@A01 lea  -> allow
                """);
    }

    @Test
    void whoIsBornOnALeapDayIsEighteenOnTheFirstOfMarch() {
        Scenario.check("""
                day 2026-02-28
                hours A daily 00:00-24:00
                person lea 111 36048120080229001?
                23:59:59 login a@A01 lea  -> deny under-age
                24:00    login a@A01 lea  -> allow
                """);
    }

    @Test
    void birthdaysAreThoseOfTheCafesCalendar() {
        Scenario.check("""
                cafe B America/New_York
                hours B daily 00:00-24:00
                person lea 111 36048120080701001?
                B: 23:59:59-1 login a@A01 lea  -> deny under-age
                B: 00:00      login a@A01 lea  -> allow
                """);
    }

    @Test
    void ageIsNotJudgedOfAMalformedDocument() {
        Scenario.check("""
                person lea 111 360481201203010011
                10:00 login a@A01 lea  -> deny document-malformed
                """);
    }

    @Test
    void aPersonIsInUseOnAnotherTerminalOfTheCafe() {
        Scenario.check("""
                10:00 login a@A01 adult           -> allow
                10:10 login b@A02 adult           -> deny in-use-elsewhere
                10:10 login b@A01 adult           -> lost a; allow
                10:20 login c@A02 adult admitted  -> deny in-use-elsewhere
                10:21 logout b                    ->
                10:22 login d@A03 adult           -> deny in-use-elsewhere
                10:23 logout c                    ->
                10:24 login d@A03 adult           -> allow
                """);
    }

    @Test
    void theSameCafeMayHaveBeenSilentForLong() {
        Scenario.check("""
                10:00 login a@A01 adult           -> allow
                20:00 login b@A02 adult           -> deny in-use-elsewhere
                """);
    }

    @Test
    void theSamePersonIsKnownByTypeAndNumberInUpperCaseWithoutBlanks() {
        Scenario.check("""
                person hans  414 c01x00t47 born 1990-01-01
                person hans2 414 C01X00T47 born 1990-01-02
                person hans3 990 C01X00T47 born 1990-01-01
                10:00 login a@A01 hans   -> allow
                10:10 login b@A02 hans2  -> deny in-use-elsewhere
                10:10 login b@A02 hans3  -> allow
                """);
    }

    @Test
    void aPersonIsInUseInAnotherCafeThatWasHeardWithinSilence() {
        Scenario.check("""
                A: 10:00    login a@A01 adult  -> allow
                B: 10:15    login b@B01 adult  -> deny in-use-elsewhere
                B: 10:15:01 login b@B01 adult  -> allow
                B: 10:15:02 logout b           ->
                A: 10:20    invalid            -> reject invalid-event
                B: 10:35    login c@B01 adult  -> deny in-use-elsewhere
                A: 10:40    hello 2            ->
                B: 10:55    login c@B01 adult  -> deny in-use-elsewhere
                A: 10:56    logout a           ->
                B: 10:57    login c@B01 adult  -> allow
                """);
    }

    @Test
    void silenceIsOfReceivedTime() {
        Scenario.check("""
                A: 10:00 login a@A01 adult [received 12:00]  -> allow
                B: 12:10 login b@B01 adult [received 12:15]  -> deny in-use-elsewhere
                B: 12:10 login b@B01 adult [received 12:15:00.000001]  -> allow
                """);
    }

    @Test
    void closingIsOutsideHoursOpeningIsNot() {
        Scenario.check("""
                07:59:59      login a@A01 adult1  -> deny outside-hours
                08:00         login a@A01 adult1  -> allow
                23:59:59.999  login b@A02 adult2  -> allow
                24:00         login c@A03 adult3  -> deny outside-hours
                """);
    }

    @Test
    void suspensionsAndExpiredLicencesDeny() {
        Scenario.check("""
                hours A daily 00:00-24:00
                suspended A s1 12:00..13:00
                licence A 2026-07-01
                11:59:59 login a@A01 adult1  -> allow
                12:00    login b@A02 adult2  -> deny cafe-suspended
                """);
        Scenario.check("""
                hours A daily 00:00-24:00
                suspended A s1 12:00..13:00
                licence A 2026-07-01
                12:59:59 login a@A01 adult1  -> deny cafe-suspended
                13:00    login a@A01 adult1  -> allow
                23:59:59 logout a            ->
                24:00    login b@A01 adult1  -> deny cafe-suspended
                """);
    }

    @Test
    void allThatHoldIsListedInOrder() {
        Scenario.check("""
                suspended A s1 01:00+1..02:00+1
                person broken 414 C01X00T47 valid 2026-06-30
                person young  414 C01X00T48 born 2012-03-01 valid 2026-06-30
                B: 00:59+1 login x@B01 broken admitted  -> deny document-malformed, document-expired, outside-hours
                                          ; opened IDENTITY_UNVERIFIED x since 00:59+1
                                          ; opened OVERTIME_OPERATION fact since 00:59+1
                B: 00:59+1 login y@B02 young admitted   -> deny document-expired, under-age, outside-hours
                                          ; opened MINOR_ADMITTED y since 00:59+1; opened IDENTITY_UNVERIFIED y since 00:59+1
                                          ; updated OVERTIME_OPERATION 2 sessions, peak 2
                A: 01:00+1 login a@A01 broken -> deny document-malformed, document-expired, in-use-elsewhere, outside-hours, cafe-suspended
                A: 01:00+1 login a@A01 young -> deny document-expired, under-age, in-use-elsewhere, outside-hours, cafe-suspended
                """);
    }
}
