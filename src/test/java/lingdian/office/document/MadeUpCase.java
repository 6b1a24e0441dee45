package lingdian.office.document;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.course.CourseVerb;
import lingdian.law.course.DocumentKind;
import lingdian.law.course.Sanction;
import lingdian.law.course.Trigger;
import lingdian.law.statute.LawStanding;
import lingdian.law.statute.LawText;
import lingdian.office.document.CaseDescription.FoundViolation;
import lingdian.office.document.CaseDescription.NamedOfficer;
import lingdian.office.document.CaseDescription.Party;
import lingdian.office.document.CaseDescription.Progress;
import lingdian.office.document.CaseDescription.SiteVisit;

/** A case from a midnight finding to its decision, with everything that documents can say. */
final class MadeUpCase {
    static final UUID ID = UUID.fromString("0198c1b8-0000-7000-8000-000000000001");
    static final RegionCode REGION = new RegionCode("360481");
    static final Instant MADE_AT = Instant.parse("2026-11-29T01:00:00Z");

    private static final String REVISION = "2022年3月29日第四次修订（国务院令第752号），2022年5月1日起施行";
    private static final LawText DUTY = law("《互联网上网服务营业场所管理条例》第二十二条", "互联网上网服务营业场所每日营业时间限于8时至24时。");
    private static final LawText PENALTY = law(
            "《互联网上网服务营业场所管理条例》第三十一条第一项",
            "互联网上网服务营业场所经营单位违反本条例的规定，有下列行为之一的，由文化行政部门给予警告，可以并处15000元以下的罚款；"
                    + "情节严重的，责令停业整顿，直至吊销《网络文化经营许可证》：（一）在规定的营业时间以外营业的；……");

    static final OfficeProfile OFFICE = new OfficeProfile(
            "瑞昌市文化广电新闻出版旅游局",
            "瑞昌市文化广电新闻出版旅游局",
            "0792-4220000",
            "瑞昌市人民北路1号",
            "中国工商银行瑞昌支行",
            "瑞昌市人民政府",
            "瑞昌市人民法院",
            new OfficeProfile.Numbering("瑞", "文综", 6, Map.of(), null));

    private MadeUpCase() {}

    private static LawText law(String text, String wording) {
        return new LawText(text, REVISION, null, null, LawStanding.CONFIRMED, wording, null);
    }

    static CaseDescription described() {
        return described(Authority.CULTURE);
    }

    static CaseDescription described(Authority authority) {
        return described(ID, authority);
    }

    static CaseDescription described(UUID id, Authority authority) {
        return new CaseDescription(
                id,
                authority,
                REGION,
                new Party(
                        new PlaceCode("36048110000001"),
                        "瑞昌市星空网络会所",
                        "赣网文（2021）0481-001号",
                        "瑞昌市赤乌东路88号二楼",
                        "13800000000",
                        "李明"),
                List.of(new NamedOfficer("王勇", "36040012"), new NamedOfficer("陈静", "36040027")),
                List.of(
                        new FoundViolation(
                                "在规定的营业时间以外营业",
                                Instant.parse("2026-11-09T16:00:00Z"),
                                Instant.parse("2026-11-09T17:25:00Z"),
                                "零点后仍有23台终端营业，共超时85分钟。",
                                List.of(DUTY),
                                List.of(PENALTY)),
                        new FoundViolation(
                                "未实名登记上网",
                                Instant.parse("2026-11-09T16:10:00Z"),
                                Instant.parse("2026-11-09T17:25:00Z"),
                                "同时有4台终端在未登记的情况下使用。",
                                List.of(law("《互联网上网服务营业场所管理条例》第二十三条", "应当对上网消费者的身份证等有效证件进行核对、登记，并记录有关上网信息。")),
                                List.of(law("《互联网上网服务营业场所管理条例》第三十三条第三项", "未按规定核对、登记上网消费者的有效身份证件或者记录有关上网信息的；")))),
                2,
                new SiteVisit(
                        Instant.parse("2026-11-09T17:05:00Z"),
                        Instant.parse("2026-11-09T17:50:00Z"),
                        Map.of(
                                "seats", "120",
                                "seatsInUse", "23",
                                "registered", "19",
                                "present", "24",
                                "licencesShown", "营业执照、《网络文化经营许可证》均已出示",
                                "hoursFound", "零点后仍在营业",
                                "minorsFound", "未发现",
                                "signs", "已悬挂未成年人禁入标志",
                                "doors", "通道畅通，未锁门")),
                new Progress(
                        "（瑞）文综执字〔2026〕000021号",
                        Trigger.DATA_MONITORING,
                        Instant.parse("2026-11-09T16:12:00Z"),
                        Map.of(
                                CourseVerb.CHECK, Instant.parse("2026-11-09T18:00:00Z"),
                                CourseVerb.FILE, Instant.parse("2026-11-11T02:00:00Z"),
                                CourseVerb.NOTIFY, Instant.parse("2026-11-18T02:00:00Z"),
                                CourseVerb.DECIDE, Instant.parse("2026-11-27T02:00:00Z")),
                        List.of(new Sanction.Warning(), new Sanction.Fine(3000)),
                        "（瑞）文综罚字〔2026〕000014号"));
    }

