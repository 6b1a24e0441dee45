package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** The effect of an outside verifier's answer, or of no answer, on a login (handbook, registry.md). */
class OutsideVerificationTest {
    @Test
    void whereNoRegionDemandsItNobodysAnswerCounts() {
        Scenario.check("""
                outside verification 360482
                verifier adult2 revoked
                10:00 login a@A01 adult1  -> allow
                10:00 login b@A02 adult2  -> allow
                """);
    }

    @Test
    void noAnswerIsNeverAYes() {
        Scenario.check("""
                outside verification 360400
                verifier adult1 confirmed
                10:00 login a@A01 adult1  -> allow
                10:00 login b@A02 adult2  -> deny verification-unavailable
                21:00 login c@A03 minor1  -> deny under-age, verification-unavailable
                """);
    }

    @Test
    void aNoIsOneOfTheRegistrysReasons() {
        Scenario.check("""
                outside verification 360400
                verifier adult1 no-such-person
                verifier adult2 other-name
                verifier adult3 revoked
                10:00 login a@A01 adult1  -> deny not-registered
                10:00 login a@A01 adult2  -> deny name-mismatch
                10:00 login a@A01 adult3  -> deny document-revoked
                """);
    }

    @Test
    void theRegistryAndTheVerifierMustBothAgree() {
        Scenario.check("""
                prior registration 360400
                outside verification 360400
                registry adult1 revoked
                registry adult2
                verifier adult1 confirmed
                verifier adult2 other-name
                verifier adult3 confirmed
                10:00 login a@A01 adult1  -> deny document-revoked
                10:00 login a@A01 adult2  -> deny name-mismatch
                10:00 login a@A01 adult3  -> deny not-registered
                10:00 login a@A01 adult4  -> deny not-registered, verification-unavailable
                """);
    }

    @Test
    void aMalformedDocumentIsNotAskedAbout() {
        Scenario.check("""
                outside verification 360400
                10:00 login a@A01 malformed1  -> deny document-malformed
                """);
    }

    @Test
    void whoSitsThereWithoutAnAnswerIsNotAccusedYet() {
        Scenario.check("""
                outside verification 360400
                verifier adult2 other-name
                10:00 login a@A01 adult1 admitted -> deny verification-unavailable
                10:00 login b@A02 adult2 admitted -> deny name-mismatch; opened IDENTITY_UNVERIFIED b since 10:00
                """);
    }
}
