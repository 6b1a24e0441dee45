package lingdian.feed.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.feed.log.PersonLookup.PersonView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViolationJsonTest {
    private static final String STORED = """
            {"id":"5ba7b811-0000-5000-8000-000000000001","code":"IDENTITY_SHARED","standing":"suspicion","state":"open",
             "case":"new","placeCode":"36048110000001","region":"360481","authorities":["culture","public-security"],
             "law":[{"text":"第二十三条","version":"2024"}],"ruleVersion":"1","startedAt":"2026-07-01T20:00:00+08:00",
             "detectedAt":"2026-07-01T20:06:00+08:00","endedAt":null,"terminal":"A01","session":"s-1","person":null,
             "seconds":null,"sessions":null,"peak":null,"explained":null,
             "evidence":[{"placeCode":"36048110000001","region":"360481","stream":"u1","seq":[9007199254740991]},
                         {"placeCode":"36050210000002","region":"360502","stream":"u2","seq":[7,8]}]}
            """;
    private static final PersonView PERSON = new PersonView("r-1", "111", "3604************12", "张*");
    private static final String OWN = "{\"placeCode\":\"36048110000001\",\"stream\":\"u1\",\"seq\":[9007199254740991]}";
    private static final String OTHER = "{\"placeCode\":\"36050210000002\",\"stream\":\"u2\",\"seq\":[7,8]}";
    private static final String ELSEWHERE = "{\"elsewhere\":true}";

    @ParameterizedTest(name = "scope {0} {1}: the other café is shown: {2}")
    @CsvSource({
        "000000, , true",
        "360000, , true",
        "360481, , false",
        "360400, , false",
        "000000, 36048110000001, false",
    })
    void evidenceFromACafeOutsideTheScopeIsElsewhere(RegionCode region, PlaceCode place, boolean shown)
            throws Exception {
        String evidence = completed(new Scope(Authority.CULTURE, region, place == null ? Set.of() : Set.of(place)))
                .get("evidence")
                .toString();

        assertThat(evidence).isEqualTo("[" + OWN + "," + (shown ? OTHER : ELSEWHERE) + "]");
    }

    @Test
    void aDataPlatformGetsWhatIsNamedAloneAndNoEvidenceFromElsewhere() throws Exception {
        var stored = (ObjectNode) new ObjectMapper().readTree(STORED);
        stored.put("caseFile", "c-1").put("note", "of a later version");

        ObjectNode exported = ViolationJson.parse(stored.toString()).exported(new RegionCode("360400")::covers);

        stored.remove(List.of("person", "session", "caseFile", "note"));
        assertThat(exported.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(stored::fieldNames);
        assertThat(exported.get("evidence")).hasToString("[" + OWN + "," + ELSEWHERE + "]");
        assertThat(ViolationJson.parse(STORED)
                        .exported(RegionCode.COUNTRY::covers)
                        .get("evidence"))
                .hasToString("[" + OWN + "," + OTHER + "]");
    }

    @Test
    void theRegionsOfNowDecideWhereTheyAreGiven() {
        var scope = new Scope(null, new RegionCode("360481"), Set.of());

        String evidence = ViolationJson.parse(STORED)
                .complete(scope, cafe -> new RegionCode("360481"), null)
                .get("evidence")
                .toString();

        assertThat(evidence).isEqualTo("[" + OWN + "," + OTHER + "]");
    }

    @Test
    void thePersonStandsWhereItsPlaceIs() throws Exception {
        String json =
                completed(new Scope(null, new RegionCode("000000"), Set.of())).toString();

        assertThat(json)
                .contains("\"session\":\"s-1\",\"person\":{\"ref\":\"r-1\",\"document\":{\"type\":\"111\","
                        + "\"number\":\"3604************12\"},\"name\":\"张*\"},\"seconds\":null");
    }

    @Test
    void onlyPersonAndEvidenceDifferFromWhatIsStored() throws Exception {
        var mapper = new ObjectMapper();
        String expected = mapper.readTree(STORED.replaceAll(",\"region\":\"\\d{6}\",\"stream\"", ",\"stream\""))
                .toString();

        assertThat(ViolationJson.parse(STORED)
                        .complete(new Scope(null, new RegionCode("000000"), Set.of()), null)
                        .toString())
                .isEqualTo(expected);
    }

    @Test
    void readersDoNotDisturbEachOther() {
        ViolationJson violation = ViolationJson.parse(STORED);
        String before = violation
                .complete(new Scope(null, new RegionCode("000000"), Set.of()), PERSON)
                .toString();

        violation.complete(new Scope(null, new RegionCode("360481"), Set.of()), null);

        assertThat(violation
                        .complete(new Scope(null, new RegionCode("000000"), Set.of()), PERSON)
                        .toString())
                .isEqualTo(before);
    }

    @Test
    void theForeignCafesAreThoseOfTheEvidenceAlone() {
        assertThat(ViolationJson.parse(STORED).foreignCafes()).containsExactly(new PlaceCode("36050210000002"));
    }

    @Test
    void aTextThatIsNoObjectIsNamedWithoutItsContent() {
        assertThatThrownBy(() -> ViolationJson.parse("[\"secret\""))
                .isInstanceOf(IllegalStateException.class)
                .hasNoCause()
                .hasMessageNotContaining("secret");
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode completed(Scope scope) {
        return ViolationJson.parse(STORED).complete(scope, PERSON);
    }
}
