package lingdian.office.document;

import static lingdian.office.document.FormWriter.label;
import static lingdian.office.document.FormWriter.value;
import static lingdian.office.document.FormWriter.wide;
import static lingdian.office.document.FormWriter.wideLabel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lingdian.law.course.DocumentKind;

/**
 * The forms that come with the program, with the fields in the order in which the national forms of the culture market's
 * law enforcement have them (2012, forms 1 to 28).
 *
 * <p>{@code main} writes them into {@code config/documents}; {@code FormsTest} compares the two.
 */
final class Forms {
    private static final List<Integer> FOUR = List.of(18, 32, 18, 32);
    private static final List<Integer> TWO = List.of(18, 82);

    private static final String OFFICERS_SIGN = "执法人员（签名）：[[　　　　　　　]]　执法证号：[[{{officerCertificate1}}]]";
    private static final String SECOND_SIGNS = "执法人员（签名）：[[　　　　　　　]]　执法证号：[[{{officerCertificate2}}]]";
    private static final String PARTY_SIGNS = "当事人（签名或盖章）：[[　　　　　　　　　]]　　　　年　　月　　日";
    private static final String RECEIVER_SIGNS = "受送达人（签名或盖章）：[[　　　　　　　　]]　　　　年　　月　　日";
    private static final String SERVED = "送达方式：[[{{serviceWay}}]]　送达地点：[[{{servicePlace}}]]";
    private static final String REMEDIES = "如不服本决定，可以自收到本决定书之日起六十日内向[[{{reviewBody}}]]申请行政复议，或者自收到本决定书之日起六个月内向"
            + "[[{{court}}]]提起行政诉讼。复议、诉讼期间，除法律另有规定外，本决定不停止执行。";
    private static final String PAYMENT = "罚款应当自收到本决定书之日起十五日内缴至[[{{bank}}]]；逾期不缴纳的，依照《中华人民共和国行政处罚法》第七十二条第一款第一项，"
            + "每日按罚款数额的百分之三加处罚款，加处罚款的数额不超过罚款的数额。";

