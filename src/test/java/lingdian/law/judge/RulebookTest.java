package lingdian.law.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lingdian.domain.Authority;
import lingdian.domain.ChinaTime;
import lingdian.domain.Measures;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.json.RulesJson;
import lingdian.law.judge.Rulebook.Release;
import lingdian.law.statute.LawStanding;
import lingdian.law.statute.LegalGround;
import org.junit.jupiter.api.Test;

/** Which rules are in force when, and for whom. */
class RulebookTest {
    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
    private static final Rules FIRST = rules("1");
    private static final Rules SECOND = rules("2");

    @Test
    void aReleaseBeginsWithItsFirstInstant() {
        var book = new Rulebook(List.of(new Release(Instant.EPOCH, FIRST), new Release(NOON, SECOND)));

        assertThat(book.at(NOON.minusNanos(1)).version()).isEqualTo("1");
        assertThat(book.at(NOON).version()).isEqualTo("2");
        assertThat(book.at(Instant.MAX).version()).isEqualTo("2");
    }

    @Test
    void everyReleaseHasANumber() {
        var book = new Rulebook(List.of(new Release(Instant.EPOCH, FIRST), new Release(NOON, SECOND)));

        assertThat(book.versionAt(NOON.minusNanos(1))).isEqualTo(new RuleVersion(1, "1"));
        assertThat(book.versionAt(NOON)).isEqualTo(new RuleVersion(2, "2"));
        assertThat(List.of(book.release(1), book.release(2), book.release(3))).containsExactly("1", "2", "#3");
    }

    /** Verdicts may have been made under it before it was replaced. */
    @Test
    void aReleaseThatAnotherReplacedFromItsBeginningKeepsItsNumber() {
        var book = new Rulebook(List.of(new Release(NOON, FIRST), new Release(NOON, SECOND)));

        assertThat(book.release(1)).isEqualTo("1");
        assertThat(book.versionAt(NOON)).isEqualTo(new RuleVersion(2, "2"));
    }

    @Test
    void beforeTheFirstOneItsRulesHold() {
        assertThat(new Rulebook(List.of(new Release(NOON, FIRST)))
                        .at(Instant.EPOCH)
                        .version())
                .isEqualTo("1");
    }

    @Test
    void ofTwoWithOneBeginningTheLaterReleasedHolds() {
        var book = new Rulebook(List.of(new Release(NOON, FIRST), new Release(NOON, SECOND)));

        assertThat(book.at(NOON).version()).isEqualTo("2");
    }

    @Test
    void theMostSpecificRegionSaysWhatComesOfARule() {
        var rule = new Rules.Rule(
                RuleState.ENABLED,
                Map.of(
                        new RegionCode("360000"),
                        RuleState.SHADOW,
                        new RegionCode("360400"),
                        RuleState.ENABLED,
                        new RegionCode("360481"),
                        RuleState.DISABLED),
                Standing.FACT,
                List.of(Authority.CULTURE),
                List.of(),
                Map.of());

        assertThat(rule.in(new RegionCode("360481"))).isEqualTo(RuleState.DISABLED);
        assertThat(rule.in(new RegionCode("360482"))).isEqualTo(RuleState.ENABLED);
        assertThat(rule.in(new RegionCode("360100"))).isEqualTo(RuleState.SHADOW);
        assertThat(rule.in(new RegionCode("110101"))).isEqualTo(RuleState.ENABLED);
    }

    @Test
    void whatFallsIntoTheShadowDoesSoEverywhere() {
        Rules fallen = FIRST.withInShadow(Code.IDENTITY_SHARED, "1b");

        assertThat(fallen.rule(Code.IDENTITY_SHARED).in(new RegionCode("360481")))
                .isEqualTo(RuleState.SHADOW);
        assertThat(fallen.rule(Code.MINOR_ADMITTED)).isEqualTo(FIRST.rule(Code.MINOR_ADMITTED));
    }

    /** Otherwise every release would restart the checking of all rules. */
    @Test
    void aRulesChecksCountTogetherWhileItIsTheSame() {
        var book = new Rulebook(List.of(
                new Release(Instant.EPOCH, FIRST),
                new Release(NOON, SECOND),
                new Release(NOON.plusSeconds(1), SECOND.withInShadow(Code.IDENTITY_SHARED, "3"))));
        Instant later = NOON.plusSeconds(2);

        assertThat(book.unchanged(Code.MINOR_ADMITTED, later)).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(book.unchanged(Code.IDENTITY_SHARED, later)).containsExactly("3");
        assertThat(book.unchanged(Code.IDENTITY_SHARED, NOON)).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void rulesSurviveTheirJson() {
        assertThat(RulesJson.proposed(RulesJson.text(FIRST))).isEqualTo(FIRST);
        assertThat(RulesJson.stored(RulesJson.text(FIRST))).isEqualTo(FIRST);
    }

    /** As rules were stored before articles had dates. */
    @Test
    void rulesThatQuoteTextAndVersionAreRead() throws Exception {
        var json = (ObjectNode) new ObjectMapper().readTree(RulesJson.text(FIRST));
        json.remove("laws");
        for (JsonNode rule : json.path("rules")) {
            ((ObjectNode) rule).remove("grounds");
            ((ObjectNode) rule)
                    .putArray("law")
                    .addObject()
                    .put("text", "《互联网上网服务营业场所管理条例》第三十二条第三项")
                    .put("version", "2021-2024年文本");
        }

        Rules read = RulesJson.stored(json.toString());

        Finding finding = Finding.open(
                new Finding.Matter(
                        Finding.id(Code.MEASURES_STOPPED, new PlaceCode("36048110000001"), "k"),
                        Code.MEASURES_STOPPED,
                        new PlaceCode("36048110000001"),
                        new RegionCode("360481"),
                        "1",
                        null,
                        null,
                        null,
                        LegalGround.of(Measures.SECURITY),
                        false),
                Standing.SUSPICION,
                NOON,
                NOON,
                List.of());
        assertThat(read.law(finding, ChinaTime.ZONE)).singleElement().satisfies(law -> {
            assertThat(law.text()).isEqualTo("《互联网上网服务营业场所管理条例》第三十二条第三项");
            assertThat(law.revision()).isEqualTo("2021-2024年文本");
            assertThat(law.standing()).isEqualTo(LawStanding.TO_BE_CHECKED);
        });
        assertThat(read.authorities(finding)).containsExactly(Authority.CULTURE);
        assertThat(RulesJson.stored(RulesJson.text(read))).isEqualTo(read);
    }

    @Test
    void aCodeThatAReleaseDidNotKnowFindsNothingByIt() throws Exception {
        var json = (ObjectNode) new ObjectMapper().readTree(RulesJson.text(FIRST));
        ((ObjectNode) json.path("rules")).remove("RECORDS_BROKEN");
        String older = json.toString();

        assertThat(older).doesNotContain("RECORDS_BROKEN");
        assertThat(RulesJson.stored(older).rule(Code.RECORDS_BROKEN).in(new RegionCode("360481")))
                .isEqualTo(RuleState.DISABLED);
    }

    static Rules rules(String version) {
        return new Rules(
                version,
                Documents.RULES.thresholds(),
                Documents.RULES.identification(),
                Documents.RULES.laws(),
                Documents.RULES.rules());
    }
}
