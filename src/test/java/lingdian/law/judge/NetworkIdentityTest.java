package lingdian.law.judge;

import org.junit.jupiter.api.Test;

/** A guest who registers by a network identity (handbook, protocol-messages.md#network-identity). */
class NetworkIdentityTest {
    @Test
    void thePlatformSaysWhoIsAnAdult() {
        Scenario.check("""
                person wang net-id W-1 adult
                person xiao net-id X-1
                10:00 login a@A01 wang           -> allow
                10:00 login b@A02 xiao           -> deny under-age
                10:00 login c@A02 xiao admitted  -> deny under-age; opened MINOR_ADMITTED c since 10:00
                """);
    }

    @Test
    void withoutItsNumberItIsMalformedAndTheAgeNotJudged() {
        Scenario.check("""
                person nobody net-id -
                10:00 login a@A01 nobody           -> deny document-malformed
                10:01 login b@A01 nobody admitted  -> deny document-malformed; opened IDENTITY_UNVERIFIED b since 10:01
                """);
    }

    @Test
    void withoutANumberNoTwoGuestsAreOnePerson() {
        Scenario.check("""
                person nobody net-id -
                10:00 login a@A01 nobody admitted  -> deny document-malformed; opened IDENTITY_UNVERIFIED a since 10:00
                10:00 login b@A02 nobody admitted  -> deny document-malformed; opened IDENTITY_UNVERIFIED b since 10:00
                10:10 heartbeat A01 A02            ->
                10:11 logout a                     -> ended IDENTITY_UNVERIFIED a
                """);
    }

    /** Neither number nor name is shown: there is nothing that a registry or a verifier could say. */
    @Test
    void whatOnlyADocumentShowsIsNotJudged() {
        Scenario.check("""
                prior registration 360481
                outside verification 360481
                person wang net-id W-1 adult valid 2020-01-01
                registry wang other name revoked
                verifier wang revoked
                person zhao net-id Z-1 adult
                10:00 login a@A01 wang    -> deny document-expired
                10:00 login b@A02 zhao    -> allow
                10:00 login c@A03 adult1  -> deny not-registered, verification-unavailable
                """);
    }

    @Test
    void oneNetworkIdentityIsOnePersonAndNoOther() {
        Scenario.check("""
                person wang net-id W-1 adult
                person alias net-id w-1 adult
                person li 990 W-1 born 1990-01-01
                10:00 login a@A01 wang   -> allow
                10:01 login b@A02 alias  -> deny in-use-elsewhere
                10:01 login c@A03 li     -> allow
                """);
    }
}
