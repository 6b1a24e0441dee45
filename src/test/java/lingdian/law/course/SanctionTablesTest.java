package lingdian.law.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.YamlFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code config/sanctions.yaml}. */
class SanctionTablesTest {
    private static final SanctionTables SHIPPED = YamlFile.read(Path.of("config/sanctions.yaml"), SanctionTables.class);

    @ParameterizedTest
    @CsvSource({
        "CULTURE,         360481, 2026-07-10, jiangxi-2022 notice-2010",
        "CULTURE,         430100, 2026-07-10, notice-2010",
        "CULTURE,         430100, 2010-03-18, ''",
        "PUBLIC_SECURITY, 360481, 2026-07-10, ''"
    })
    void anOfficeSeesTheTablesOfItsAreaThatWereInForce(Authority authority, String county, LocalDate day, String ids) {
        assertThat(String.join(
                        " ",
                        SHIPPED.of(authority, new RegionCode(county), day).stream()
                                .map(SanctionTable::id)
                                .toList()))
                .isEqualTo(ids);
    }

    /** Nobody has read the rows on cafés, nor knows whether the notice is in force. */
    @Test
    void whatIsShippedIsMarkedAsAnExample() {
        assertThat(SHIPPED.tables())
                .allMatch(SanctionTable::example)
                .allMatch(table -> table.standing().wire().equals("to-be-checked"));
    }

    @ParameterizedTest
    @CsvSource({"0, true, false", "1, false, true", "5, false, true"})
    void aTierMayBeForTheFirstTimeOrForALaterOne(long punishedBefore, boolean first, boolean later) {
        List<SanctionTier> tiers = read("""
                        tables:
                          - id: times
                            area: "000000"
                            authority: culture
                            title: t
                            standing: confirmed
                            source: s
                            tiers:
                              - {name: n, codes: [CLOCK_WRONG], law: l, circumstance: c, times: {from: 1, to: 1}, sanctions: [{kind: warning}]}
                              - {name: n, codes: [CLOCK_WRONG], law: l, circumstance: c, times: {from: 2}, sanctions: [{kind: warning}]}
                              - {name: n, codes: [CLOCK_WRONG], law: l, circumstance: c, sanctions: [{kind: warning}]}
                        """).tables().getLast().tiers();

        assertThat(tiers.get(0).fits(punishedBefore)).isEqualTo(first);
        assertThat(tiers.get(1).fits(punishedBefore)).isEqualTo(later);
        assertThat(tiers.get(2).fits(punishedBefore)).isNull();
    }

    /** The notice is for two minors at once or for three, of which the number of times says nothing. */
    @ParameterizedTest
    @CsvSource({"0, , false", "1, false, "})
    void aTierThatAlsoDependsOnPersonsIsNeverSaidToFit(
            long punishedBefore, @Nullable Boolean first, @Nullable Boolean later) {
        List<SanctionTier> tiers = SHIPPED.tables().getLast().tiers();

        assertThat(tiers.subList(0, 3)).allMatch(SanctionTier::persons);
        assertThat(tiers.get(0).fits(punishedBefore)).isEqualTo(first);
        assertThat(tiers.get(1).fits(punishedBefore)).isEqualTo(later);
        assertThat(tiers.get(2).fits(punishedBefore)).isNull();
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThatThrownBy(() -> read("""
                        tables:
                          - id: Big
                            area: 36
                            authority: culture
                            title: t
                            standing: sure
                            source: s
                            tiers: []
                          - id: x
                            area: "36"
                            authority: culture
                            title: ""
                            from: 2026-02-01
                            to: 2026-01-01
                            standing: confirmed
                            source: s
                            tiers: []
                          - id: y
                            area: "360000"
                            authority: culture
                            title: t
                            standing: confirmed
                            source: s
                            tiers:
                              - name: n
                                codes: [OVERTIME, OVERTIME_OPERATION]
                                law: l
                                circumstance: ""
                                times: {from: 0}
                                sanctions: [{kind: fine, fromYuan: 5, toYuan: 3}, {kind: warning, toYuan: 1}, {kind: suspension, toDays: 3}]
                              - {name: n, codes: [OVERTIME], law: l, circumstance: "", sanctions: []}
                        """))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes())
                                .containsExactlyInAnyOrder(
                                        "tables[0].area: must be text (in quotes if it looks like another type)",
                                        "tables[0].standing: must be one of confirmed, second-hand, to-be-checked",
                                        "tables[1].area: must be a region's six digits in quotes, such as \"360000\"",
                                        "tables[1].title: must not be blank",
                                        "tables[1].to: must not be before from",
                                        "tables[1].tiers: must name at least one",
                                        "tables[2].tiers[0].times.from: must be at least 1",
                                        "tables[2].tiers[0].sanctions[0].toYuan: must be at least fromYuan",
                                        "tables[2].tiers[0].sanctions[1].toYuan: belongs to another kind",
                                        "tables[2].tiers[0].sanctions[2].fromDays: is missing",
                                        "tables[2].tiers[1].codes[0]: must be the code of a violation, such as OVERTIME_OPERATION",
                                        "tables[2].tiers[1].circumstance: must not be blank",
                                        "tables[2].tiers[1].sanctions: must name at least one"));
    }

    @Test
    void anIdNamesOneTable() {
        String table = """
                {id: a, area: "000000", authority: culture, title: t, standing: confirmed, source: s,
                 tiers: [{name: n, codes: [MINOR_ADMITTED], law: l, circumstance: c, sanctions: [{kind: warning}]}]}""";

        assertThatThrownBy(() -> read("{tables: [" + table + ", " + table + "]}"))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes())
                                .containsExactly("tables[1].id: must not be listed before"));
        assertThat(read("{tables: []}").tables()).isEmpty();
    }

    private static SanctionTables read(String yaml) {
        return YamlFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), SanctionTables.class);
    }
}
