package lingdian.office.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lingdian.domain.Authority;
import lingdian.law.course.DocumentKind;
import lingdian.law.course.Sanction;
import lingdian.law.course.Trigger;
import lingdian.office.document.CaseDescription.Party;
import lingdian.office.document.CaseDescription.Progress;
import lingdian.platform.settings.ConfigDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is filled in, and what of it each kind prints. */
class CaseFieldsTest {
    private static final DocumentTemplates TEMPLATES = DocumentTemplates.read(ConfigDirectory.find(Path.of("config")));

    private final Map<String, String> texts =
            CaseFields.of(MadeUpCase.described(), DocumentKind.DECISION).texts();

    @Test
    void theLawIsQuotedOnceWithItsRevisionAndAllArticles() {
        assertThat(texts.get("breached"))
                .isEqualTo("《互联网上网服务营业场所管理条例》（2022年3月29日第四次修订（国务院令第752号），2022年5月1日起施行）第二十二条、第二十三条");
        assertThat(texts.get("breachedWording")).startsWith("《互联网上网服务营业场所管理条例》第二十二条：“互联网上网服务营业场所每日营业时间限于8时至24时。”");
        assertThat(texts.get("basis")).endsWith("第三十一条第一项、第三十三条第三项");
    }

    @Test
    void aShortenedWordingIsNotQuoted() {
        assertThat(texts.get("basisWording")).contains("第三十三条第三项：").doesNotContain("……", "第三十一条第一项：");
    }

    @Test
    void timesAreThoseOfChina() {
        assertThat(texts.get("conductPeriod")).isEqualTo("自2026年11月10日0时0分至2026年11月10日1时25分");
        assertThat(texts.get("filedOn")).isEqualTo("2026年11月11日");
        assertThat(texts.get("beginsAt")).isEqualTo("2026年11月10日1时5分");
    }

    @Test
    void bothOfficersHaveTheirCertificates() {
        assertThat(texts)
                .containsEntry("officerName1", "王勇")
                .containsEntry("officerCertificate1", "36040012")
                .containsEntry("officerName2", "陈静")
                .containsEntry("officerCertificate2", "36040027");
    }

    @Test
    void aCaseOfWhichLittleIsKnownLeavesFieldsBlank() {
        var progress = new Progress(null, null, Instant.EPOCH, Map.of(), List.of(), null);
        CaseDescription bare = MadeUpCase.described();
        var described = new CaseDescription(
                bare.id(),
                Authority.CULTURE,
                bare.region(),
                new Party(bare.party().placeCode(), "某某网吧", null, null, null, null),
                List.of(),
                List.of(),
                0,
                null,
                progress);

        DocumentFields fields = CaseFields.of(described, DocumentKind.DECISION);

        assertThat(fields.texts().keySet())
                .containsExactlyInAnyOrder("partyName", "partyKind", "placeCode", "receiver", "boxCafe", "openedOn");
        for (DocumentKind kind : DocumentKind.values()) {
            assertThat(TEMPLATES.of(kind).html(fields)).doesNotContain("{{").doesNotContain("null");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-01T00:00:00+08:00, 2026-12-16T00:00:00+08:00, 15",
        "2026-12-01T09:00:00+08:00, 2026-12-03T10:00:00+08:00, 3",
        "2026-12-01T09:00:00+08:00, 2026-12-01T10:00:00+08:00, 1"
    })
    void aDayOfSuspensionThatHasBegunCounts(String from, String to, String days) {
        var suspension = new Sanction.Suspension(
                OffsetDateTime.parse(from).toInstant(), OffsetDateTime.parse(to).toInstant());

        Map<String, String> decided = decided(suspension);

        assertThat(decided).containsEntry("suspensionDays", days).containsEntry("boxSuspension", "☑");
    }

    @Test
    void sanctionsAreWritten() {
        assertThat(decided(new Sanction.Warning(), new Sanction.Fine(15_000), new Sanction.Confiscation()))
                .containsEntry("sanctions", "警告；罚款人民币15000元；没收违法所得、非法财物")
                .containsEntry("fineYuan", "15000")
                .containsEntry("boxWarning", "☑")
                .containsEntry("boxConfiscation", "☑")
                .doesNotContainKey("boxRevocation");
        assertThat(decided(new Sanction.Revocation(null))).containsEntry("sanctions", "吊销《网络文化经营许可证》");
        assertThat(decided(new Sanction.None())).containsEntry("sanctions", "不予行政处罚");
    }

    @ParameterizedTest
    @EnumSource
    void everyTriggerHasItsWord(Trigger trigger) {
        CaseDescription described = MadeUpCase.described();
        Progress progress = new Progress(null, trigger, Instant.EPOCH, Map.of(), List.of(), null);

        DocumentFields between = CaseFields.of(having(described, progress), DocumentKind.TRANSFER_LETTER);

        assertThat(between.texts().get("caseSource")).isNotBlank();
    }

