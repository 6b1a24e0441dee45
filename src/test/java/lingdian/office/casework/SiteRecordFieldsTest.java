package lingdian.office.casework;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a site record stands on the inspection record of a case. */
class SiteRecordFieldsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"person":{"name":"李四","duty":"店长"}}                                   | sitePerson     | 李四
            {"person":{"name":"李四","duty":"店长"}}                                   | sitePersonDuty | 店长
            {"licences":[{"kind":"network-culture","shown":true},{"kind":"business","shown":false,"note":"称在办理"}]} \
                                                                                     | licencesShown  | 《网络文化经营许可证》已出示；营业执照未出示（称在办理）
            {"signs":{"minorsProhibited":true,"openingHours":false,"realName":null}} | signs          | 营业时间：未悬挂；未成年人禁入：已悬挂
            {"exits":{"count":2,"blocked":1,"note":"后门"}}                           | doors          | 门窗、通道2处，封堵、锁闭1处（后门）
            {"software":"stopped"}                                                   | software       | 已停止
            {"hours":"检查时正在营业"}                                                  | hoursFound     | 检查时正在营业
            {"minors":0}                                                             | minorsFound    | 发现未成年人0人
            {"present":31,"seatsTotal":120}                                          | present        | 31
            {"present":31,"seatsTotal":120}                                          | seats          | 120
            {"other":"灭火器过期"}                                                      | otherFindings  | 灭火器过期
            """)
    void eachPartHasItsField(String record, String field, String text) {
        assertThat(SiteRecordFields.of(new JsonObject(record))).containsEntry(field, text);
    }

    @Test
    void seatsAreCountedAndThoseThatDifferAreNamed() {
        var record = new JsonObject("""
                {"other":"灭火器过期","seats":[
                  {"terminal":"A01","saw":"adult","registered":true,"reported":true},
                  {"terminal":"A02","saw":"minor","registered":false,"reported":false},
                  {"terminal":"A03","saw":"person","registered":true,"reported":null},
                  {"terminal":"A04","saw":"empty","registered":null,"reported":true},
                  {"terminal":"A05","saw":"off","registered":null,"reported":false}]}
                """);

        assertThat(SiteRecordFields.of(record))
                .containsEntry("seatsInUse", "3")
                .containsEntry("registered", "2")
                .containsEntry("otherFindings", "灭火器过期；无法出示登记1台（A02）；场所端未上报登记1台（A02）；登记在用但座位无人1台（A04）");
    }

    @Test
    void whatWasNotRecordedStaysBlank() {
        assertThat(
                        SiteRecordFields.of(
                                new JsonObject(
                                        "{\"software\":null,\"person\":null,\"minors\":null,\"signs\":null,\"exits\":null,\"seats\":null,\"licences\":null}")))
                .isEmpty();
        assertThat(SiteRecordFields.of(null)).isEmpty();
    }
}
