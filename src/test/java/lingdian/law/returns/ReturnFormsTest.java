package lingdian.law.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.domain.Authority;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.settings.YamlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code config/returns.yaml}, and what its columns count. */
class ReturnFormsTest {
    private static final ReturnForms SHIPPED = YamlFile.read(Path.of("config/returns.yaml"), ReturnForms.class);

    /** The ministry's ten columns, as they were printed. */
    @Test
    void theCultureFormHasTheMinistrysColumnsInTheirUnits() {
        assertThat(SHIPPED.of(Authority.CULTURE).columns().subList(0, 10))
                .extracting(column -> column.heading().zh() + column.unit())
                .containsExactly(
                        "出动执法人员人次",
                        "检查经营单位家次",
                        "责令改正家次",
                        "受理举报件",
                        "立案调查件",
                        "办结案件件",
                        "警告家次",
                        "责令停业整顿家次",
                        "吊销许可证家",
                        "取缔无证经营家次");
    }

    /** Below them those of a county's campaign; the police count cases in their own word. */
    @Test
    void vehiclesTrainingsLettersAndCasesOfThePoliceHaveTheirUnits() {
        assertThat(SHIPPED.of(Authority.CULTURE).columns())
                .extracting(column -> column.heading().zh() + column.unit())
                .contains("出动车辆台次", "零点行动次", "培训、会议家", "责任书份");
        assertThat(SHIPPED.of(Authority.PUBLIC_SECURITY).columns())
                .extracting(column -> column.heading().zh() + column.unit())
                .contains("受理案件起", "办结案件起", "下架起");
    }

    @ParameterizedTest
    @EnumSource(Authority.class)
    void figuresAreOfAllColumnsThatAreRecorded(Authority authority) {
        ReturnForm form = SHIPPED.of(authority);

        Map<String, ReturnFigure> figures = form.figures(Map.of());

        assertThat(figures.keySet())
                .containsExactlyElementsOf(form.columns().stream()
                        .filter(column -> column.count() != ReturnCount.NOT_RECORDED)
                        .map(ReturnColumn::id)
                        .toList());
        assertThat(figures.values()).containsOnly(ReturnFigure.ZERO);
    }

    /** Of 5 orders of 9 officers to correct 3 cafés, a count takes its own number, and no other. */
    @ParameterizedTest
    @CsvSource({
        "CORRECTIONS,     CORRECT,  5, 8",
        "CORRECTED_CAFES, CORRECT,  3, 4",
        "OFFICERS,        OFFICERS, 5, 8",
        "INSPECTED_CAFES, CAFES,    3, 4",
        "FINE_YUAN,       FINE_YUAN, 5, 8",
        "REVOCATIONS,     REVOCATION, 3, 4",
        "FILED,           CORRECT,  0, 0",
        "TRAINED_CAFES,   TRAINING, 5, 8",
        "RESPONSIBILITY_LETTERS, LETTERS, 5, 8",
    })
    void aCountSumsAmountsOrDistinctCafes(ReturnCount count, RowKind rows, long thisPeriod, long accumulated) {
        var tally = new RowTally(new ReturnFigure(5, 8), new ReturnFigure(3, 4));

        assertThat(count.of(Map.of(rows, tally))).contains(new ReturnFigure(thisPeriod, accumulated));
    }

    @Test
    void everyKindOfRowsIsCounted() {
        assertThat(Arrays.stream(ReturnCount.values())
                        .flatMap(count -> count.rows().stream())
                        .distinct())
                .containsExactlyInAnyOrder(RowKind.values());
        assertThat(Arrays.stream(RowKind.values())
                        .map(RowKind::wire)
                        .collect(Collectors.toMap(Function.identity(), RowKind::of)))
                .hasSize(RowKind.values().length);
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        assertThatThrownBy(() -> read("""
                        version: ""
                        forms:
                          culture:
                            title: {zh: "", en: t}
                            columns:
                              - {id: Big, heading: {zh: 甲, en: a}, unit: 头, count: officers, standing: confirmed}
                              - {id: a, heading: {zh: 甲, en: a}, unit: 件, count: officers, standing: sure}
                              - {id: b, heading: {zh: 甲, en: a}, unit: 件, count: officers, standing: confirmed}
                              - {id: c, heading: {zh: 甲, en: a}, unit: 件, count: people, standing: confirmed}
                              - {id: d, heading: {zh: 甲, en: a}, unit: 份, count: filed, standing: confirmed}
                        """))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        several -> assertThat(several.mistakes())
                                .contains(
                                        "forms.culture.title.zh: must be a text of 1 to 80 characters",
                                        "forms.culture.columns[0].id: must be 1 to 40 lower case letters, digits and hyphens, the first a letter",
                                        "forms.culture.columns[0].unit: must be one of 人次, 家次, 家, 件, 起, 元, 台次, 次, 份",
                                        "forms.culture.columns[1].standing: must be one of confirmed, second-hand, to-be-checked",
                                        "forms.culture.columns[2].unit: must be 人次, that of the count officers",
                                        "forms.culture.columns[4].unit: must be 件 or 起, that of the count filed")
                                .anyMatch(mistake -> mistake.startsWith(
                                        "forms.culture.columns[3].count: must be one of officers, ")));
    }

    @Test
    void aFormIsNeededForEachAuthorityAndNamesAColumnOnce() {
        assertThatThrownBy(() -> read("""
                        version: "1"
                        forms:
                          culture:
                            title: {zh: 甲, en: a}
                            columns:
                              - {id: a, heading: {zh: 甲, en: a}, unit: 人次, count: officers, standing: confirmed}
                              - {id: a, heading: {zh: 甲, en: a}, unit: 头, count: not-recorded, standing: confirmed}
                        """))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        several -> assertThat(several.mistakes()).hasSize(1));
        assertThatThrownBy(() -> read("version: '1'\nforms: {}\n"))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        several -> assertThat(several.mistakes())
                                .containsExactlyInAnyOrder(
                                        "forms.culture: is missing", "forms.public-security: is missing"));
        ReturnColumn twice = SHIPPED.of(Authority.CULTURE).columns().getFirst();
        assertThatThrownBy(() -> new ReturnForm(new ReturnColumn.Bilingual("甲", "a"), List.of(twice, twice)))
                .hasMessageContaining("columns[1].id: must not be listed before");
    }

    private static ReturnForms read(String yaml) {
        return YamlFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), ReturnForms.class);
    }
}