    /** A café that reads 群众举报 on its decision would look for who complained. A bureau's own template may ask for it too. */
    @ParameterizedTest
    @EnumSource
    void whatACafeIsServedNeverSaysWhyOfficersCame(DocumentKind kind) {
        assertThat(CaseFields.of(MadeUpCase.described(), kind).texts().containsKey("caseSource"))
                .isNotEqualTo(kind.isServedOnCafes());
        assertThat(TEMPLATES.of(kind).printed().contains("caseSource") && kind.isServedOnCafes())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INSPECTION_RECORD     | 现场检查（勘验）笔录 | （瑞）文综检字〔2026〕000014号   | 周洋;收银员;120;23;19;24;零点后仍有23台终端营业;36040012;36040027
            RECTIFICATION_ORDER   | 责令改正通知书     | （瑞）文综改字〔2026〕000014号   | 在规定的营业时间以外营业、未实名登记上网;☐ 立即改正;☑ 于;2026年11月20日;按核准的时间营业
            INTERVIEW_NOTICE      | 调查询问通知书     | （瑞）文综询通字〔2026〕000014号 | 2026年11月12日9时30分;瑞昌市人民北路1号;☑ 营业执照;☐ 授权委托书
            INTERVIEW_RECORD      | 调查询问笔录       | （瑞）文综询字〔2026〕000014号   | 居民身份证;问：你在该场所担任什么职务？;答：负责人。;听清，不申请回避
            EVIDENCE_PRESERVATION | 证据先行登记保存通知书 | （瑞）文综保字〔2026〕000014号 | 就地封存;收银主机;Lenovo M720;2026年11月18日
            PRIOR_NOTICE          | 行政处罚事先告知书 | （瑞）文综罚告字〔2026〕000014号 | ☑ 警告;☑ 罚款人民币;3000;较轻（罚款幅度20%以下）;☑ 依据;☐ 依据
            SPOT_DECISION         | 当场行政处罚决定书 | （瑞）文综当罚字〔2026〕000014号 | 警告；罚款人民币3000元;中国工商银行瑞昌支行;瑞昌市人民政府;瑞昌市人民法院
            DECISION              | 行政处罚决定书     | （瑞）文综罚字〔2026〕000014号   | 2026年11月11日;2026年11月18日;平台记录的证据包;零点后的上网记录;第二十二条、第二十三条
            SERVICE_RECEIPT       | 送达回证           | （瑞）文综送字〔2026〕000014号   | 行政处罚决定书（瑞）文综罚字〔2026〕000014号;直接;瑞昌市赤乌东路88号二楼
            TRANSFER_LETTER       | 案件移送函         | （瑞）文综移字〔2026〕000014号   | 瑞昌市公安局网络安全保卫大队;1份;平台于零点后发现
            COMPLAINT_FORM        | 文化市场举报处理单 | （瑞）文综举字〔2026〕000014号   | ☑电话;☐信函;群众举报（信息另行密封保管）;☑网吧;群众反映
            CLOSING_REPORT        | 结案报告           | （瑞）文综结字〔2026〕000014号   | （瑞）文综执字〔2026〕000021号;（瑞）文综罚字〔2026〕000014号;罚款3000元已于2026年12月2日缴清
            """)
    void eachKindPrintsItsFields(DocumentKind kind, String title, String number, String printed) {
        String page = TEMPLATES
                .of(kind)
                .html(MadeUpCase.filled(kind))
                .replaceAll("</?[ub]>", "")
                .replaceAll("<[^>]*>", "\n");

        assertThat(page).contains(title, number, "瑞昌市星空网络会所".substring(0, 3));
        assertThat(page).contains(printed.split(";"));
    }

    @ParameterizedTest
    @EnumSource
    void aPersonsNumberIsPrintedOnlyWhereItWasGivenAndMaskedOnThePage(DocumentKind kind) {
        DocumentFields given = new DocumentFields(Map.of("personDocumentNumber", "110105194912310021"), Map.of())
                .over(MadeUpCase.filled(kind));

        assertThat(given.bearsNumber()).isTrue();
        assertThat(MadeUpCase.filled(kind).bearsNumber()).isFalse();
        assertThat(TEMPLATES.of(kind).html(given.masked())).doesNotContain("110105194912310021");
        if (kind == DocumentKind.INTERVIEW_RECORD) {
            assertThat(TEMPLATES.of(kind).html(given.masked())).contains("1101************21", "李*");
            assertThat(TEMPLATES.of(kind).html(given)).contains("110105194912310021");
        }
    }

    private static Map<String, String> decided(Sanction... sanctions) {
        CaseDescription described = MadeUpCase.described();
        Progress before = described.progress();
        return with(
                        described,
                        new Progress(null, before.trigger(), before.openedAt(), Map.of(), List.of(sanctions), null))
                .texts();
    }

    private static DocumentFields with(CaseDescription described, Progress progress) {
        return CaseFields.of(having(described, progress), DocumentKind.DECISION);
    }

    @Test
    void aDocumentSaysHowManyViolationsItDoesNotName() {
        CaseDescription described = MadeUpCase.described();

        DocumentFields all = CaseFields.of(described, DocumentKind.DECISION);
        DocumentFields some = CaseFields.of(having(described, described.progress(), 600), DocumentKind.DECISION);

        assertThat(all.texts().get("facts")).endsWith("同时有4台终端在未登记的情况下使用。");
        assertThat(some.texts().get("facts")).endsWith("同时有4台终端在未登记的情况下使用。另有598条线索，未逐一列出。");
    }

    private static CaseDescription having(CaseDescription described, Progress progress) {
        return having(described, progress, described.violationCount());
    }

    private static CaseDescription having(CaseDescription described, Progress progress, int violations) {
        return new CaseDescription(
                described.id(),
                described.authority(),
                described.region(),
                described.party(),
                described.officers(),
                described.violations(),
                violations,
                Objects.requireNonNull(described.visit()),
                progress);
    }
}
