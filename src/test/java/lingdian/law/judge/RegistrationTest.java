package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lingdian.law.json.RulesFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The registry's reasons of a verdict, their order, and their effects (handbook,
 * protocol-messages.md#reasons-of-a-verdict).
 */
class RegistrationTest {
    @Test
    void whereNoRegionDemandsItAnUnknownPersonIsAllowed() {
        Scenario.check("""
                10:00 login a@A01 adult1  -> allow
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"360481", "360400", "360000", "000000"})
    void whereItsRegionDemandsRegistrationACafeLetsInTheRegisteredAlone(String region) {
        Scenario.check("""
                prior registration %s
                registry adult2
                10:00 login a@A01 adult1  -> deny not-registered
                10:00 login b@A01 adult2  -> allow
                """.formatted(region));
    }

    @ParameterizedTest
    @ValueSource(strings = {"360482", "360500", "370000"})
    void anotherRegionsDemandIsNotTheirs(String region) {
        Scenario.check("""
                prior registration %s
                10:00 login a@A01 adult1  -> allow
                """.formatted(region));
    }

    @Test
    void whatTheRegistrySaysHoldsInEveryRegion() {
        Scenario.check("""
                registry adult1 other name
                registry adult2 revoked
                registry adult3 other name revoked
                registry adult4
                10:00 login a@A01 adult1  -> deny name-mismatch
                10:00 login a@A01 adult2  -> deny document-revoked
                10:00 login a@A01 adult3  -> deny name-mismatch, document-revoked
                10:00 login a@A01 adult4  -> allow
                """);
    }

    @Test
    void aRevokedDocumentIsARegisteredOne() {
        Scenario.check("""
                prior registration 360481
                registry adult1 revoked
                10:00 login a@A01 adult1  -> deny document-revoked
                """);
    }

    @Test
    void reasonsKeepTheirOrder() {
        Scenario.check("""
                prior registration 360481
                person lea 111 36048120120229001? valid 2020-01-01
                registry lea other name revoked
                suspended A s 08:00..20:00
                02:00 login a@A01 lea     -> deny document-expired, under-age, name-mismatch, document-revoked, outside-hours
                02:00 login a@A01 minor1  -> deny under-age, not-registered, outside-hours
                09:00 login a@A01 malformed1 -> deny document-malformed, not-registered, cafe-suspended
                """);
    }

    @Test
    void aSessionThatOpensInSpiteOfItIsUnverified() {
        Scenario.check("""
                prior registration 360481
                registry adult2 other name
                registry adult3 revoked
                10:00 login a@A01 adult1 admitted -> deny not-registered; opened IDENTITY_UNVERIFIED a since 10:00
                10:00 login b@A02 adult2 admitted -> deny name-mismatch; opened IDENTITY_UNVERIFIED b since 10:00
                10:00 login c@A03 adult3 admitted -> deny document-revoked; opened IDENTITY_UNVERIFIED c since 10:00
                11:00 logout a -> ended IDENTITY_UNVERIFIED a
                """);
    }

    @Test
    void aCodeIsSixDigits() {
        assertThatThrownBy(() -> new RulesFile.Identification(List.of("3604"), List.of()))
                .hasMessageStartingWith("priorRegistration:");
        assertThatThrownBy(() -> new RulesFile.Identification(List.of(), List.of("36048x")))
                .hasMessageStartingWith("outsideVerification:");
    }
}
