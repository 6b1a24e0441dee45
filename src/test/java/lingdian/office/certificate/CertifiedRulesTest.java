package lingdian.office.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.law.json.RulesFile;
import lingdian.law.judge.Code;
import lingdian.law.judge.Rulebook.Release;
import lingdian.law.judge.Rules;
import lingdian.platform.settings.ConfigDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of which rules it can be said that they found nothing in a month. */
class CertifiedRulesTest {
    private static final Instant FROM = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-07-01T00:00:00Z");
    private static final RegionCode COUNTY = new RegionCode("360481");
    private static final Rules ENABLED = ConfigDirectory.find(Path.of("config"))
            .read("rules.yaml", RulesFile.class)
            .toRules();
    private static final Rules IN_SHADOW = ENABLED.withInShadow(Code.OVERTIME_OPERATION, "shadow");

    /** Releases begin at these times, one after another, the second one with the rule in shadow, the third as the first. */
    @ParameterizedTest
    @CsvSource({
        "1970-01-01, 2026-07-01, 2026-08-01, true,  1", // all month as it was
        "1970-01-01, 2026-06-30, 2026-08-01, false, 2", // in shadow for the last day
        "1970-01-01, 2026-05-01, 2026-06-01, true,  1", // enabled again at the very beginning
        "1970-01-01, 2026-05-01, 2026-06-02, false, 2", // a day late
        "1970-01-01, 2026-06-10, 2026-06-11, false, 3", // for a day in between
        "2026-06-02, 2026-08-01, 2026-09-01, false, 1", // none on the first day
    })
    void aRuleMustHaveBeenEnabledAllTheTime(
            String first, String second, String third, boolean lookedFor, int versions) {
        List<Release> releases = List.of(release(first, ENABLED), release(second, IN_SHADOW), release(third, ENABLED));

        CertifiedRules rules = CertifiedRules.of(releases, FROM, TO, COUNTY, null);

        assertThat(rules.lookedFor().contains(Code.OVERTIME_OPERATION)).isEqualTo(lookedFor);
        assertThat(rules.versions()).hasSize(versions);
    }

    @Test
    void anAuthorityLooksForItsOwn() {
        List<Release> releases = List.of(release("1970-01-01", ENABLED));

        assertThat(CertifiedRules.of(releases, FROM, TO, COUNTY, Authority.PUBLIC_SECURITY)
                        .lookedFor())
                .contains(Code.IDENTITY_UNVERIFIED)
                .doesNotContain(Code.OVERTIME_OPERATION);
        assertThat(Stream.of(Authority.values())
                        .flatMap(authority ->
                                CertifiedRules.of(releases, FROM, TO, COUNTY, authority).lookedFor().stream()))
                .containsAll(CertifiedRules.of(releases, FROM, TO, COUNTY, null).lookedFor());
    }

    @Test
    void withoutAnyRulesNothingWasLookedFor() {
        assertThat(CertifiedRules.of(List.of(release("2026-08-01", ENABLED)), FROM, TO, COUNTY, null)
                        .lookedFor())
                .isEmpty();
    }

    private static Release release(String day, Rules rules) {
        return new Release(Instant.parse(day + "T00:00:00Z"), rules);
    }
}