    /** What officers enter by hand, of every kind. */
    static DocumentFields typed() {
        return new DocumentFields(
                Map.ofEntries(
                        Map.entry("sitePerson", "周洋"),
                        Map.entry("sitePersonDuty", "收银员"),
                        Map.entry("avoidance", "听清，不申请回避"),
                        Map.entry("boxByDate", DocumentFields.TICKED),
                        Map.entry("correctBy", "2026年11月20日"),
                        Map.entry("demand", "按核准的时间营业，对所有上网消费者核对、登记有效身份证件。"),
                        Map.entry("serviceWay", "直接送达"),
                        Map.entry("servicePlace", "瑞昌市赤乌东路88号二楼"),
                        Map.entry("interviewAt", "2026年11月12日9时30分"),
                        Map.entry("boxIdentity", DocumentFields.TICKED),
                        Map.entry("boxLicence", DocumentFields.TICKED),
                        Map.entry("personName", "李明"),
                        Map.entry("personSex", "男"),
                        Map.entry("personDocumentType", "居民身份证"),
                        Map.entry("keepWay", "就地封存"),
                        Map.entry("keepPlace", "收银台"),
                        Map.entry("keepFrom", "2026年11月10日"),
                        Map.entry("keepTo", "2026年11月18日"),
                        Map.entry("boxState", DocumentFields.TICKED),
                        Map.entry("stateBy", "2026年11月23日"),
                        Map.entry("tier", "较轻（罚款幅度20%以下）"),
                        Map.entry("performance", "自收到本决定书之日起十五日内缴纳罚款"),
                        Map.entry("statement", "未提出陈述申辩，不属于听证范围。"),
                        Map.entry("transferTo", "瑞昌市公安局网络安全保卫大队"),
                        Map.entry("transferReason", "未按规定核对、登记身份证件的行为属你单位职权范围"),
                        Map.entry("summary", "平台于零点后发现该场所仍在营业，执法人员到场核查属实。"),
                        Map.entry("complaintTitle", "反映零点后仍在营业"),
                        Map.entry("boxByPhone", DocumentFields.TICKED),
                        Map.entry("complaintContent", "群众反映该场所多次在零点后营业。"),
                        Map.entry("execution", "罚款3000元已于2026年12月2日缴清。")),
                Map.of(
                        "items",
                        List.of(Map.of("name", "收银主机", "model", "Lenovo M720", "quantity", "1台", "note", "含硬盘")),
                        "evidence",
                        List.of(
                                Map.of("name", "现场检查（勘验）笔录", "proves", "2026年11月10日1时5分仍有23台终端营业"),
                                Map.of("name", "平台记录的证据包", "proves", "零点后的上网记录")),
                        "deliveries",
                        List.of(Map.of("document", "行政处罚决定书（瑞）文综罚字〔2026〕000014号", "way", "直接")),
                        "annexes",
                        List.of(Map.of("name", "现场检查（勘验）笔录复印件", "quantity", "1份")),
                        "questions",
                        List.of(
                                Map.of("question", "你在该场所担任什么职务？", "answer", "负责人。"),
                                Map.of("question", "2026年11月10日零点后为什么还在营业？", "answer", "客人没有走，我没有关。"))));
    }

    /** With a number, as the service fills them. */
    static DocumentFields filled(DocumentKind kind) {
        var service = new DocumentFields(
                Map.of(
                        "number",
                        new DocumentNumber("瑞", OFFICE.numbering().of(kind), 2026, 14, 6).text(),
                        "date",
                        ChineseTime.day(MADE_AT)),
                Map.of());
        return service.over(typed()).over(CaseFields.of(described(), kind)).over(OFFICE.fields());
    }
}