    private Forms() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of("config", "documents");
        Files.createDirectories(folder);
        for (DocumentKind kind : DocumentKind.values()) {
            Files.write(folder.resolve(kind.wire() + ".docx"), of(kind));
        }
    }

    static byte[] of(DocumentKind kind) {
        return form(kind).file();
    }

    private static FormWriter form(DocumentKind kind) {
        return switch (kind) {
            case INSPECTION_RECORD -> inspectionRecord();
            case RECTIFICATION_ORDER -> rectificationOrder();
            case INTERVIEW_NOTICE -> interviewNotice();
            case INTERVIEW_RECORD -> interviewRecord();
            case EVIDENCE_PRESERVATION -> evidencePreservation();
            case PRIOR_NOTICE -> priorNotice();
            case SPOT_DECISION -> spotDecision();
            case DECISION -> decision();
            case SERVICE_RECEIPT -> serviceReceipt();
            case TRANSFER_LETTER -> transferLetter();
            case COMPLAINT_FORM -> complaintForm();
            case CLOSING_REPORT -> closingReport();
        };
    }

    private static FormWriter inspectionRecord() {
        return new FormWriter()
                .heading("现场检查（勘验）笔录")
                .number()
                .table(
                        FOUR,
                        List.of(
                                List.of(label("当事人"), value("{{partyName}}"), label("类型"), value("{{partyKind}}")),
                                List.of(
                                        label("负责人"),
                                        value("{{representative}}"),
                                        label("电话"),
                                        value("{{partyTelephone}}")),
                                List.of(
                                        label("许可证号"),
                                        value("{{licenceNumber}}"),
                                        label("场所编码"),
                                        value("{{placeCode}}")),
                                List.of(label("地址"), wide(3, "{{partyAddress}}")),
                                List.of(
                                        label("现场人员"),
                                        value("{{sitePerson}}"),
                                        label("职务"),
                                        value("{{sitePersonDuty}}")),
                                List.of(label("检查地点"), wide(3, "{{place}}")),
                                List.of(label("检查时间"), wide(3, "自 {{beginsAt}} 至 {{endsAt}}"))))
                .text("告知事项：我们是[[{{officeName}}]]执法人员[[{{officerName1}}]]（执法证号[[{{officerCertificate1}}]]）、"
                        + "[[{{officerName2}}]]（执法证号[[{{officerCertificate2}}]]），现依法进行检查，请予配合。你认为执法人员与本案有直接利害关系"
                        + "或者有其他关系可能影响公正执法的，有权申请回避。是否听清并申请回避：[[{{avoidance}}]]")
                .table(
                        FOUR,
                        List.of(
                                List.of(wideLabel(4, "检查情况")),
                                List.of(label("证照"), wide(3, "{{licencesShown}}")),
                                List.of(label("计算机总数"), value("{{seats}}"), label("正在使用"), value("{{seatsInUse}}")),
                                List.of(label("登记人数"), value("{{registered}}"), label("在场人数"), value("{{present}}")),
                                List.of(
                                        label("营业时间"),
                                        value("{{hoursFound}}"),
                                        label("未成年人"),
                                        value("{{minorsFound}}")),
                                List.of(label("警示标志"), value("{{signs}}"), label("门窗通道"), value("{{doors}}")),
                                List.of(label("管理软件"), wide(3, "{{software}}")),
                                List.of(label("其他情况"), wide(3, "{{otherFindings}}"))))
                .lead("平台记录的线索（由执法人员现场核对）：")
                .table(
                        List.of(24, 34, 42),
                        List.of(
                                List.of(label("线索"), label("时间"), label("记录的情况")),
                                List.of(
                                        value("{{findings.name}}"),
                                        value("{{findings.period}}"),
                                        value("{{findings.facts}}"))))
                .line("现场人员意见（“以上笔录看过，属实”）：[[　　　　　　　　　　　　　　]]")
                .line("现场人员（签名）：[[　　　　　　　　　]]　　　　年　　月　　日")
                .line("见证人（签名）或拒签原因：[[　　　　　　　　　　　　　　　　　　　　]]")
                .line(OFFICERS_SIGN)
                .line(SECOND_SIGNS)
                .copies("注：每页均由现场人员和执法人员签名；一份，存档（当事人要求的，可以给复印件）。");
    }

    private static FormWriter rectificationOrder() {
        return new FormWriter()
                .heading("责令改正通知书")
                .number()
                .line("[[{{partyName}}]]：")
                .text("经查，你（单位）[[{{conductPeriod}}]]有下列行为：[[{{conduct}}]]。")
                .text("上述行为违反了[[{{breached}}]]的规定。依据[[{{basis}}]]和《中华人民共和国行政处罚法》第二十八条第一款的规定，责令你（单位）：")
                .line("　　{{boxAtOnce}} 立即改正")
                .line("　　{{boxByDate}} 于[[{{correctBy}}]]前改正")
                .text("改正内容及要求：[[{{demand}}]]")
                .textBeforeSeal("逾期不改正或者改正不符合要求的，将依法处理。联系电话：[[{{officeTelephone}}]]")
                .seal()
                .line(SERVED)
                .line(OFFICERS_SIGN)
                .line(SECOND_SIGNS)
                .line(RECEIVER_SIGNS)
                .copies("注：一式两份，一份送达当事人，一份存档。");
    }

    private static FormWriter interviewNotice() {
        return new FormWriter()
                .heading("调查询问通知书")
                .number()
                .line("[[{{partyName}}]]：")
                .text("因你（单位）涉嫌[[{{conduct}}]]，依据《中华人民共和国行政处罚法》第五十五条的规定，请你（单位）于[[{{interviewAt}}]]到"
                        + "[[{{interviewPlace}}]]接受调查询问。")
                .line("请携带下列材料：")
                .line("　　{{boxIdentity}} 法定代表人（负责人）身份证件")
                .line("　　{{boxLicence}} 营业执照、《网络文化经营许可证》")
                .line("　　{{boxRegister}} 上网人员登记记录")
                .line("　　{{boxAttorney}} 授权委托书及受委托人身份证件")
                .line("　　其他：[[{{bring}}]]")
                .textBeforeSeal("联系人：[[{{contact}}]]　联系电话：[[{{officeTelephone}}]]　地址：[[{{officeAddress}}]]")
                .seal()
                .line(RECEIVER_SIGNS)
                .copies("注：一式两份，一份送达当事人，一份存档。");
    }

    private static FormWriter interviewRecord() {
        return new FormWriter()
                .heading("调查询问笔录")
                .number()
                .table(
                        FOUR,
                        List.of(
                                List.of(label("询问地点"), wide(3, "{{interviewPlace}}")),
                                List.of(label("询问时间"), wide(3, "自 {{beginsAt}} 至 {{endsAt}}")),
                                List.of(
                                        label("询问人"),
                                        value("{{officerName1}}"),
                                        label("执法证号"),
                                        value("{{officerCertificate1}}")),
                                List.of(
                                        label("记录人"),
                                        value("{{officerName2}}"),
                                        label("执法证号"),
                                        value("{{officerCertificate2}}")),
                                List.of(label("被询问人"), value("{{personName}}"), label("性别"), value("{{personSex}}")),
                                List.of(
                                        label("出生日期"),
                                        value("{{personBirth}}"),
                                        label("电话"),
                                        value("{{personTelephone}}")),
                                List.of(
                                        label("证件名称"),
                                        value("{{personDocumentType}}"),
                                        label("证件号码"),
                                        value("{{personDocumentNumber}}")),
                                List.of(label("工作单位"), wide(3, "{{personEmployer}}")),
                                List.of(label("住址"), wide(3, "{{personAddress}}"))))
                .text("告知事项：我们是[[{{officeName}}]]执法人员，已向你出示执法证件。你有权陈述、申辩，对与本案无关的问题有权拒绝回答；"
                        + "你认为执法人员与本案有直接利害关系的，有权申请回避。你应当如实回答询问，不得隐瞒或者提供虚假情况。是否听清并申请回避：[[{{avoidance}}]]")
                .table(List.of(100), List.of(List.of(value("问：{{questions.question}}\n答：{{questions.answer}}"))))
                .line("被询问人意见（“以上笔录经核对无误”）：[[　　　　　　　　　　　　　　]]")
                .line("被询问人（签名）：[[　　　　　　　　　]]　　　　年　　月　　日")
                .line("询问人（签名）：[[　　　　　　　　]]　记录人（签名）：[[　　　　　　　　]]")
                .copies("注：每页均由被询问人签名；一份，存档。");
    }

    private static FormWriter evidencePreservation() {
        return new FormWriter()
                .heading("证据先行登记保存通知书")
                .number()
                .line("[[{{partyName}}]]：")
                .text("因你（单位）涉嫌[[{{conduct}}]]，违反了[[{{breached}}]]的规定，为防止证据灭失或者以后难以取得，依据《中华人民共和国行政处罚法》"
                        + "第五十六条的规定，经本机关负责人批准，对下列物品先行登记保存。")
                .text("保存方式：[[{{keepWay}}]]　保存地点：[[{{keepPlace}}]]")
                .text("保存期限：自[[{{keepFrom}}]]至[[{{keepTo}}]]（不超过七个工作日）。期间当事人或者有关人员不得销毁或者转移。")
                .table(
                        List.of(10, 28, 24, 14, 24),
                        List.of(
                                List.of(label("序号"), label("物品名称"), label("规格型号"), label("数量"), label("备注")),
                                List.of(
                                        value("{{items.no}}"),
                                        value("{{items.name}}"),
                                        value("{{items.model}}"),
                                        value("{{items.quantity}}"),
                                        value("{{items.note}}")),
                                List.of(label("合计"), wide(4, "{{itemsTotal}}"))))
                .line(
                        "处理决定：{{boxReturn}} 退还　{{boxAppraise}} 送交鉴定　{{boxHandOver}} 移交有关部门　{{boxOther}} 其他[[{{keepDecision}}]]")
                .line("当事人意见：[[　　　　　　　　　　　　　　　　　　　　　　　　]]")
                .line(PARTY_SIGNS)
                .line(OFFICERS_SIGN)
                .line(SECOND_SIGNS)
                .seal()
                .line(SERVED)
                .copies("注：一式三份，一份交当事人，一份交保存人，一份存档。");
    }

    private static FormWriter priorNotice() {
        return new FormWriter()
                .heading("行政处罚事先告知书")
                .number()
                .line("[[{{partyName}}]]：")
                .text("由本机关立案调查的你（单位）[[{{caseCause}}]]一案，现已查明：[[{{conductPeriod}}]]，[[{{facts}}]]")
                .text("上述行为违反了[[{{breached}}]]的规定，依据[[{{basis}}]]的规定，参照裁量基准[[{{tier}}]]，本机关拟对你（单位）作出下列行政处罚：")
                .line("　　{{boxWarning}} 警告　　{{boxConfiscation}} 没收违法所得、非法财物")
                .line("　　{{boxFine}} 罚款人民币[[{{fineYuan}}]]元")
                .line("　　{{boxSuspension}} 责令停业整顿[[{{suspensionDays}}]]日　　{{boxRevocation}} 吊销《网络文化经营许可证》")
                .line("　　其他：[[{{otherSanction}}]]")
                .text("{{boxState}} 依据《中华人民共和国行政处罚法》第四十四条、第四十五条的规定，你（单位）有权进行陈述和申辩，请于[[{{stateBy}}]]前提出；"
                        + "逾期未提出的，视为放弃。")
                .text("{{boxHearing}} 依据《中华人民共和国行政处罚法》第六十三条、第六十四条的规定，你（单位）有权要求听证。要求听证的，"
                        + "应当自收到本告知书之日起五个工作日内（[[{{hearingBy}}]]前）提出；逾期未提出的，视为放弃。")
                .textBeforeSeal("联系人：[[{{contact}}]]　联系电话：[[{{officeTelephone}}]]　地址：[[{{officeAddress}}]]")
                .seal()
                .line("当事人意见：□ 陈述申辩　□ 放弃陈述申辩　□ 要求听证　□ 放弃听证")
                .line(PARTY_SIGNS)
                .copies("注：一式两份，一份送达当事人，一份存档。");
    }

    private static FormWriter spotDecision() {
        return new FormWriter()
                .heading("当场行政处罚决定书")
                .number()
                .table(FOUR, party())
                .text("违法事实和证据：[[{{conductPeriod}}]]，[[{{facts}}]]")
                .text("上述行为违反了[[{{breached}}]]的规定。依据[[{{basis}}]]和《中华人民共和国行政处罚法》第五十一条的规定，决定给予下列行政处罚：[[{{sanctions}}]]")
                .text("作出处罚前，已向你（单位）告知拟作出处罚的内容及事实、理由、依据和陈述、申辩的权利。处罚地点：[[{{place}}]]")
                .text(PAYMENT)
                .textBeforeSeal(REMEDIES)
                .seal()
                .line(OFFICERS_SIGN)
                .line(SECOND_SIGNS)
                .line(PARTY_SIGNS)
                .copies("注：一式两份，一份当场交付当事人，一份报所属机关备案。");
    }

    private static FormWriter decision() {
        return new FormWriter()
                .heading("行政处罚决定书")
                .number()
                .table(FOUR, party())
                .text("本机关于[[{{checkedOn}}]]检查，于[[{{filedOn}}]]立案，于[[{{notifiedOn}}]]告知你（单位）拟作出的处罚及陈述、申辩、听证的权利。")
                .text("经查明：[[{{conductPeriod}}]]，[[{{facts}}]]")
                .lead("以上事实，有下列证据证明：")
                .table(
                        List.of(10, 40, 50),
                        List.of(
                                List.of(label("序号"), label("证据"), label("证明的事实")),
                                List.of(
                                        value("{{evidence.no}}"),
                                        value("{{evidence.name}}"),
                                        value("{{evidence.proves}}"))))
                .text("当事人陈述、申辩及听证情况：[[{{statement}}]]")
                .text("本机关认为，你（单位）的行为违反了[[{{breached}}]]的规定：{{breachedWording}}")
                .text("依据[[{{basis}}]]的规定，参照裁量基准[[{{tier}}]]，决定给予下列行政处罚：[[{{sanctions}}]]")
                .text("履行方式和期限：[[{{performance}}]]")
                .text(PAYMENT)
                .text(REMEDIES)
                .textBeforeSeal("逾期不申请行政复议、不提起行政诉讼，又不履行本决定的，本机关将依法申请人民法院强制执行。")
                .seal()
                .line("抄送：[[{{copyTo}}]]")
                .copies("注：一式两份，一份送达当事人，一份存档；有抄送的加印一份。");
    }

    private static List<List<FormWriter.Cell>> party() {
        return List.of(
                List.of(label("当事人"), wide(3, "{{partyName}}")),
                List.of(label("统一社会\n信用代码"), value("{{partyCode}}"), label("许可证号"), value("{{licenceNumber}}")),
                List.of(label("负责人"), value("{{representative}}"), label("电话"), value("{{partyTelephone}}")),
                List.of(label("地址"), wide(3, "{{partyAddress}}")));
    }

    private static FormWriter serviceReceipt() {
        return new FormWriter()
                .heading("送达回证")
                .number()
                .table(
                        TWO,
                        List.of(
                                List.of(label("案由"), value("{{caseCause}}")),
                                List.of(label("受送达人"), value("{{receiver}}")),
                                List.of(label("送达地点"), value("{{servicePlace}}"))))
                .table(
                        List.of(44, 14, 24, 18),
                        List.of(
                                List.of(label("送达文书名称及文号"), label("送达方式"), label("收到时间"), label("备注")),
                                List.of(
                                        value("{{deliveries.document}}"),
                                        value("{{deliveries.way}}"),
                                        value("{{deliveries.receivedAt}}"),
                                        value("{{deliveries.note}}"))))
                .line("受送达人（签名或盖章）：[[　　　　　　　　]]　　　　年　　月　　日")
                .line("代收人（签名）及与受送达人的关系：[[　　　　　　　　]]　　年　　月　　日")
                .line("见证人（签名）：[[　　　　　　　　　]]　拒收事由和日期：[[{{refusal}}]]")
                .line("送达人（签名）：[[　　　　　　　]]　执法证号：[[{{officerCertificate1}}]]")
                .line("送达人（签名）：[[　　　　　　　]]　执法证号：[[{{officerCertificate2}}]]")
                .seal()
                .copies("注：送达方式：直接、留置、委托、邮寄、公告；一份，存档。");
    }

    private static FormWriter transferLetter() {
        return new FormWriter()
                .heading("案件移送函")
                .number()
                .line("[[{{transferTo}}]]：")
                .table(FOUR, party())
                .text("[[{{caseCause}}]]一案（案件来源：[[{{caseSource}}]]），经查：[[{{summary}}]]")
                .text("因[[{{transferReason}}]]，依据《中华人民共和国行政处罚法》第二十五条、第二十七条的规定，现将该案移送你单位处理，并请将处理结果函告本机关。")
                .lead("移送清单：")
                .table(
                        List.of(10, 50, 16, 24),
                        List.of(
                                List.of(label("序号"), label("材料或物品名称"), label("数量"), label("备注")),
                                List.of(
                                        value("{{annexes.no}}"),
                                        value("{{annexes.name}}"),
                                        value("{{annexes.quantity}}"),
                                        value("{{annexes.note}}"))))
                .line("移送人：[[{{officerName1}}]]、[[{{officerName2}}]]　联系电话：[[{{officeTelephone}}]]")
                .seal()
                .line("回执：上列案件及材料已收到。接收意见：[[　　　　　　　　　　　　　　　　]]")
                .line("接收人（签名）：[[　　　　　　]]　电话：[[　　　　　　]]（印章）　年　　月　　日")
                .copies("注：一式两份，一份交接收机关，一份连同回执存档。");
    }

    private static FormWriter complaintForm() {
        return new FormWriter()
                .heading("文化市场举报处理单")
                .number()
                .table(
                        FOUR,
                        List.of(
                                List.of(label("标题"), wide(3, "{{complaintTitle}}")),
                                List.of(label("区域"), value("{{area}}"), label("举报时间"), value("{{complaintAt}}")),
                                List.of(
                                        label("举报方式"),
                                        wide(
                                                3,
                                                "{{boxByPhone}}电话　{{boxByLetter}}信函　{{boxByFax}}传真　{{boxByMail}}电子邮件　{{boxByVisit}}来访　{{boxByNet}}信息网络")),
                                List.of(label("类别"), wide(3, "{{boxCafe}}网吧　{{boxOtherKind}}其他")),
                                List.of(label("举报人"), value("群众举报（信息另行密封保管）"), label("要求答复"), value("{{boxAnswer}}是")),
                                List.of(label("被举报单位"), wide(3, "{{partyName}}")),
                                List.of(
                                        label("地址"),
                                        value("{{partyAddress}}"),
                                        label("电话"),
                                        value("{{partyTelephone}}")),
                                List.of(label("举报内容"), wide(3, "{{complaintContent}}\n\n")),
                                List.of(label("承办人意见"), wide(3, "{{handlerOpinion}}\n\n签名：　　　　　　　　年　　月　　日")),
                                List.of(label("负责人意见"), wide(3, "{{headOpinion}}\n\n签名：　　　　　　　　年　　月　　日")),
                                List.of(label("处理结果"), wide(3, "{{complaintResult}}\n")),
                                List.of(label("答复情况"), wide(3, "{{complaintAnswer}}\n")),
                                List.of(label("附件"), wide(3, "{{complaintAnnexes}}"))))
                .copies("注：一份，存档。本单不记载举报人的姓名、电话和地址。");
    }

    private static FormWriter closingReport() {
        return new FormWriter()
                .heading("结案报告")
                .number()
                .table(
                        FOUR,
                        List.of(
                                List.of(label("当事人"), wide(3, "{{partyName}}")),
                                List.of(label("案由"), wide(3, "{{caseCause}}")),
                                List.of(label("立案时间"), value("{{filedOn}}"), label("案号"), value("{{caseNumber}}")),
                                List.of(
                                        label("决定书文号"),
                                        value("{{decisionNumber}}"),
                                        label("决定日期"),
                                        value("{{decidedOn}}")),
                                List.of(label("处罚内容"), wide(3, "{{sanctions}}")),
                                List.of(label("案情摘要"), wide(3, "{{summary}}\n")),
                                List.of(label("执行情况"), wide(3, "{{execution}}\n")),
                                List.of(label("承办人意见"), wide(3, "{{handlerOpinion}}\n\n签名：　　　　　　、　　　　　　　年　　月　　日")),
                                List.of(label("承办机构\n意见"), wide(3, "{{unitOpinion}}\n\n签名：　　　　　　　　年　　月　　日")),
                                List.of(label("法制机构\n意见"), wide(3, "{{legalOpinion}}\n\n签名：　　　　　　　　年　　月　　日")),
                                List.of(label("负责人意见"), wide(3, "{{headOpinion}}\n\n签名：　　　　　　　　年　　月　　日"))))
                .copies("注：一份，存档。");
    }
}
