package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/**
 * {@code MINOR_ADMITTED} and {@code IDENTITY_UNVERIFIED}: findings that last as long as their session (handbook,
 * rules.md#minor_admitted).
 */
class SessionFindingsTest {
    @Test
    void aMinorWhoIsDeniedAndNotSeatedIsNone() {
        Scenario.check("""
                15:00 login a@A01 minor  -> deny under-age
                16:00 heartbeat          ->
                """);
    }

    @Test
    void aMinorWhoIsSeatedAllTheSameIsOneUntilTheLogout() {
        Scenario.check("""
                15:00 login a@A01 minor            -> deny under-age
                15:00 login a@A01 minor admitted   -> deny under-age; opened MINOR_ADMITTED a since 15:00
                16:00 logout a                     -> ended MINOR_ADMITTED a
                16:10 login b@A01 minor admitted   -> deny under-age; opened MINOR_ADMITTED b since 16:10
                16:10 logout b                     -> ended MINOR_ADMITTED b
                evidence MINOR_ADMITTED            -> 2 3; 4 5
                """);
    }

    @Test
    void itStaysOneWhenTheMinorTurnsEighteenThere() {
        Scenario.check("""
                hours A daily 00:00-24:00
                person lea 111 36048120080702001?
                23:00   login a@A01 lea admitted  -> deny under-age; opened MINOR_ADMITTED a since 23:00
                00:10+1 heartbeat A01             ->
                01:00+1 logout a                  -> ended MINOR_ADMITTED a
                """);
    }

    @Test
    void aDocumentThatIsMalformedOrExpiredLeavesTheIdentityUnverified() {
        Scenario.check("""
                10:00 login a@A01 malformed admitted  -> deny document-malformed; opened IDENTITY_UNVERIFIED a since 10:00
                10:00 login b@A02 expired admitted    -> deny document-expired; opened IDENTITY_UNVERIFIED b since 10:00
                10:01 login c@A03 expired             -> deny document-expired, in-use-elsewhere
                10:10 logout b                        -> ended IDENTITY_UNVERIFIED b
                10:20 logout a                        -> ended IDENTITY_UNVERIFIED a
                """);
    }

    @Test
    void otherReasonsDoNot() {
        Scenario.check("""
                10:00   login a@A01 adult1 admitted  -> allow
                10:01   login b@A02 adult1 admitted  -> deny in-use-elsewhere
                10:02   logout b                     ->
                23:50   logout a                     ->
                00:01+1 login c@A03 adult2 admitted  -> deny outside-hours
                00:02+1 logout c                     ->
                """);
    }

    @Test
    void everyEndingOfTheSessionEndsThem() {
        Scenario.check("""
                hours A daily 00:00-24:00
                person lea 111 36048120120301001? valid 2020-01-01
                10:00 login a@A01 lea admitted  -> deny document-expired, under-age
                                     ; opened MINOR_ADMITTED a since 10:00; opened IDENTITY_UNVERIFIED a since 10:00
                10:01 login b@A01 lea admitted  -> lost a; deny document-expired, under-age
                                     ; ended MINOR_ADMITTED a; ended IDENTITY_UNVERIFIED a
                                     ; opened MINOR_ADMITTED b since 10:01; opened IDENTITY_UNVERIFIED b since 10:01
                10:02 heartbeat                 ->
                10:03 heartbeat                 ->
                10:04 heartbeat                 -> lost b; ended MINOR_ADMITTED b; ended IDENTITY_UNVERIFIED b
                10:05 login c@A01 minor admitted  -> deny under-age; opened MINOR_ADMITTED c since 10:05
                10:06+1 opened                  -> lost c at 10:05; ended MINOR_ADMITTED c at 10:05
                10:07+1 login d@A01 minor admitted  -> deny under-age; opened MINOR_ADMITTED d since 10:07+1
                10:08+1 heartbeat A01           ->
                10:09+1 login e@A02 malformed admitted [stream 2]  -> new stream; lost d at 10:08+1; deny document-malformed
                                     ; opened RECORDS_BROKEN since 10:09+1; ended RECORDS_BROKEN
                                     ; ended MINOR_ADMITTED d at 10:08+1
                                     ; opened IDENTITY_UNVERIFIED e since 10:09+1
                """);
    }
}
